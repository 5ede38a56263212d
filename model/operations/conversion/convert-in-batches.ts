/**
 * Converts a range between private and shared, one hugepage at a time: KVM_SET_MEMORY_ATTRIBUTES2 of a guest_memfd.
 *
 * The first batch that fails ends the call; those before it stay converted, and error_offset tells where it stopped.
 *
 * Source: __kvm_gmem_set_attributes(), kvm_gmem_convert(), kvm_gmem_restructure(), virt/kvm/guest_memfd.c (HugeTLB support
 * on top of in-place conversion).
 * Left out: argument checks.
 */

import { match } from 'ts-pattern'
import { cell } from '../../../checker/declare.ts'
import type { Design } from '../../designs/design.ts'
import { type CheckReferencesLocal, checkReferences } from '../../fragments/folios/check-references.ts'
import { type RestructureFolioLocal, restructureFolio } from '../../fragments/in-filemap/restructure.ts'
import { invalidateLock, lockingInvalidate } from '../../fragments/unmapping/lock-invalidate.ts'
import type { UnmapLocal } from '../../fragments/unmapping/notify-kvm.ts'
import { unmapMappingPages } from '../../fragments/unmapping/unmap-mapping-pages.ts'
import { storeShareability } from '../../kernel/attributes/shareability.ts'
import { reclaimPages } from '../../kernel/file/firmware.ts'
import { rememberState } from '../../kernel/file/snapshot.ts'
import { takeInvalidateLock } from '../../kernel/locks/invalidate-lock.ts'
import { invalidateBegin, invalidateEnd, invalidateRangeAdd, mmuLockIsFree, zapRange } from '../../kernel/mmu/mmu.ts'
import { someSpteCrosses, splitCrossingSptes } from '../../kernel/mmu/private-sptes.ts'
import { mayFail, spendFailure } from '../../kernel/state/failures.ts'
import { roundDown, roundUp } from '../../kernel/state/indices.ts'
import { EAGAIN, ENOMEM, OK, PRIVATE, RESULTS, SHARED, showResult, showShare } from '../../kernel/state/values.ts'
import { type Enomem, operation, type Scope, type Step } from '../../kernel/words.ts'

type ConvertLocal =
  | 'start'
  | 'pages'
  | 'share'
  | 'result'
  | 'errorIndex'
  | 'batch'
  | 'vm'
  | UnmapLocal
  | CheckReferencesLocal
  | RestructureFolioLocal
type Convert = Scope<ConvertLocal>

const end = ({ call }: Convert): number => call.start + call.pages
/** End of the batch: of its hugepage or of the request. */
const batchEnd = (scope: Convert): number => Math.min(roundUp(scope.kernel, scope.call.batch + 1), end(scope))
const isLastBatch = (scope: Convert): boolean => batchEnd(scope) === end(scope)
const isLastVm = ({ kernel, call }: Convert): boolean => call.vm + 1 === kernel.vms

/** Every page of the batch's hugepage outside of the batch is private. */
const restIsPrivate = (scope: Convert): boolean => {
  const { kernel, call } = scope
  for (let page = roundDown(kernel, call.batch); page < roundUp(kernel, call.batch + 1); page++)
    if ((page < call.batch || page >= batchEnd(scope)) && kernel.share[page] === SHARED) return false
  return true
}

export const convertInBatches = (design: Design) => {
  const restructuring = restructureFolio(design, design.memory)
  const zapFirst = design.batchBegins === 'zap'
  const endsEarly = zapFirst && design.batchEnds === 'before-restructuring'
  const afterZap = match({ zapFirst, endsEarly })
    .with({ endsEarly: true }, () => ['toFirstVm', 'ending'] as const)
    .with({ zapFirst: true }, () => ['restructure', 'restructuring'] as const)
    .otherwise(() => ['toFirstVm', 'storing'] as const)
  const tellsFirmware = design.conversionTells === 'shared'
  const [leaving, afterZapping] = tellsFirmware
    ? ([[], 'makingShared'] as const)
    : ([[afterZap[0]], afterZap[1]] as const)
  return operation<Convert, Step | Enomem>()({
    guards: {
      ...invalidateLock.guards,
      ...unmapMappingPages.guards,
      ...checkReferences.guards,
      ...restructuring.guards,
      isConverted: scope => {
        for (let page = scope.call.start; page < end(scope); page++)
          if (scope.kernel.share[page] !== scope.call.share) return false
        return true
      },
      mayFail: ({ kernel }) => mayFail(kernel),
      goesToPrivate: ({ call }) => call.share === PRIVATE,
      isUnsafe: ({ call }) => call['references.result'] !== OK,
      mmuLockIsFree: ({ kernel, call }) => mmuLockIsFree(kernel, call.vm),
      mmuLockIsFreeAndMoreVms: scope => mmuLockIsFree(scope.kernel, scope.call.vm) && !isLastVm(scope),
      mmuLockIsFreeAndGoesToPrivate: ({ kernel, call }) => mmuLockIsFree(kernel, call.vm) && call.share === PRIVATE,
      mmuLockIsFreeAndFailed: ({ kernel, call }) => mmuLockIsFree(kernel, call.vm) && call.result !== OK,
      mmuLockIsFreeAndMoreBatches: scope => mmuLockIsFree(scope.kernel, scope.call.vm) && !isLastBatch(scope),
      mayFailToSplitSptes: scope =>
        mayFail(scope.kernel) &&
        mmuLockIsFree(scope.kernel, scope.call.vm) &&
        someSpteCrosses(scope.kernel, scope.call.vm, scope.call.batch, batchEnd(scope)),
      failed: ({ call }) => call.result !== OK,
      hasMoreBatches: scope => !isLastBatch(scope),
      leavesTheRequest: scope =>
        scope.call.result !== OK && (scope.call.errorIndex < scope.call.start || scope.call.errorIndex >= end(scope)),
    },
    effects: {
      ...invalidateLock.effects,
      ...unmapMappingPages.effects,
      ...checkReferences.effects,
      ...restructuring.effects,
      takeInvalidateLock: ({ kernel, call, self }) => {
        takeInvalidateLock(kernel, self)
        rememberState(kernel)
        call.batch = call.start
      },
      toNextBatch: scope => {
        scope.call.batch = batchEnd(scope)
        scope.call.vm = 0
      },
      toFirstVm: ({ call }) => {
        call.vm = 0
      },
      toNextVm: ({ call }) => {
        call.vm += 1
      },
      failWithEnomem: ({ kernel, call }) => {
        spendFailure(kernel)
        call.result = ENOMEM
        call.errorIndex = call.batch
      },
      unmapBatch: scope => {
        scope.call['unmap.start'] = scope.call.batch
        scope.call['unmap.pages'] = batchEnd(scope) - scope.call.batch
      },
      checkBatch: scope => {
        scope.call['references.start'] = scope.call.batch
        scope.call['references.pages'] = batchEnd(scope) - scope.call.batch
      },
      failAtFolio: ({ call }) => {
        call.result = EAGAIN
        call.errorIndex = call['references.errorIndex']
      },
      failWithinRequest: ({ call }) => {
        call.result = EAGAIN
        call.errorIndex = Math.max(call.batch, call['references.errorIndex'])
      },
      beginInvalidation: scope => {
        const { kernel, call } = scope
        invalidateBegin(kernel, call.vm)
        invalidateRangeAdd(kernel, call.vm, roundDown(kernel, call.batch), roundUp(kernel, batchEnd(scope)))
      },
      splitSptes: scope => splitCrossingSptes(scope.kernel, scope.call.vm, scope.call.batch, batchEnd(scope)),
      zapBothKinds: scope => {
        zapRange(scope.kernel, scope.call.vm, PRIVATE, scope.call.batch, batchEnd(scope))
        zapRange(scope.kernel, scope.call.vm, SHARED, scope.call.batch, batchEnd(scope))
      },
      zapOldKind: scope => {
        const old = scope.call.share === SHARED ? PRIVATE : SHARED
        zapRange(scope.kernel, scope.call.vm, old, scope.call.batch, batchEnd(scope))
      },
      makeShared: scope => reclaimPages(scope.kernel, scope.call.batch, batchEnd(scope)),
      endInvalidation: ({ kernel, call }) => invalidateEnd(kernel, call.vm),
      restructure: scope => {
        scope.call['restructure.index'] = roundDown(scope.kernel, scope.call.batch)
        scope.call['restructure.toHuge'] = scope.call.share === PRIVATE && restIsPrivate(scope) ? 1 : 0
      },
      failToRestructure: ({ call }) => {
        call.result = call['restructure.result']
        call.errorIndex = call.batch
      },
      store: scope =>
        storeShareability(scope.kernel, scope.call.batch, batchEnd(scope) - scope.call.batch, scope.call.share),
      tellOutside: ({ kernel }) => {
        kernel.errorOffsetOutside = 1
      },
    },
  }).createMachine({
    id: 'convertInBatches',
    context: ({ input }) => input,
    meta: {
      fn: 'kvm_gmem_set_attributes',
      locals: {
        start: cell(16),
        pages: cell(16),
        share: cell(2, showShare),
        result: cell(RESULTS, showResult),
        errorIndex: cell(32),
        batch: cell(16),
        vm: cell(4),
      },
    },
    initial: 'locking',
    states: {
      ...lockingInvalidate({ actions: 'takeInvalidateLock', target: 'comparing' }),
      comparing: {
        meta: { fn: 'kvm_gmem_range_has_attributes' },
        on: { step: [{ guard: 'isConverted', target: 'unlocking' }, { target: 'preallocating' }] },
      },
      preallocating: {
        meta: { fn: 'kvm_gmem_mas_preallocate' },
        on: {
          step: [
            { guard: 'goesToPrivate', actions: 'unmapBatch', target: 'unmapping' },
            { actions: 'toFirstVm', target: 'invalidating' },
          ],
          enomem: { guard: 'mayFail', actions: 'failWithEnomem', target: 'unlocking' },
        },
      },
      unmapping: { ...unmapMappingPages.config, onDone: { actions: 'checkBatch', target: 'checkingReferences' } },
      checkingReferences: {
        ...checkReferences.config,
        onDone: [
          {
            guard: 'isUnsafe',
            actions: match(design.busyOffset)
              .with('folio', () => 'failAtFolio' as const)
              .with('within-request', () => 'failWithinRequest' as const)
              .exhaustive(),
            target: 'unlocking',
          },
          { actions: 'toFirstVm', target: 'invalidating' },
        ],
      },
      invalidating: {
        meta: { fn: 'kvm_gmem_invalidate_begin' },
        on: {
          step: [
            { guard: 'mmuLockIsFreeAndMoreVms', actions: ['beginInvalidation', 'toNextVm'] },
            ...(zapFirst
              ? ([
                  {
                    guard: 'mmuLockIsFreeAndGoesToPrivate',
                    actions: ['beginInvalidation', 'toFirstVm'],
                    target: 'zapping',
                  },
                ] as const)
              : ([
                  {
                    guard: 'mmuLockIsFreeAndGoesToPrivate',
                    actions: ['beginInvalidation', 'restructure'],
                    target: 'restructuring',
                  },
                ] as const)),
            { guard: 'mmuLockIsFree', actions: ['beginInvalidation', 'toFirstVm'], target: 'splittingPrivate' },
          ],
        },
      },
      splittingPrivate: {
        meta: { fn: 'kvm_gmem_split_private' },
        on: {
          step: [
            { guard: 'mmuLockIsFreeAndMoreVms', actions: ['splitSptes', 'toNextVm'] },
            zapFirst
              ? ({ guard: 'mmuLockIsFree', actions: ['splitSptes', 'toFirstVm'], target: 'zapping' } as const)
              : ({ guard: 'mmuLockIsFree', actions: ['splitSptes', 'restructure'], target: 'restructuring' } as const),
          ],
          enomem: { guard: 'mayFailToSplitSptes', actions: ['failWithEnomem', 'toFirstVm'], target: 'ending' },
        },
      },
      zapping: {
        meta: { fn: 'kvm_gmem_zap' },
        on: {
          step: match(design.batchZaps)
            .with('both-kinds', () => [
              { guard: 'mmuLockIsFreeAndMoreVms', actions: ['zapBothKinds', 'toNextVm'] } as const,
              { guard: 'mmuLockIsFree', actions: ['zapBothKinds', ...leaving], target: afterZapping } as const,
            ])
            .with('old-kind', () => [
              { guard: 'mmuLockIsFreeAndMoreVms', actions: ['zapOldKind', 'toNextVm'] } as const,
              { guard: 'mmuLockIsFree', actions: ['zapOldKind', ...leaving], target: afterZapping } as const,
            ])
            .exhaustive(),
        },
      },
      ...(tellsFirmware && {
        makingShared: {
          meta: { fn: 'kvm_gmem_make_shared' },
          on: {
            step: [
              { guard: 'goesToPrivate' as const, actions: afterZap[0], target: afterZap[1] },
              { actions: ['makeShared', afterZap[0]] as const, target: afterZap[1] },
            ],
          },
        },
      }),
      ending: {
        meta: { fn: 'kvm_gmem_invalidate_end' },
        on: {
          step: [
            { guard: 'mmuLockIsFreeAndMoreVms', actions: ['endInvalidation', 'toNextVm'] },
            { guard: 'mmuLockIsFreeAndFailed', actions: 'endInvalidation', target: 'unlocking' },
            ...(endsEarly
              ? ([
                  { guard: 'mmuLockIsFree', actions: ['endInvalidation', 'restructure'], target: 'restructuring' },
                ] as const)
              : ([
                  {
                    guard: 'mmuLockIsFreeAndMoreBatches',
                    actions: ['endInvalidation', 'toNextBatch'],
                    target: 'preallocating',
                  },
                  { guard: 'mmuLockIsFree', actions: 'endInvalidation', target: 'unlocking' },
                ] as const)),
          ],
        },
      },
      restructuring: {
        ...restructuring.config,
        onDone: [
          endsEarly
            ? ({ guard: 'restructure.failed', actions: 'failToRestructure', target: 'unlocking' } as const)
            : ({
                guard: 'restructure.failed',
                actions: ['failToRestructure', 'toFirstVm'],
                target: 'ending',
              } as const),
          zapFirst ? ({ target: 'storing' } as const) : ({ actions: 'toFirstVm', target: 'zapping' } as const),
        ],
      },
      storing: {
        meta: { fn: 'mas_store_prealloc' },
        on: {
          step: endsEarly
            ? [
                { guard: 'hasMoreBatches', actions: ['store', 'toNextBatch'], target: 'preallocating' } as const,
                { actions: 'store', target: 'unlocking' } as const,
              ]
            : [{ actions: ['store', 'toFirstVm'], target: 'ending' } as const],
        },
      },
      // error_offset is told with this step, before anybody else moves.
      unlocking: {
        meta: { fn: 'filemap_invalidate_unlock' },
        on: {
          step: [
            { guard: 'leavesTheRequest', actions: ['dropInvalidateLock', 'tellOutside'], target: 'returned' },
            { actions: 'dropInvalidateLock', target: 'returned' },
          ],
        },
      },
      returned: { type: 'final' },
    },
  })
}
