/**
 * The rows that guards and effects see: copies of those parts of a working vector, kept equal to it.
 *
 * Their values are looked at when a step is done, and go to the vector.
 */
import type { Row } from '../../declare/layout.ts'
import { withOwnCode } from './own-code.ts'
import type { PlacedField } from './placement.ts'
import { rowOf, type Trap } from './rows.ts'

export interface Copies {
  /** In the order of the fields that are rows. */
  readonly rows: readonly Row[]
  /** To be called once the vector is another one. */
  renew(): void
  /** The same, where only the four bytes from `at` on are others. */
  renewWord(at: number): void
  /** To be called once a step may have written to rows. */
  flush(): void
  /** To be called once the vector is as it was before that step. */
  restored(): void
  /** Refuses the value of a number or of an entry. */
  outside(name: string, value: number, domain: number): void
}

/** A row that has entries. */
interface FilledRow {
  readonly field: PlacedField
  /** Its index among the rows. */
  readonly row: number
}

/** @param own whether the copies have code of their own, for a large search */
export function copiesOf(bytes: Uint8Array, fields: readonly PlacedField[], trap: Trap, own: boolean): Copies {
  const { flushRow, filled, ...copies } = (own ? withOwnCode(makeCopies) : makeCopies)(bytes, fields, trap, rowOf)
  return own ? { ...copies, flush: flushOf(copies.rows, bytes, filled, flushRow) } : copies
}

/**
 * Does what `flush` does, with the places of all entries in its text: every step of a large search asks whether it has
 * changed any, and most have changed few.
 */
function flushOf(
  rows: readonly Row[],
  bytes: Uint8Array,
  filled: readonly FilledRow[],
  flushRow: (k: number) => void,
): () => void {
  const asks = filled.map(({ field: { offset, length }, row }, k) => {
    const differs = Array.from({ length }, (_, index) => `r${row}[${index}] !== B[${offset + index}]`)
    return `if (${differs.join(' || ')}) flushRow(${k});`
  })
  const text = `'use strict'; const [${rows.map((_, row) => `r${row}`).join()}] = rows; return () => { ${asks.join('\n')} }`
  return new Function('rows', 'B', 'flushRow', text)(rows, bytes, flushRow) as () => void
}

function makeCopies(
  bytes: Uint8Array,
  fields: readonly PlacedField[],
  trap: Trap,
  newRow: (field: PlacedField, trap: Trap) => Row,
): Copies & { readonly flushRow: (k: number) => void; readonly filled: readonly FilledRow[] } {
  const placed = fields.filter(({ row }) => row)
  const rows = placed.map(field => newRow(field, trap))
  const filled = placed.flatMap((field, row) => (field.length > 0 ? [{ field, row }] : []))
  const copies = filled.map(({ row }) => rows[row]!)
  const places = filled.map(({ field }) => field)
  const froms = Int32Array.from(places, ({ offset }) => offset)
  const ends = Int32Array.from(places, ({ offset, length }) => offset + length)
  const count = copies.length
  let changes = 0
  const changedRows = new Int32Array(bytes.length)
  const changedBytes = new Int32Array(bytes.length)
  const rowAt = new Int32Array(bytes.length).fill(-1)
  for (let k = 0; k < count; k++) rowAt.fill(k, froms[k], ends[k])

  function renew() {
    for (let at = 0; at < bytes.length; at += 4) renewWord(at)
  }
  function renewWord(from: number) {
    for (let at = from, to = from + 4; at < to; at++) {
      const k = rowAt[at]!
      if (k >= 0 && copies[k]![at - froms[k]!] !== bytes[at]) copies[k]![at - froms[k]!] = bytes[at]!
    }
  }
  function flush() {
    for (let k = 0; k < count; k++) flushRow(k)
  }
  /** @param k counts the rows that have entries */
  function flushRow(k: number) {
    const row = copies[k]!
    const from = froms[k]!
    const end = ends[k]!
    for (let at = from; at < end; at++) if (row[at - from] !== bytes[at]) put(k, at)
  }
  function put(k: number, at: number) {
    const { name, domain } = places[k]!
    const index = at - froms[k]!
    const value = copies[k]![index]!
    if (!(value >= 0 && value < domain && (value | 0) === value)) outside(`${name}[${index}]`, value, domain)
    bytes[at] = value
    changedRows[changes] = k
    changedBytes[changes++] = at
  }
  function restored() {
    for (; changes > 0; changes--) {
      const k = changedRows[changes - 1]!
      const at = changedBytes[changes - 1]!
      copies[k]![at - froms[k]!] = bytes[at]!
    }
  }
  function outside(name: string, value: number, domain: number) {
    trap(JSON.stringify(name), `was set to ${String(value)}, it has the values 0 to ${domain - 1}`)
  }
  return { rows, renew, renewWord, flush, flushRow, filled, restored, outside }
}
