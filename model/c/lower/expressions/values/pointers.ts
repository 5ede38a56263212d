/**
 * What is known of pointers that locals hold.
 */
import { meant } from '../../../ir/flow.ts'
import type { Target } from '../../../ir/ir.ts'
import { read } from '../../../ir/operators.ts'
import type { CType } from '../../../ir/types.ts'
import type { Lowering } from '../../context/lowering.ts'
import { structOf, type Value } from '../../context/value.ts'

/** Puts a converted value into a local. */
export function keep<S>(at: Lowering<S>, to: Target, of: Value): void {
  at.set(to, of.expr)
  if (of.type.kind !== 'pointer') return
  const [struct, isConstant] = [structOf(of), of.expr.kind === 'constant']
  for (const local of meant(to)) {
    const before = at.pointers.get(local)
    const was = isConstant ? before?.was : before?.was === undefined || before.was === struct ? struct : ''
    at.pointers.set(local, {
      ...(was !== undefined && { was }),
      ...((of.mayBeNull || before?.mayBeNull) && { mayBeNull: true }),
    })
  }
}

/** What a local holds. What a `void *` points at is not known before it was set. */
export function held<S>(at: Lowering<S>, from: Target, type: CType): Value {
  const value = { expr: read(from), type }
  if (type.kind !== 'pointer') return value
  const known = meant(from).map(local => at.pointers.get(local) ?? {})
  const [was, ...others] = new Set(known.map(one => one.was ?? (type.to.kind === 'void' ? '' : undefined)))
  const isOne = others.length === 0
  return {
    ...value,
    ...(isOne ? was !== undefined && { was } : { was: '' }),
    ...(known.some(one => one.mayBeNull) && { mayBeNull: true }),
  }
}
