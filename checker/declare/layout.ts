/**
 * How state is declared: small unsigned numbers, each with a domain, kept in one byte vector.
 */

/** Words for one value of a field, for traces: `1 => 'PRIVATE'`. */
export type Show = (value: number) => string

/** One number in `0 … domain - 1`. */
export interface Cell {
  readonly kind: 'cell'
  readonly domain: number
  readonly role: Role
  readonly show?: Show
  readonly threads?: Naming
}

/** A row of `length` numbers, each in `0 … domain - 1`. */
export interface Cells {
  readonly kind: 'cells'
  readonly length: number
  readonly domain: number
  readonly role: Role
  readonly show?: Show
  readonly threads?: Naming
}

/** A number fixed for the whole world: readable like a cell, stored nowhere. */
export interface Constant {
  readonly kind: 'constant'
  readonly value: number
}

/**
 * `state` is stored and told apart. A `ghost` is state only if a selected property names it, and scratch otherwise.
 * A `signal` lives for one step: the engine reads it after the step, then clears it before the state is stored.
 */
export type Role = 'state' | 'ghost' | 'signal'

/**
 * How a field names threads: each of its values is one of them (`holder`) or a set of them (`holders`), or its entries
 * belong to one thread after the other, `each` of them to each.
 */
export type Naming = { readonly as: 'holder' | 'holders' } | { readonly as: 'entries'; readonly each: number }

export type Field = Cell | Cells | Constant
export type Fields = Readonly<Record<string, Field>>

type Methods =
  | (
      | 'at'
      | 'copyWithin'
      | 'entries'
      | 'every'
      | 'fill'
      | 'filter'
      | 'find'
      | 'findIndex'
      | 'findLast'
      | 'findLastIndex'
    )
  | (
      | 'forEach'
      | 'includes'
      | 'indexOf'
      | 'join'
      | 'keys'
      | 'lastIndexOf'
      | 'map'
      | 'reduce'
      | 'reduceRight'
      | 'reverse'
    )
  | ('slice' | 'some' | 'sort' | 'values' | typeof Symbol.iterator)

/** The entries of `Cells`, each assigned by itself: as numbers they are sorted and compared. */
export interface Row extends Pick<number[], Extract<keyof number[], Methods>> {
  readonly length: number
  [index: number]: number
  set(values: ArrayLike<number>, offset?: number): void
}

/** Named access to a state: a `Cell` is a number property, `Cells` a `Row`, a `Constant` a number. */
export type View<F extends Fields> = {
  -readonly [N in keyof F as F[N] extends Cells ? never : N]: number
} & {
  readonly [N in keyof F as F[N] extends Cells ? N : never]: Row
}

/** @param domain number of values, 1 to 256 */
export const cell = (domain: number, show?: Show): Cell => ({
  kind: 'cell',
  domain,
  role: 'state',
  ...(show && { show }),
})

/** @param length number of entries  @param domain number of values of each, 1 to 256 */
export const cells = (length: number, domain: number, show?: Show): Cells => ({
  kind: 'cells',
  length,
  domain,
  role: 'state',
  ...(show && { show }),
})

export const constant = (value: number): Constant => ({ kind: 'constant', value })

/** State that only properties read: compiled in when a selected property names it. */
export const ghost = <C extends Cell | Cells>(field: C): C => ({ ...field, role: 'ghost' })

/** A ghost of one step: 0 unless the step just taken raised it. The domain tells causes apart. */
export const signal = (domain = 2, show?: Show): Cell => ({ ...cell(domain, show), role: 'signal' })

/** Its values are 0, or 1 + a thread. */
export const holder = <C extends Cell | Cells>(field: C): C => ({ ...field, threads: { as: 'holder' } })

/** Its values are sets of threads: bit t stands for thread t. */
export const holders = <C extends Cell | Cells>(field: C): C => ({ ...field, threads: { as: 'holders' } })

/** Its entries belong to threads: the first `each` of them to thread 0, the next to thread 1. */
export const perThread = (field: Cells, each: number): Cells => ({ ...field, threads: { as: 'entries', each } })
