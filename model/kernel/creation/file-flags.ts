/**
 * Flags with which user space asks for a file.
 */
import type { Kernel } from '../state/state.ts'

export const GUEST_MEMFD_FLAG_MMAP = 1
export const GUEST_MEMFD_FLAG_INIT_SHARED = 2
/** Of a page, and of all pages of a file that asks for nothing else. */
export const KVM_MEMORY_ATTRIBUTE_PRIVATE = 8
const FILE_FLAGS = GUEST_MEMFD_FLAG_MMAP | GUEST_MEMFD_FLAG_INIT_SHARED
/** A VM that may map no file may ask for none of them. */
export const supportedFlags = ({ mappableFile }: Pick<Kernel, 'mappableFile'>): number =>
  mappableFile === 1 ? FILE_FLAGS : 0
/** Flags that this model does not know: which they are is up to the tree that names them. */
export const NEWER_FLAGS = 16 | 32
/** The number of the n-th flag that a file names and nothing binds. */
export const newerFlag = (nth: number): number | undefined => [16, 32][nth]
export const isFileFlag = (name: string): boolean => name.startsWith('GUEST_MEMFD_FLAG_')
