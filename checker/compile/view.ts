/**
 * Named access to the byte vector, generated for one placement: constant offsets, so that an effect compiles to plain
 * loads and stores.
 *
 * The audited variant refuses values outside a domain and entries outside a row when they are written or read.
 */
import type { Facets } from './facets.ts'
import type { PlacedField, Placement } from './placement.ts'

/** Told of a value or an entry that a field does not have. Throws. */
export type Trap = (field: string, what: string) => never

/**
 * `plain` reads and writes. `audited` tells of values outside a domain and entries outside a row. `recorded` only
 * reads, and notes in `reads` which fields: field `i` has bit `i % 32`. `watched` notes in two sets which facets of the
 * state are read and written: see `Facets`.
 */
export type Variant = 'plain' | 'audited' | 'recorded' | 'watched'

/** Text of `class Shared`; expects in scope `B`, the bytes, and what the variant needs. */
export function sharedText({ fields, constants }: Placement, variant: Variant): string {
  const members = fields.map((field, index) => {
    const key = quote(field.name)
    if (variant === 'watched' && field.stored) return watchedMember(field)
    if (!field.row)
      return variant === 'recorded'
        ? `get [${key}]() { reads |= ${bitOf(index)}; return B[${field.offset}] }`
        : accessor(field, `${field.offset}`, variant === 'audited')
    const bytes = `B.subarray(${field.offset}, ${field.offset + field.length})`
    if (variant === 'plain' || variant === 'watched') return `[${key}] = ${bytes};`
    if (variant === 'audited') return `[${key}] = auditedRow(B, fields[${index}], trap);`
    return `#row${index} = ${bytes}; get [${key}]() { reads |= ${bitOf(index)}; return this.#row${index} }`
  })
  const literals = Object.entries(constants).map(([name, value]) => `get [${quote(name)}]() { return ${value} }`)
  const ask =
    variant === 'watched' ? ['[ASK](field, thread, entry) { return facets.ask(B, field, thread, entry, reads) }'] : []
  return `class Shared {\n${[...members, ...literals, ...ask].join('\n')}\n}`
}

/** Expects `reads`, `writes`, `facets`, `ASK` and `watchedRow` in scope. */
const watchedMember = ({ name, row, offset, length }: PlacedField) => {
  const key = quote(name)
  if (row) return `[${key}] = watchedRow(B, ${offset}, ${length}, reads, writes, facets);`
  return `get [${key}]() { reads[${offset >> 5}] |= ${1 << (offset & 31)}; return B[${offset}] }
set [${key}](value) { facets.write(${offset}, B[${offset}], value & 0xff, writes); B[${offset}] = value }`
}

/** The bit of the field at `index` of a placement, among what a `recorded` view reads. */
export const bitOf = (index: number): number => 1 << (index % 32)

/** Text of `class Locals`; expects `B` and the offset `frame` of the running thread's locals in scope. */
export function localsText({ locals }: Placement, audited: boolean): string {
  return `class Locals {\n${locals.map(local => accessor(local, `frame + ${local.offset}`, audited)).join('\n')}\n}`
}

const accessor = ({ name, domain }: { name: string; domain: number }, place: string, audited: boolean) => {
  const check = audited
    ? `if (!(Number.isInteger(value) && value >= 0 && value < ${domain})) trap(${quote(name)}, 'was set to ' + value + ', it has the values 0 to ${domain - 1}');`
    : ''
  const key = quote(name)
  return `get [${key}]() { return B[${place}] }\nset [${key}](value) { ${check} B[${place}] = value }`
}

export const quote = (text: string) => JSON.stringify(text)

/** A row that tells of every entry it has not, and of every value outside its domain. */
export function auditedRow(bytes: Uint8Array, field: PlacedField, trap: Trap): ArrayLike<number> {
  const row = Object.create(Array.prototype, { length: { value: field.length } }) as ArrayLike<number>
  const placeOf = (key: string): number => {
    const index = Number(key)
    if (!(Number.isInteger(index) && index >= 0 && index < field.length))
      trap(`${field.name}[${key}]`, `does not exist, the row has ${field.length} entries`)
    return field.offset + index
  }
  const isEntry = (key: string | symbol): key is string => typeof key === 'string' && !(key in row)
  return new Proxy(row, {
    has: (_, key) => key in row || (isEntry(key) && Number(key) >= 0 && Number(key) < field.length),
    get: (_, key) => (isEntry(key) ? bytes[placeOf(key)] : Reflect.get(row, key)),
    set: (_, key, value: number) => {
      if (!isEntry(key)) return false
      const place = placeOf(key)
      if (!(Number.isInteger(value) && value >= 0 && value < field.domain))
        trap(`${field.name}[${key}]`, `was set to ${value}, it has the values 0 to ${field.domain - 1}`)
      bytes[place] = value
      return true
    },
  })
}

/** A row that notes which of its entries are read and written: as facets of the vector. */
export function watchedRow(
  bytes: Uint8Array,
  offset: number,
  length: number,
  reads: Int32Array,
  writes: Int32Array,
  facets: Facets,
): ArrayLike<number> {
  const isEntry = (index: number) => index >= 0 && index < length
  return new Proxy([], {
    get: (row, key) => {
      if (key === 'length') return length
      const index = typeof key === 'string' ? Number(key) : Number.NaN
      if (!isEntry(index)) return Reflect.get(row, key)
      const place = offset + index
      reads[place >> 5]! |= 1 << (place & 31)
      return bytes[place]
    },
    set: (_, key, value: number) => {
      const index = Number(key)
      if (!isEntry(index)) return true
      const place = offset + index
      facets.write(place, bytes[place]!, value & 0xff, writes)
      bytes[place] = value
      return true
    },
  })
}
