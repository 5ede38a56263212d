/**
 * Frees whole hugepages of a range: fallocate() that punches a hole; and the end of the inode, which frees them all.
 *
 * Source: kvm_gmem_punch_hole(), kvm_gmem_evict_inode(), virt/kvm/guest_memfd.c (HugeTLB support on top of in-place
 * conversion).
 * Left out: argument checks; private SPTEs that reach beyond the range, which holes of whole hugepages do not have.
 */

import { cell } from '../../../checker/declare.ts'
import type { Design } from '../../designs/design.ts'
import { type TruncateHugepagesLocal, truncateHugepages } from '../../fragments/in-filemap/truncate.ts'
import { invalidateLock, lockingInvalidate } from '../../fragments/unmapping/lock-invalidate.ts'
import { rememberHole } from '../../kernel/file/hole-snapshot.ts'
import { takeInvalidateLock } from '../../kernel/locks/invalidate-lock.ts'
import { invalidateBegin, invalidateEnd, invalidateRangeAdd, mmuLockIsFree, zapRange } from '../../kernel/mmu/mmu.ts'
import { PRIVATE, RESULTS, SHARED, showResult } from '../../kernel/state/values.ts'
import { operation, type Scope, type Step } from '../../kernel/words.ts'

type PunchHole = Scope<'start' | 'pages' | 'result' | 'vm' | TruncateHugepagesLocal>

const end = ({ call }: PunchHole): number => call.start + call.pages
const isFree = ({ kernel, call }: PunchHole): boolean => mmuLockIsFree(kernel, call.vm)
const hasMoreVms = ({ kernel, call }: PunchHole): boolean => call.vm + 1 < kernel.vms

export const punchHugepages = (design: Design) => {
  const truncating = truncateHugepages(design)
  return operation<PunchHole, Step>()({
    guards: {
      ...invalidateLock.guards,
      ...truncating.guards,
      mmuLockIsFree: isFree,
      mmuLockIsFreeAndMoreVms: scope => isFree(scope) && hasMoreVms(scope),
    },
    effects: {
      ...invalidateLock.effects,
      ...truncating.effects,
      takeInvalidateLock: scope => {
        takeInvalidateLock(scope.kernel, scope.self)
        rememberHole(scope.kernel, scope.call.start, end(scope), 1 + scope.self)
      },
      beginInvalidation: scope => {
        invalidateBegin(scope.kernel, scope.call.vm)
        invalidateRangeAdd(scope.kernel, scope.call.vm, scope.call.start, end(scope))
      },
      zap: scope => {
        zapRange(scope.kernel, scope.call.vm, PRIVATE, scope.call.start, end(scope))
        zapRange(scope.kernel, scope.call.vm, SHARED, scope.call.start, end(scope))
      },
      endInvalidation: ({ kernel, call }) => invalidateEnd(kernel, call.vm),
      toFirstVm: ({ call }) => {
        call.vm = 0
      },
      toNextVm: ({ call }) => {
        call.vm += 1
      },
      truncateRange: scope => {
        scope.call['truncate.start'] = scope.call.start
        scope.call['truncate.end'] = end(scope)
        scope.call['truncate.mustMerge'] = 1
      },
      keepResult: ({ call }) => {
        call.result = call['truncate.result']
      },
    },
  }).createMachine({
    id: 'punchHugepages',
    context: ({ input }) => input,
    meta: {
      fn: 'kvm_gmem_punch_hole',
      locals: { start: cell(16), pages: cell(16), result: cell(RESULTS, showResult), vm: cell(4) },
    },
    initial: 'locking',
    states: {
      ...lockingInvalidate({ actions: 'takeInvalidateLock', target: 'beginning' }),
      beginning: {
        meta: { fn: 'kvm_gmem_invalidate_begin' },
        on: {
          step: [
            { guard: 'mmuLockIsFreeAndMoreVms', actions: ['beginInvalidation', 'toNextVm'] },
            { guard: 'mmuLockIsFree', actions: ['beginInvalidation', 'toFirstVm'], target: 'zapping' },
          ],
        },
      },
      zapping: {
        meta: { fn: 'kvm_gmem_zap' },
        on: {
          step: [
            { guard: 'mmuLockIsFreeAndMoreVms', actions: ['zap', 'toNextVm'] },
            { guard: 'mmuLockIsFree', actions: ['zap', 'truncateRange'], target: 'truncating' },
          ],
        },
      },
      truncating: { ...truncating.config, onDone: { actions: ['keepResult', 'toFirstVm'], target: 'ending' } },
      ending: {
        meta: { fn: 'kvm_gmem_invalidate_end' },
        on: {
          step: [
            { guard: 'mmuLockIsFreeAndMoreVms', actions: ['endInvalidation', 'toNextVm'] },
            { guard: 'mmuLockIsFree', actions: 'endInvalidation', target: 'unlocking' },
          ],
        },
      },
      unlocking: {
        meta: { fn: 'filemap_invalidate_unlock' },
        on: { step: { actions: 'dropInvalidateLock', target: 'returned' } },
      },
      returned: { type: 'final' },
    },
  })
}

/** The last reference to the inode is gone: nobody can look its folios up any more, but some may still be pinned. */
export const evict = (design: Design) => {
  const truncating = truncateHugepages(design)
  return operation<Scope<TruncateHugepagesLocal>, Step>()({
    guards: truncating.guards,
    effects: {
      ...truncating.effects,
      truncateFile: ({ kernel, call }) => {
        rememberHole(kernel, 0, kernel.pages, 0)
        call['truncate.start'] = 0
        call['truncate.end'] = kernel.pages
        call['truncate.mustMerge'] = 0
      },
    },
  }).createMachine({
    id: 'evict',
    context: ({ input }) => input,
    meta: { fn: 'kvm_gmem_evict_inode' },
    initial: 'entered',
    states: {
      entered: {
        meta: { fn: 'truncate_inode_pages_final_prepare' },
        on: { step: { actions: 'truncateFile', target: 'truncating' } },
      },
      truncating: { ...truncating.config, onDone: { target: 'returned' } },
      returned: { type: 'final' },
    },
  })
}
