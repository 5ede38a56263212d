/**
 * Requests that may ask for what there is not, or name what is not theirs: whether they are refused is all that stands here.
 * What a request does that is not refused stands in operations of its own.
 *
 * Source: kvm_gmem_fallocate(), kvm_gmem_bind(), kvm_gmem_mmap(), virt/kvm/guest_memfd.c.
 * Left out: with the C, descriptors that are closed while a memslot is bound to them.
 */

import { cell } from '../../../checker/declare.ts'
import { fallocateModes } from '../../kernel/file/fallocate.c.ts'
import { FOREIGN_FILE } from '../../kernel/state/new-files.ts'
import { bytesOf, PAGE_SIZE } from '../../kernel/state/page-size.ts'
import type { Kernel } from '../../kernel/state/state.ts'
import { EINVAL, OK, RESULTS, showResult } from '../../kernel/state/values.ts'
import { operation, type Scope, type Step } from '../../words.ts'

type Request = Scope<'vm' | 'mode' | 'offset' | 'len' | 'fd' | 'result'>
type Asked = Pick<Request['call'], 'mode' | 'offset' | 'len'>

const { FALLOC_FL_KEEP_SIZE, FALLOC_FL_PUNCH_HOLE } = fallocateModes
const isAligned = (bytes: number): boolean => bytes % PAGE_SIZE === 0

/** fallocate() keeps the size, of pages that the file has. */
export const isFallocation = (kernel: Kernel, { mode, offset, len }: Asked): boolean =>
  (mode & FALLOC_FL_KEEP_SIZE) !== 0 &&
  (mode & ~(FALLOC_FL_KEEP_SIZE | FALLOC_FL_PUNCH_HOLE)) === 0 &&
  isAligned(offset) &&
  isAligned(len) &&
  ((mode & FALLOC_FL_PUNCH_HOLE) !== 0 || offset + len <= bytesOf(kernel.pages))

/** A memslot is bound to an open file of its VM, at pages that the file has. */
export const isBinding = (kernel: Kernel, { vm, fd, offset }: Pick<Request['call'], 'vm' | 'fd' | 'offset'>): boolean =>
  fd === 1 + vm && offset === bytesOf(kernel.slotFirst)

/** Of an ioctl that is known, and of one that is not. */
export const IOCTLS = [120, 121]
/** What the mode of a conversion stands for: a flag, a reserved field, an attribute that nobody knows. */
export const ODD_FIELDS = [0, 1, 2, 4]

/** A conversion is of pages that the file has, and of nothing else. */
export const isConversion = (kernel: Kernel, { mode, offset, len, fd }: Asked & Pick<Request['call'], 'fd'>): boolean =>
  fd === IOCTLS[0] &&
  mode === 0 &&
  len > 0 &&
  isAligned(offset) &&
  isAligned(len) &&
  offset + len <= bytesOf(kernel.pages)

const request = (id: string, fn: string, isSound: (scope: Request) => boolean) =>
  operation<Request, Step>()({
    guards: { isSound },
    effects: {
      succeed: ({ call }) => {
        call.result = OK
      },
      refuse: ({ call }) => {
        call.result = EINVAL
      },
    },
  }).createMachine({
    id,
    context: ({ input }) => input,
    meta: {
      fn,
      locals: {
        vm: cell(4),
        mode: cell(16),
        offset: cell(256),
        len: cell(256),
        fd: cell(128),
        result: cell(RESULTS, showResult),
      },
    },
    initial: 'checking',
    states: {
      checking: {
        meta: { fn },
        on: {
          step: [
            { guard: 'isSound', actions: 'succeed', target: 'returned' },
            { actions: 'refuse', target: 'returned' },
          ],
        },
      },
      returned: { type: 'final' },
    },
  })

export const oddFallocate = () =>
  request('oddFallocate', 'kvm_gmem_fallocate', ({ kernel, call }) => isFallocation(kernel, call))

export const oddConvert = () =>
  request('oddConvert', 'kvm_gmem_ioctl', ({ kernel, call }) => isConversion(kernel, call))

export const oddBind = () => request('oddBind', 'kvm_gmem_bind', ({ kernel, call }) => isBinding(kernel, call))

/** Descriptors that a request may name: of two VMs, of a file of another kind, and none. */
export const DESCRIPTORS = [1, 2, FOREIGN_FILE, 9]
