/**
 * Tests whether a field names a given thread. Code that uses them depends on no other part of the field, so that a reduced
 * search may ignore which other threads the field names.
 */

/** A view that takes note of what is asked has a method of this name. */
export const ASK: unique symbol = Symbol('ask')

interface Asked {
  readonly [ASK]?: (field: string, thread: number, entry: number) => boolean
  readonly [field: string]: number | ArrayLike<number> | undefined
}

/** Of a field of holders: whether `thread` is the one. @param entry of a row, from 0 */
export const isHolder = <S extends object>(shared: S, field: keyof S & string, thread: number, entry = 0): boolean => {
  const asked = shared as Asked
  return asked[ASK] === undefined ? valueIn(asked, field, entry) === 1 + thread : asked[ASK](field, thread, entry)
}

/** Of a field of sets of holders: whether `thread` is one. @param entry of a row, from 0 */
export const isAmongHolders = <S extends object>(
  shared: S,
  field: keyof S & string,
  thread: number,
  entry = 0,
): boolean => {
  const asked = shared as Asked
  return asked[ASK] === undefined
    ? ((valueIn(asked, field, entry)! >> thread) & 1) === 1
    : asked[ASK](field, thread, entry)
}

const valueIn = (shared: Asked, field: string, entry: number): number | undefined => {
  const value = shared[field]
  return typeof value === 'object' ? value[entry] : value
}
