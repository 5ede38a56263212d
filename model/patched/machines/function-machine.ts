/**
 * A C function alone as a step machine, to be drawn: it stands in no operation, and nothing enters it.
 */
import type { Machine } from '../../../checker/declare.ts'
import { operation } from '../../../checker/operation.ts'
import type { Site } from '../../c/ir/ir.ts'
import { lower } from '../../c/lower/lower.ts'
import { fragmentOf } from '../../c/machine/fragment.ts'
import type { CFile } from '../../c/parse/parse.ts'
import { bindingFor } from '../../code/binding.ts'
import type { NamedDesign } from '../../designs/design.ts'
import type { Scope } from '../../kernel/words.ts'

interface FunctionMachine {
  readonly machine: Machine
  /** Where a state of it stands in the C, by its dotted path. */
  readonly placeOf: (path: string) => Site | undefined
}

/** @throws InputError when the file has no such function, or it cannot be translated */
export function functionMachine(file: CFile, name: string, design: NamedDesign): FunctionMachine {
  const binding = bindingFor(design)
  const { guards, effects, config, places } = fragmentOf(lower(file, name, binding), binding, scope => scope.call)
  const machine = operation<Scope<string>, { type: string }>()({ guards, effects }).createMachine(config as never)
  return { machine: machine as unknown as Machine, placeOf: path => places[path.split('.')[0]!] }
}
