/**
 * Takes the folios of a range out of the filemap, whoever else refers to them.
 *
 * A first pass takes what it can lock without sleeping, all of it in one go. A second pass sleeps on the lock of one folio
 * after the other, and looks again until it finds nothing.
 *
 * Source: truncate_inode_pages_range(), truncate_cleanup_folio(), mm/truncate.c; delete_from_page_cache_batch(),
 * mm/filemap.c; kvm_gmem_free_folio(), virt/kvm/guest_memfd.c; sev_gmem_invalidate(), arch/x86/kvm/svm/sev.c.
 * Left out: taking a reference and trying the lock are one step; the folios at both ends of the range are not visited
 * before the others in the second pass (may miss bugs of that order); a large folio that is only partly in
 * the range is truncated whole (may miss bugs of its other pages); what fails in sev_gmem_invalidate() is not told to anyone, and here only that the frame stays assigned.
 */
import { cell } from '../../../checker/declare.ts'
import type { Design } from '../../designs/design.ts'
import { folioStandsAt, slotAt, slotIsEmpty, slotIsGettable, takeFromFilemap } from '../../kernel/file/filemap.ts'
import { isRegistered, reclaimFolio } from '../../kernel/file/firmware.ts'
import {
  folioIsUnlocked,
  folioPages,
  getFolio,
  lockFolio,
  putFolio,
  putReferences,
  tryLockFolio,
  unlockFolio,
} from '../../kernel/memory/folio.ts'
import { mayFail, spendFailure } from '../../kernel/state/failures.ts'
import type { Kernel } from '../../kernel/state/state.ts'
import type { Scope } from '../../kernel/words.ts'
import { freeFolio, marksOf } from '../direct-map/free-folio.ts'
import type { UnmapLocal } from '../unmapping/notify-kvm.ts'
import { unmapMappingPages } from '../unmapping/unmap-mapping-pages.ts'

export type TruncateLocal =
  | 'truncate.start'
  | 'truncate.end'
  | 'truncate.index'
  | 'truncate.batch'
  | 'truncate.folio'
  | UnmapLocal
type Truncate = Scope<TruncateLocal>

/** First page at or after `from` that the batch holds, or `kernel.pages`. */
const inBatch = (kernel: Kernel, batch: number, from: number): number => {
  let page = from
  while (page < kernel.pages && ((batch >> page) & 1) === 0) page += 1
  return page
}

/** First occupied slot in [from, end), or `end`. */
const nextOccupied = (kernel: Kernel, from: number, end: number): number => {
  let page = from
  while (page < end && slotIsEmpty(kernel, page)) page += 1
  return page
}

const isMappedInBatch = (kernel: Kernel, batch: number, page: number): boolean =>
  ((batch >> page) & 1) === 1 && kernel.hostPte[page] !== 0

/** Stops at the next page of the batch that a host page table maps, or after the batch. */
const toNextMapped = ({ kernel, call }: Truncate): void => {
  let page = call['truncate.index']
  while (page < kernel.pages && !isMappedInBatch(kernel, call['truncate.batch'], page)) page += 1
  call['truncate.index'] = page
}

const unmapPage = ({ call }: Truncate): void => {
  call['unmap.start'] = call['truncate.index']
  call['unmap.pages'] = 1
}

const guards = {
  ...unmapMappingPages.guards,
  ...freeFolio.guards,
  'truncate.isOver': ({ call }: Truncate) => call['truncate.index'] >= call['truncate.end'],
  'truncate.isLockable': ({ kernel, call }: Truncate) =>
    slotIsGettable(kernel, call['truncate.index']) &&
    folioIsUnlocked(kernel, slotAt(kernel, call['truncate.index']) - 1),
  'truncate.batchIsEmpty': ({ call }: Truncate) => call['truncate.batch'] === 0,
  'truncate.hasMapped': ({ kernel, call }: Truncate) => call['truncate.index'] < kernel.pages,
  'truncate.hasMore': ({ kernel, call }: Truncate) =>
    inBatch(kernel, call['truncate.batch'], call['truncate.index'] + 1) < kernel.pages,
  'truncate.reclaimMayFail': ({ kernel, call }: Truncate) =>
    mayFail(kernel) && isRegistered(kernel, call['truncate.folio']),
  'truncate.foundNothing': ({ kernel, call }: Truncate) =>
    nextOccupied(kernel, call['truncate.start'], call['truncate.end']) === call['truncate.end'],
  'truncate.hasFound': ({ kernel, call }: Truncate) =>
    slotIsGettable(kernel, nextOccupied(kernel, call['truncate.start'], call['truncate.end'])),
  'truncate.isUnlocked': ({ kernel, call }: Truncate) => folioIsUnlocked(kernel, call['truncate.folio']),
  'truncate.isGone': ({ kernel, call }: Truncate) =>
    !folioStandsAt(kernel, call['truncate.folio'], call['truncate.index']),
  'truncate.isMapped': ({ kernel, call }: Truncate) => kernel.hostPte[call['truncate.index']] !== 0,
}

const effects = {
  ...unmapMappingPages.effects,
  ...freeFolio.effects,
  'truncate.getAndLock': ({ kernel, call, self }: Truncate) => {
    const folio = slotAt(kernel, call['truncate.index']) - 1
    getFolio(kernel, self, folio)
    tryLockFolio(kernel, self, folio)
    call['truncate.batch'] |= 1 << kernel.index[folio]!
  },
  'truncate.toNext': ({ call }: Truncate) => {
    call['truncate.index'] += 1
  },
  'truncate.toFirstMapped': (scope: Truncate) => {
    scope.call['truncate.index'] = 0
    toNextMapped(scope)
  },
  'truncate.toNextMapped': toNextMapped,
  'truncate.unmapPage': unmapPage,
  'truncate.removeBatch': ({ kernel, call, self }: Truncate) => {
    for (let page = 0; page < kernel.pages; page++)
      if (((call['truncate.batch'] >> page) & 1) === 1) takeFromFilemap(kernel, self, slotAt(kernel, page) - 1)
  },
  'truncate.toFirst': ({ kernel, call }: Truncate) => {
    call['truncate.index'] = inBatch(kernel, call['truncate.batch'], 0)
  },
  'truncate.toNextOfBatch': ({ kernel, call }: Truncate) => {
    call['truncate.index'] = inBatch(kernel, call['truncate.batch'], call['truncate.index'] + 1)
  },
  // The slot is empty: the folio is the locked one that remembers the index.
  'truncate.take': ({ kernel, call, self }: Truncate) => {
    for (let folio = 0; folio < kernel.frames; folio++)
      if (
        kernel.folioLock[folio] === 1 + self &&
        kernel.index[folio] === call['truncate.index'] &&
        kernel.mapping[folio] === 0
      )
        call['truncate.folio'] = folio
  },
  'truncate.reclaim': ({ kernel, call }: Truncate) => reclaimFolio(kernel, call['truncate.folio']),
  'truncate.failToReclaim': ({ kernel }: Truncate) => spendFailure(kernel),
  'truncate.put': ({ kernel, call, self }: Truncate) => {
    putReferences(kernel, self, call['truncate.folio'], folioPages(kernel, call['truncate.folio']))
    unlockFolio(kernel, self, call['truncate.folio'])
    putFolio(kernel, self, call['truncate.folio'])
  },
  'truncate.startOver': ({ call }: Truncate) => {
    call['truncate.batch'] = 0
    call['truncate.index'] = call['truncate.start']
  },
  'truncate.get': ({ kernel, call, self }: Truncate) => {
    call['truncate.index'] = nextOccupied(kernel, call['truncate.start'], call['truncate.end'])
    call['truncate.folio'] = slotAt(kernel, call['truncate.index']) - 1
    getFolio(kernel, self, call['truncate.folio'])
  },
  'truncate.lock': ({ kernel, call, self }: Truncate) => lockFolio(kernel, self, call['truncate.folio']),
  'truncate.remove': ({ kernel, call, self }: Truncate) => takeFromFilemap(kernel, self, call['truncate.folio']),
  'truncate.unlock': ({ kernel, call, self }: Truncate) => unlockFolio(kernel, self, call['truncate.folio']),
  'truncate.putUnused': ({ kernel, call, self }: Truncate) => putFolio(kernel, self, call['truncate.folio']),
}

export const truncate = (design: Design) => {
  const marks = marksOf(design)
  const freed =
    marks === undefined
      ? ({
          step: { actions: 'truncate.reclaim', target: 'putting' },
          eio: { guard: 'truncate.reclaimMayFail', actions: 'truncate.failToReclaim', target: 'putting' },
        } as const)
      : ({
          step: { actions: ['truncate.restore', ...marks.restored, 'truncate.reclaim'], target: 'putting' },
          eio: {
            guard: 'truncate.reclaimMayFail',
            actions: ['truncate.restore', ...marks.restored, 'truncate.failToReclaim'],
            target: 'putting',
          },
          enomem: {
            guard: 'truncate.splitMayFail',
            actions: ['truncate.failToRestore', ...marks.failed, 'truncate.reclaim'],
            target: 'putting',
          },
        } as const)
  return {
    guards,
    effects,
    config: {
      meta: {
        within: 'truncate',
        locals: {
          'truncate.start': cell(32),
          'truncate.end': cell(32),
          'truncate.index': cell(32),
          'truncate.batch': cell(256),
          'truncate.folio': cell(32),
        },
      },
      initial: 'collecting',
      states: {
        collecting: {
          meta: { fn: 'find_lock_entries' },
          on: {
            step: [
              { guard: 'truncate.isOver', actions: 'truncate.toFirstMapped', target: 'unmapping' },
              { guard: 'truncate.isLockable', actions: ['truncate.getAndLock', 'truncate.toNext'] },
              { actions: 'truncate.toNext' },
            ],
          },
        },
        unmapping: {
          meta: { fn: 'truncate_cleanup_folio' },
          on: {
            step: [
              { guard: 'truncate.batchIsEmpty', actions: 'truncate.startOver', target: 'lookingAgain' },
              { guard: 'truncate.hasMapped', actions: 'truncate.unmapPage', target: 'unmappingPage' },
              { actions: 'truncate.removeBatch', target: 'takingFirst' },
            ],
          },
        },
        unmappingPage: {
          ...unmapMappingPages.config,
          onDone: { actions: 'truncate.toNextMapped', target: 'unmapping' },
        },
        takingFirst: {
          meta: { fn: 'filemap_free_folio' },
          on: { step: { actions: ['truncate.toFirst', 'truncate.take'], target: 'reclaiming' } },
        },
        reclaiming: {
          meta: { fn: 'kvm_gmem_free_folio' },
          on: freed,
        },
        putting: {
          meta: { fn: 'folio_put_refs' },
          on: {
            step: [
              {
                guard: 'truncate.hasMore',
                actions: ['truncate.put', 'truncate.toNextOfBatch', 'truncate.take'],
                target: 'reclaiming',
              },
              { actions: ['truncate.put', 'truncate.startOver'], target: 'lookingAgain' },
            ],
          },
        },
        lookingAgain: {
          meta: { fn: 'find_get_entries' },
          on: {
            step: [
              { guard: 'truncate.foundNothing', target: 'done' },
              { guard: 'truncate.hasFound', actions: 'truncate.get', target: 'locking' },
            ],
          },
        },
        locking: {
          meta: { fn: 'folio_lock' },
          on: { step: { guard: 'truncate.isUnlocked', actions: 'truncate.lock', target: 'truncating' } },
        },
        truncating: {
          meta: { fn: 'truncate_inode_folio' },
          on: {
            step: [
              { guard: 'truncate.isGone', actions: 'truncate.unlock', target: 'puttingUnused' },
              { guard: 'truncate.isMapped', actions: 'truncate.unmapPage', target: 'unmappingLocked' },
              { actions: 'truncate.remove', target: 'reclaiming' },
            ],
          },
        },
        unmappingLocked: { ...unmapMappingPages.config, onDone: { target: 'truncating' } },
        puttingUnused: {
          meta: { fn: 'folio_put' },
          on: { step: { actions: ['truncate.putUnused', 'truncate.startOver'], target: 'lookingAgain' } },
        },
        done: { type: 'final' },
      },
    },
  } as const
}
