/**
 * The lowered code that matters: values that reach shared state, a decision that matters, or the caller; decisions
 * on which something of that kind depends.
 */
import { meant, readBy, successors } from '../ir/flow.ts'
import type { Block, Exit, Lowered, Op, StatementSets } from '../ir/ir.ts'
import { givenTo, indexOf, isSeen, settingWhatMatters } from './mattering.ts'

interface Relevance {
  /** Statements that set what matters from there on, or call what is given a local that matters anywhere. */
  readonly sets: readonly StatementSets[]
  /** Marks of the outcomes of conditions that matter. */
  readonly marks: ReadonlySet<number>
}

/** @param usesResult whether anybody looks at what the function returns */
export function relevanceIn<S>({ blocks, params, result, sets }: Lowered<S>, usesResult: boolean): Relevance {
  const kept = params.flatMap(({ pointee }) => pointee ?? [])
  if (usesResult && result !== undefined) kept.push(result)
  const locals = new Set<number>(kept)
  const regions = regionsOf(blocks)
  const branches = new Set<number>()
  const matters = (block: number): boolean => {
    const { ops, exit } = blocks[block]!
    return branches.has(block) || ops.some(op => isSeen(op, locals)) || ['call', 'choose', 'stop'].includes(exit.kind)
  }
  for (let size = -1; size < locals.size + branches.size; ) {
    size = locals.size + branches.size
    for (const { ops, exit } of blocks) {
      for (const op of ops) for (const local of neededBy(op, locals)) locals.add(local)
      if (exit.kind === 'call') for (const local of givenTo(exit.call)) locals.add(local)
    }
    for (const [block, region] of regions) {
      if (!region.some(matters)) continue
      branches.add(block)
      for (const local of readBy((blocks[block]!.exit as Extract<Exit<S>, { kind: 'branch' }>).on)) locals.add(local)
    }
  }
  const marks = new Set(
    [...branches].flatMap(block => successors(blocks[block]!.exit).flatMap(next => marksOf(blocks[next]!))),
  )
  const mattering = settingWhatMatters(blocks, branches, kept)
  return { sets: sets.filter(({ of, local }) => (of === undefined ? locals.has(local) : mattering.has(of))), marks }
}

const marksOf = <S>({ ops }: Block<S>): number[] => ops.flatMap(op => (op.kind === 'mark' ? [op.mark] : []))

/** Locals whose values an op needs for what matters. */
function neededBy<S>(op: Op<S>, locals: ReadonlySet<number>): number[] {
  if (op.kind === 'set')
    return meant(op.to).some(local => locals.has(local)) ? [...readBy(op.value), ...indexOf(op.to)] : []
  return op.kind === 'do' && isSeen(op, locals) ? givenTo(op.call) : []
}

/** By block that ends in a branch, the blocks that run or not by its outcome: up to where all ways meet again. */
function regionsOf<S>(blocks: readonly Block<S>[]): ReadonlyMap<number, readonly number[]> {
  const behind = postDominators(blocks)
  const found = new Map<number, readonly number[]>()
  blocks.forEach(({ exit }, block) => {
    if (exit.kind !== 'branch') return
    const meets = behind[block]!
    const region = new Set<number>()
    const pending = [exit.yes, exit.no]
    while (pending.length > 0) {
      const next = pending.pop()!
      if (meets.has(next) || region.has(next)) continue
      region.add(next)
      pending.push(...successors(blocks[next]!.exit))
    }
    region.delete(block)
    found.set(block, [...region])
  })
  return found
}

/** By block, those that every way from it to an end goes through, itself left out. */
function postDominators<S>(blocks: readonly Block<S>[]): readonly ReadonlySet<number>[] {
  const all = blocks.map((_, block) => block)
  const sets: Set<number>[] = blocks.map(({ exit }, block) =>
    successors(exit).length === 0 ? new Set([block]) : new Set(all),
  )
  for (let changed = true; changed; ) {
    changed = false
    for (let block = blocks.length - 1; block >= 0; block--) {
      const nexts = successors(blocks[block]!.exit)
      if (nexts.length === 0) continue
      const [first, ...others] = nexts.map(next => sets[next]!)
      const common = new Set([...first!].filter(one => others.every(other => other.has(one))))
      common.add(block)
      if (common.size < sets[block]!.size) changed = true
      sets[block] = common
    }
  }
  return sets.map((set, block) => new Set([...set].filter(one => one !== block)))
}
