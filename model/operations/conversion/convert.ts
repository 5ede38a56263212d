/**
 * Converts a range of pages between private and shared: KVM_GMEM_CONVERT_SHARED, KVM_GMEM_CONVERT_PRIVATE.
 *
 * Source: kvm_gmem_convert_range() and the functions it calls, virt/kvm/guest_memfd.c (RFC v2 04/51 and 38/51).
 * Left out: argument checks; the value that ends up in error_offset (that it was never assigned is told).
 */

import { match } from 'ts-pattern'
import { cell } from '../../../checker/declare.ts'
import type { Design } from '../../designs/design.ts'
import type { CheckReferencesLocal } from '../../fragments/folios/check-references.ts'
import { checkReferences } from '../../fragments/folios/check-references.ts'
import { executeWork } from '../../fragments/restructuring/execute-work.ts'
import type { UnsetEvent } from '../../fragments/restructuring/restructure.ts'
import { type RollbackWorkListLocal, rollbackWorkList } from '../../fragments/restructuring/rollback-work-list.ts'
import { invalidateLock, lockingInvalidate } from '../../fragments/unmapping/lock-invalidate.ts'
import type { UnmapLocal } from '../../fragments/unmapping/notify-kvm.ts'
import { splitPrivate } from '../../fragments/unmapping/split-private.ts'
import { unmapMappingPages } from '../../fragments/unmapping/unmap-mapping-pages.ts'
import { type FirmwareKeeps, type UnmapPrivateLocal, unmapPrivate } from '../../fragments/unmapping/unmap-private.ts'
import { rememberState } from '../../kernel/file/snapshot.ts'
import { takeInvalidateLock } from '../../kernel/locks/invalidate-lock.ts'
import { invalidateBegin, invalidateEnd, invalidateRangeAdd, mmuLockIsFree, zapRange } from '../../kernel/mmu/mmu.ts'
import { itemFrom, itemPages, nextRun, runEnd, withItem } from '../../kernel/mmu/work-list.ts'
import { mayFail, spendFailure } from '../../kernel/state/failures.ts'
import { roundDown, roundUp } from '../../kernel/state/indices.ts'
import { EAGAIN, ENOMEM, OK, PRIVATE, RESULTS, SHARED, showResult, showShare } from '../../kernel/state/values.ts'
import { type Enomem, operation, type Scope, type Step } from '../../kernel/words.ts'

type ConvertLocal =
  | 'start'
  | 'pages'
  | 'share'
  | 'result'
  | 'next'
  | 'work'
  | 'item'
  | 'vm'
  | 'errorIndexIsSet'
  | UnmapLocal
  | CheckReferencesLocal
  | RollbackWorkListLocal
  | UnmapPrivateLocal
type Convert = Scope<ConvertLocal>

const end = ({ call }: Convert): number => call.start + call.pages
const hasMoreRuns = ({ kernel, call }: Convert): boolean =>
  nextRun(kernel, call.next, call.start + call.pages, call.share) < call.start + call.pages
/** First page of the item after the current one, or `kernel.pages`. */
const nextItem = ({ kernel, call }: Convert): number =>
  itemFrom(kernel, call.work, call.item + itemPages(call.work, call.item))
const isLastItem = (scope: Convert): boolean => nextItem(scope) === scope.kernel.pages
const isLastVm = ({ kernel, call }: Convert): boolean => call.vm + 1 === kernel.vms

export const convert = (design: Design) => {
  const memory = design.memory
  const executing = executeWork(design, memory)
  const rollingBack = rollbackWorkList(design, memory)
  const unmappingPrivate = unmapPrivate(design)
  const entering = match(design.privateSplit)
    .with('in-zap', 'before-invalidation', () => ['unmapPrivate'] as const)
    .with('before-zap', () => ['unmapPrivate', 'splitOfItem'] as const)
    .with('before-any-zap', () => ['unmapPrivate', 'splitOfAll'] as const)
    .exhaustive()
  const asksUsers = design.privateSplit === 'before-invalidation'
  const afterReserving = asksUsers ? ('asking' as const) : ('invalidating' as const)
  const windowOf = match(design.invalidateWindow)
    .with('exact', () => 'beginExactInvalidation' as const)
    .with('hugepage', () => 'beginWidenedInvalidation' as const)
    .exhaustive()
  const afterWorkList = match(memory)
    .with('on-demand', () => afterReserving)
    .with('reserved', () => 'reserving' as const)
    .exhaustive()
  const unmapping = match(design.sharedSptes)
    .with('through-notifier', () => 'unmapping' as const)
    .with('zapped', () => 'zappingShared' as const)
    .exhaustive()
  return operation<Convert, Step | Enomem | UnsetEvent | FirmwareKeeps>()({
    guards: {
      ...invalidateLock.guards,
      ...unmapMappingPages.guards,
      ...checkReferences.guards,
      ...executing.guards,
      ...rollingBack.guards,
      ...unmappingPrivate.guards,
      mayFailToAddItem: scope => mayFail(scope.kernel) && hasMoreRuns(scope),
      mayFailToAddFirstItem: scope => mayFail(scope.kernel) && hasMoreRuns(scope) && scope.call.work === 0,
      mayFail: ({ kernel }) => mayFail(kernel),
      hasMoreRuns,
      nothingToDo: scope => !hasMoreRuns(scope) && scope.call.work === 0,
      mmuLockIsFree: ({ kernel, call }) => mmuLockIsFree(kernel, call.vm),
      mmuLockIsFreeAndMoreVms: scope => mmuLockIsFree(scope.kernel, scope.call.vm) && !isLastVm(scope),
      mmuLockIsFreeAndMoreItems: scope => mmuLockIsFree(scope.kernel, scope.call.vm) && !isLastItem(scope),
      goesToPrivate: ({ call }) => call.share === PRIVATE,
      hasMoreItems: scope => !isLastItem(scope),
      isUnsafe: ({ call }) => call['references.result'] !== OK,
      workFailed: ({ call }) => call['work.result'] !== OK,
      errorIndexIsUnset: ({ call }) => call.result !== OK && call.errorIndexIsSet === 0,
    },
    effects: {
      ...invalidateLock.effects,
      ...unmapMappingPages.effects,
      ...checkReferences.effects,
      ...executing.effects,
      ...rollingBack.effects,
      ...unmappingPrivate.effects,
      takeInvalidateLock: ({ kernel, call, self }) => {
        takeInvalidateLock(kernel, self)
        rememberState(kernel)
        call.next = call.start
      },
      addItem: scope => {
        const { kernel, call } = scope
        const start = nextRun(kernel, call.next, end(scope), call.share)
        call.next = runEnd(kernel, start, end(scope), call.share)
        call.work = withItem(call.work, start, call.next)
      },
      loseItem: ({ kernel }) => spendFailure(kernel),
      failWithEnomem: ({ kernel, call }) => {
        spendFailure(kernel)
        call.result = ENOMEM
      },
      toFirstItem: ({ kernel, call }) => {
        call.item = itemFrom(kernel, call.work, 0)
        call.vm = 0
      },
      toNextItem: scope => {
        scope.call.item = nextItem(scope)
        scope.call.vm = 0
      },
      toFirstVm: ({ call }) => {
        call.vm = 0
      },
      toNextVm: ({ call }) => {
        call.vm += 1
      },
      beginWidenedInvalidation: ({ kernel, call }) => {
        invalidateBegin(kernel, call.vm)
        invalidateRangeAdd(
          kernel,
          call.vm,
          roundDown(kernel, call.item),
          roundUp(kernel, call.item + itemPages(call.work, call.item)),
        )
      },
      beginExactInvalidation: ({ kernel, call }) => {
        invalidateBegin(kernel, call.vm)
        invalidateRangeAdd(kernel, call.vm, call.item, call.item + itemPages(call.work, call.item))
      },
      unmapPrivate: ({ call }) => {
        call['unmapPrivate.work'] = call.work
        call['unmapPrivate.item'] = call.item
        call['unmapPrivate.vm'] = 0
      },
      splitOfItem: ({ call }) => {
        call['splitPrivate.work'] = call.work
        call['splitPrivate.item'] = call.item
      },
      splitOfAll: ({ call }) => {
        call['splitPrivate.work'] = call.work
        call['splitPrivate.item'] = call.item
        call['splitPrivate.all'] = 1
      },
      keepSplitError: ({ call }) => {
        call.result = call['splitPrivate.result']
      },
      keepUnmapError: ({ call }) => {
        call.result = call['unmapPrivate.result']
      },
      zapShared: ({ kernel, call }) =>
        zapRange(kernel, call.vm, SHARED, call.item, call.item + itemPages(call.work, call.item)),
      unmapItem: ({ call }) => {
        call['unmap.start'] = call.item
        call['unmap.pages'] = itemPages(call.work, call.item)
      },
      checkItem: ({ call }) => {
        call['references.start'] = call.item
        call['references.pages'] = itemPages(call.work, call.item)
      },
      failWithEagain: ({ call }) => {
        call.result = EAGAIN
        call.errorIndexIsSet = 1
      },
      executeItem: ({ call }) => {
        call['work.start'] = call.item
        call['work.pages'] = itemPages(call.work, call.item)
        call['work.share'] = call.share
      },
      rollBack: ({ call }) => {
        call.result = call['work.result']
        call['rollbackWork.work'] = call.work
        call['rollbackWork.stop'] = call.item
        call['rollbackWork.share'] = call.share === SHARED ? PRIVATE : SHARED
      },
      endInvalidation: ({ kernel, call }) => invalidateEnd(kernel, call.vm),
      readErrorIndex: ({ kernel }) => {
        kernel.unsetRead = 1
      },
    },
  }).createMachine({
    id: 'convert',
    context: ({ input }) => input,
    meta: {
      fn: 'kvm_gmem_ioctl_convert_range',
      locals: {
        start: cell(16),
        pages: cell(16),
        share: cell(2, showShare),
        result: cell(RESULTS, showResult),
        next: cell(16),
        work: cell(256),
        item: cell(16),
        vm: cell(4),
        errorIndexIsSet: cell(2),
      },
    },
    initial: 'locking',
    states: {
      ...lockingInvalidate({ actions: 'takeInvalidateLock', target: 'computingWork' }),
      computingWork: {
        meta: { fn: 'kvm_gmem_convert_compute_work' },
        on: {
          step: [
            { guard: 'hasMoreRuns', actions: 'addItem' },
            { guard: 'nothingToDo', target: 'unlocking' },
            { actions: 'toFirstItem', target: afterWorkList },
          ],
          enomem: match(design.workListError)
            .with('swallowed', () => [
              { guard: 'mayFailToAddFirstItem', actions: 'loseItem', target: 'unlocking' } as const,
              { guard: 'mayFailToAddItem', actions: ['loseItem', 'toFirstItem'], target: afterWorkList } as const,
            ])
            .with('reported', () => [
              { guard: 'mayFailToAddItem', actions: 'failWithEnomem', target: 'unlocking' } as const,
            ])
            .exhaustive(),
        },
      },
      ...(memory === 'reserved' && {
        reserving: {
          meta: { fn: 'kvm_gmem_convert_range' },
          on: {
            step: { target: afterReserving },
            enomem: { guard: 'mayFail' as const, actions: 'failWithEnomem' as const, target: 'unlocking' as const },
          },
        },
      }),
      ...(asksUsers && {
        asking: {
          meta: { fn: 'kvm_gmem_convert_range' },
          on: {
            step: [
              { guard: 'goesToPrivate' as const, target: 'invalidating' as const },
              { actions: 'splitOfAll' as const, target: 'splittingPrivate' as const },
            ],
          },
        },
        splittingPrivate: {
          ...splitPrivate.config,
          onDone: [
            { guard: 'splitPrivate.failed' as const, actions: 'keepSplitError' as const, target: 'unlocking' as const },
            { target: 'invalidating' as const },
          ],
        },
      }),
      invalidating: {
        meta: { fn: 'kvm_gmem_invalidate_begin' },
        on: {
          step: [
            { guard: 'mmuLockIsFreeAndMoreVms', actions: [windowOf, 'toNextVm'] },
            { guard: 'mmuLockIsFreeAndMoreItems', actions: [windowOf, 'toNextItem'] },
            { guard: 'mmuLockIsFree', actions: [windowOf, 'toFirstItem'], target: 'proceeding' },
          ],
        },
      },
      proceeding: {
        meta: { fn: 'kvm_gmem_convert_should_proceed' },
        on: {
          step: [
            { guard: 'goesToPrivate', actions: 'unmapItem', target: unmapping },
            { actions: entering, target: 'unmappingPrivate' },
          ],
        },
      },
      unmappingPrivate: {
        ...unmappingPrivate.config,
        onDone: [
          { guard: 'unmapPrivate.failed', actions: ['keepUnmapError', 'toFirstItem'], target: 'ending' },
          { actions: ['toFirstItem', 'executeItem'], target: 'executing' },
        ],
      },
      ...(design.sharedSptes === 'zapped' && {
        zappingShared: {
          meta: { fn: 'kvm_gmem_zap' },
          on: {
            step: [
              { guard: 'mmuLockIsFreeAndMoreVms' as const, actions: ['zapShared', 'toNextVm'] as const },
              {
                guard: 'mmuLockIsFree' as const,
                actions: ['zapShared', 'toFirstVm', 'unmapItem'] as const,
                target: 'unmapping' as const,
              },
            ],
          },
        },
      }),
      unmapping: { ...unmapMappingPages.config, onDone: { actions: 'checkItem', target: 'checkingReferences' } },
      checkingReferences: {
        ...checkReferences.config,
        onDone: [
          { guard: 'isUnsafe', actions: ['failWithEagain', 'toFirstItem'], target: 'ending' },
          { guard: 'hasMoreItems', actions: 'toNextItem', target: 'proceeding' },
          { actions: ['toFirstItem', 'executeItem'], target: 'executing' },
        ],
      },
      executing: {
        ...executing.config,
        onDone: [
          { guard: 'workFailed', actions: 'rollBack', target: 'rollingBack' },
          { guard: 'hasMoreItems', actions: ['toNextItem', 'executeItem'], target: 'executing' },
          { actions: 'toFirstItem', target: 'ending' },
        ],
      },
      rollingBack: { ...rollingBack.config, onDone: { actions: 'toFirstItem', target: 'ending' } },
      ending: {
        meta: { fn: 'kvm_gmem_invalidate_end' },
        on: {
          step: [
            { guard: 'mmuLockIsFreeAndMoreVms', actions: ['endInvalidation', 'toNextVm'] },
            { guard: 'mmuLockIsFreeAndMoreItems', actions: ['endInvalidation', 'toNextItem'] },
            { guard: 'mmuLockIsFree', actions: 'endInvalidation', target: 'unlocking' },
          ],
        },
      },
      // The ioctl reads error_index right after the lock is dropped: told with this step, before anybody else moves.
      unlocking: {
        meta: { fn: 'filemap_invalidate_unlock' },
        on: {
          step: [
            ...match(design.errorIndex)
              .with('unset', () => [
                {
                  guard: 'errorIndexIsUnset',
                  actions: ['dropInvalidateLock', 'readErrorIndex'],
                  target: 'returned',
                } as const,
              ])
              .with('start', () => [])
              .exhaustive(),
            { actions: 'dropInvalidateLock', target: 'returned' },
          ],
        },
      },
      returned: { type: 'final' },
    },
  })
}
