/**
 * Calls that have a meaning already: nobody has to say what they return, and nobody is asked.
 */
import { own } from '../c/ir/own.ts'
import { builtinOf } from '../c/lower/expressions/calls/builtins.ts'
import type { NamedDesign } from '../designs/design.ts'
import { bindingFor } from './binding.ts'

/** Whether the model of a design knows what the call does. @param name `->prepare` for a call through a pointer */
export function isKnownCall(name: string, design: NamedDesign): boolean {
  const binding = bindingFor(design)
  const { functions, macros = {} } = binding
  return (
    [functions, macros].some(those => own<unknown>(those, name) !== undefined) || builtinOf(binding, name) !== undefined
  )
}
