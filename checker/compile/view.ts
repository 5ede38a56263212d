/**
 * Named access to the byte vector, generated for one placement: constant offsets, so that an effect compiles to plain
 * loads and stores.
 *
 * A value outside its domain is refused where it is written to a number. A row is a copy of its part of the vector: at the
 * end of a step its values are looked at, and go to the vector.
 */
import type { PlacedField, Placement } from './placement.ts'

/**
 * `plain` reads and writes. `recorded` only reads, and notes in `reads` which fields: field `i` has bit `i % 32`.
 * `watched` notes in two sets which facets of the state are read and written: see `Facets`.
 */
export type Variant = 'plain' | 'recorded' | 'watched'

/**
 * Text of `class Shared`. Expects in scope `B`, the bytes, `trap`, what {@link rowsText} declares, and what the variant
 * needs.
 */
export function sharedText({ fields, constants }: Placement, variant: Variant): string {
  const rows = fields.filter(({ row }) => row)
  const rowOf = (field: PlacedField) =>
    `${variant === 'watched' && field.stored ? 'watched' : 'rows'}[${rows.indexOf(field)}]`
  const members = fields.map((field, index) => {
    const key = quote(field.name)
    const noting = `reads |= ${bitOf(index)};`
    if (variant === 'recorded')
      return `get [${key}]() { ${noting} return ${field.row ? rowOf(field) : `B[${field.offset}]`} }`
    if (field.row) return ''
    return variant === 'watched' && field.stored ? watchedMember(field) : accessor(field, `${field.offset}`)
  })
  const literals = Object.entries(constants).map(([name, value]) => `get [${quote(name)}]() { return ${value} }`)
  const ask =
    variant === 'watched' ? ['[ASK](field, thread, entry) { return facets.ask(B, field, thread, entry, reads) }'] : []
  // A row is a property that nobody may write; nor may anybody add one, as who misspells a field would.
  const own = rows.map(
    field => `Object.defineProperty(this, ${quote(field.name)}, { value: ${rowOf(field)}, enumerable: true });`,
  )
  const begin = variant === 'recorded' ? [] : [`constructor() { ${own.join(' ')} Object.preventExtensions(this) }`]
  return `class Shared {\n${[...begin, ...members, ...literals, ...ask].join('\n')}\n}`
}

/**
 * Text of `rows`, copies of those parts of the vector, and of functions: `renew()` once the vector is another one,
 * `renewWord(at)` once the four bytes from `at` on are others, `flush()` once a step may have written to rows, and
 * `restored()` once the vector is as it was before that step.
 *
 * Expects in scope `B`, `fields`, `rowOf` and `trap`; for rows that are watched also `watchedRow`, `reads`, `writes` and
 * `facets`.
 */
export const rowsText = (variant: Variant): string => `
const placed = fields.filter(({ row }) => row);
const rows = placed.map(field => rowOf(field, trap));
${variant === 'watched' ? 'const watched = rows.map(row => watchedRow(row, reads, writes, facets));' : ''}
const filled = placed.map((field, k) => [field, rows[k]]).filter(([{ length }]) => length > 0);
const copies = filled.map(([, row]) => row), places = filled.map(([field]) => field);
const froms = Int32Array.from(places, ({ offset }) => offset), ends = Int32Array.from(places, ({ offset, length }) => offset + length);
const count = copies.length;
let changes = 0;
const changedRows = new Int32Array(B.length), changedBytes = new Int32Array(B.length);
const rowAt = new Int32Array(B.length).fill(-1);
for (let k = 0; k < count; k++) rowAt.fill(k, froms[k], ends[k]);
function renew() { for (let at = 0; at < B.length; at += 4) renewWord(at) }
function renewWord(at) {
  for (let to = at + 4; at < to; at++) {
    const k = rowAt[at];
    if (k >= 0 && copies[k][at - froms[k]] !== B[at]) copies[k][at - froms[k]] = B[at];
  }
}
function flush() {
  for (let k = 0; k < count; k++) {
    const row = copies[k], from = froms[k], end = ends[k];
    for (let at = from; at < end; at++) if (row[at - from] !== B[at]) put(k, at);
  }
}
function put(k, at) {
  const { name, domain } = places[k], i = at - froms[k], value = copies[k][i];
  if (!(value >= 0 && value < domain && (value | 0) === value)) outside(name + '[' + i + ']', value, domain);
  B[at] = value;
  changedRows[changes] = k;
  changedBytes[changes++] = at;
}
function restored() {
  for (; changes > 0; changes--) {
    const k = changedRows[changes - 1], at = changedBytes[changes - 1];
    copies[k][at - froms[k]] = B[at];
  }
}
function outside(name, value, domain) { trap(JSON.stringify(name), 'was set to ' + String(value) + ', it has the values 0 to ' + (domain - 1)) }`

/** Expects `reads`, `writes` and `facets` in scope. */
const watchedMember = ({ name, offset, domain }: PlacedField) => {
  const key = quote(name)
  return `get [${key}]() { reads[${offset >> 5}] |= ${1 << (offset & 31)}; return B[${offset}] }
set [${key}](value) { ${checked(name, domain)} facets.write(${offset}, B[${offset}], value, writes); B[${offset}] = value }`
}

/** The bit of the field at `index` of a placement, among what a `recorded` view reads. */
export const bitOf = (index: number): number => 1 << (index % 32)

/** Text of `class Locals`; expects `B`, `outside` and the offset `frame` of the running thread's locals in scope. */
export function localsText({ locals }: Placement): string {
  return `class Locals {\n${locals.map(local => accessor(local, `frame + ${local.offset}`)).join('\n')}\n}`
}

const accessor = ({ name, domain }: { name: string; domain: number }, place: string) => {
  const key = quote(name)
  return `get [${key}]() { return B[${place}] }\nset [${key}](value) { ${checked(name, domain)} B[${place}] = value }`
}

/** Text that refuses a value which a field does not have. */
const checked = (name: string, domain: number) =>
  `if (!(value >= 0 && value < ${domain} && (value | 0) === value)) outside(${quote(name)}, value, ${domain});`

export const quote = (text: string) => JSON.stringify(text)
