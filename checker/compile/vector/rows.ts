/**
 * Rows as guards, effects and checks see them: lists that tell of every entry they do not have.
 *
 * All rows of all worlds are arrays of one shape, so that code which has been compiled for one row serves all. Entries
 * are their own; a number that names no entry is looked for in what they inherit, and there is a trap. The methods of
 * rows are those of arrays that keep the length, so that they do the same where a row is watched.
 */
import type { Row } from '../../declare/layout.ts'
import type { Facets } from './facets.ts'
import type { PlacedField } from './placement.ts'

/** Told what is wrong with what a step does. Throws. */
export type Trap = (what: string, how: string) => never

interface Owner {
  readonly field: PlacedField
  readonly trap: Trap
}

const owners = new WeakMap<object, Owner>()

/** What no row has: an index that is not one of its entries, as JavaScript spells it. */
const isNumber = (key: string | symbol): key is string =>
  typeof key === 'string' && /^(-?[\d.]+(e[+-]?\d+)?|-?Infinity|NaN|undefined|null)$/.test(key)

const beyond = (row: object, key: string | symbol): never => {
  const { field, trap } = owners.get(row)!
  return trap(`"${field.name}[${String(key)}]"`, `does not exist, the row has ${field.length} entries`)
}

const guard: object = new Proxy(Object.create(null), {
  get: (_, key, row) => (isNumber(key) ? beyond(row, key) : undefined),
  set: (_, key, _value, row) => beyond(row, key),
})

const METHODS = [
  ...['at', 'copyWithin', 'entries', 'every', 'fill', 'filter', 'find', 'findIndex', 'findLast', 'findLastIndex'],
  ...['forEach', 'includes', 'indexOf', 'join', 'keys', 'lastIndexOf', 'map', 'reduce', 'reduceRight', 'reverse'],
  ...['slice', 'some', 'toString', 'values', Symbol.iterator],
] as const

const inherited: object = Object.create(guard, {
  // Methods that make a list make an array.
  constructor: { value: Array },
  sort: {
    value(this: number[], compare = (a: number, b: number) => a - b) {
      return Array.prototype.sort.call(this, compare)
    },
  },
  set: {
    value(this: Row, values: ArrayLike<number>, offset = 0) {
      for (let i = 0; i < values.length; i++) this[offset + i] = values[i]!
    },
  },
  ...Object.fromEntries(METHODS.map(name => [name, { value: Array.prototype[name as 'at'] }])),
})

/** A row of zeros. */
export function rowOf(field: PlacedField, trap: Trap): Row {
  const entries: number[] = []
  for (let i = 0; i < field.length; i++) entries.push(0)
  const row: Row = Object.setPrototypeOf(entries, inherited)
  owners.set(row, { field, trap })
  return row
}

/** The row, for a step that is watched: reads and writes of its entries are noted as facets of the vector. */
export function watchedRow(row: Row, reads: Int32Array, writes: Int32Array, facets: Facets): Row {
  const { field } = owners.get(row)!
  const indexOf = (key: string | symbol): number => {
    const index = typeof key === 'string' ? Number(key) : -1
    return Number.isInteger(index) && index >= 0 && index < field.length && String(index) === key ? index : -1
  }
  const read = (index: number): number => {
    const place = field.offset + index
    reads[place >> 5]! |= 1 << (place & 31)
    return row[index]!
  }
  return new Proxy(row, {
    get: (_, key) => {
      const index = indexOf(key)
      return index < 0 ? Reflect.get(row, key) : read(index)
    },
    set: (_, key, value: number) => {
      const index = indexOf(key)
      if (index < 0) return beyond(row, key)
      facets.write(field.offset + index, row[index]!, value & 0xff, writes)
      row[index] = value
      return true
    },
    getOwnPropertyDescriptor: (_, key) => {
      const index = indexOf(key)
      if (index >= 0) read(index)
      return Reflect.getOwnPropertyDescriptor(row, key)
    },
  })
}
