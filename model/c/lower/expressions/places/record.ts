/**
 * Structs and arrays that are locals: taken apart into their scalars.
 */

import { constantOf } from '../../../ir/operators.ts'
import { own } from '../../../ir/own.ts'
import { type CType, intOf } from '../../../ir/types.ts'
import { childOf, childrenOf, type Node } from '../../../text/grammar.ts'
import { oneLine } from '../../../text/one-line.ts'
import { typeOfDescriptor } from '../../context/declarator.ts'
import type { Lowering } from '../../context/lowering.ts'
import { value } from '../../context/nested.ts'
import type { CPlace, Value } from '../../context/value.ts'
import { load, targetsOf } from './place.ts'
import { store } from './store.ts'

/** A place for each scalar of a local of any type. */
export function makePlace<S>(at: Lowering<S>, node: Node, name: string, type: CType, key: string): CPlace {
  if (type.kind !== 'struct') {
    const target = { kind: 'local', local: at.local(name, at.scalar(node, type), key) } as const
    return { kind: 'scalar', target, type }
  }
  const fields = fieldsOf(at, node, type.name)
  const places = [...fields].map(([field, text]): [string, CPlace] => {
    const row = /^(.*)\[(\w+)\]$/.exec(text)
    const inner = `${name}.${field}`
    if (!row) return [field, makePlace(at, node, inner, at.type(node, text), `${key}.${field}`)]
    const length = at.constants.get(row[2]!)?.value ?? Number(row[2])
    return [field, makeRow(at, node, inner, at.type(node, row[1]!.trim()), length, `${key}.${field}`)]
  })
  return { kind: 'record', name: type.name, fields: new Map(places) }
}

export function makeRow<S>(at: Lowering<S>, node: Node, name: string, of: CType, length: number, key: string): CPlace {
  if (!(length > 0 && length <= 64)) at.tooLarge(node, `an array of ${length} entries`)
  const type = at.scalar(node, of)
  const first = at.local(`${name}.0`, type, `${key}[0]`)
  for (let entry = 1; entry < length; entry++) {
    if (at.local(`${name}.${entry}`, type, `${key}[${entry}]`) !== first + entry)
      at.refuse(node, `the entries of "${name}" do not lie together`)
  }
  return { kind: 'row', first, length, of }
}

/** Field to C type, from the binding or from a definition in the file; arrays as `type[length]`. */
function fieldsOf<S>(at: Lowering<S>, node: Node, struct: string): Map<string, string> {
  const bound = own(at.binding.records, struct)
  if (bound) return new Map(Object.entries(bound))
  const definition = definitionOf(at, struct)
  if (!definition) return at.refuse(node, `it is not known what fields struct ${struct} has`)
  const fields = new Map<string, string>()
  for (const line of childrenOf(childOf(definition, 'body')!)) {
    const type = childOf(line, 'type')
    // A union has no name of its own, a bit field has fewer bits than its type.
    if (line.type !== 'comment' && !isPlainField(line))
      at.refuse(line, `the field "${oneLine(line.text, 60)}" is not understood`)
    for (const declarator of line.childrenForFieldName('declarator')) {
      const [, stars, name, length] = /^(\**)\s*(\w+)(?:\[(\w+)\])?$/.exec(declarator?.text ?? '') ?? []
      if (!type || !name) return at.refuse(line, `the field "${line.text}" is not understood`)
      fields.set(name, `${type.text} ${stars}${length ? `[${length}]` : ''}`.trim())
    }
  }
  return fields
}

const isPlainField = (line: Node): boolean =>
  line.type === 'field_declaration' &&
  line.childrenForFieldName('declarator').length > 0 &&
  !line.children.some(({ type }) => type === 'bitfield_clause')

/** In the file, or in a header of it; one that is defined in several places is not known. */
function definitionOf<S>({ file: { root, beyond } }: Lowering<S>, struct: string): Node | undefined {
  const [only, more] = [root, ...(beyond ? [beyond] : [])]
    .flatMap(one => one.descendantsOfType('struct_specifier'))
    .filter(found => childOf(found, 'name')?.text === struct && childOf(found, 'body'))
  return more ? undefined : only
}

/** Sets a local to what an initialiser says; fields it does not name become 0. */
export function initialise<S>(at: Lowering<S>, node: Node, to: CPlace, from: Node): void {
  if (from.type !== 'initializer_list') {
    store(at, node, to, value(at, from))
    return
  }
  const items = childrenOf(from)
  if (to.kind === 'scalar') {
    store(at, node, to, items[0] ? value(at, items[0]) : { expr: constantOf(0), type: intOf(at.model) })
    return
  }
  const order: [string, CPlace][] =
    to.kind === 'record'
      ? [...to.fields]
      : targetsOf(to).map((target, index) => [
          String(index),
          { kind: 'scalar', target, type: (to as { of: CType }).of },
        ])
  const given = new Set<string>()
  const set: [CPlace, Node][] = []
  let next = 0
  for (const item of items) {
    const designator = item.type === 'initializer_pair' ? item.childrenForFieldName('designator') : []
    if (designator.length > 1) at.refuse(item, `the initialiser "${item.text}" is not understood`)
    const name = designator[0]?.text.replace(/^\.|^\[|\]$/g, '')
    const found = name === undefined ? next : order.findIndex(([field]) => field === name)
    const [field, place] = order[found] ?? at.refuse(item, `"${item.text}" initialises no field that is known`)
    given.add(field)
    set.push([place, item.type === 'initializer_pair' ? childOf(item, 'value')! : item])
    next = found + 1
  }
  for (const [field, place] of order) {
    if (given.has(field)) continue
    const definition = to.kind === 'record' ? definitionOf(at, to.name) : undefined
    const hasField = definition && new RegExp(`\\b${field}\\b`).test(definition.text)
    const newer =
      to.kind === 'record' && !hasField ? own(at.binding.newerFields ?? {}, `${to.name}.${field}`) : undefined
    if (newer !== undefined && !definition)
      at.unseen(node, `whether the struct has the field ${field} is not known here`)
    for (const target of targetsOf(place)) at.set(target, constantOf(newer ?? 0))
  }
  for (const [place, item] of set) initialise(at, item, place, item)
}

/** `(struct range){ .start = start }`. */
export function compoundLiteral<S>(at: Lowering<S>, node: Node): Value {
  const type = typeOfDescriptor(at, childOf(node, 'type')!)
  const made = makePlace(at, node, 'literal', type, `${at.key(node)} literal`)
  initialise(at, node, made, childOf(node, 'value')!)
  return load(at, node, made)
}
