/**
 * Which requests are sound: they ask for what there is, and name what is theirs.
 *
 * Source: kvm_gmem_create(), kvm_gmem_fallocate(), kvm_gmem_bind(), virt/kvm/guest_memfd.c.
 */
import { supportedFlags } from '../../kernel/creation/file-flags.ts'
import { KEEP_SIZE, PUNCH_HOLE } from '../../kernel/file/fallocate.c.ts'
import { FOREIGN_FILE } from '../../kernel/state/new-files.ts'
import { bytesOf, PAGE_SIZE } from '../../kernel/state/page-size.ts'
import type { Kernel } from '../../kernel/state/state.ts'
import type { Scope } from '../../kernel/words.ts'

export type SoundRequest = Scope<'vm' | 'mode' | 'offset' | 'len' | 'fd' | 'result'>

const isAligned = (bytes: number): boolean => bytes % PAGE_SIZE === 0

/** fallocate() keeps the size, of pages that the file has. */
export const isFallocation = (kernel: Kernel, mode: number, offset: number, len: number): boolean =>
  (mode & KEEP_SIZE) !== 0 &&
  (mode & ~(KEEP_SIZE | PUNCH_HOLE)) === 0 &&
  isAligned(offset) &&
  isAligned(len) &&
  ((mode & PUNCH_HOLE) !== 0 || offset + len <= bytesOf(kernel.pages))

/** A memslot is bound to an open file of its VM, at pages that the file has. */
export const isBinding = (kernel: Kernel, vm: number, fd: number, offset: number): boolean =>
  fd === 1 + vm && offset === bytesOf(kernel.slotFirst)

/** Of an ioctl that is known, and of one that is not. */
const CONVERT_IOCTL = 120
const OTHER_IOCTL = 121
export const IOCTLS = [CONVERT_IOCTL, OTHER_IOCTL]
export const isIoctl = (fd: number): boolean => fd === CONVERT_IOCTL || fd === OTHER_IOCTL
/** What the mode of a conversion stands for: a flag, a reserved field, an attribute that nobody knows. */
export const ODD_FIELDS = [0, 1, 2, 4]

/** A conversion is of pages that the file has, and of nothing else. */
export const isConversion = (kernel: Kernel, mode: number, offset: number, len: number, fd: number): boolean =>
  fd === CONVERT_IOCTL &&
  mode === 0 &&
  len > 0 &&
  isAligned(offset) &&
  isAligned(len) &&
  offset + len <= bytesOf(kernel.pages)

/** Descriptors that a request may name: of two VMs, of a file of another kind, and none. */
export const DESCRIPTORS = [1, 2, FOREIGN_FILE, 9]

/** Sizes have a byte: half of them are negative. */
const NEGATIVE = 128

/** What is asked for can be made: whole pages, at least one, and only flags that the VM supports. */
export const isCreatable = (kernel: Kernel, size: number, flags: number): boolean =>
  size > 0 && size < NEGATIVE && size % PAGE_SIZE === 0 && (flags & ~supportedFlags(kernel)) === 0
