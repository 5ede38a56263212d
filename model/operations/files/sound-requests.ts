/**
 * Which requests are sound: they ask for what there is, and name what is theirs. What is not is refused with the errno of
 * one of its faults.
 *
 * Source: kvm_gmem_create(), kvm_gmem_fallocate(), kvm_gmem_bind(), kvm_gmem_mmap(), virt/kvm/guest_memfd.c.
 */
import { supportedFlags } from '../../kernel/creation/file-flags.ts'
import { KEEP_SIZE, PUNCH_HOLE } from '../../kernel/file/fallocate.c.ts'
import { FOREIGN_FILE } from '../../kernel/state/new-files.ts'
import { bytesOf, PAGE_SIZE } from '../../kernel/state/page-size.ts'
import type { Kernel } from '../../kernel/state/state.ts'
import { EBADF, EINVAL, ENODEV, ENOTTY, EOPNOTSUPP } from '../../kernel/state/values.ts'
import type { Scope } from '../../kernel/words.ts'
import { isSharedMapping } from './mapping-flags.ts'

export type SoundRequest = Scope<'vm' | 'mode' | 'offset' | 'len' | 'fd' | 'result'>

const isAligned = (bytes: number): boolean => bytes % PAGE_SIZE === 0

/** The errnos with which a request may be refused, one for each reason: none for a sound one. */
type Refusals = readonly number[]

const refusals = (...reasons: readonly (readonly [applies: boolean, errno: number])[]): Refusals =>
  reasons.flatMap(([applies, errno]) => (applies ? [errno] : []))

/** fallocate() keeps the size, of pages that the file has. */
export const fallocationRefusals = (kernel: Kernel, mode: number, offset: number, len: number): Refusals =>
  refusals(
    [(mode & KEEP_SIZE) === 0 || (mode & ~(KEEP_SIZE | PUNCH_HOLE)) !== 0, EOPNOTSUPP],
    [!isAligned(offset) || !isAligned(len), EINVAL],
    [(mode & PUNCH_HOLE) === 0 && offset + len > bytesOf(kernel.pages), EINVAL],
  )

/** A memslot is bound to an open file of its VM, at pages that the file has. */
export const bindingRefusals = (kernel: Kernel, vm: number, fd: number, offset: number): Refusals =>
  refusals(
    [fd === NO_FILE, EBADF],
    [fd !== NO_FILE && fd !== 1 + vm, EINVAL],
    [offset !== bytesOf(kernel.slotFirst), EINVAL],
  )

/** The host maps the file shared, where it may. */
export const mappingRefusals = (kernel: Kernel, flags: number): Refusals =>
  refusals([kernel.mappableFile === 0, ENODEV], [!isSharedMapping(flags), EINVAL])

/** Of an ioctl that is known, and of one that is not. */
const CONVERT_IOCTL = 120
const OTHER_IOCTL = 121
export const IOCTLS = [CONVERT_IOCTL, OTHER_IOCTL]
/** What the mode of a conversion stands for: a flag, a reserved field, an attribute that nobody knows. */
export const ODD_FIELDS = [0, 1, 2, 4]

/** A conversion is of pages that the file has, and of nothing else. */
export const conversionRefusals = (
  kernel: Kernel,
  mode: number,
  offset: number,
  len: number,
  ioctl: number,
): Refusals =>
  ioctl !== CONVERT_IOCTL
    ? [ENOTTY]
    : refusals(
        [mode !== 0, EINVAL],
        [len === 0 || !isAligned(offset) || !isAligned(len), EINVAL],
        [offset + len > bytesOf(kernel.pages), EINVAL],
      )

/** Of a request that names an ioctl, a descriptor, or neither of them. */
export function refusalsOf(
  kernel: Kernel,
  request: Pick<SoundRequest['call'], 'vm' | 'mode' | 'offset' | 'len' | 'fd'>,
) {
  const { vm, mode, offset, len, fd } = request
  if (IOCTLS.includes(fd)) return conversionRefusals(kernel, mode, offset, len, fd)
  return fd > 0 ? bindingRefusals(kernel, vm, fd, offset) : fallocationRefusals(kernel, mode, offset, len)
}

/** No file is open by that number. */
const NO_FILE = 9
/** Descriptors that a request may name: of two VMs, of a file of another kind, and none. */
export const DESCRIPTORS = [1, 2, FOREIGN_FILE, NO_FILE]

/** Sizes have a byte: half of them are negative. */
const NEGATIVE = 128

/** What is asked for can be made: whole pages, at least one, and only flags that the VM supports. */
export const isCreatable = (kernel: Kernel, size: number, flags: number): boolean =>
  size > 0 && size < NEGATIVE && size % PAGE_SIZE === 0 && (flags & ~supportedFlags(kernel)) === 0
