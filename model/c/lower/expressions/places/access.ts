/**
 * Reads and writes of shared fields: steps of their own, unless nobody else changes the field meanwhile.
 */
import type { Bound } from '../../../ir/binding.ts'
import type { CallSite, Expr } from '../../../ir/ir.ts'
import { read } from '../../../ir/operators.ts'
import { childOf, type Node } from '../../../text/grammar.ts'
import { fieldOf, isAsMade } from '../../context/declared.ts'
import type { Lowering } from '../../context/lowering.ts'
import type { CPlace, Value } from '../../context/value.ts'

type SharedPlace = Extract<CPlace, { kind: 'shared' }>

export function shared<S>(at: Lowering<S>, node: Node, { object, struct, field, type }: SharedPlace): Value {
  const spec = fieldOf(at, struct, field)!
  const ask = spec.read ?? at.refuse(node, `nothing says how ${struct}->${field} is read`)
  const scalar = at.scalar(node, type)
  const result = at.temporary(node, scalar)
  const site = at.site(node, `${struct}->${field}`, isAsMade(at, struct, field) ? { assumed: useOf(node) } : undefined)
  const takes = { args: ['used'] as const, ...(spec.isKept && { needs: spec.needs! }) }
  const bound: Bound<S> = spec.stable
    ? {
        kind: 'value',
        type: spec.type,
        ...takes,
        ...(spec.asks && { asks: true }),
        value: (scope, [of]) => ask(scope, of!),
      }
    : {
        kind: 'step',
        type: spec.type,
        ...takes,
        ...(spec.isUnheld && { releases: true }),
        outcomes: { step: { does: (scope, [of]) => ask(scope, of!) } },
      }
  const call = { site, bound, args: [{ kind: 'value', value: object } as const], result, resultType: scalar }
  if (bound.kind === 'value') at.add({ kind: 'do', call })
  else stepTo(at, call)
  return { expr: read(result), type }
}

/** Whether the number decides about anything but what the field is next. */
function useOf({ parent, startIndex }: Node): 'as made' | 'counted' {
  const isCounted =
    parent?.type === 'update_expression' ||
    (parent?.type === 'assignment_expression' && childOf(parent, 'left')?.startIndex === startIndex)
  return isCounted && parent.parent?.type === 'expression_statement' ? 'counted' : 'as made'
}

export function writeShared<S>(at: Lowering<S>, node: Node, to: SharedPlace, value: Expr): void {
  const { struct, field } = to
  const spec = fieldOf(at, struct, field)!
  const write = spec.write ?? at.refuse(node, `nothing says how ${struct}->${field} is written`)
  const does = (scope: S, [of, fresh]: readonly number[]): number => {
    write(scope, of!, fresh!)
    return 0
  }
  const takes = { args: ['used', 'used'] as const, ...(spec.needs !== undefined && { needs: spec.needs }) }
  const bound: Bound<S> = spec.stable
    ? { kind: 'value', type: 'void', ...takes, value: does }
    : { kind: 'step', type: 'void', ...takes, outcomes: { step: { does } } }
  const args = [to.object, value].map(arg => ({ kind: 'value', value: arg }) as const)
  const call = { site: at.site(node, `${struct}->${field}`), bound, args }
  if (bound.kind === 'value') at.add({ kind: 'do', call })
  else stepTo(at, call)
}

/** Ends the open block with a call others can observe, and goes on behind it. */
export function stepTo<S>(at: Lowering<S>, call: CallSite<S>): void {
  const next = at.block()
  at.leave({ kind: 'call', call, to: next })
  at.enter(next)
}
