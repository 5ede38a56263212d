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
 * Text of `class Shared`. Expects in scope `B`, the bytes, `rows` and `outside` of {@link Copies}, and what the variant needs.
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
