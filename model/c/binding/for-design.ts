/**
 * The table against which C is lowered, by what kind of design the world has.
 */
import { InputError } from '../../../checker/declare.ts'
import type { AnyDesign } from '../../designs/design.ts'
import type { Scope } from '../../words.ts'
import type { Binding } from './binding.ts'
import { directMapBinding } from './direct-map.ts'
import { kernelBinding } from './kernel.ts'

/** Whether C can be lowered for designs of this kind. */
export const isBound = ({ family }: AnyDesign): boolean => family === undefined || family === 'direct-map-xarray'

/**
 * One table for each design and size: what was lowered against it stays.
 *
 * @param pages of the file in the world
 * @throws InputError when no C is bound for designs of this kind
 */
export function bindingFor(design: AnyDesign, pages: number): Binding<Scope<string>> {
  const bindings = known.get(design) ?? new Map<number, Binding<Scope<string>>>()
  const binding = bindings.get(pages) ?? bindingAnew(design, pages)
  known.set(design, bindings.set(pages, binding))
  return binding
}

const known = new WeakMap<AnyDesign, Map<number, Binding<Scope<string>>>>()

function bindingAnew(design: AnyDesign, pages: number): Binding<Scope<string>> {
  if (!('family' in design)) return kernelBinding(design.decisions, pages)
  if (design.family === 'direct-map-xarray') return directMapBinding(pages)
  throw new InputError(
    `no C is bound for designs like ${design.name}\nC runs in designs of guest_memfd itself, and in those of the direct map's xarray`,
  )
}
