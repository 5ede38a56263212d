/**
 * The modes of fallocate(), as the kernel numbers them.
 */
export const KEEP_SIZE = 1
export const PUNCH_HOLE = 2
export const fallocateModes = { FALLOC_FL_KEEP_SIZE: KEEP_SIZE, FALLOC_FL_PUNCH_HOLE: PUNCH_HOLE }
