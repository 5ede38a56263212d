/**
 * Named access to the byte vector: an effect compiles to plain loads and stores.
 *
 * A value outside its domain is refused where it is written to a number. A row is a copy of its part of the vector: at the
 * end of a step its values are looked at, and go to the vector.
 *
 * A large search has classes of its own, in whose code offsets are constants. All others share theirs, one for all worlds
 * whose fields have the same names, and offsets are data: guards, effects and checks that have met the view of one world
 * are compiled for all.
 */
import type { Copies } from './copies.ts'
import type { PlacedField, Placement } from './placement.ts'

/** `plain` reads and writes. `watched` notes in two sets which facets of the state are read and written: see `Facets`. */
export type Variant = 'plain' | 'watched'

/**
 * Text of `class Shared`, for one world. Expects in scope `B`, the bytes, `rows` and `outside` of {@link Copies}, and what
 * the variant needs.
 */
export function sharedText({ fields, constants }: Placement, variant: Variant): string {
  const rows = fields.filter(({ row }) => row)
  const rowOf = (field: PlacedField) =>
    `${variant === 'watched' && field.stored ? 'watched' : 'rows'}[${rows.indexOf(field)}]`
  const members = fields
    .filter(({ row }) => !row)
    .map(field => (variant === 'watched' && field.stored ? watchedMember(field) : accessor(field, `${field.offset}`)))
  const literals = Object.entries(constants).map(([name, value]) => `get [${quote(name)}]() { return ${value} }`)
  const ask =
    variant === 'watched' ? ['[ASK](field, thread, entry) { return facets.ask(B, field, thread, entry, reads) }'] : []
  const begin = 'constructor() { Object.preventExtensions(this) }'
  return `${rows.map((field, row) => `const r${row} = ${rowOf(field)};`).join(' ')} class Shared {\n${[begin, ...shownRows(rows), ...members, ...literals, ...ask].join('\n')}\n}`
}

/** Expects `reads`, `writes` and `facets` in scope. */
const watchedMember = ({ name, offset, domain }: PlacedField) => {
  const key = quote(name)
  return `get [${key}]() { reads[${offset >> 5}] |= ${1 << (offset & 31)}; return B[${offset}] }
set [${key}](value) { ${checked(name, domain)} facets.write(${offset}, B[${offset}], value, writes); B[${offset}] = value }`
}

/** Text of `class Locals`; expects `B`, `outside` and the offset `frame` of the running thread's locals in scope. */
export function localsText({ locals }: Placement): string {
  return `class Locals {\n${locals.map(local => accessor(local, `frame + ${local.offset}`)).join('\n')}\n}`
}

const accessor = ({ name, domain }: { name: string; domain: number }, place: string) => {
  const key = quote(name)
  return `get [${key}]() { return B[${place}] }\nset [${key}](value) { ${checked(name, domain)} B[${place}] = value }`
}

/** Text that refuses a value which a field does not have. */
const checked = (name: string, domain: number | string, outside = 'outside') =>
  `if (!(value >= 0 && value < ${domain} && (value | 0) === value)) ${outside}(${quote(name)}, value, ${domain});`

/** A row is a property that nobody may write. Who has been given it may write to it: that is noted. */
const shownRows = (rows: readonly PlacedField[], where = '') =>
  rows.map(
    ({ name }, row) =>
      `get [${quote(name)}]() { ${where}touched[${row >> 5}] |= ${1 << (row & 31)}; return ${where}r${row} }`,
  )

/** The vector that a view of one of the common classes shows. */
interface ShownVector extends Pick<Copies, 'rows' | 'touched' | 'outside'> {
  readonly B: Uint8Array
}

/** The shared state, by the class of all worlds that have these fields. Nobody may add one, as who misspells a field would. */
export const sharedView = (placement: Placement, shown: ShownVector): object =>
  wholeView('shared', placement, shown, (fields, rows) => [
    ['touched', ...rows.map((_, row) => `r${row}`)],
    `this.#touched = shown.touched; ${rows.map((_, row) => `this.#r${row} = shown.rows[${row}];`).join(' ')} Object.preventExtensions(this);`,
    [
      ...shownRows(rows, 'this.#'),
      ...fields.flatMap(({ name, row }, index) => (row ? [] : commonAccessor(name, index))),
    ],
  ])

/** The same, to be read only. @param reads which fields are read is noted in its first entry, see `bitOf` */
export const recordedView = (placement: Placement, shown: Omit<ShownVector, 'touched'>, reads: Int32Array): object =>
  wholeView('recorded', placement, { ...shown, reads }, (fields, rows) => [
    ['reads', 'rows'],
    'this.#reads = shown.reads; this.#rows = shown.rows;',
    fields.map((field, index) => {
      const value = field.row ? `this.#rows[${rows.indexOf(field)}]` : `this.#B[this.#places[${2 * index}]]`
      return `get [${quote(field.name)}]() { this.#reads[0] |= ${bitOf(index)}; return ${value} }`
    }),
  ])

type PlacedFields = readonly PlacedField[]

/** What is private to a view, what its constructor does, and its members. */
type Written = readonly [own: readonly string[], begin: string, members: readonly string[]]

function wholeView(
  as: string,
  { fields, constants }: Placement,
  shown: object,
  write: (fields: PlacedFields, rows: PlacedFields) => Written,
): object {
  const names = JSON.stringify([as, fields.map(({ name, row }) => [name, row]), Object.keys(constants)])
  const places = [...fields.flatMap(({ offset, domain }) => [offset, domain]), ...Object.values(constants)]
  return viewOf('Shared', names, shown, places, () => {
    const rows = fields.filter(({ row }) => row)
    const [own, begin, members] = write(fields, rows)
    return [own, begin, [...members, ...literals(fields, constants)]]
  })
}

/** The locals that worlds have had so far: one class shows those of all worlds, since most code is about locals of few names. */
const localNames = new Map<string, number>()

/** Where a local is that a world does not have: nowhere in its vector. Writing there is no error, and has no effect. */
const ABSENT = [1 << 24, 256] as const

/** The locals of a thread. @param frame their offset is its only entry */
export function localsView(
  { locals }: Placement,
  shown: Omit<ShownVector, 'touched' | 'rows'>,
  frame: Int32Array,
): object {
  for (const { name } of locals) if (!localNames.has(name)) localNames.set(name, localNames.size)
  const places = Array.from({ length: 2 * localNames.size }, (_, index) => ABSENT[index % 2]!)
  for (const { name, offset, domain } of locals) {
    places[2 * localNames.get(name)!] = offset
    places[2 * localNames.get(name)! + 1] = domain
  }
  return viewOf('Locals', `locals ${localNames.size}`, { ...shown, frame }, places, () => [
    ['frame'],
    'this.#frame = shown.frame;',
    [...localNames].map(([name, index]) => commonAccessor(name, index, 'this.#frame[0] + ')),
  ])
}

type Made = new (shown: object, places: readonly number[]) => object

const made = new Map<string, Made>()

function viewOf(
  name: 'Shared' | 'Locals',
  names: string,
  shown: object,
  places: readonly number[],
  write: () => Written,
): object {
  let View = made.get(names)
  if (!View) {
    const [own, begin, members] = write()
    const text = `'use strict'; return class ${name} {
#B; #places; #outside; ${own.map(part => `#${part};`).join(' ')}
constructor(shown, places) { this.#B = shown.B; this.#places = places; this.#outside = shown.outside; ${begin} }
${members.join('\n')}
}`
    View = new Function(text)() as Made
    made.set(names, View)
  }
  return new View(shown, places)
}

/** @param index of the field among those with a place @param from what its offset is counted from */
const commonAccessor = (name: string, index: number, from = '') => {
  const key = quote(name)
  const place = `this.#B[${from}this.#places[${2 * index}]]`
  return `get [${key}]() { return ${place} }
set [${key}](value) { ${checked(name, `this.#places[${2 * index + 1}]`, 'this.#outside')} ${place} = value }`
}

const literals = (fields: readonly unknown[], constants: object) =>
  Object.keys(constants).map(
    (name, index) => `get [${quote(name)}]() { return this.#places[${2 * fields.length + index}] }`,
  )

/** The bit of the field at `index` of a placement, among what a recorded view reads. */
export const bitOf = (index: number): number => 1 << (index % 32)

const quote = (text: string) => JSON.stringify(text)
