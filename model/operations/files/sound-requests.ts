/**
 * Which requests are sound: they ask for what there is, and name what is theirs. What is not is refused with the errno of
 * one of its faults.
 *
 * Source: kvm_gmem_create(), kvm_gmem_fallocate(), kvm_gmem_bind(), kvm_gmem_mmap(), virt/kvm/guest_memfd.c.
 */
import { supportedFlags } from '../../kernel/creation/file-flags.ts'
import { KEEP_SIZE, PUNCH_HOLE } from '../../kernel/file/fallocate.c.ts'
import { firstPageOf } from '../../kernel/memslots/places.ts'
import { FOREIGN_FILE } from '../../kernel/state/new-files.ts'
import { bytesOf, NEGATIVE, PAGE_SIZE } from '../../kernel/state/page-size.ts'
import type { Kernel } from '../../kernel/state/state.ts'
import { EBADF, EINVAL, ENODEV, ENOTTY, EOPNOTSUPP } from '../../kernel/state/values.ts'
import type { Scope } from '../../kernel/words.ts'
import { isSharedMapping } from './mapping-flags.ts'

export type SoundRequest = Scope<'vm' | 'mode' | 'offset' | 'len' | 'fd' | 'result'>

const isAligned = (bytes: number): boolean => bytes % PAGE_SIZE === 0

/** Faults of a request, a bit for each errno with which they may be answered: none of a sound one. */
const UNSUPPORTED = 1
const NOT_MAPPABLE = 2
const NO_IOCTL = 4
const NO_DESCRIPTOR = 8
const INVALID_REQUEST = 16

/** The errno that a request with these faults is refused with, where they are looked at in the order of the source. */
export function refusalFor(faults: number): number {
  if ((faults & UNSUPPORTED) !== 0) return EOPNOTSUPP
  if ((faults & NOT_MAPPABLE) !== 0) return ENODEV
  if ((faults & NO_IOCTL) !== 0) return ENOTTY
  return (faults & NO_DESCRIPTOR) !== 0 ? EBADF : EINVAL
}

/** The bit of the faults that are answered with an errno. */
export function faultOf(errno: number): number {
  if (errno === EOPNOTSUPP) return UNSUPPORTED
  if (errno === ENODEV) return NOT_MAPPABLE
  if (errno === ENOTTY) return NO_IOCTL
  if (errno === EBADF) return NO_DESCRIPTOR
  return errno === EINVAL ? INVALID_REQUEST : 0
}

/** fallocate() keeps the size, of pages that the file has. */
function fallocationFaults(kernel: Kernel, mode: number, offset: number, len: number): number {
  const isKnown = (mode & KEEP_SIZE) !== 0 && (mode & ~(KEEP_SIZE | PUNCH_HOLE)) === 0
  const isInFile = (mode & PUNCH_HOLE) !== 0 || offset + len <= bytesOf(kernel.pages)
  const isValid = isAligned(offset) && isAligned(len) && isInFile
  return (isKnown ? 0 : UNSUPPORTED) | (isValid ? 0 : INVALID_REQUEST)
}

/** A memslot is bound to an open file of its VM, at pages that the file has. */
function bindingFaults(kernel: Kernel, vm: number, fd: number, offset: number): number {
  const isOwn = fd === NO_FILE || fd === 1 + vm
  const isValid = isOwn && offset === bytesOf(firstPageOf(kernel, vm))
  return (fd === NO_FILE ? NO_DESCRIPTOR : 0) | (isValid ? 0 : INVALID_REQUEST)
}

/** The host maps the file shared, where it may. */
export const mappingFaults = (kernel: Kernel, flags: number): number =>
  (kernel.mappableFile === 0 ? NOT_MAPPABLE : 0) | (isSharedMapping(flags) ? 0 : INVALID_REQUEST)

/** Of an ioctl that is known, and of one that is not. */
const CONVERT_IOCTL = 120
const OTHER_IOCTL = 121
export const IOCTLS = [CONVERT_IOCTL, OTHER_IOCTL]
/** What the mode of a conversion stands for: a flag, a reserved field, an attribute that nobody knows, beside private or alone. */
export const ODD_FIELDS = [0, 1, 2, 3, 4, 5]

/** A conversion is of pages that the file has, and of nothing else, for VMs that may have private memory. */
function conversionFaults(kernel: Kernel, mode: number, offset: number, len: number, ioctl: number): number {
  if (ioctl !== CONVERT_IOCTL) return NO_IOCTL
  const isValid = kernel.privateMemory === 1 && mode === 0 && len !== 0 && isAligned(offset) && isAligned(len)
  return isValid && offset + len <= bytesOf(kernel.pages) ? 0 : INVALID_REQUEST
}

/** Of a request that names an ioctl, a descriptor, or neither of them. */
export function requestFaults({ kernel, call }: SoundRequest): number {
  if (call.fd === CONVERT_IOCTL || call.fd === OTHER_IOCTL)
    return conversionFaults(kernel, call.mode, call.offset, call.len, call.fd)
  return call.fd > 0
    ? bindingFaults(kernel, call.vm, call.fd, call.offset)
    : fallocationFaults(kernel, call.mode, call.offset, call.len)
}

/** No file is open by that number. */
const NO_FILE = 9
/** Descriptors that a request may name: of two VMs, of a file of another kind, and none. */
export const DESCRIPTORS = [1, 2, FOREIGN_FILE, NO_FILE]

/** What is asked for can be made: whole pages, at least one, and only flags that the VM supports. */
export const isCreatable = (kernel: Kernel, size: number, flags: number): boolean =>
  size > 0 && size < NEGATIVE && size % PAGE_SIZE === 0 && (flags & ~supportedFlags(kernel)) === 0
