/**
 * The modes of fallocate(), as the kernel numbers them.
 */
export const fallocateModes = { FALLOC_FL_KEEP_SIZE: 1, FALLOC_FL_PUNCH_HOLE: 2 }
