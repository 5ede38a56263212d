/**
 * Splits or merges the hugepage at an index to the order that is asked for; without a folio there is nothing to do.
 *
 * Source: gmem_hugetlb_restructure_folio(), virt/kvm/guest_memfd_hugetlb.c; hugetlb_restructuring_restructure_folio(),
 * mm/hugetlb_restructuring.c (HugeTLB support on top of in-place conversion).
 */
import { cell } from '../../../checker/declare.ts'
import type { Design } from '../../designs/design.ts'
import { slotAt, slotIsEmpty, slotIsGettable } from '../../kernel/file/filemap.ts'
import { folioPages, getFolio, putFolio } from '../../kernel/memory/folio.ts'
import { OK, RESULTS, showResult } from '../../kernel/state/values.ts'
import type { Scope } from '../../kernel/words.ts'
import type { Memory } from '../folios/memory.ts'
import { type MergeInFilemapLocal, mergeInFilemap } from './merge.ts'
import { type SplitInFilemapLocal, splitInFilemap } from './split.ts'

export type RestructureFolioLocal =
  | 'restructure.index'
  | 'restructure.toHuge'
  | 'restructure.folio'
  | 'restructure.result'
  | SplitInFilemapLocal
  | MergeInFilemapLocal
type Restructure = Scope<RestructureFolioLocal>

export const restructureFolio = (design: Design, memory: Memory) => {
  const splitting = splitInFilemap(design, memory)
  const merging = mergeInFilemap(design)
  return {
    guards: {
      ...splitting.guards,
      ...merging.guards,
      'restructure.slotIsEmpty': ({ kernel, call }: Restructure) => slotIsEmpty(kernel, call['restructure.index']),
      'restructure.slotIsGettable': ({ kernel, call }: Restructure) =>
        slotIsGettable(kernel, call['restructure.index']),
      'restructure.mustSplit': ({ kernel, call }: Restructure) =>
        folioPages(kernel, call['restructure.folio']) !== 1 && call['restructure.toHuge'] === 0,
      'restructure.mustMerge': ({ kernel, call }: Restructure) =>
        folioPages(kernel, call['restructure.folio']) === 1 && call['restructure.toHuge'] === 1,
      'restructure.failed': ({ call }: Restructure) => call['restructure.result'] !== OK,
    },
    effects: {
      ...splitting.effects,
      ...merging.effects,
      'restructure.get': ({ kernel, call, self }: Restructure) => {
        call['restructure.folio'] = slotAt(kernel, call['restructure.index']) - 1
        getFolio(kernel, self, call['restructure.folio'])
      },
      'restructure.put': ({ kernel, call, self }: Restructure) => putFolio(kernel, self, call['restructure.folio']),
      'restructure.split': ({ call }: Restructure) => {
        call['split.folio'] = call['restructure.folio']
      },
      'restructure.merge': ({ call }: Restructure) => {
        call['merge.first'] = call['restructure.folio']
        call['merge.i'] = 0
      },
      'restructure.keepSplitResult': ({ call }: Restructure) => {
        call['restructure.result'] = call['split.result']
      },
      'restructure.succeed': ({ call }: Restructure) => {
        call['restructure.result'] = OK
      },
    },
    config: {
      meta: {
        within: 'restructure',
        locals: {
          'restructure.index': cell(32),
          'restructure.toHuge': cell(2),
          'restructure.folio': cell(32),
          'restructure.result': cell(RESULTS, showResult),
        },
      },
      initial: 'getting',
      states: {
        getting: {
          meta: { fn: 'filemap_get_folio' },
          on: {
            step: [
              { guard: 'restructure.slotIsEmpty', actions: 'restructure.succeed', target: 'done' },
              { guard: 'restructure.slotIsGettable', actions: 'restructure.get', target: 'putting' },
            ],
          },
        },
        putting: {
          meta: { fn: 'folio_put' },
          on: { step: { actions: 'restructure.put', target: 'choosing' } },
        },
        choosing: {
          meta: { fn: 'hugetlb_restructuring_restructure_folio' },
          on: {
            step: [
              { guard: 'restructure.mustSplit', actions: 'restructure.split', target: 'splitting' },
              { guard: 'restructure.mustMerge', actions: 'restructure.merge', target: 'merging' },
              { actions: 'restructure.succeed', target: 'done' },
            ],
          },
        },
        splitting: { ...splitting.config, onDone: { actions: 'restructure.keepSplitResult', target: 'done' } },
        merging: { ...merging.config, onDone: { actions: 'restructure.succeed', target: 'done' } },
        done: { type: 'final' },
      },
    },
  } as const
}
