/**
 * Bytes and pages. A page has two bytes, so that who takes the one for the other is found out.
 */
export const PAGE_SHIFT = 1
export const PAGE_SIZE = 1 << PAGE_SHIFT

/** Sizes and offsets of requests have a byte: from here on they are negative. */
export const NEGATIVE = 128

export const bytesOf = (pages: number): number => pages * PAGE_SIZE
