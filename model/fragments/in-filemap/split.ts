/**
 * Splits a huge folio into order-0 folios where it stands in the filemap.
 *
 * Its slots are split first; the new ones still point at the head, as the model's slots always do.
 *
 * Source: hugetlb_restructuring_split_folio(), mm/hugetlb_restructuring.c (HugeTLB support on top of in-place
 * conversion).
 */
import { match } from 'ts-pattern'
import { cell } from '../../../checker/declare.ts'
import type { Design } from '../../designs/design.ts'
import {
  canFreeze,
  freezeFolio,
  splitToPages,
  storePages,
  unfreezeFolio,
} from '../../kernel/hugepages/restructuring.ts'
import { mayFail, spendFailure } from '../../kernel/state/failures.ts'
import { ENOMEM, OK, RESULTS, showResult } from '../../kernel/state/values.ts'
import type { Scope } from '../../kernel/words.ts'
import { enomem, type Memory } from '../folios/memory.ts'

export type SplitInFilemapLocal = 'split.folio' | 'split.i' | 'split.result'
type Split = Scope<SplitInFilemapLocal>

export const splitInFilemap = (design: Design, memory: Memory) =>
  ({
    guards: {
      'split.canFreeze': ({ kernel, call }: Split) => canFreeze(kernel, call['split.folio']),
      'split.firstMiss': ({ kernel, call }: Split) =>
        !canFreeze(kernel, call['split.folio']) && kernel.warnedSpinning === 0,
      'split.mayFail': ({ kernel }: Split) => mayFail(kernel),
      'split.moreToUnfreeze': ({ kernel, call }: Split) => call['split.i'] + 1 < kernel.hugepage,
      'split.failed': ({ call }: Split) => call['split.result'] !== OK,
    },
    effects: {
      'split.failWithEnomem': ({ kernel, call }: Split) => {
        spendFailure(kernel)
        call['split.result'] = ENOMEM
      },
      'split.freeze': ({ kernel, call }: Split) => freezeFolio(kernel, call['split.folio']),
      'split.warnSpinning': ({ kernel, call }: Split) => {
        kernel.warnSpinning = 1 + call['split.folio']
        kernel.warnedSpinning = 1
      },
      'split.unfreezeHuge': ({ kernel, call }: Split) => unfreezeFolio(kernel, call['split.folio']),
      'split.toPages': ({ kernel, call }: Split) => splitToPages(kernel, call['split.folio']),
      'split.storePages': ({ kernel, call }: Split) => {
        storePages(kernel, call['split.folio'])
        call['split.i'] = 0
      },
      'split.unfreeze': ({ kernel, call }: Split) => unfreezeFolio(kernel, call['split.folio'] + call['split.i']),
      'split.toNext': ({ call }: Split) => {
        call['split.i'] += 1
      },
      'split.succeed': ({ call }: Split) => {
        call['split.result'] = OK
      },
    },
    config: {
      meta: {
        within: 'split',
        locals: { 'split.folio': cell(32), 'split.i': cell(16), 'split.result': cell(RESULTS, showResult) },
      },
      initial: 'splittingEntries',
      states: {
        splittingEntries: {
          meta: { fn: 'xas_split_alloc' },
          on: {
            step: { target: 'freezing' },
            ...enomem(memory, { guard: 'split.mayFail', actions: 'split.failWithEnomem', target: 'done' }),
          },
        },
        freezing: {
          meta: { fn: 'hugetlb_restructuring_freeze_folio' },
          on: {
            step: [
              { guard: 'split.canFreeze', actions: 'split.freeze', target: 'restoringVmemmap' },
              ...match(design.freezeLoop)
                .with('warns', () => [{ guard: 'split.firstMiss', actions: 'split.warnSpinning' } as const])
                .with('quiet', () => [])
                .exhaustive(),
            ],
          },
        },
        restoringVmemmap: {
          meta: { fn: 'hugetlb_vmemmap_restore_folio' },
          on: {
            step: { target: 'splitting' },
            ...enomem(memory, { guard: 'split.mayFail', actions: 'split.failWithEnomem', target: 'unfreezingHuge' }),
          },
        },
        unfreezingHuge: {
          meta: { fn: 'hugetlb_restructuring_unfreeze_folio' },
          on: { step: { actions: 'split.unfreezeHuge', target: 'done' } },
        },
        splitting: {
          meta: { fn: '__split_folio_to_order' },
          on: { step: { actions: 'split.toPages', target: 'storing' } },
        },
        storing: {
          meta: { fn: '__xa_store' },
          on: { step: { actions: 'split.storePages', target: 'unfreezing' } },
        },
        unfreezing: {
          meta: { fn: 'hugetlb_restructuring_unfreeze_folio' },
          on: {
            step: [
              { guard: 'split.moreToUnfreeze', actions: ['split.unfreeze', 'split.toNext'] },
              { actions: ['split.unfreeze', 'split.succeed'], target: 'done' },
            ],
          },
        },
        done: { type: 'final' },
      },
    },
  }) as const
