import { own } from './own.ts'

/**
 * C types as far as the lowering needs them: how numbers wrap, and what a pointer points at.
 */
export type CType = Arithmetic | Pointer | Struct | Void

/** Values are integers modulo `modulus`, from 0, or around 0 where signed. A `bool` has modulus 2. */
export interface Arithmetic {
  readonly kind: 'arithmetic'
  readonly name: string
  /** At most 2^32, so that sums and products of values are exact. */
  readonly modulus: number
  readonly signed: boolean
  /** C's conversion rank: bool 0, char 1, short 2, int 3, long 4, long long 5. */
  readonly rank: number
}

/** Pointers to objects are numbers the binding gives them; 0 is NULL, small negative ones are errors. */
interface Pointer {
  readonly kind: 'pointer'
  readonly to: CType
}

interface Struct {
  readonly kind: 'struct'
  readonly name: string
}

interface Void {
  readonly kind: 'void'
}

/** The widths of C's types in a world. */
export interface DataModel {
  /** By C name, as in `unsigned long` or `struct list_head`; a text is another name for a type. Must have int, unsigned int, long, bool. */
  readonly types: Readonly<Record<string, { readonly modulus: number; readonly signed: boolean } | string>>
  /** How many values a pointer has, the negative half of them errors. */
  readonly pointers: number
}

export const VOID: Void = { kind: 'void' }

const RANKS = ['_Bool', 'char', 'short', 'int', 'long', 'long long']

/** The type a name stands for, or nothing if the model has none. */
export function typeNamed(model: DataModel, name: string): CType | undefined {
  if (name === 'void') return VOID
  const renamed = own(model.types, name)
  if (typeof renamed === 'string') return textType(model, renamed)
  const struct = /^(?:struct|union) (\w+)$/.exec(name)
  if (struct) return { kind: 'struct', name: struct[1]! }
  const plain = normalised(name)
  const found = own(model.types, plain) ?? (plain.startsWith('enum ') ? 'unsigned int' : undefined)
  if (typeof found === 'string') return textType(model, found)
  return found && { kind: 'arithmetic', name: plain, ...found, rank: rankOf(plain) }
}

/** A type written as C, such as `struct list_head *`. */
export function textType(model: DataModel, text: string): CType | undefined {
  const stars = text.match(/\*/g)?.length ?? 0
  let type = typeNamed(
    model,
    text
      .replace(/\*/g, '')
      .replace(/\b(const|volatile)\b/g, '')
      .replace(/\s+/g, ' ')
      .trim(),
  )
  for (let level = 0; type && level < stars; level++) type = { kind: 'pointer', to: type }
  return type
}

/** `long unsigned int` is `unsigned long`. */
function normalised(name: string): string {
  if (name === 'bool') return '_Bool'
  const words = name.split(/\s+/)
  if (!words.every(word => /^(unsigned|signed|int|long|short|char)$/.test(word))) return name
  const longs = words.filter(word => word === 'long').length
  const base = longs === 2 ? 'long long' : longs === 1 ? 'long' : (words.find(word => /short|char/.test(word)) ?? 'int')
  return words.includes('unsigned') ? `unsigned ${base}` : base
}

/** Of a type of C on 64-bit machines. */
export const bitsOf = ({ rank }: Arithmetic): number => [1, 8, 16, 32, 64, 64][rank] ?? 0

const rankOf = (name: string): number => {
  const rank = RANKS.indexOf(name.replace(/^unsigned /, ''))
  return rank < 0 ? RANKS.indexOf('int') : rank
}

/** The value as the type holds it. */
export function wrapped(type: Arithmetic, value: number): number {
  const { modulus, signed } = type
  const low = value - Math.floor(value / modulus) * modulus
  return signed && low >= modulus / 2 ? low - modulus : low
}

/** As {@link wrapped} for any scalar; a conversion to bool asks whether the value is 0. */
export function converted(type: Arithmetic, value: number): number {
  return type.rank === 0 ? Number(value !== 0) : wrapped(type, value)
}

/** C's integer promotion: what has a lower rank than int becomes int. */
export const promoted = (model: DataModel, type: Arithmetic): Arithmetic =>
  type.rank < RANKS.indexOf('int') ? intOf(model) : type

/** C's usual arithmetic conversions: by how wide types are on 64-bit machines, not by how many values they have here. */
export function common(model: DataModel, a: Arithmetic, b: Arithmetic): Arithmetic {
  const left = promoted(model, a)
  const right = promoted(model, b)
  if (left.signed === right.signed) return left.rank >= right.rank ? left : right
  const [unsigned, signed] = left.signed ? [right, left] : [left, right]
  if (unsigned.rank >= signed.rank) return unsigned
  return bitsOf(signed) > bitsOf(unsigned) ? signed : { ...signed, signed: false, name: `unsigned ${signed.name}` }
}

export const intOf = (model: DataModel): Arithmetic => typeNamed(model, 'int') as Arithmetic
export const boolOf = (model: DataModel): Arithmetic => typeNamed(model, 'bool') as Arithmetic
export const longOf = (model: DataModel): Arithmetic => typeNamed(model, 'long') as Arithmetic

/** How a value of the type is stored and compared: pointers are signed numbers. */
export function scalarOf(model: DataModel, type: CType): Arithmetic | undefined {
  if (type.kind === 'arithmetic') return type
  if (type.kind === 'pointer')
    return { kind: 'arithmetic', name: 'pointer', modulus: model.pointers, signed: true, rank: RANKS.indexOf('long') }
  return undefined
}
