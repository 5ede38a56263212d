/**
 * Splits the private SPTEs that reach beyond an item of the work list, in every VM.
 *
 * Of one item, or of all that follow it: the design says.
 *
 * Source: kvm_gmem_split_private(), virt/kvm/guest_memfd.c; kvm_split_cross_boundary_leafs(), arch/x86/kvm/mmu/tdp_mmu.c
 * (TDX huge pages RFC v2).
 * Left out: that a VM's SPTEs are split one by one, some of them perhaps before memory runs out (errs on neither side: a
 * split SPTE maps what it mapped before).
 */
import { cell } from '../../../checker/declare.ts'
import { mmuLockIsFree } from '../../kernel/mmu/mmu.ts'
import { someSpteCrosses, splitCrossingSptes } from '../../kernel/mmu/private-sptes.ts'
import { itemFrom, itemPages } from '../../kernel/mmu/work-list.ts'
import { mayFail, spendFailure } from '../../kernel/state/failures.ts'
import { ENOMEM, OK, RESULTS, showResult } from '../../kernel/state/values.ts'
import type { Scope } from '../../kernel/words.ts'

export type SplitPrivateLocal =
  | 'splitPrivate.work'
  | 'splitPrivate.item'
  | 'splitPrivate.all'
  | 'splitPrivate.vm'
  | 'splitPrivate.result'
type SplitPrivate = Scope<SplitPrivateLocal>

const end = ({ call }: SplitPrivate): number =>
  call['splitPrivate.item'] + itemPages(call['splitPrivate.work'], call['splitPrivate.item'])
const nextItem = (scope: SplitPrivate): number => itemFrom(scope.kernel, scope.call['splitPrivate.work'], end(scope))
const isFree = ({ kernel, call }: SplitPrivate): boolean => mmuLockIsFree(kernel, call['splitPrivate.vm'])

export const splitPrivate = {
  guards: {
    'splitPrivate.moreVms': (scope: SplitPrivate) =>
      isFree(scope) && scope.call['splitPrivate.vm'] + 1 < scope.kernel.vms,
    'splitPrivate.moreItems': (scope: SplitPrivate) =>
      isFree(scope) && scope.call['splitPrivate.all'] === 1 && nextItem(scope) < scope.kernel.pages,
    'splitPrivate.mmuLockIsFree': isFree,
    'splitPrivate.mayFail': (scope: SplitPrivate) =>
      mayFail(scope.kernel) &&
      isFree(scope) &&
      someSpteCrosses(scope.kernel, scope.call['splitPrivate.vm'], scope.call['splitPrivate.item'], end(scope)),
    'splitPrivate.failed': ({ call }: SplitPrivate) => call['splitPrivate.result'] !== OK,
  },
  effects: {
    'splitPrivate.split': (scope: SplitPrivate) =>
      splitCrossingSptes(scope.kernel, scope.call['splitPrivate.vm'], scope.call['splitPrivate.item'], end(scope)),
    'splitPrivate.toNextVm': ({ call }: SplitPrivate) => {
      call['splitPrivate.vm'] += 1
    },
    'splitPrivate.toNextItem': (scope: SplitPrivate) => {
      scope.call['splitPrivate.item'] = nextItem(scope)
      scope.call['splitPrivate.vm'] = 0
    },
    'splitPrivate.failWithEnomem': ({ kernel, call }: SplitPrivate) => {
      spendFailure(kernel)
      call['splitPrivate.result'] = ENOMEM
    },
  },
  config: {
    meta: {
      within: 'splitPrivate',
      locals: {
        'splitPrivate.work': cell(256),
        'splitPrivate.item': cell(16),
        'splitPrivate.all': cell(2),
        'splitPrivate.vm': cell(4),
        'splitPrivate.result': cell(RESULTS, showResult),
      },
    },
    initial: 'splitting',
    states: {
      splitting: {
        meta: { fn: 'kvm_gmem_split_private' },
        on: {
          step: [
            { guard: 'splitPrivate.moreVms', actions: ['splitPrivate.split', 'splitPrivate.toNextVm'] },
            { guard: 'splitPrivate.moreItems', actions: ['splitPrivate.split', 'splitPrivate.toNextItem'] },
            { guard: 'splitPrivate.mmuLockIsFree', actions: 'splitPrivate.split', target: 'done' },
          ],
          enomem: { guard: 'splitPrivate.mayFail', actions: 'splitPrivate.failWithEnomem', target: 'done' },
        },
      },
      done: { type: 'final' },
    },
  },
} as const
