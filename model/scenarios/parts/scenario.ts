/**
 * A closed world without expectations: sizes, environment, initial states, and who may call what how often.
 */
import type { Thread } from '../../../checker/declare.ts'
import type { Bounds, Environment, Kernel } from '../../kernel/state/state.ts'
import type { Scope } from '../../kernel/words.ts'

export interface Scenario {
  /** Kebab-case. */
  readonly name: string
  readonly summary: string
  readonly bounds: Bounds
  readonly environment: Environment
  /** Each builds one initial state, starting from all zeros. */
  readonly initial: readonly ((kernel: Kernel) => void)[]
  readonly threads: readonly Thread[]
  /** Names of goals that some state should reach. */
  readonly goals: readonly string[]
}

/** The operations that threads of a scenario start, or are within when it begins. */
export const operationsOf = ({ threads }: Scenario): string[] => [
  ...new Set(
    threads.flatMap(({ calls, within }) => [...calls, ...(within ? [within] : [])].map(call => call.operation)),
  ),
]

/** Guards or effects of operations replaced, to see a promise break: `SCENARIO@DESIGN~MUTATION`. */
export interface Mutation {
  /** Kebab-case, starting with `without-`. */
  readonly name: string
  readonly summary: string
  /** The replaced guards and effects, by the names the operations use. */
  readonly guards?: Readonly<Record<string, (scope: Scope<string>) => boolean>>
  readonly effects?: Readonly<Record<string, (scope: Scope<string>) => void>>
}
