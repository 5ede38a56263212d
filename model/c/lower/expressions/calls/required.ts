/**
 * Requirements of a binding on the arguments of a call: their number, and the values of those that it does not use.
 *
 * A pointer that leads nowhere stops the kernel, as when C follows it. Another value that the binding does not know makes
 * the call one that no world has: where it shows in the text the function is refused, else the search that meets it ends.
 */

import type { ArgumentUse, Bound, EntryUse, Ignored, Required, Silent } from '../../../ir/binding.ts'
import type { Expr, Argument as Passed } from '../../../ir/ir.ts'
import { NotJudged } from '../../../ir/not-judged.ts'
import { binary, constantOf, read } from '../../../ir/operators.ts'
import type { Node } from '../../../text/grammar.ts'
import type { Lowering } from '../../context/lowering.ts'
import { structOf, type Value } from '../../context/value.ts'
import { stopUnless } from '../values/stop.ts'

/** A pointer to another struct than the function takes: gcc refuses it, but where the parameter is a `void *`. */
export function refuseOtherStructs<S>(
  at: Lowering<S>,
  name: string,
  { structs: taken = [] }: Exclude<Bound<S>, Silent>,
  args: readonly Node[],
  passed: readonly Value[],
): void {
  for (const [index, one] of passed.entries()) {
    const structs = taken[index] ?? []
    const given = structOf(one)
    if (structs.length === 0 || given === undefined) continue
    if (given === '') at.unseen(args[index]!, `it is not known that this points at a struct ${structs.join(' or ')}`)
    else if (!structs.includes(given))
      at.refuse(
        args[index]!,
        `${name}() is given ${args[index]!.text}, a struct ${given} *, and takes a struct ${structs.join(' * or a struct ')} * there`,
      )
  }
}

interface Check<S> {
  readonly required: Required<S>
  readonly value: Expr
  /** The argument in the text. */
  readonly text: string
  /** Where it stands among the numbers that are passed. */
  readonly index: number
}

/** @param given for each argument the numbers that it passes */
export function requireArguments<S>(
  at: Lowering<S>,
  node: Node,
  name: string,
  meaning: Exclude<Bound<S>, Silent>,
  args: readonly Node[],
  passed: readonly Value[],
  given: readonly (readonly Passed[])[],
): void {
  const { args: all, optional = 0 } = meaning
  if (args.length > all.length || args.length < all.length - optional)
    at.refuse(node, `${name}() is given ${args.length} arguments, and the model knows it with ${all.length}`)
  const declared = all.slice(0, args.length)
  for (const [index, argument] of declared.entries()) {
    const points = passed[index]!.points
    if (typeof argument !== 'object' || !('of' in argument)) continue
    if (points?.kind !== 'record' || points.name !== argument.of)
      at.refuse(args[index]!, `${name}() is known with a struct ${argument.of} here`)
  }
  const checks = declared.flatMap((argument, index) => {
    const first = given.slice(0, index).reduce((sum, { length }) => sum + length, 0)
    return checksOf(argument, given[index]!, args[index]!, first)
  })
  for (const [index, argument] of declared.entries())
    if (typeof argument === 'object' && 'must' in argument && argument.pointsAtObject && !passed[index]!.points)
      stopAtNull(at, args[index]!, passed[index]!)
  for (const { required, value, text } of checks)
    if (value.kind === 'constant' && required.oneOf?.includes(value.value) === false)
      at.refuse(node, `${name}() is given ${text} for ${required.be}: no world has that`)
  const open = checks.filter(({ required, value }) => required.oneOf === undefined || value.kind !== 'constant')
  if (open.length === 0) return
  const line = at.line(node)
  const verify = (scope: S, numbers: readonly number[]): number => {
    for (const { required, text, index } of open)
      if (!required.must(scope, numbers[index]!, numbers))
        throw new NotJudged(
          `${at.file.source.file}:${line}: ${name}() takes ${required.be}, and is given ${text}, which is ${numbers[index]} here: ` +
            'no world has that',
        )
    return 0
  }
  const site = at.site(node, name)
  // What the call sets has no value yet.
  const numbers = given.flatMap((those, index) =>
    those.map((one, place): Passed => {
      if (one.kind === 'value') return one
      return { kind: 'value', value: entryOf(declared[index]!, place) === 'set' ? constantOf(0) : read(one.to) }
    }),
  )
  at.add({
    kind: 'do',
    // What wrapped the call itself minds.
    call: { site, bound: { kind: 'value', type: 'void', args: declared, value: verify, looksUp: true }, args: numbers },
  })
}

/** What becomes of one of the numbers that an argument passes. */
const entryOf = <S>(argument: ArgumentUse<S>, at: number): EntryUse<S> | Ignored | undefined =>
  typeof argument === 'object' && 'fields' in argument ? Object.values(argument.fields)[at] : argument

function checksOf<S>(argument: ArgumentUse<S>, given: readonly Passed[], node: Node, first: number): Check<S>[] {
  const byField = typeof argument === 'object' && 'fields' in argument
  const entries: readonly (EntryUse<S> | Ignored)[] = byField ? Object.values(argument.fields) : [argument]
  const names = byField ? Object.keys(argument.fields).map(name => `${node.text}.${name}`) : [node.text]
  return entries.flatMap((required, index) => {
    const one = given[index]
    if (typeof required === 'string' || !('must' in required) || one === undefined) return []
    const value = one.kind === 'value' ? one.value : read(one.to)
    return [{ required, value, text: names[index]!, index: first + index }]
  })
}

function stopAtNull<S>(at: Lowering<S>, node: Node, { expr, type }: Value): void {
  stopUnless(at, binary('>', expr, constantOf(0), at.scalar(node, type)))
}
