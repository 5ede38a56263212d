/**
 * The control flow of a lowered function: who follows whom, what is read and written where.
 */
import type { Argument, Block, CallSite, Exit, Expr, Lowered, Op, Target } from './ir.ts'

export function successors<S>(exit: Exit<S>): readonly number[] {
  switch (exit.kind) {
    case 'branch':
      return [exit.yes, exit.no]
    case 'jump':
    case 'call':
    case 'choose':
      return [exit.to]
    default:
      return []
  }
}

/** The exit with its successors renamed. */
export function redirected<S>(exit: Exit<S>, to: (block: number) => number): Exit<S> {
  switch (exit.kind) {
    case 'branch':
      return { ...exit, yes: to(exit.yes), no: to(exit.no) }
    case 'jump':
    case 'call':
    case 'choose':
      return { ...exit, to: to(exit.to) }
    default:
      return exit
  }
}

/** Locals an expression reads, each entry of a row it may mean. */
export function readBy(expr: Expr): number[] {
  switch (expr.kind) {
    case 'constant':
      return []
    case 'read':
      return [...meant(expr.from), ...indexReads(expr.from)]
    case 'binary':
      return [...readBy(expr.a), ...readBy(expr.b)]
    default:
      return readBy(expr.a)
  }
}

/** Locals a target may mean. */
export const meant = (target: Target): number[] =>
  target.kind === 'local' ? [target.local] : Array.from({ length: target.length }, (_, at) => target.first + at)

const indexReads = (target: Target): number[] => (target.kind === 'local' ? [] : readBy(target.index))

export interface Uses {
  /** Locals whose value is asked for. */
  readonly reads: readonly number[]
  /** Locals handed over by address: their value goes in, but nothing says that it is asked for. */
  readonly passes: readonly number[]
  /** Locals that certainly get a value. */
  readonly writes: readonly number[]
}

export function usesOfOp<S>(op: Op<S>): Uses {
  switch (op.kind) {
    case 'set': {
      const written = op.to.kind === 'local' ? [op.to.local] : []
      return { reads: [...readBy(op.value), ...indexReads(op.to)], passes: [], writes: written }
    }
    case 'do':
      return usesOfCall(op.call)
    case 'warn':
      return { reads: op.args.flatMap(readBy), passes: [], writes: [] }
    case 'forget':
    case 'sleep':
    case 'mark':
      return { reads: [], passes: [], writes: [] }
  }
}

export function usesOfExit<S>(exit: Exit<S>, result: number | undefined): Uses {
  if (exit.kind === 'branch') return { reads: readBy(exit.on), passes: [], writes: [] }
  if (exit.kind === 'call') return usesOfCall(exit.call)
  if (exit.kind === 'choose') return { reads: [], passes: [], writes: [exit.local] }
  if (exit.kind === 'return') return { reads: result === undefined ? [] : [result], passes: [], writes: [] }
  return { reads: [], passes: [], writes: [] }
}

function usesOfCall<S>(call: CallSite<S>): Uses {
  const references = call.args.filter(
    (arg): arg is Extract<Argument, { kind: 'reference' }> => arg.kind === 'reference',
  )
  const values = call.args.flatMap(arg => (arg.kind === 'value' ? readBy(arg.value) : indexReads(arg.to)))
  const given = call.result?.kind === 'local' ? [call.result.local] : []
  return {
    reads: values,
    passes: references.flatMap(({ to }) => meant(to)),
    writes: [...given, ...references.flatMap(({ to }) => (to.kind === 'local' ? [to.local] : []))],
  }
}

/** Locals whose value may still be asked for, by block. */
interface Liveness {
  readonly onEntry: readonly ReadonlySet<number>[]
  /** Before the exit, with all ops done. */
  readonly atExit: readonly ReadonlySet<number>[]
}

/** Locals that are asked for when the function has returned. */
export const keptBy = <S>({ result, params }: Lowered<S>): number[] => [
  ...(result === undefined ? [] : [result]),
  ...params.flatMap(({ pointee }) => pointee ?? []),
]

/** @param kept locals that count as read when the function returns */
export function liveness<S>(blocks: readonly Block<S>[], kept: readonly number[]): Liveness {
  const onEntry: ReadonlySet<number>[] = blocks.map(() => new Set())
  const atExit: ReadonlySet<number>[] = blocks.map(() => new Set())
  const exits = blocks.map(({ exit }) => togetherOf([usesOfExit(exit, undefined)]))
  const bodies = blocks.map(({ ops }) => togetherOf(ops.map(usesOrForgets)))
  for (let changed = true; changed; ) {
    changed = false
    for (let index = blocks.length - 1; index >= 0; index--) {
      const { exit } = blocks[index]!
      const after = exit.kind === 'return' ? [kept] : successors(exit).map(next => onEntry[next]!)
      atExit[index] = before(after, exits[index]!)
      const now = before([atExit[index]!], bodies[index]!)
      if (now.size !== onEntry[index]!.size) changed = true
      onEntry[index] = now
    }
  }
  return { onEntry, atExit }
}

/** What ops do together to what is live behind them: some of it is not before them, and more is. */
interface OpsTogether {
  readonly gone: ReadonlySet<number>
  readonly asked: ReadonlySet<number>
}

const usesOrForgets = <S>(op: Op<S>): Uses =>
  op.kind === 'forget' ? { reads: [], passes: [], writes: [op.local] } : usesOfOp(op)

function togetherOf(all: readonly Uses[]): OpsTogether {
  const gone = new Set<number>()
  const asked = new Set<number>()
  for (const { reads, passes, writes } of all.toReversed()) {
    for (const local of writes) {
      gone.add(local)
      asked.delete(local)
    }
    for (const local of [...reads, ...passes]) asked.add(local)
  }
  return { gone, asked }
}

function before(after: readonly Iterable<number>[], { gone, asked }: OpsTogether): Set<number> {
  const now = new Set(asked)
  for (const locals of after) for (const local of locals) if (!gone.has(local)) now.add(local)
  return now
}
