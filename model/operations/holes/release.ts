/**
 * A file of the inode is closed, and released once nobody uses it any more.
 *
 * The memory stays: it belongs to the inode. Where pages of it have left the direct map the inode goes with its one file:
 * the record of them is freed, then the inode is evicted and its folios truncated.
 *
 * Source: kvm_gmem_release(), virt/kvm/guest_memfd.c; fput(), fs/file_table.c: the last reference leaves the release to
 * task work; truncate_inode_pages_final(), mm/truncate.c.
 * Left out: elsewhere the eviction of the inode, which frees its memory; what the VM's own reference keeps alive.
 */

import { cell } from '../../../checker/declare.ts'
import type { Design } from '../../designs/design.ts'
import type { ArchFails } from '../../fragments/pfn/prepare.ts'
import { type TruncateLocal, truncate } from '../../fragments/truncation/truncate.ts'
import { beginAndZap, endIfBound, mayInvalidate } from '../../fragments/unmapping/invalidate-files.ts'
import { invalidateLock, lockingInvalidate } from '../../fragments/unmapping/lock-invalidate.ts'
import { rememberHole } from '../../kernel/file/hole-snapshot.ts'
import { dropSlotsLock, slotsLockIsFree, takeSlotsLock } from '../../kernel/locks/slots-lock.ts'
import { hasDirectMap } from '../../kernel/memory/direct-map-entries.ts'
import { countFile, endRelease, freeGmem, putVm } from '../../kernel/memslots/files.ts'
import { boundAt, eraseBinding, writeSlotFile } from '../../kernel/memslots/memslots.ts'
import { type Enomem, operation, type Scope, type Step } from '../../kernel/words.ts'

type Close = Scope<'vm'>
type Release = Scope<'vm' | TruncateLocal>

/** close() of the file descriptor. */
export const close = () =>
  operation<Close, Step>()({
    guards: {},
    effects: { putFile: ({ kernel, call }) => countFile(kernel, call.vm, -1) },
  }).createMachine({
    id: 'close',
    context: ({ input }) => input,
    meta: { fn: 'close_fd', locals: { vm: cell(4) } },
    initial: 'putting',
    states: {
      putting: { meta: { fn: 'fput' }, on: { step: { actions: 'putFile', target: 'returned' } } },
      returned: { type: 'final' },
    },
  })

/** The task work of a file whose last reference is gone; nothing if there is none. */
export const release = (design: Design) => {
  const truncating = truncate(design)
  const evicts = design.directMap !== 'untouched'
  return operation<Release, Step | Enomem | ArchFails>()({
    guards: {
      ...invalidateLock.guards,
      ...truncating.guards,
      isOwed: ({ kernel, call }) => kernel.releaseOwed[call.vm] === 1,
      slotsLockIsFree: ({ kernel, call }) => slotsLockIsFree(kernel, call.vm),
      mayInvalidate: ({ kernel, call }) => mayInvalidate(kernel, call.vm, 0, kernel.pages),
    },
    effects: {
      ...invalidateLock.effects,
      ...truncating.effects,
      take: ({ kernel, call }) => {
        kernel.releaseOwed[call.vm] = 0
      },
      takeSlotsLock: ({ kernel, call, self }) => takeSlotsLock(kernel, self, call.vm),
      forgetFile: ({ kernel, call }) => {
        for (let page = 0; page < kernel.pages; page++) {
          const slot = boundAt(kernel, call.vm, page)
          if (slot !== 0) writeSlotFile(kernel, slot - 1, 0)
        }
      },
      begin: ({ kernel, call, self }) => beginAndZap(kernel, self, call.vm, 0, kernel.pages),
      end: ({ kernel, call, self }) => endIfBound(kernel, self, call.vm, 0, kernel.pages),
      unlist: ({ kernel, call }) => {
        kernel.fileListed[call.vm] = 0
      },
      dropSlotsLock: ({ kernel, call, self }) => dropSlotsLock(kernel, self, call.vm),
      // In one step: the file is on no list any more, and nobody finds it.
      destroyBindings: ({ kernel, call }) => {
        for (let page = 0; page < kernel.pages; page++) eraseBinding(kernel, call.vm, page)
      },
      freeFile: ({ kernel, call, self }) => {
        freeGmem(kernel, call.vm)
        putVm(kernel, self, call.vm)
        endRelease(kernel, self, call.vm)
      },
      freeRecord: ({ kernel }) => {
        if (hasDirectMap(kernel)) kernel.released = 1
        for (let page = 0; page < kernel.deviates.length; page++) kernel.deviates[page] = 0
      },
      truncateAll: ({ kernel, call }) => {
        rememberHole(kernel, 0, kernel.pages, 0)
        call['truncate.end'] = kernel.pages
      },
    },
  }).createMachine({
    id: 'release',
    context: ({ input }) => input,
    meta: { fn: 'kvm_gmem_release', locals: { vm: cell(4) } },
    initial: 'entered',
    states: {
      entered: {
        meta: { fn: 'task_work_run' },
        on: { step: [{ guard: 'isOwed', actions: 'take', target: 'lockingSlots' }, { target: 'returned' }] },
      },
      lockingSlots: {
        meta: { fn: 'mutex_lock' },
        on: { step: { guard: 'slotsLockIsFree', actions: 'takeSlotsLock', target: 'locking' } },
      },
      ...lockingInvalidate({ actions: 'takeInvalidateLock', target: 'forgetting' }),
      forgetting: {
        meta: { fn: 'kvm_gmem_release' },
        on: { step: { actions: 'forgetFile', target: 'beginning' } },
      },
      beginning: {
        meta: { fn: '__kvm_gmem_invalidate_start' },
        on: { step: { guard: 'mayInvalidate', actions: 'begin', target: 'ending' } },
      },
      ending: {
        meta: { fn: '__kvm_gmem_invalidate_end' },
        on: { step: { guard: 'mayInvalidate', actions: 'end', target: 'unlisting' } },
      },
      unlisting: { meta: { fn: 'list_del' }, on: { step: { actions: 'unlist', target: 'unlocking' } } },
      unlocking: {
        meta: { fn: 'filemap_invalidate_unlock' },
        on: { step: { actions: 'dropInvalidateLock', target: 'unlockingSlots' } },
      },
      unlockingSlots: {
        meta: { fn: 'mutex_unlock' },
        on: { step: { actions: 'dropSlotsLock', target: 'destroying' } },
      },
      destroying: {
        meta: { fn: 'xa_destroy' },
        on: {
          step: evicts
            ? ({ actions: ['destroyBindings', 'freeFile', 'freeRecord'], target: 'evicting' } as const)
            : ({ actions: ['destroyBindings', 'freeFile'], target: 'returned' } as const),
        },
      },
      ...(evicts && {
        evicting: {
          meta: { fn: 'truncate_inode_pages_final' },
          on: { step: { actions: 'truncateAll' as const, target: 'truncating' as const } },
        },
        truncating: { ...truncating.config, onDone: { target: 'returned' as const } },
      }),
      returned: { type: 'final' },
    },
  })
}
