/**
 * Places of a text in another text of the same code: functions that differ in layout, or not at all, wherever they stand.
 */

import type { CFile } from '../parse/parse.ts'
import type { Node } from '../text/grammar.ts'

export interface Offsets {
  readonly start: number
  readonly end: number
}

export const contains = (outer: Offsets, inner: Offsets): boolean =>
  outer.start <= inner.start && inner.end <= outer.end

export const offsetsOf = ({ startIndex, endIndex }: Node): Offsets => ({ start: startIndex, end: endIndex })

/** Where in the other files a place of a file stands; nothing where its function is another there, or is not. */
export type Relocate = (file: string, at: Offsets) => Offsets | undefined

export function relocation(from: readonly CFile[], to: readonly CFile[]): Relocate {
  const places = new Map<string, Map<string, Offsets> | 'same'>()
  for (const file of to) {
    const other = from.find(({ source }) => source.file === file.source.file)
    if (other) places.set(file.source.file, other.source.text === file.source.text ? 'same' : placesIn(other, file))
  }
  return (file, at) => {
    const known = places.get(file)
    return known === 'same' ? at : known?.get(keyOf(at))
  }
}

const keyOf = ({ start, end }: Offsets): string => `${start} ${end}`

function placesIn(from: CFile, to: CFile): Map<string, Offsets> {
  const found = new Map<string, Offsets>()
  const pair = (a: Node, b: Node): void => {
    found.set(keyOf({ start: a.startIndex, end: a.endIndex }), { start: b.startIndex, end: b.endIndex })
    const [these, those] = [partsOf(a), partsOf(b)]
    if (these.length === those.length) for (const [index, one] of these.entries()) pair(one, those[index]!)
  }
  for (const fn of to.functions) {
    const same = from.functions.find(one => one.name === fn.name && one.hash === fn.hash)
    if (same) pair(same.node, fn.node)
  }
  return found
}

/** What the hash of a function looks at. */
const partsOf = (node: Node): Node[] =>
  node.children.filter(({ type }) => type !== 'comment' && type !== 'storage_class_specifier')
