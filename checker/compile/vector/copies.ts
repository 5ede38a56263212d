/**
 * The rows that guards and effects see: copies of those parts of a working vector, kept equal to it.
 *
 * Their values are looked at when a step is done, and go to the vector.
 */
import type { Row } from '../../declare/layout.ts'
import type { PlacedField } from './placement.ts'
import { rowOf, type Trap } from './rows.ts'

export interface Copies {
  /** In the order of the fields that are rows. */
  readonly rows: readonly Row[]
  /** A bit for each of them, in the same order: set where a row is given to code that may write to it. */
  readonly touched: Int32Array
  /** To be called once the vector is another one. */
  renew(): void
  /** The same, where only the four bytes from `at` on are others. */
  renewWord(at: number): void
  /** To be called once a step may have written to rows: looks at those that were touched. */
  flush(): void
  /** To be called once the vector is as it was before that step. */
  restored(): void
  /** Refuses the value of a number or of an entry. */
  outside(name: string, value: number, domain: number): void
}

export function copiesOf(bytes: Uint8Array, fields: readonly PlacedField[], trap: Trap): Copies {
  const places = fields.filter(({ row }) => row)
  const rows = places.map(field => rowOf(field, trap))
  const froms = Int32Array.from(places, ({ offset }) => offset)
  const ends = Int32Array.from(places, ({ offset, length }) => offset + length)
  const touched = new Int32Array(Math.ceil(rows.length / 32))
  let changes = 0
  const changedRows = new Int32Array(bytes.length)
  const changedBytes = new Int32Array(bytes.length)
  const rowAt = new Int32Array(bytes.length).fill(-1)
  for (const [k, { offset, length }] of places.entries()) rowAt.fill(k, offset, offset + length)

  function renew() {
    for (let at = 0; at < bytes.length; at += 4) renewWord(at)
  }
  function renewWord(from: number) {
    for (let at = from, to = from + 4; at < to; at++) {
      const k = rowAt[at]!
      if (k >= 0 && rows[k]![at - froms[k]!] !== bytes[at]) rows[k]![at - froms[k]!] = bytes[at]!
    }
  }
  function flush() {
    for (let word = 0; word < touched.length; word++) {
      for (let rest = touched[word]!; rest !== 0; rest &= rest - 1) flushRow(32 * word + 31 - Math.clz32(rest & -rest))
      touched[word] = 0
    }
  }
  function flushRow(k: number) {
    const row = rows[k]!
    const from = froms[k]!
    const end = ends[k]!
    for (let at = from; at < end; at++) if (row[at - from] !== bytes[at]) put(k, at)
  }
  function put(k: number, at: number) {
    const { name, domain } = places[k]!
    const index = at - froms[k]!
    const value = rows[k]![index]!
    if (!(value >= 0 && value < domain && (value | 0) === value)) outside(`${name}[${index}]`, value, domain)
    bytes[at] = value
    changedRows[changes] = k
    changedBytes[changes++] = at
  }
  function restored() {
    for (; changes > 0; changes--) {
      const k = changedRows[changes - 1]!
      const at = changedBytes[changes - 1]!
      rows[k]![at - froms[k]!] = bytes[at]!
    }
  }
  function outside(name: string, value: number, domain: number) {
    trap(JSON.stringify(name), `was set to ${String(value)}, it has the values 0 to ${domain - 1}`)
  }
  return { rows, touched, renew, renewWord, flush, restored, outside }
}
