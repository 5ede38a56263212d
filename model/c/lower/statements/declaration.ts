/**
 * Lowers declarations of locals. Each stands for a place of its own, so that one may shadow another.
 */

import { constantOf } from '../../ir/operators.ts'
import { childOf, type Node } from '../../text/grammar.ts'
import { declared, specifiedType } from '../context/declarator.ts'
import type { Lowering } from '../context/lowering.ts'
import { value } from '../context/nested.ts'
import type { CPlace, Value } from '../context/value.ts'
import { isChanged } from '../expressions/calls/inline.ts'
import { targetsOf } from '../expressions/places/place.ts'
import { initialise, makePlace, makeRow } from '../expressions/places/record.ts'
import { fitting } from '../expressions/places/store.ts'
import { keep } from '../expressions/values/pointers.ts'
import { freeLater } from './cleanup.ts'

export function declaration<S>(at: Lowering<S>, node: Node): void {
  const storage = node.children.find(child => child.type === 'storage_class_specifier')?.text
  const base = specifiedType(at, node)
  const attribute = cleanupOf(at, node)
  for (const each of node.childrenForFieldName('declarator')) {
    const declarator = each!
    const initial = declarator.type === 'init_declarator' ? childOf(declarator, 'value') : undefined
    const made = declared(at, initial ? childOf(declarator, 'declarator')! : declarator, base)
    if (!made) continue
    // One that nothing changes is the same in each call.
    if (storage === 'static' && (!initial || isChanged(enclosing(node), made.name)))
      at.refuse(node, 'a static local lives longer than the call')
    const key = `${at.key(declarator)} ${made.name}`
    if (made.length) {
      const length = value(at, made.length).expr
      if (length.kind !== 'constant') at.refuse(node, `the length of "${made.name}" is not known`)
      declareFilled(at, node, made.name, makeRow(at, node, made.name, made.type, length.value, key), initial)
      continue
    }
    // A pointer to another local that never changes is another name for it.
    const constantPointer =
      !attribute && made.type.kind === 'pointer' && initial && !isChanged(enclosing(node), made.name)
    if (constantPointer) {
      const passed: Value = value(at, initial)
      if (passed.points) {
        at.declare(made.name, fitting(at, node, passed, made.type))
        continue
      }
      const place = makePlace(at, node, made.name, made.type, key)
      for (const target of targetsOf(place)) keep(at, target, fitting(at, node, passed, made.type))
      at.declare(made.name, place)
      continue
    }
    declareFilled(at, node, made.name, makePlace(at, node, made.name, made.type, key), initial)
    if (attribute) freeLater(at, node, attribute, made.name)
  }
}

/** The name is in scope in its own initialiser, as in C. */
function declareFilled<S>(at: Lowering<S>, node: Node, name: string, place: CPlace, initial: Node | undefined): void {
  at.declare(name, place)
  if (initial) initialise(at, node, place, initial)
  else if (place.kind === 'row') {
    const why = `entries of "${name}" are read only after they were assigned`
    at.assume(node, why)
    at.unseen(node, `it is not seen whether ${why}`)
    for (const target of targetsOf(place)) at.set(target, constantOf(0))
  } else
    for (const target of targetsOf(place)) if (target.kind === 'local') at.add({ kind: 'forget', local: target.local })
}

/** The attribute of a declaration that runs code where the scope ends. */
function cleanupOf<S>(at: Lowering<S>, node: Node): string | undefined {
  if (at.snippet) return undefined
  const found = at.file.cleanups.filter(({ offset }) => node.startIndex <= offset && offset < node.endIndex)
  if (found.length > 0 && node.childrenForFieldName('declarator').length > 1)
    at.refuse(node, `${found[0]!.text} stands in a declaration of several variables`)
  return found[0]?.text
}

/** The function or block whose text can change what is declared here. */
function enclosing(node: Node): Node {
  let above = node
  while (above.parent && above.type !== 'function_definition') above = above.parent
  return above
}
