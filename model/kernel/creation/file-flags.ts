/**
 * Flags with which user space asks for a file.
 */
export const GUEST_MEMFD_FLAG_MMAP = 1
export const GUEST_MEMFD_FLAG_INIT_SHARED = 2
export const FILE_FLAGS = GUEST_MEMFD_FLAG_MMAP | GUEST_MEMFD_FLAG_INIT_SHARED
