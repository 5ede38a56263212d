/**
 * State that code needs beyond what a world has: it is added, as the rest of the world has it without saying so.
 */
import type { Lowered } from '../c/ir/ir.ts'
import { beginDeclared } from '../kernel/file/declared.c.ts'
import type { Bounds, Environment, Kernel, Part } from '../kernel/state/state.ts'

/** What of a scenario is added to. */
interface Begins {
  readonly bounds: Bounds
  readonly environment: Environment
  readonly initial: readonly ((kernel: Kernel) => void)[]
}

interface Need {
  readonly isMet: (environment: Environment) => boolean
  readonly with: (environment: Environment, bounds: Bounds) => Environment
  readonly begins: (kernel: Kernel) => void
}

const hasSome =
  (...wanted: readonly Part[]) =>
  ({ parts = [] }: Environment): boolean =>
    wanted.some(part => parts.includes(part))

const withPart =
  (part: Part) =>
  (environment: Environment): Environment => ({
    ...environment,
    parts: [...(environment.parts ?? []), part],
  })

const needs: Readonly<Record<string, Need>> = {
  // Every VM is bound everywhere.
  memslots: {
    isMet: hasSome('memslots'),
    with: withPart('memslots'),
    begins: kernel => {
      for (let vm = 0; vm < kernel.vms; vm++) {
        kernel.slotVisible[vm] = 1
        kernel.slotAllocated[vm] = 1
        kernel.slotFile[vm] = 1
        kernel.fileRefs[vm] = 1
        kernel.fileListed[vm] = 1
        for (let page = 0; page < kernel.pages; page++) kernel.bindings[vm * kernel.pages + page] = 1
      }
    },
  },
  declared: {
    isMet: ({ hasDeclared = false }) => hasDeclared,
    with: environment => ({ ...environment, hasDeclared: true }),
    begins: () => {},
  },
  'new-files': { isMet: hasSome('new-files'), with: withPart('new-files'), begins: () => {} },
  'slots-lock': { isMet: hasSome('memslots', 'launch'), with: withPart('launch'), begins: () => {} },
  // Large entries, none of them removed.
  'direct-map': {
    isMet: ({ directMapEntry = 0 }) => directMapEntry > 0,
    with: (environment, { hugepage }) => ({ ...environment, directMapEntry: hugepage }),
    begins: kernel => {
      for (let block = 0; block < kernel.largeEntry.length; block++) kernel.largeEntry[block] = 1
    },
  },
}

/** `declared STRUCT INDEX VALUE` also says with which number a field begins. */
function needNamed(name: string): Need {
  const [of, struct, index, value] = name.split(' ')
  const need = needs[of!]!
  if (struct === undefined) return need
  return { ...need, begins: kernel => beginDeclared(kernel, struct, Number(index), Number(value)) }
}

/** What the calls of the code need. */
export const needsOf = ({ blocks }: Pick<Lowered<never>, 'blocks'>): string[] =>
  blocks.flatMap(({ ops, exit }) => {
    const calls = [
      ...ops.flatMap(op => (op.kind === 'do' ? [op.call] : [])),
      ...(exit.kind === 'call' ? [exit.call] : []),
    ]
    return calls.flatMap(({ bound }) => (bound.kind !== 'silent' && bound.needs !== undefined ? [bound.needs] : []))
  })

/** The scenario with the state that it lacks; itself where it lacks none. */
export function withNeeds<T extends Begins>(scenario: T, wanted: readonly string[]): T {
  const lacking = [...new Set(wanted)]
    .sort()
    .map(needNamed)
    .filter(need => !need.isMet(scenario.environment))
  if (lacking.length === 0) return scenario
  const { bounds } = scenario
  const environment = lacking.reduce((given, need) => need.with(given, bounds), scenario.environment)
  const initial = scenario.initial.map(set => (kernel: Kernel) => {
    for (const need of lacking) need.begins(kernel)
    set(kernel)
  })
  return { ...scenario, environment, initial }
}
