/**
 * Where local computation can end: the points at which another thread may run.
 */
import { meant, readBy, type Uses, usesOfExit, usesOfOp } from '../ir/flow.ts'
import type { Exit, Lowered } from '../ir/ir.ts'
import { evaluator } from '../ir/run.ts'

/** Sections within sections that are told apart; code that nests deeper is followed as if it nested this deep. */
const DEEPEST = 4

interface OpenPath {
  readonly block: number
  /** Sections that are open. */
  readonly open: number
  /** Flags whose value is known: `locked = true` decides `if (!locked)` later. */
  readonly flags: ReadonlyMap<number, number>
}

/** Blocks that may come next when a run starts at one, in order. Inside a section neither calls nor unset locals stop. */
export function stopsFrom<S>(lowered: Lowered<S>, start: number, sections: number): number[] {
  const found = new Set<number>()
  const seen = new Set<string>()
  const pending: OpenPath[] = [{ block: start, open: sections, flags: new Map() }]
  while (pending.length > 0) {
    const path = pending.pop()!
    const key = `${path.block} ${path.open} ${[...path.flags].sort(([a], [b]) => a - b).join(';')}`
    if (seen.has(key)) continue
    seen.add(key)
    const { exit } = lowered.blocks[path.block]!
    const { open, flags } = behindOps(lowered, path)
    if (exit.kind === 'branch') {
      for (const block of branchesOf(exit, flags, lowered.locals.length)) pending.push({ block, open, flags })
    } else if (exit.kind === 'jump') pending.push({ block: exit.to, open, flags })
    else if (exit.kind === 'choose' && open > 0)
      pending.push({ block: exit.to, open, flags: forgetting(flags, [exit.local]) })
    else if (exit.kind === 'call' && open > 0) {
      const entering = exit.call.bound.kind === 'enter' ? 1 : 0
      pending.push({
        block: exit.to,
        open: Math.min(DEEPEST, open + entering),
        flags: forgetting(flags, changedBy(usesOfExit(exit, undefined))),
      })
    } else found.add(path.block)
  }
  return [...found].sort((a, b) => a - b)
}

function behindOps<S>({ blocks, locals }: Lowered<S>, path: OpenPath): Omit<OpenPath, 'block'> {
  let { open, flags } = path
  for (const op of blocks[path.block]!.ops) {
    if (op.kind === 'do' && op.call.bound.kind === 'leave') open = Math.max(0, open - 1)
    flags = forgetting(
      flags,
      op.kind === 'forget' ? [op.local] : op.kind === 'set' ? meant(op.to) : changedBy(usesOfOp(op)),
    )
    const isFlag = op.kind === 'set' && op.to.kind === 'local' && locals[op.to.local]!.type.modulus === 2
    if (isFlag && op.to.kind === 'local' && op.value.kind === 'constant')
      flags = new Map([...flags, [op.to.local, op.value.value]])
  }
  return { open, flags }
}

const changedBy = ({ writes, passes }: Uses): number[] => [...writes, ...passes]

const forgetting = (flags: OpenPath['flags'], locals: readonly number[]): OpenPath['flags'] =>
  locals.some(local => flags.has(local)) ? new Map([...flags].filter(([local]) => !locals.includes(local))) : flags

function branchesOf<S>(
  { on, yes, no }: Extract<Exit<S>, { kind: 'branch' }>,
  flags: OpenPath['flags'],
  count: number,
): readonly number[] {
  if (!readBy(on).every(local => flags.has(local))) return [yes, no]
  const locals = Array.from({ length: count }, (_, local) => flags.get(local) ?? 0)
  return [evaluator(on)(locals) !== 0 ? yes : no]
}

/** All stops that can be reached, the entry's first. */
export function allStops<S>(lowered: Lowered<S>): number[] {
  const found = new Set(stopsFrom(lowered, lowered.entry, 0))
  // A set that grows is gone through to its end.
  for (const stop of found) for (const next of after(lowered, stop)) found.add(next)
  return [...found]
}

/** The stops that may follow one. */
export function after<S>(lowered: Lowered<S>, stop: number): number[] {
  const { exit } = lowered.blocks[stop]!
  if (exit.kind !== 'call' && exit.kind !== 'choose') return []
  return stopsFrom(lowered, exit.to, exit.kind === 'call' && exit.call.bound.kind === 'enter' ? 1 : 0)
}
