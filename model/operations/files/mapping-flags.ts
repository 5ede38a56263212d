/**
 * Flags with which the host asks for a mapping of the file.
 */

/** Bits of our own: the kernel's do not fit a long of the model. */
export const mappingFlags = { VM_SHARED: 1, VM_MAYSHARE: 2 }
const SHARED_MAPPING = mappingFlags.VM_SHARED | mappingFlags.VM_MAYSHARE

/** Whatever is written through it reaches the file. */
export const isSharedMapping = (flags: number): boolean => (flags & SHARED_MAPPING) === SHARED_MAPPING
