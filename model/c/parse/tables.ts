/**
 * Tables of functions that a C file declares: `static const struct vm_operations_struct ops = { .fault = f }`.
 */
import { childOf, childrenOf, type Node } from '../text/grammar.ts'
import type { CFile } from './parse.ts'

/** A member of a table that names a function of the file. */
interface TableMember {
  /** The struct of the table, without the word. */
  readonly struct: string
  readonly member: string
  readonly fn: string
}

const known = new WeakMap<CFile, readonly TableMember[]>()

/** Members that name functions of the file, in the order of the file. */
export function tableMembersOf(file: CFile): readonly TableMember[] {
  const members = known.get(file) ?? membersIn(file)
  known.set(file, members)
  return members
}

function membersIn(file: CFile): TableMember[] {
  const defined = new Set(file.functions.map(({ name }) => name))
  return file.root.descendantsOfType('declaration').flatMap(declaration => {
    const type = childOf(declaration, 'type')
    if (type?.type !== 'struct_specifier') return []
    const struct = childOf(type, 'name')?.text ?? ''
    return childrenOf(declaration)
      .filter(one => one.type === 'init_declarator')
      .flatMap(one => pairsOf(childOf(one, 'value')))
      .filter(({ fn }) => defined.has(fn))
      .map(pair => ({ struct, ...pair }))
  })
}

function pairsOf(list: Node | undefined): { member: string; fn: string }[] {
  if (list?.type !== 'initializer_list') return []
  return childrenOf(list).flatMap(pair => {
    if (pair.type !== 'initializer_pair') return []
    const value = childOf(pair, 'value')
    const designator = childOf(pair, 'designator')
    return value?.type === 'identifier' && designator
      ? [{ member: designator.text.replace(/^\./, ''), fn: value.text }]
      : []
  })
}
