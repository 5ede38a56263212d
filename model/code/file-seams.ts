/**
 * Seams of what is done to a file: the functions that fops, vm_ops and aops name.
 */
import { match } from 'ts-pattern'
import { cell } from '../../checker/declare.ts'
import { theOne } from '../c/machine/seam.ts'
import type { Design } from '../designs/design.ts'
import { onceLocked } from '../fragments/unmapping/lock-invalidate.ts'
import { ioctls, WHOLE_PAGES } from '../kernel/attributes/attributes-request.c.ts'
import { wordOf } from '../kernel/c/errno.ts'
import { handsOver, wordOfFault } from '../kernel/c/vm-fault.ts'
import { KVM_MEMORY_ATTRIBUTE_PRIVATE } from '../kernel/creation/file-flags.ts'
import { fallocateModes } from '../kernel/file/fallocate.c.ts'
import { rememberHole } from '../kernel/file/hole-snapshot.ts'
import { leaveVma } from '../kernel/file/host-mappings.ts'
import { forgetState, rememberState } from '../kernel/file/snapshot.ts'
import { endRelease } from '../kernel/memslots/files.ts'
import { firstPageOf, slotOf } from '../kernel/memslots/places.ts'
import { bytesOf } from '../kernel/state/page-size.ts'
import { PRIVATE } from '../kernel/state/values.ts'
import type { Scope } from '../kernel/words.ts'
import { judgeWhereItBegins } from './bound-at.ts'
import type { KernelSeam } from './seam.ts'

type S = Scope<string>

const extent = {
  offset: ({ call }: S) => bytesOf(call.start!),
  len: ({ call }: S) => bytesOf(call.pages!),
}
const range = { inode: theOne, ...extent }
const fileOperation = (...members: readonly string[]) => ({ struct: 'file_operations', members })
const mappingOperation = (...members: readonly string[]) => ({ struct: 'address_space_operations', members })
const { FALLOC_FL_KEEP_SIZE, FALLOC_FL_PUNCH_HOLE } = fallocateModes
const theVm = ({ call }: S): number => 1 + call.vm!
const theMemslot = ({ kernel, call }: S): number => 1 + slotOf(kernel, call.vm!, call.second!)
const keepsNothing = (): void => {}
const keepsResult = ({ call }: S, result: number): void => {
  call.result = wordOf(result)
}

/** Part of making a memslot, which goes on elsewhere when it fails. */
const newMemslotSeam = (fn: string, from: string, to: string, otherwise: string): KernelSeam => ({
  fn,
  at: {
    in: { machine: 'createMemslot' },
    between: { from, to, instead: { when: result => result !== 0, to: otherwise } },
  },
  given: {
    kvm: theVm,
    slot: theMemslot,
    fd: theVm,
    offset: scope => bytesOf(firstPageOf(scope.kernel, theMemslot(scope) - 1)),
  },
  leave: (scope, result) => {
    scope.call.result = wordOf(result)
    judgeWhereItBegins(scope, theMemslot(scope) - 1, fn === 'kvm_gmem_bind')
  },
})

const punching: Omit<KernelSeam, 'fn' | 'given'> = {
  at: { in: { machine: 'punchHole' }, between: { from: 'locking', to: 'returned' } },
  leave: keepsResult,
  also: onceLocked(({ kernel, call, self }: S) =>
    rememberHole(kernel, call.start!, call.start! + call.pages!, 1 + self),
  ),
}
const allocating: Omit<KernelSeam, 'fn' | 'given'> = {
  at: { in: { machine: 'allocate' }, between: { from: 'locking', to: 'returned' } },
  leave: keepsResult,
}
/** The file of the last VM: its caller holds it open, whoever closes the file of the first. */
const heldOpen = ({ kernel }: S): number => kernel.vms

/** fallocate(), which the machines call for one of its modes each. */
const fallocateSeam = (mode: number, rest: Omit<KernelSeam, 'fn' | 'given'>): KernelSeam => ({
  fn: 'kvm_gmem_fallocate',
  entry: fileOperation('fallocate'),
  given: { file: heldOpen, mode: () => mode, ...extent },
  ...rest,
})

const converting = { in: { machine: 'convertInPlace' }, between: { from: 'locking', to: 'returned' } } as const

/**
 * Converting a range in place, from where user space asks for it. What comes of it is judged as it was when the lock was
 * dropped: what is told of it is told before anybody else moves. User memory is there; where it is not is tried by requests
 * for anything.
 */
const convertSeam: KernelSeam = {
  fn: 'kvm_gmem_ioctl',
  entry: fileOperation('unlocked_ioctl'),
  at: converting,
  given: { file: heldOpen, ioctl: () => ioctls.KVM_SET_MEMORY_ATTRIBUTES2, arg: () => WHOLE_PAGES },
  joins: ['copy_from_user', 'copy_to_user'],
  notes: { 'asked.locked': cell(2) },
  also: onceLocked(({ kernel, call }: S) => {
    rememberState(kernel)
    call['asked.locked'] = 1
  }),
  leave: ({ kernel, call }, result) => {
    call.result = wordOf(result)
    if (call['asked.locked'] === 0) forgetState(kernel)
  },
}

/** The same behind what its caller checks, where that does not run. */
const setAttributesSeam: KernelSeam = {
  fn: '__kvm_gmem_set_attributes',
  at: converting,
  given: {
    inode: theOne,
    start: ({ call }) => call.start!,
    nr_pages: ({ call }) => call.pages!,
    attrs: ({ call }) => (call.share === PRIVATE ? KVM_MEMORY_ATTRIBUTE_PRIVATE : 0),
    err_index: theOne,
  },
  leave: ({ kernel, call }, result, behind) => {
    call.result = wordOf(result)
    if (result === 0) return
    const page = behind('err_index')!
    call.toldOffset = 1 + page
    const isInside = page >= call.start! && page < call.start! + call.pages!
    if (!isInside) kernel.errorOffsetOutside = 1
  },
  also: onceLocked(({ kernel }: S) => rememberState(kernel)),
}

export const fileSeams = (design: Design): readonly KernelSeam[] => [
  fallocateSeam(FALLOC_FL_KEEP_SIZE | FALLOC_FL_PUNCH_HOLE, punching),
  fallocateSeam(FALLOC_FL_KEEP_SIZE, allocating),
  { fn: 'kvm_gmem_punch_hole', given: range, ...punching },
  { fn: 'kvm_gmem_allocate', given: range, ...allocating },
  {
    fn: 'kvm_gmem_release',
    entry: fileOperation('release'),
    at: { in: { machine: 'release' }, between: { from: 'lockingSlots', to: 'returned' } },
    given: { inode: theOne, file: theVm },
    leave: ({ kernel, call, self }) => endRelease(kernel, self, call.vm!),
  },
  ...match(design.binds)
    .with('at-once', () => [newMemslotSeam('kvm_gmem_bind', 'gettingFile', 'preparing', 'freeing')])
    .with('at-commit', () => [
      newMemslotSeam('kvm_gmem_prepare_memory_region', 'gettingFile', 'preparing', 'freeing'),
      newMemslotSeam('kvm_gmem_commit_memory_region', 'locking', 'showing', 'puttingFile'),
    ])
    .exhaustive(),
  {
    fn: 'kvm_gmem_unbind',
    at: { in: { local: 'unbind.slot' } },
    given: { slot: ({ call }) => 1 + call['unbind.slot']! },
    leave: keepsNothing,
  },
  {
    fn: 'kvm_gmem_error_folio',
    entry: mappingOperation('error_remove_folio', 'error_remove_page'),
    at: { in: { machine: 'memoryFailure' }, between: { from: 'locking', to: 'unlockingFolio' } },
    given: { mapping: theOne, folio: ({ call }) => 1 + call.frame! },
    leave: keepsNothing,
  },
  ...(design.conversion === 'in-place' ? [convertSeam, setAttributesSeam] : []),
  ...match(design)
    .with({ lookupLock: 'none' }, () => [hostFaultSeam('checkingShare')])
    .with({ conversion: 'in-place' }, () => [hostFaultSeam('locking')])
    .otherwise(() => []),
]

/** A host fault, from where the mapping is known to be there. */
const hostFaultSeam = (from: string): KernelSeam => ({
  fn: 'kvm_gmem_fault_user_mapping',
  entry: { struct: 'vm_operations_struct', members: ['fault'] },
  at: {
    in: { machine: 'hostFault' },
    between: { from, to: 'finishing', instead: { when: result => !handsOver(result), to: 'returned' } },
  },
  given: { vmf: theOne },
  leave: ({ kernel, call, self }, result) => {
    call.result = wordOfFault(result)
    if (!handsOver(result)) leaveVma(kernel, self)
  },
})
