/**
 * A host access to a page of the file through the VMA that maps it.
 *
 * The PTE is installed after the invalidate lock was dropped, with the folio locked and a reference held.
 *
 * Source: kvm_gmem_fault_shared(), virt/kvm/guest_memfd.c (RFC v2 02, 38/51), kvm_gmem_fault_user_mapping() there (today);
 * finish_fault(), mm/memory.c.
 * Left out: the VMA lock is taken with the invalidate lock, in one step; hwpoison.
 */
import { cell } from '../../../checker/declare.ts'
import type { Design } from '../../designs/design.ts'
import { type ZapLocal, zapFolio } from '../../fragments/direct-map/zap-folio.ts'
import { type FolioLookupLocal, lookUpFolio } from '../../fragments/pfn/get-pfn.ts'
import { tellHandedOut } from '../../kernel/direct-map/record.ts'
import { enterVma, installHostPte, leaveVma, noVma } from '../../kernel/file/host-mappings.ts'
import {
  dropInvalidateLockShared,
  invalidateLockIsShareable,
  takeInvalidateLockShared,
} from '../../kernel/locks/invalidate-lock.ts'
import { clearFolio } from '../../kernel/memory/contents.ts'
import { folioPages, putFolio, unlockFolio } from '../../kernel/memory/folio.ts'
import { EACCES, EFAULT, PRIVATE, RESULTS, SIGBUS, showResult } from '../../kernel/state/values.ts'
import { type Enomem, operation, type Scope, type Step } from '../../kernel/words.ts'

type HostFaultLocal = 'page' | 'result' | 'folio' | FolioLookupLocal | ZapLocal
type HostFault = Scope<HostFaultLocal>

export const hostFault = (design: Design) => {
  const getFolio = lookUpFolio(design)
  const unlocksEarly = design.hostFaultUnlocks === 'after-lookup'
  const locks = design.lookupLock === 'shared'
  // There the end of the file is looked at before the lock is taken.
  const locksApart = locks && design.conversion === 'in-place'
  const afterClearing = locks && !unlocksEarly ? 'unlocking' : 'finishing'
  const zapping = zapFolio(design)
  const isMarked = design.directMap === 'marked'
  const clearedTo = isMarked ? 'zapping' : afterClearing
  const zap = isMarked ? (['zap'] as const) : ([] as const)
  const failing = locks ? 'unlockingWithError' : 'returned'
  const leaving = locks ? [] : (['leaveVma'] as const)
  return operation<HostFault, Step | Enomem>()({
    guards: {
      ...getFolio.guards,
      ...zapping.guards,
      noVma: ({ kernel }) => noVma(kernel),
      invalidateLockIsShareable: ({ kernel }) => invalidateLockIsShareable(kernel),
      isBeyond: ({ kernel, call }) => call.page >= kernel.pages,
      isPrivate: ({ kernel, call }) => kernel.share[call.page] === PRIVATE,
      isLarge: ({ kernel, call }) => folioPages(kernel, call['getFolio.folio']) !== 1,
      foundLarge: ({ kernel, call }) => folioPages(kernel, call.folio) !== 1,
      isUptodate: ({ kernel, call }) => kernel.uptodate[call.folio] === 1,
      isMapped: ({ kernel, call }) => kernel.hostPte[call.page] !== 0,
    },
    effects: {
      ...getFolio.effects,
      ...zapping.effects,
      zap: ({ call }) => {
        call['zap.folio'] = call.folio
      },
      keepZapResult: ({ call }) => {
        call.result = call['zap.result']
      },
      failWithEfault: ({ call }) => {
        call.result = EFAULT
      },
      failWithEacces: ({ call }) => {
        call.result = EACCES
      },
      enterVma: ({ kernel, self }) => enterVma(kernel, self),
      leaveVma: ({ kernel, self }) => leaveVma(kernel, self),
      takeInvalidateLockShared: ({ kernel, self }) => takeInvalidateLockShared(kernel, self),
      dropInvalidateLockShared: ({ kernel, self }) => dropInvalidateLockShared(kernel, self),
      getFolioOfPage: ({ call }) => {
        call['getFolio.index'] = call.page
      },
      failToGetFolio: ({ call }) => {
        call.result = call['getFolio.result']
      },
      keepFolio: ({ call }) => {
        call.folio = call['getFolio.folio']
      },
      failBeyond: ({ call }) => {
        call.result = SIGBUS
      },
      failWithSigbus: ({ kernel, call }) => {
        kernel.warnHostFaultLarge = 1 + call.folio
        call.result = SIGBUS
      },
      clearAndMarkUptodate: ({ kernel, call }) => {
        clearFolio(kernel, call.folio)
        kernel.uptodate[call.folio] = 1
      },
      installPte: ({ kernel, call, self }) => {
        tellHandedOut(kernel, call.folio, call.page)
        installHostPte(kernel, self, call.page, call.folio)
      },
      unlockFolio: ({ kernel, call, self }) => unlockFolio(kernel, self, call.folio),
      putFolio: ({ kernel, call, self }) => putFolio(kernel, self, call.folio),
    },
  }).createMachine({
    id: 'hostFault',
    context: ({ input }) => input,
    meta: {
      fn: isMarked ? 'kvm_gmem_fault_user_mapping' : 'kvm_gmem_fault_shared',
      locals: { page: cell(16), result: cell(RESULTS, showResult), folio: cell(32) },
    },
    initial: 'entered',
    states: {
      entered: {
        meta: { fn: 'filemap_invalidate_lock_shared' },
        on: {
          step: [
            { guard: 'noVma', actions: 'failWithEfault', target: 'returned' },
            ...(locksApart
              ? ([{ actions: 'enterVma', target: 'locking' }] as const)
              : locks
                ? ([
                    {
                      guard: 'invalidateLockIsShareable',
                      actions: ['enterVma', 'takeInvalidateLockShared'],
                      target: 'checkingShare',
                    },
                  ] as const)
                : ([{ actions: 'enterVma', target: 'checkingShare' }] as const)),
          ],
        },
      },
      ...(locksApart && {
        locking: {
          meta: { fn: 'filemap_invalidate_lock_shared' },
          on: {
            step: {
              guard: 'invalidateLockIsShareable' as const,
              actions: 'takeInvalidateLockShared' as const,
              target: 'checkingShare' as const,
            },
          },
        },
      }),
      checkingShare: {
        meta: { fn: 'kvm_gmem_shareability_get' },
        on: {
          step: [
            { guard: 'isBeyond', actions: ['failBeyond', ...leaving], target: failing },
            { guard: 'isPrivate', actions: ['failWithEacces', ...leaving], target: failing },
            { actions: 'getFolioOfPage', target: 'gettingFolio' },
          ],
        },
      },
      gettingFolio: {
        ...getFolio.config,
        onDone: [
          { guard: 'getFolio.failed', actions: ['failToGetFolio', ...leaving], target: failing },
          ...(unlocksEarly
            ? ([{ actions: 'keepFolio', target: 'unlocking' }] as const)
            : ([
                { guard: 'isLarge', actions: ['keepFolio', 'failWithSigbus'], target: 'unlockingLarge' },
                { actions: 'keepFolio', target: 'clearing' },
              ] as const)),
        ],
      },
      ...(unlocksEarly && {
        checkingSize: {
          meta: { fn: 'folio_test_large' },
          on: {
            step: [
              { guard: 'foundLarge' as const, actions: 'failWithSigbus' as const, target: 'unlockingLarge' as const },
              { target: 'clearing' as const },
            ],
          },
        },
      }),
      unlockingLarge: {
        meta: { fn: 'folio_unlock' },
        on: { step: { actions: 'unlockFolio', target: 'puttingLarge' } },
      },
      puttingLarge: {
        meta: { fn: 'folio_put' },
        on: {
          step: unlocksEarly
            ? { actions: ['putFolio', 'leaveVma'], target: 'returned' }
            : { actions: ['putFolio', ...leaving], target: failing },
        },
      },
      unlockingWithError: {
        meta: { fn: 'filemap_invalidate_unlock_shared' },
        on: { step: { actions: ['dropInvalidateLockShared', 'leaveVma'], target: 'returned' } },
      },
      clearing: {
        meta: { fn: 'folio_mark_uptodate' },
        on: {
          step: [
            { guard: 'isUptodate', actions: zap, target: clearedTo },
            { actions: ['clearAndMarkUptodate', ...zap], target: clearedTo },
          ],
        },
      },
      ...(isMarked && {
        zapping: {
          ...zapping.config,
          onDone: [
            { guard: 'zap.failed' as const, actions: 'keepZapResult' as const, target: 'unlockingLarge' as const },
            { target: afterClearing },
          ],
        },
      }),
      unlocking: {
        meta: { fn: 'filemap_invalidate_unlock_shared' },
        on: { step: { actions: 'dropInvalidateLockShared', target: unlocksEarly ? 'checkingSize' : 'finishing' } },
      },
      finishing: {
        meta: { fn: 'finish_fault' },
        on: {
          step: [
            { guard: 'isMapped', actions: 'unlockFolio', target: 'puttingMapped' },
            { actions: ['installPte', 'unlockFolio', 'leaveVma'], target: 'returned' },
          ],
        },
      },
      puttingMapped: {
        meta: { fn: 'folio_put' },
        on: { step: { actions: ['putFolio', 'leaveVma'], target: 'returned' } },
      },
      returned: { type: 'final' },
    },
  })
}
