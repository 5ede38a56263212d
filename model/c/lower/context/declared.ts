/**
 * Numbers that a file declares in structs of which a binding knows other fields: state that the file brings along.
 */
import type { SharedField } from '../../ir/binding.ts'
import { own } from '../../ir/own.ts'
import type { CFile } from '../../parse/parse.ts'
import { childOf, childrenOf, isNumber } from '../../text/grammar.ts'
import { initialIn, isSetLater } from './initial.ts'
import type { Lowering } from './lowering.ts'

/** A field of a struct, as the binding has it or as the file brings it along. */
export function fieldOf<S>({ file, binding }: Lowering<S>, struct: string, field: string): SharedField<S> | undefined {
  const bound = own(binding.structs, struct)
  const found = own(bound ?? {}, field)
  if (found !== undefined || bound === undefined) return found
  const spellings = own(binding.declared?.spellings ?? {}, struct)
  if (spellings === undefined) return undefined
  const fields = numbersIn(file, spellings).filter(({ name }) => own(bound, name) === undefined)
  const index = fields.findIndex(({ name }) => name === field)
  if (index < 0) return undefined
  const initial = initialIn(file, field, binding.declared!.makes)
  return initial === undefined ? undefined : binding.declared!.field(struct, index, fields[index]!.type, initial)
}

/** A world that begins in the middle of a file's life does not say what the field is: it is as its struct was made. */
export const isAsMade = <S>(at: Lowering<S>, struct: string, field: string): boolean =>
  fieldOf(at, struct, field)?.isKept === true && isSetLater(at.file, field, at.binding.declared!.makes)

/** Fields that are numbers, in the order of the file. */
const numbersIn = ({ root }: CFile, spellings: readonly string[]): { name: string; type: string }[] =>
  root
    .descendantsOfType('struct_specifier')
    .filter(one => spellings.includes(childOf(one!, 'name')?.text ?? ''))
    .flatMap(one => childrenOf(childOf(one!, 'body') ?? one!))
    .filter(({ type }) => type === 'field_declaration')
    .flatMap(declaration => {
      const type = childOf(declaration, 'type')
      const isNarrow = declaration.children.some(one => one.type === 'bitfield_clause')
      if (type === undefined || !isNumber(type) || isNarrow) return []
      return declaration
        .childrenForFieldName('declarator')
        .filter(one => one!.type === 'field_identifier')
        .map(one => ({ name: one!.text, type: type.text }))
    })
