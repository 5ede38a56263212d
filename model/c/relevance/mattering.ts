/**
 * Which of the sets of a local give it a value that matters: one that is asked for before the local gets another one.
 */
import { meant, readBy, successors } from '../ir/flow.ts'
import type { Block, CallSite, Op, Target } from '../ir/ir.ts'

/** @param branches blocks whose decision matters @param kept locals that the caller asks for @returns see {@link Op}, `of` */
export function settingWhatMatters<S>(
  blocks: readonly Block<S>[],
  branches: ReadonlySet<number>,
  kept: readonly number[],
): ReadonlySet<number> {
  const onEntry: ReadonlySet<number>[] = blocks.map(() => new Set())
  const found = new Set<number>()
  for (let changed = true; changed; ) {
    changed = false
    for (let index = blocks.length - 1; index >= 0; index--) {
      const { ops, exit } = blocks[index]!
      const asked = new Set(exit.kind === 'return' ? kept : successors(exit).flatMap(next => [...onEntry[next]!]))
      if (exit.kind === 'call') throughCall(exit.call, asked)
      else if (exit.kind === 'choose') asked.delete(exit.local)
      else if (exit.kind === 'branch' && branches.has(index)) addAll(asked, readBy(exit.on))
      for (const op of ops.toReversed()) throughOp(op, asked, found)
      if (asked.size > onEntry[index]!.size) changed = true
      onEntry[index] = asked
    }
  }
  return found
}

/** @param asked locals whose values matter behind the op, and then before it */
function throughOp<S>(op: Op<S>, asked: Set<number>, found: Set<number>): void {
  if (op.kind === 'warn') addAll(asked, op.args.flatMap(readBy))
  if (op.kind === 'forget') asked.delete(op.local)
  if (op.kind === 'do' && isSeen(op, asked)) throughCall(op.call, asked)
  if (op.kind !== 'set' || !meant(op.to).some(local => asked.has(local))) return
  if (op.of !== undefined) found.add(op.of)
  if (op.to.kind === 'local') asked.delete(op.to.local)
  addAll(asked, [...readBy(op.value), ...indexOf(op.to)])
}

function throughCall<S>(call: CallSite<S>, asked: Set<number>): void {
  if (call.result?.kind === 'local') asked.delete(call.result.local)
  addAll(asked, givenTo(call))
}

function addAll(to: Set<number>, locals: readonly number[]): void {
  for (const local of locals) to.add(local)
}

/** A question matters as far as its answer does. */
export function isSeen<S>(op: Op<S>, locals: ReadonlySet<number>): boolean {
  if (op.kind === 'warn') return true
  if (op.kind === 'set') return meant(op.to).some(local => locals.has(local))
  if (op.kind !== 'do') return false
  const { bound, result, args } = op.call
  if (bound.kind !== 'value') return true
  const into = [...(result ? meant(result) : []), ...args.flatMap(arg => (arg.kind === 'value' ? [] : meant(arg.to)))]
  return into.length === 0 || into.some(local => locals.has(local))
}

export const givenTo = <S>({ args }: CallSite<S>): number[] =>
  args.flatMap(arg => (arg.kind === 'value' ? readBy(arg.value) : [...meant(arg.to), ...indexOf(arg.to)]))

export const indexOf = (to: Target): number[] => (to.kind === 'local' ? [] : readBy(to.index))
