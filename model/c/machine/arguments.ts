/**
 * What the model hands over to an extracted function: by the names of its parameters, and by their types where the C calls
 * them otherwise.
 */
import { InputError } from '../../../checker/declare.ts'
import type { Lowered, Param } from '../ir/ir.ts'
import type { Seam } from './seam.ts'

/**
 * The locals that hold the arguments, each with what the model hands over.
 *
 * @throws InputError when the model does not know a parameter
 */
export function argumentsFor<S>(seam: Seam<S>, lowered: Lowered<S>): [string, (scope: S) => number][] {
  const problem = unknownParameter(seam, lowered)
  if (problem) throw new InputError(`${lowered.file}: ${lowered.name}(): ${problem}`)
  const known = handedOver(seam, lowered)
  return lowered.params.map(param => {
    const name = known.get(param)
    const ask = name === undefined ? seam.otherwise!(param.type)! : seam.given[name]!
    return [lowered.locals[param.local]!.name, ask]
  })
}

/** In words, a parameter of the function that the model does not know. */
export function unknownParameter<S>(seam: Seam<S>, lowered: Lowered<S>): string | undefined {
  const known = handedOver(seam, lowered)
  const unknown = lowered.params.find(param => !known.has(param) && seam.otherwise?.(param.type) === undefined)
  return unknown && `it takes "${unknown.name}", and the model hands over ${Object.keys(seam.given).join(', ')}`
}

/** By parameter, the name of what it is given. Of several of one type, the first is given to the first. */
export function handedOver<S>(
  { given, types = {} }: Seam<S>,
  { params }: Pick<Lowered<S>, 'params'>,
): ReadonlyMap<Param, string> {
  const found = new Map<Param, string>()
  for (const param of params) if (Object.hasOwn(given, param.name)) found.set(param, param.name)
  const left = new Set(Object.keys(given).filter(name => params.every(param => param.name !== name)))
  for (const param of params) {
    if (found.has(param)) continue
    const name = [...left].find(one => types[one]?.includes(param.type))
    if (name === undefined) continue
    found.set(param, name)
    left.delete(name)
  }
  return found
}
