/**
 * Takes whole hugepages out of the filemap, merged first.
 *
 * References to any page of the range keep all of it from being merged: then the caller is told, or, when the inode is
 * going away, the pages go as they are.
 *
 * Source: merge_truncate_range(), kvm_gmem_truncate_range(), kvm_gmem_truncate_folio(), virt/kvm/guest_memfd.c;
 * hugetlb_restructuring_metadata_restore(), mm/hugetlb_restructuring.c (HugeTLB support on top of in-place conversion).
 * Left out: that a batch holds its references until all its folios are truncated (may miss bugs of that); that a folio is
 * unmapped once more under its lock (nobody maps it since the range was unmapped, with the invalidate lock held).
 */
import { match } from 'ts-pattern'
import { cell } from '../../../checker/declare.ts'
import type { Design } from '../../designs/design.ts'
import { removeFromFilemap, slotAt, slotIsEmpty, slotIsGettable } from '../../kernel/file/filemap.ts'
import { eraseStash, hasStash } from '../../kernel/hugepages/allocator.ts'
import {
  dropReferences,
  folioIsUnlocked,
  folioPages,
  getFolio,
  lockFolio,
  putFolio,
  unlockFolio,
} from '../../kernel/memory/folio.ts'
import type { Kernel } from '../../kernel/state/state.ts'
import { EAGAIN, OK, RESULTS, showResult } from '../../kernel/state/values.ts'
import type { Scope } from '../../kernel/words.ts'
import { type CheckReferencesLocal, checkReferences } from '../folios/check-references.ts'
import type { UnmapLocal } from '../unmapping/notify-kvm.ts'
import { unmapMappingPages } from '../unmapping/unmap-mapping-pages.ts'
import { type RestructureFolioLocal, restructureFolio } from './restructure.ts'

export type TruncateHugepagesLocal =
  | 'truncate.start'
  | 'truncate.end'
  | 'truncate.mustMerge'
  | 'truncate.index'
  | 'truncate.folio'
  | 'truncate.result'
  | UnmapLocal
  | CheckReferencesLocal
  | RestructureFolioLocal
type Truncate = Scope<TruncateHugepagesLocal>

/** First occupied slot of the rest of the range, or its end. */
const nextOccupied = (kernel: Kernel, from: number, end: number): number => {
  let page = from
  while (page < end && slotIsEmpty(kernel, page)) page += 1
  return page
}

export const truncateHugepages = (design: Design) => {
  const merging = restructureFolio(design, 'reserved')
  const restoring = match(design.metadataOfPages)
    .with('restores', () => 'truncate.restoreMetadata' as const)
    .with('leaves', () => 'truncate.restoreMetadataOfHuge' as const)
    .exhaustive()
  return {
    guards: {
      ...unmapMappingPages.guards,
      ...checkReferences.guards,
      ...merging.guards,
      'truncate.isBusyAndMustMerge': ({ call }: Truncate) =>
        call['references.result'] !== OK && call['truncate.mustMerge'] === 1,
      'truncate.isBusy': ({ call }: Truncate) => call['references.result'] !== OK,
      'truncate.moreToMerge': ({ kernel, call }: Truncate) =>
        call['truncate.index'] + kernel.hugepage < call['truncate.end'],
      'truncate.foundNothing': ({ kernel, call }: Truncate) =>
        nextOccupied(kernel, call['truncate.index'], call['truncate.end']) === call['truncate.end'],
      'truncate.hasFound': ({ kernel, call }: Truncate) =>
        slotIsGettable(kernel, nextOccupied(kernel, call['truncate.index'], call['truncate.end'])),
      'truncate.isUnlocked': ({ kernel, call }: Truncate) => folioIsUnlocked(kernel, call['truncate.folio']),
      'truncate.failed': ({ call }: Truncate) => call['truncate.result'] !== OK,
    },
    effects: {
      ...unmapMappingPages.effects,
      ...checkReferences.effects,
      ...merging.effects,
      'truncate.unmap': ({ call }: Truncate) => {
        call['unmap.start'] = call['truncate.start']
        call['unmap.pages'] = call['truncate.end'] - call['truncate.start']
      },
      'truncate.check': ({ call }: Truncate) => {
        call['references.start'] = call['truncate.start']
        call['references.pages'] = call['truncate.end'] - call['truncate.start']
      },
      'truncate.failWithEagain': ({ call }: Truncate) => {
        call['truncate.result'] = EAGAIN
      },
      'truncate.mergeFirst': ({ call }: Truncate) => {
        call['truncate.index'] = call['truncate.start']
        call['restructure.index'] = call['truncate.index']
        call['restructure.toHuge'] = 1
      },
      'truncate.mergeNext': ({ kernel, call }: Truncate) => {
        call['truncate.index'] += kernel.hugepage
        call['restructure.index'] = call['truncate.index']
        call['restructure.toHuge'] = 1
      },
      'truncate.toStart': ({ call }: Truncate) => {
        call['truncate.index'] = call['truncate.start']
      },
      'truncate.get': ({ kernel, call, self }: Truncate) => {
        call['truncate.index'] = nextOccupied(kernel, call['truncate.index'], call['truncate.end'])
        call['truncate.folio'] = slotAt(kernel, call['truncate.index']) - 1
        getFolio(kernel, self, call['truncate.folio'])
      },
      'truncate.lock': ({ kernel, call, self }: Truncate) => lockFolio(kernel, self, call['truncate.folio']),
      // ->free_folio restores what hugetlb wants to know of its folio, and forgets it
      'truncate.restoreMetadata': ({ kernel, call }: Truncate) => {
        const folio = call['truncate.folio']
        if (folioPages(kernel, folio) === 1) {
          kernel.warnNotHugetlb = 1 + folio
          if (!hasStash(kernel, folio)) kernel.oopsNoMetadata = 1 + folio
        }
        eraseStash(kernel, folio)
      },
      'truncate.restoreMetadataOfHuge': ({ kernel, call }: Truncate) => {
        if (folioPages(kernel, call['truncate.folio']) !== 1) eraseStash(kernel, call['truncate.folio'])
      },
      'truncate.remove': ({ kernel, call }: Truncate) => {
        const folio = call['truncate.folio']
        const pages = folioPages(kernel, folio)
        removeFromFilemap(kernel, folio)
        kernel.uptodate[folio] = 0
        dropReferences(kernel, folio, pages)
        call['truncate.index'] += pages
      },
      'truncate.unlock': ({ kernel, call, self }: Truncate) => unlockFolio(kernel, self, call['truncate.folio']),
      'truncate.put': ({ kernel, call, self }: Truncate) => putFolio(kernel, self, call['truncate.folio']),
    },
    config: {
      meta: {
        within: 'truncate',
        locals: {
          'truncate.start': cell(32),
          'truncate.end': cell(32),
          'truncate.mustMerge': cell(2),
          'truncate.index': cell(32),
          'truncate.folio': cell(32),
          'truncate.result': cell(RESULTS, showResult),
        },
      },
      initial: 'entered',
      states: {
        entered: {
          meta: { fn: 'merge_truncate_range' },
          on: { step: { actions: 'truncate.unmap', target: 'unmapping' } },
        },
        unmapping: { ...unmapMappingPages.config, onDone: { actions: 'truncate.check', target: 'checking' } },
        checking: {
          ...checkReferences.config,
          onDone: [
            { guard: 'truncate.isBusyAndMustMerge', actions: 'truncate.failWithEagain', target: 'done' },
            { guard: 'truncate.isBusy', actions: 'truncate.toStart', target: 'getting' },
            { actions: 'truncate.mergeFirst', target: 'merging' },
          ],
        },
        merging: {
          ...merging.config,
          onDone: [
            { guard: 'truncate.moreToMerge', actions: 'truncate.mergeNext', target: 'merging' },
            { actions: 'truncate.toStart', target: 'getting' },
          ],
        },
        getting: {
          meta: { fn: 'filemap_get_folios' },
          on: {
            step: [
              { guard: 'truncate.foundNothing', target: 'done' },
              { guard: 'truncate.hasFound', actions: 'truncate.get', target: 'locking' },
            ],
          },
        },
        locking: {
          meta: { fn: 'folio_lock' },
          on: { step: { guard: 'truncate.isUnlocked', actions: 'truncate.lock', target: 'removing' } },
        },
        removing: {
          meta: { fn: 'filemap_remove_folio' },
          on: { step: { actions: [restoring, 'truncate.remove'], target: 'unlocking' } },
        },
        unlocking: { meta: { fn: 'folio_unlock' }, on: { step: { actions: 'truncate.unlock', target: 'putting' } } },
        putting: { meta: { fn: 'folio_put' }, on: { step: { actions: 'truncate.put', target: 'getting' } } },
        done: { type: 'final' },
      },
    },
  } as const
}
