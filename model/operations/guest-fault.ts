/**
 * A guest access to a gfn, private or shared, that has no SPTE: KVM finds the pfn and maps it.
 *
 * Source: kvm_tdp_page_fault(), kvm_mmu_faultin_pfn(), is_page_fault_stale(), kvm_tdp_mmu_map(), arch/x86/kvm/mmu/;
 * kvm_gmem_get_pfn(), virt/kvm/guest_memfd.c (RFC v2 02, 33/51).
 * Left out: shared faults through the host mapping (slots that are not guest_memfd only); binding checks; in-place
 * retries: a stale fault returns to the guest, which may fault again as another call.
 */
import { cell } from '../../checker/layout.ts'
import type { Design } from '../designs/design.ts'
import { type GetFolioLocal, getFolioAt } from '../fragments/get-folio.ts'
import { type ArchFails, type PrepareLocal, prepare } from '../fragments/prepare.ts'
import { endFault, startFault } from '../kernel/faults.ts'
import { folioPages, putFolio, unlockFolio } from '../kernel/folio.ts'
import { dropInvalidateLockShared, invalidateLockIsShareable, takeInvalidateLockShared } from '../kernel/locks.ts'
import { installSpte, mappingLevel, mustRetry, mustRetryUnlocked, rangeIsEmpty } from '../kernel/mmu.ts'
import { EFAULT, LEVEL_4K, LEVEL_HUGE, OK, RESULTS, RETRY, showResult, showShare } from '../kernel/words.ts'
import { type Enomem, operation, type Scope, type Step } from '../words.ts'

type GuestFaultLocal = 'gfn' | 'kind' | 'vm' | 'result' | 'frame' | 'folio' | 'level' | GetFolioLocal | PrepareLocal
type GuestFault = Scope<GuestFaultLocal>

export const guestFault = (design: Design) => {
  const getFolio = getFolioAt(design)
  return operation<GuestFault, Step | Enomem | ArchFails>()({
    guards: {
      ...getFolio.guards,
      ...prepare.guards,
      kindDiffers: ({ kernel, call }) => kernel.share[call.gfn] !== call.kind,
      mustRetryUnlocked: ({ kernel, call, self }) => mustRetryUnlocked(kernel, call.vm, call.gfn, self),
      invalidateLockIsShareable: ({ kernel }) => invalidateLockIsShareable(kernel),
      failed: ({ call }) => call.result !== OK,
      rangeIsEmpty: ({ kernel, call }) => rangeIsEmpty(kernel, call.vm),
      mustRetry: ({ kernel, call, self }) => mustRetry(kernel, call.vm, call.gfn, self),
    },
    effects: {
      ...getFolio.effects,
      ...prepare.effects,
      snapshotSequence: ({ kernel, call, self }) => startFault(kernel, self, call.vm, call.kind, call.gfn),
      failWithEfault: ({ call }) => {
        call.result = EFAULT
      },
      retry: ({ call }) => {
        call.result = RETRY
      },
      takeInvalidateLockShared: ({ kernel, call, self }) => {
        takeInvalidateLockShared(kernel, self)
        call['getFolio.index'] = call.gfn
      },
      failToGetFolio: ({ call }) => {
        call.result = call['getFolio.result']
      },
      prepareFolio: ({ call }) => {
        call.folio = call['getFolio.folio']
        call['prepare.folio'] = call.folio
      },
      // order and pfn are those of this moment
      keepPfn: ({ kernel, call }) => {
        call.result = call['prepare.result']
        call.frame = call.folio + (call.gfn - kernel.index[call.folio]!)
        call.level = folioPages(kernel, call.folio) === kernel.hugepage ? LEVEL_HUGE : LEVEL_4K
      },
      unlockFolio: ({ kernel, call, self }) => unlockFolio(kernel, self, call.folio),
      putFolio: ({ kernel, call, self }) => putFolio(kernel, self, call.folio),
      dropInvalidateLockShared: ({ kernel, self }) => dropInvalidateLockShared(kernel, self),
      limitLevel: ({ kernel, call }) => {
        if (mappingLevel(kernel, call.gfn) === LEVEL_4K) call.level = LEVEL_4K
      },
      takeMmuLock: ({ kernel, call, self }) => {
        kernel.mmuReaders[call.vm]! |= 1 << self
      },
      warnEmptyRange: ({ kernel }) => {
        kernel.warnEmptyRange = 1
      },
      installSpte: ({ kernel, call, self }) => {
        if (((kernel.zappedSince >> self) & 1) === 1) kernel.installedStale = 1 + call.gfn
        if (mappingLevel(kernel, call.gfn) === LEVEL_4K) call.level = LEVEL_4K
        installSpte(kernel, call.vm, call.kind, call.gfn, call.frame, call.level)
      },
      dropMmuLock: ({ kernel, call, self }) => {
        kernel.mmuReaders[call.vm]! &= ~(1 << self)
      },
      endFault: ({ kernel, call, self }) => endFault(kernel, self, call.vm, call.kind),
    },
  }).createMachine({
    id: 'guestFault',
    context: ({ input }) => input,
    meta: {
      fn: 'kvm_tdp_page_fault',
      locals: {
        gfn: cell(16),
        kind: cell(2, showShare),
        vm: cell(4),
        result: cell(RESULTS, showResult),
        frame: cell(32),
        folio: cell(32),
        level: cell(2),
      },
    },
    initial: 'entered',
    states: {
      entered: {
        meta: { fn: 'kvm_mmu_faultin_pfn' },
        on: { step: { actions: 'snapshotSequence', target: 'checkingKind' } },
      },
      checkingKind: {
        meta: { fn: 'kvm_mem_is_private' },
        on: {
          step: [
            { guard: 'kindDiffers', actions: ['failWithEfault', 'endFault'], target: 'returned' },
            { target: 'checkingSequence' },
          ],
        },
      },
      checkingSequence: {
        meta: { fn: 'mmu_invalidate_retry_gfn_unsafe' },
        on: {
          step: [
            { guard: 'mustRetryUnlocked', actions: ['retry', 'endFault'], target: 'returned' },
            { target: 'locking' },
          ],
        },
      },
      locking: {
        meta: { fn: 'filemap_invalidate_lock_shared' },
        on: {
          step: {
            guard: 'invalidateLockIsShareable',
            actions: 'takeInvalidateLockShared',
            target: 'gettingFolio',
          },
        },
      },
      gettingFolio: {
        ...getFolio.config,
        onDone: [
          { guard: 'getFolio.failed', actions: 'failToGetFolio', target: 'unlockingWithError' },
          { actions: 'prepareFolio', target: 'preparing' },
        ],
      },
      preparing: { ...prepare.config, onDone: { actions: 'keepPfn', target: 'unlockingFolio' } },
      unlockingFolio: {
        meta: { fn: 'folio_unlock' },
        on: {
          step: [
            { guard: 'failed', actions: 'unlockFolio', target: 'puttingUnprepared' },
            { actions: 'unlockFolio', target: 'unlocking' },
          ],
        },
      },
      puttingUnprepared: {
        meta: { fn: 'folio_put' },
        on: { step: { actions: 'putFolio', target: 'unlockingWithError' } },
      },
      unlockingWithError: {
        meta: { fn: 'filemap_invalidate_unlock_shared' },
        on: { step: { actions: ['dropInvalidateLockShared', 'endFault'], target: 'returned' } },
      },
      unlocking: {
        meta: { fn: 'filemap_invalidate_unlock_shared' },
        on: { step: { actions: 'dropInvalidateLockShared', target: 'limitingLevel' } },
      },
      limitingLevel: {
        meta: { fn: 'kvm_gmem_mapping_order' },
        on: { step: { actions: 'limitLevel', target: 'checkingSequenceAgain' } },
      },
      checkingSequenceAgain: {
        meta: { fn: 'mmu_invalidate_retry_gfn_unsafe' },
        on: {
          step: [{ guard: 'mustRetryUnlocked', actions: 'retry', target: 'finishing' }, { target: 'checkingStale' }],
        },
      },
      checkingStale: {
        meta: { fn: 'is_page_fault_stale' },
        on: {
          step: [
            {
              guard: 'rangeIsEmpty',
              actions: ['takeMmuLock', 'warnEmptyRange', 'retry'],
              target: 'finishingUnderMmuLock',
            },
            { guard: 'mustRetry', actions: ['takeMmuLock', 'retry'], target: 'finishingUnderMmuLock' },
            { actions: 'takeMmuLock', target: 'mapping' },
          ],
        },
      },
      mapping: {
        meta: { fn: 'kvm_tdp_mmu_map' },
        on: { step: { actions: 'installSpte', target: 'finishingUnderMmuLock' } },
      },
      finishingUnderMmuLock: {
        meta: { fn: 'kvm_mmu_finish_page_fault' },
        on: { step: { actions: ['putFolio', 'dropMmuLock', 'endFault'], target: 'returned' } },
      },
      finishing: {
        meta: { fn: 'kvm_mmu_finish_page_fault' },
        on: { step: { actions: ['putFolio', 'endFault'], target: 'returned' } },
      },
      returned: { type: 'final' },
    },
  })
}
