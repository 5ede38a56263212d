/**
 * Flags with which the host asks for a mapping of the file.
 */

/** Bits of our own: the kernel's do not fit a long of the model. */
const VM_SHARED = 1
const VM_MAYSHARE = 2
const VM_MAYREAD = 4
const VM_MAYWRITE = 8
export const mappingFlags = { VM_SHARED, VM_MAYSHARE, VM_MAYREAD, VM_MAYWRITE }

/** Of a mapping that the process has for itself: files of guest_memfd are open for reading and writing. */
const PRIVATE_MAPPING = VM_MAYREAD | VM_MAYWRITE
const SHARED_MAPPING = PRIVATE_MAPPING | VM_SHARED | VM_MAYSHARE
export const MAPPINGS = [PRIVATE_MAPPING, SHARED_MAPPING]
/** Shared, of a file that is not open for writing. */
export const READ_ONLY_MAPPING = VM_MAYREAD | VM_MAYSHARE

/** Whatever is written through it reaches the file. */
export const isSharedMapping = (flags: number): boolean => (flags & VM_SHARED) !== 0 && (flags & VM_MAYSHARE) !== 0
