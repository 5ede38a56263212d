/**
 * Flags with which the host asks for a mapping of the file.
 */

/** Bits of our own: the kernel's do not fit a long of the model. */
const VM_SHARED = 1
const VM_MAYSHARE = 2
export const mappingFlags = { VM_SHARED, VM_MAYSHARE }

/** Whatever is written through it reaches the file. */
export const isSharedMapping = (flags: number): boolean => (flags & VM_SHARED) !== 0 && (flags & VM_MAYSHARE) !== 0
