/**
 * Where the kernel stops: it follows what is no pointer, divides by 0, or reads beyond an array.
 */
import type { Expr } from '../../../ir/ir.ts'
import type { Lowering } from '../../context/lowering.ts'

/** Nothing runs behind this unless the condition holds. */
export function stopUnless<S>(at: Lowering<S>, condition: Expr): void {
  if (condition.kind === 'constant' && condition.value !== 0) return
  const next = at.block()
  at.branch(condition, next, at.oops)
  at.enter(next)
}
