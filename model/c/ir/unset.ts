/**
 * Locals that may be read before anything was assigned to them: each such read becomes a choice.
 *
 * A local that every path assigns first costs nothing. For any other a flag says whether it has a value; where it has
 * none, the environment picks one, which the local then keeps.
 */
import type { EventValues } from './binding.ts'
import { successors, usesOfExit, usesOfOp } from './flow.ts'
import type { Block, CLocal, Exit, Op } from './ir.ts'
import { constantOf, readLocal } from './operators.ts'
import type { Arithmetic } from './types.ts'

interface Unset<S> {
  readonly blocks: readonly Block<S>[]
  readonly locals: readonly CLocal[]
  /** Locals that may be read unset, in order. */
  readonly found: readonly number[]
}

/**
 * @param params locals that have a value on entry
 * @param result local that the caller reads when the function returns
 * @param siteOf the place to name when the local is read unset
 */
export function chooseUnset<S>(
  given: readonly Block<S>[],
  locals: readonly CLocal[],
  entry: number,
  params: readonly number[],
  result: number | undefined,
  flag: Arithmetic,
  valuesOf: (type: Arithmetic) => EventValues,
  siteOf: (local: number) => number,
): Unset<S> {
  const unsetAt = maybeUnset(given, locals.length, entry, params, result)
  const found = new Set<number>()
  given.forEach((block, index) => {
    walk(block, unsetAt[index]!, result, read => found.add(read))
  })
  if (found.size === 0) return { blocks: given, locals, found: [] }

  const flags = new Map([...found].sort((a, b) => a - b).map((local, at) => [local, locals.length + at]))
  const extended = [...locals, ...[...flags.keys()].map(local => ({ name: `${locals[local]!.name}?`, type: flag }))]
  const blocks: { ops: Op<S>[]; exit: Exit<S> }[] = given.map(({ ops, exit }) => ({ ops: [...ops], exit }))
  const mark = (local: number, value: number): Op<S> => ({
    kind: 'set',
    to: { kind: 'local', local: flags.get(local)! },
    value: constantOf(value),
  })

  /** Rewrites a block from an op on; reads of what may be unset split it. */
  const rewrite = (at: number, unset: ReadonlySet<number>): void => {
    const { ops, exit } = blocks[at]!
    const done: Op<S>[] = []
    const now = new Set(unset)
    const split = (position: number, local: number) => {
      const rest = blocks.push({ ops: ops.slice(position), exit }) - 1
      const marked = blocks.push({ ops: [mark(local, 1)], exit: { kind: 'jump', to: rest } }) - 1
      const choice: Exit<S> = {
        kind: 'choose',
        local,
        values: valuesOf(locals[local]!.type),
        site: siteOf(local),
        to: marked,
      }
      const choosing = blocks.push({ ops: [], exit: choice }) - 1
      blocks[at] = { ops: done, exit: { kind: 'branch', on: readLocal(flags.get(local)!), yes: rest, no: choosing } }
      now.delete(local)
      rewrite(rest, now)
    }
    for (const [position, op] of ops.entries()) {
      const { reads, writes } = usesOfOp(op)
      const bad = reads.find(local => now.has(local))
      if (bad !== undefined) {
        split(position, bad)
        return
      }
      done.push(op)
      if (op.kind === 'forget') {
        now.add(op.local)
        if (flags.has(op.local)) done.push(mark(op.local, 0))
      }
      for (const local of writes) {
        now.delete(local)
        if (flags.has(local)) done.push(mark(local, 1))
      }
    }
    const bad = usesOfExit(exit, result).reads.find(local => now.has(local))
    if (bad !== undefined) {
      split(ops.length, bad)
      return
    }
    const written = usesOfExit(exit, result).writes.filter(local => flags.has(local))
    // A flag set before the call is as good as one set behind it: nobody else sees it.
    blocks[at] = { ops: [...done, ...written.map(local => mark(local, 1))], exit }
  }
  given.forEach((_, index) => {
    rewrite(index, unsetAt[index]!)
  })
  return { blocks, locals: extended, found: [...flags.keys()] }
}

/** For each block the locals that some path leaves without a value. */
function maybeUnset<S>(
  blocks: readonly Block<S>[],
  count: number,
  entry: number,
  params: readonly number[],
  result: number | undefined,
): readonly ReadonlySet<number>[] {
  const unset: Set<number>[] = blocks.map(() => new Set())
  const everything = Array.from({ length: count }, (_, local) => local).filter(local => !params.includes(local))
  const pending = [entry]
  const seen = new Set([entry])
  unset[entry] = new Set(everything)
  while (pending.length > 0) {
    const index = pending.pop()!
    const after = walk(blocks[index]!, unset[index]!, result, () => {})
    for (const next of successors(blocks[index]!.exit)) {
      const before = unset[next]!.size
      for (const local of after) unset[next]!.add(local)
      if (unset[next]!.size > before || !seen.has(next)) pending.push(next)
      seen.add(next)
    }
  }
  return unset
}

/** Follows a block, telling each read of what may be unset. @returns what may be unset behind it */
function walk<S>(
  block: Block<S>,
  before: ReadonlySet<number>,
  result: number | undefined,
  tell: (local: number) => void,
): Set<number> {
  const now = new Set(before)
  const apply = ({ reads, writes }: ReturnType<typeof usesOfOp>) => {
    for (const local of reads) if (now.has(local)) tell(local)
    for (const local of writes) now.delete(local)
  }
  for (const op of block.ops) {
    apply(usesOfOp(op))
    if (op.kind === 'forget') now.add(op.local)
  }
  apply(usesOfExit(block.exit, result))
  return now
}
