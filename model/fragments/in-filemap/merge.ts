/**
 * Merges the order-0 folios of a hugepage into one huge folio where they stand in the filemap. Nothing in it can fail.
 *
 * Source: hugetlb_restructuring_merge_folio(), merge_unreferenced_folio(), mm/hugetlb_restructuring.c (HugeTLB support on
 * top of in-place conversion).
 */
import { match } from 'ts-pattern'
import { cell } from '../../../checker/declare.ts'
import type { Design } from '../../designs/design.ts'
import { clearStalePages } from '../../kernel/hugepages/allocator.ts'
import {
  canFreeze,
  freezeFolio,
  mergeEntries,
  mergeToHuge,
  unfreezeFolio,
} from '../../kernel/hugepages/restructuring.ts'
import type { Scope } from '../../kernel/words.ts'

export type MergeInFilemapLocal = 'merge.first' | 'merge.i'
type Merge = Scope<MergeInFilemapLocal>

const frozenNext = ({ call }: Merge): number => call['merge.first'] + call['merge.i']

export const mergeInFilemap = (design: Design) => {
  const toHuge = match(design.uptodateAtMerge)
    .with('head', () => ['merge.toHuge'] as const)
    .with('every-page', () => ['merge.clearStalePages', 'merge.toHuge'] as const)
    .exhaustive()
  return {
    guards: {
      'merge.canFreeze': (scope: Merge) => canFreeze(scope.kernel, frozenNext(scope)),
      'merge.canFreezeAndMore': (scope: Merge) =>
        canFreeze(scope.kernel, frozenNext(scope)) && scope.call['merge.i'] + 1 < scope.kernel.hugepage,
      'merge.firstMiss': (scope: Merge) =>
        !canFreeze(scope.kernel, frozenNext(scope)) && scope.kernel.warnedSpinning === 0,
    },
    effects: {
      'merge.freeze': (scope: Merge) => freezeFolio(scope.kernel, frozenNext(scope)),
      'merge.toNext': ({ call }: Merge) => {
        call['merge.i'] += 1
      },
      'merge.warnSpinning': (scope: Merge) => {
        scope.kernel.warnSpinning = 1 + frozenNext(scope)
        scope.kernel.warnedSpinning = 1
      },
      'merge.entries': ({ kernel, call }: Merge) => mergeEntries(kernel, call['merge.first']),
      'merge.clearStalePages': ({ kernel, call }: Merge) => clearStalePages(kernel, call['merge.first']),
      'merge.toHuge': ({ kernel, call }: Merge) => mergeToHuge(kernel, call['merge.first']),
      'merge.unfreeze': ({ kernel, call }: Merge) => unfreezeFolio(kernel, call['merge.first']),
    },
    config: {
      meta: { within: 'merge', locals: { 'merge.first': cell(32), 'merge.i': cell(16) } },
      initial: 'freezing',
      states: {
        freezing: {
          meta: { fn: 'hugetlb_restructuring_freeze_folio' },
          on: {
            step: [
              { guard: 'merge.canFreezeAndMore', actions: ['merge.freeze', 'merge.toNext'] },
              { guard: 'merge.canFreeze', actions: 'merge.freeze', target: 'mergingEntries' },
              ...match(design.freezeLoop)
                .with('warns', () => [{ guard: 'merge.firstMiss', actions: 'merge.warnSpinning' } as const])
                .with('quiet', () => [])
                .exhaustive(),
            ],
          },
        },
        mergingEntries: {
          meta: { fn: 'merge_entries' },
          on: { step: { actions: 'merge.entries', target: 'merging' } },
        },
        merging: {
          meta: { fn: 'merge_unreferenced_folio' },
          on: { step: { actions: toHuge, target: 'unfreezing' } },
        },
        unfreezing: {
          meta: { fn: 'hugetlb_restructuring_unfreeze_folio' },
          on: { step: { actions: 'merge.unfreeze', target: 'done' } },
        },
        done: { type: 'final' },
      },
    },
  } as const
}
