/**
 * A closed world: shared state, the operations threads may run, and who may start what how often.
 */
import type { Fields, View } from './layout.ts'
import type { Machine } from './machine.ts'

export interface System<F extends Fields = Fields> {
  readonly fields: F
  /** Each sets one initial state, starting from all zeros. Ghosts may be set too. Equal ones are counted once. */
  readonly initial: readonly ((shared: View<F>) => void)[]
  /** By name, as calls and traces spell it. Built lazily: a machine is only built when a thread may start it. */
  readonly operations: Readonly<Record<string, () => Machine>>
  readonly threads: readonly Thread[]
  /**
   * By operation: ghost fields that are zeroed once it has returned and its return properties were judged. Of entries that
   * belong to threads, those of the thread that returns.
   */
  readonly spent?: Readonly<Record<string, readonly string[]>>
  /** By operation: whether a call spends them, asked of the state in which it leaves. Each does unless said. */
  // biome-ignore lint/suspicious/noExplicitAny: as in notes
  readonly spendsIf?: Readonly<Record<string, (scope: any) => boolean>>
  /** By operation: what an onlooker notes down, in fields of its own, as it returns; before that step is judged. */
  // biome-ignore lint/suspicious/noExplicitAny: the scope of the operation, which has locals of its own
  readonly notes?: Readonly<Record<string, (scope: any) => void>>
  /** By operation: what an onlooker notes down as steps are taken, in fields of its own; before these steps are judged. */
  readonly watches?: Readonly<Record<string, readonly WatchedStep[]>>
  /** What the world takes for granted that nobody has seen: said of all that is broken in it. */
  readonly supposes?: string
  /** The names by which guards, effects and properties know the two views of a scope; `shared` and `locals` unless said. */
  readonly words?: { readonly shared: string; readonly locals: string }
}

/** An effect beside those of the machine, of whatever leaves a control point by an event. */
export interface WatchedStep {
  readonly at: string
  readonly event: string
  // biome-ignore lint/suspicious/noExplicitAny: the scope of the operation, which has locals of its own
  readonly does: (scope: any) => void
}

/** A system, whatever its fields. */
export type AnySystem = Omit<System, 'initial'> & {
  // biome-ignore lint/suspicious/noExplicitAny: its setters take the view of its own fields
  readonly initial: readonly ((shared: any) => void)[]
}

/** What is said of something broken in the system. */
export const supposing = ({ supposes }: Pick<System, 'supposes'>, says: string): string =>
  supposes === undefined ? says : `${says} (${supposes})`

/** One thread: idle, or inside one call. */
export interface Thread {
  readonly name: string
  readonly calls: readonly Call[]
  /** The call it is inside when the world begins, at its first control point; idle unless said. Costs no budget. */
  readonly within?: Pick<Call, 'operation'> & { readonly args?: Readonly<Record<string, number>> }
}

/** A call that a thread may start while it is idle. */
export interface Call {
  readonly operation: string
  /** One start transition per tuple; argument names are locals of the operation's root. Default: one empty tuple. */
  readonly args?: readonly Readonly<Record<string, number>>[]
  /** How often this call may be started in all, or without bound. */
  readonly times: number | 'any'
}

/** All combinations of the listed values, the first name varying slowest. */
export function each(lists: Readonly<Record<string, readonly number[]>>): readonly Readonly<Record<string, number>>[] {
  return Object.entries(lists).reduce<Record<string, number>[]>(
    (tuples, [name, values]) => tuples.flatMap(tuple => values.map(value => ({ ...tuple, [name]: value }))),
    [{}],
  )
}
