/**
 * Converts a range of order-0 folios between private and shared: KVM_SET_MEMORY_ATTRIBUTES2 of a guest_memfd.
 *
 * Everything that can fail comes first: memory for the attributes, references that others hold. After that nothing fails,
 * so that nothing is ever rolled back.
 *
 * Source: __kvm_gmem_set_attributes(), kvm_gmem_make_shared(), virt/kvm/guest_memfd.c (in-place conversion, after v8).
 * Left out: argument checks.
 */

import { cell } from '../../../checker/declare.ts'
import { type CheckOutstandingLocal, checkOutstanding } from '../../fragments/folios/check-outstanding.ts'
import { beginAndZapKind, endIfBound, mayInvalidate } from '../../fragments/unmapping/invalidate-files.ts'
import { invalidateLock, lockingInvalidate } from '../../fragments/unmapping/lock-invalidate.ts'
import type { UnmapLocal } from '../../fragments/unmapping/notify-kvm.ts'
import { unmapMappingPages } from '../../fragments/unmapping/unmap-mapping-pages.ts'
import { storeShareability } from '../../kernel/attributes/shareability.ts'
import { reclaimPages } from '../../kernel/file/firmware.ts'
import { rememberState } from '../../kernel/file/snapshot.ts'
import { takeInvalidateLock } from '../../kernel/locks/invalidate-lock.ts'
import { mayFail, spendFailure } from '../../kernel/state/failures.ts'
import { ENOMEM, OK, PRIVATE, RESULTS, SHARED, showResult, showShare } from '../../kernel/state/values.ts'
import { type Enomem, operation, type Scope, type Step } from '../../kernel/words.ts'

type ConvertLocal = 'start' | 'pages' | 'share' | 'result' | 'toldOffset' | 'vm' | UnmapLocal | CheckOutstandingLocal
type Convert = Scope<ConvertLocal>

const end = ({ call }: Convert): number => call.start + call.pages
const mayGoOn = (scope: Convert): boolean => mayInvalidate(scope.kernel, scope.call.vm, scope.call.start, end(scope))
const isLastVm = ({ kernel, call }: Convert): boolean => call.vm + 1 === kernel.vms

export const convertInPlace = () =>
  operation<Convert, Step | Enomem>()({
    guards: {
      ...invalidateLock.guards,
      ...unmapMappingPages.guards,
      ...checkOutstanding.guards,
      isConverted: scope => {
        for (let page = scope.call.start; page < end(scope); page++)
          if (scope.kernel.share[page] !== scope.call.share) return false
        return true
      },
      mayFail: ({ kernel }) => mayFail(kernel),
      isUnsafe: ({ call }) => call['outstanding.result'] !== OK,
      goesToPrivate: ({ call }) => call.share === PRIVATE,
      mayGoOn,
      mayGoOnAndMoreVms: scope => mayGoOn(scope) && !isLastVm(scope),
      mayGoOnAndTellsFirmware: scope =>
        mayGoOn(scope) && scope.call.share === SHARED && scope.kernel.firmware.length > 0,
      leavesTheRequest: scope =>
        scope.call.result !== OK && (scope.call.toldOffset <= scope.call.start || scope.call.toldOffset > end(scope)),
    },
    effects: {
      ...invalidateLock.effects,
      ...unmapMappingPages.effects,
      ...checkOutstanding.effects,
      takeInvalidateLock: ({ kernel, self }) => {
        takeInvalidateLock(kernel, self)
        rememberState(kernel)
      },
      failWithEnomem: ({ kernel, call }) => {
        spendFailure(kernel)
        call.result = ENOMEM
        call.toldOffset = 1 + call.start
      },
      unmapRange: ({ call }) => {
        call['unmap.start'] = call.start
        call['unmap.pages'] = call.pages
      },
      checkRange: ({ call }) => {
        call['outstanding.start'] = call.start
        call['outstanding.pages'] = call.pages
      },
      keepBusy: ({ call }) => {
        call.result = call['outstanding.result']
        call.toldOffset = 1 + call['outstanding.errorIndex']
      },
      toFirstVm: ({ call }) => {
        call.vm = 0
      },
      toNextVm: ({ call }) => {
        call.vm += 1
      },
      beginAndZapOldKind: scope => {
        const { kernel, call, self } = scope
        beginAndZapKind(kernel, self, call.vm, call.start, end(scope), call.share === SHARED ? PRIVATE : SHARED)
      },
      makeShared: scope => reclaimPages(scope.kernel, scope.call.start, end(scope)),
      store: ({ kernel, call }) => storeShareability(kernel, call.start, call.pages, call.share),
      endInvalidation: scope => {
        const { kernel, call, self } = scope
        endIfBound(kernel, self, call.vm, call.start, end(scope))
      },
      tellOutside: ({ kernel }) => {
        kernel.errorOffsetOutside = 1
      },
    },
  }).createMachine({
    id: 'convertInPlace',
    context: ({ input }) => input,
    meta: {
      fn: 'kvm_gmem_set_attributes',
      locals: {
        start: cell(16),
        pages: cell(16),
        share: cell(2, showShare),
        result: cell(RESULTS, showResult),
        /** 1 + the page at which user space is told that the conversion failed, once it is told. */
        toldOffset: cell(32),
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
          step: [{ guard: 'goesToPrivate', actions: 'unmapRange', target: 'unmapping' }, { target: 'invalidating' }],
          enomem: { guard: 'mayFail', actions: 'failWithEnomem', target: 'unlocking' },
        },
      },
      unmapping: { ...unmapMappingPages.config, onDone: { actions: 'checkRange', target: 'checking' } },
      checking: {
        ...checkOutstanding.config,
        onDone: [{ guard: 'isUnsafe', actions: 'keepBusy', target: 'unlocking' }, { target: 'invalidating' }],
      },
      invalidating: {
        meta: { fn: 'kvm_gmem_invalidate_start' },
        on: {
          step: [
            { guard: 'mayGoOnAndMoreVms', actions: ['beginAndZapOldKind', 'toNextVm'] },
            { guard: 'mayGoOnAndTellsFirmware', actions: 'beginAndZapOldKind', target: 'makingShared' },
            { guard: 'mayGoOn', actions: 'beginAndZapOldKind', target: 'storing' },
          ],
        },
      },
      makingShared: {
        meta: { fn: 'kvm_gmem_make_shared' },
        on: { step: { actions: 'makeShared', target: 'storing' } },
      },
      storing: {
        meta: { fn: 'mas_store_prealloc' },
        on: { step: { actions: ['store', 'toFirstVm'], target: 'ending' } },
      },
      ending: {
        meta: { fn: 'kvm_gmem_invalidate_end' },
        on: {
          step: [
            { guard: 'mayGoOnAndMoreVms', actions: ['endInvalidation', 'toNextVm'] },
            { guard: 'mayGoOn', actions: 'endInvalidation', target: 'unlocking' },
          ],
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
