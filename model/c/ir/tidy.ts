/**
 * Removes what the lowering left behind: blocks nobody reaches, jumps to jumps, locals nobody names.
 */
import { redirected, successors } from './flow.ts'
import type { Block, CLocal, Exit, Expr, Op, Target } from './ir.ts'

interface Tidied<S> {
  readonly blocks: readonly Block<S>[]
  readonly entry: number
}

/** Blocks in the order in which they are first reached. */
export function tidy<S>(blocks: readonly Block<S>[], entry: number): Tidied<S> {
  const landing = (block: number, seen: number[] = []): number => {
    const { ops, exit } = blocks[block]!
    return ops.length === 0 && exit.kind === 'jump' && !seen.includes(block)
      ? landing(exit.to, [...seen, block])
      : block
  }
  const order = new Map<number, number>()
  const pending = [landing(entry)]
  while (pending.length > 0) {
    const index = pending.shift()!
    if (order.has(index)) continue
    order.set(index, order.size)
    pending.push(...successors(blocks[index]!.exit).map(next => landing(next)))
  }
  const kept = [...order.keys()].map(index => {
    const { ops, exit } = blocks[index]!
    return { ops, exit: redirected(exit, next => order.get(landing(next))!) }
  })
  return { blocks: kept, entry: 0 }
}

/** Renumbers locals, leaving out those no block names. Rows stay together. */
export function compacted<S>(
  blocks: readonly Block<S>[],
  locals: readonly CLocal[],
  keep: readonly number[],
): { blocks: readonly Block<S>[]; locals: readonly CLocal[]; renamed: ReadonlyMap<number, number> } {
  const named = new Set(keep)
  const note = (local: number) => {
    named.add(local)
    return local
  }
  for (const block of blocks) mapBlock(block, note)
  const renamed = new Map([...named].sort((a, b) => a - b).map((local, index) => [local, index]))
  return {
    blocks: blocks.map(block => mapBlock(block, local => renamed.get(local)!)),
    locals: [...renamed.keys()].map(local => locals[local]!),
    renamed,
  }
}

function mapBlock<S>({ ops, exit }: Block<S>, to: (local: number) => number): Block<S> {
  const target = (of: Target): Target => {
    if (of.kind === 'local') return { kind: 'local', local: to(of.local) }
    const entries = Array.from({ length: of.length }, (_, at) => to(of.first + at))
    return { ...of, first: entries[0]!, index: expr(of.index) }
  }
  const expr = (of: Expr): Expr => {
    if (of.kind === 'constant') return of
    if (of.kind === 'read') return { ...of, from: target(of.from) }
    if (of.kind === 'binary') return { ...of, a: expr(of.a), b: expr(of.b) }
    return { ...of, a: expr(of.a) }
  }
  const call = (of: Extract<Op<S>, { kind: 'do' }>['call']) => ({
    ...of,
    args: of.args.map(arg =>
      arg.kind === 'value' ? { ...arg, value: expr(arg.value) } : { ...arg, to: target(arg.to) },
    ),
    ...(of.result && { result: target(of.result) }),
  })
  const op = (of: Op<S>): Op<S> => {
    if (of.kind === 'set') return { ...of, to: target(of.to), value: expr(of.value) }
    if (of.kind === 'do') return { ...of, call: call(of.call) }
    if (of.kind === 'mark' || of.kind === 'sleep') return of
    if (of.kind === 'warn') return { ...of, args: of.args.map(expr) }
    return { ...of, local: to(of.local) }
  }
  const leave = (of: Exit<S>): Exit<S> => {
    if (of.kind === 'branch') return { ...of, on: expr(of.on) }
    if (of.kind === 'call') return { ...of, call: call(of.call) }
    if (of.kind === 'choose') return { ...of, local: to(of.local) }
    return of
  }
  return { ops: ops.map(op), exit: leave(exit) }
}
