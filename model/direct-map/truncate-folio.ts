/**
 * Removes the folio at an index from the filemap, and gives its frames back what the direct map had of them.
 *
 * Source: truncate_inode_pages_range(), mm/truncate.c; filemap_remove_folio(), mm/filemap.c; kvm_gmem_free_folio(),
 * virt/kvm/guest_memfd.c (RFC v3 2/6; v7 and later of the direct map series).
 * Left out: batches of folios; a folio that is only partly in the range is truncated whole.
 */
import { cell } from '../../checker/declare.ts'
import { type LockFolioAtLocal, lockFolioAt } from '../fragments/lock-folio-at.ts'
import { mayFail, spendFailure } from '../kernel/failures.ts'
import { removeFromFilemap } from '../kernel/filemap.ts'
import { dropReferences, folioPages, putFolio, unlockFolio } from '../kernel/folio.ts'
import type { Scope } from '../words.ts'
import { failToSetDirectMap, flushTlb, mustSplitEntry, PRESENT, setDirectMap } from './set-direct-map.ts'

export type TruncateLocal = 'truncate.index' | 'truncate.folio' | LockFolioAtLocal
type Truncate = Scope<TruncateLocal>

/** What ->free_folio() does to a marked folio: actions once its entries are restored, or if that fails. */
export interface FreeFolio {
  readonly restored: readonly 'truncate.clearMark'[]
  readonly failed: readonly ('truncate.clearMark' | 'truncate.poison' | 'truncate.warn')[]
}

const guards = {
  ...lockFolioAt.guards,
  'truncate.isUnmarked': ({ kernel, call }: Truncate) => kernel.holeMark[call['truncate.folio']] === 0,
  'truncate.splitMayFail': ({ kernel, call }: Truncate) =>
    kernel.holeMark[call['truncate.folio']] === 1 &&
    mayFail(kernel) &&
    mustSplitEntry(kernel, call['truncate.folio'], folioPages(kernel, call['truncate.folio'])),
}

const effects = {
  ...lockFolioAt.effects,
  'truncate.lookUp': ({ call }: Truncate) => {
    call['lookup.index'] = call['truncate.index']
  },
  'truncate.keepFolio': ({ call }: Truncate) => {
    call['truncate.folio'] = call['lookup.folio']
  },
  // the filemap's references are the caller's until it drops them
  'truncate.remove': ({ kernel, call, self }: Truncate) => {
    removeFromFilemap(kernel, call['truncate.folio'])
    kernel.held[self * kernel.frames + call['truncate.folio']]! += folioPages(kernel, call['truncate.folio'])
  },
  'truncate.restore': ({ kernel, call }: Truncate) => {
    const pages = folioPages(kernel, call['truncate.folio'])
    setDirectMap(kernel, call['truncate.folio'], pages, PRESENT)
    flushTlb(kernel, call['truncate.folio'], pages)
  },
  'truncate.failToRestore': ({ kernel, call }: Truncate) => {
    spendFailure(kernel)
    failToSetDirectMap(kernel, call['truncate.folio'], folioPages(kernel, call['truncate.folio']), PRESENT)
  },
  'truncate.clearMark': ({ kernel, call }: Truncate) => {
    kernel.holeMark[call['truncate.folio']] = 0
  },
  'truncate.poison': ({ kernel, call }: Truncate) => {
    kernel.poisoned[call['truncate.folio']] = 1
  },
  'truncate.warn': ({ kernel, call }: Truncate) => {
    kernel.warnRestore = 1 + call['truncate.folio']
  },
  'truncate.dropReferences': ({ kernel, call, self }: Truncate) => {
    const pages = folioPages(kernel, call['truncate.folio'])
    kernel.held[self * kernel.frames + call['truncate.folio']]! -= pages
    dropReferences(kernel, call['truncate.folio'], pages)
  },
  'truncate.unlock': ({ kernel, call, self }: Truncate) => unlockFolio(kernel, self, call['truncate.folio']),
  'truncate.put': ({ kernel, call, self }: Truncate) => putFolio(kernel, self, call['truncate.folio']),
}

export const truncateFolio = (free: FreeFolio) =>
  ({
    guards,
    effects,
    config: {
      meta: { locals: { 'truncate.index': cell(16), 'truncate.folio': cell(32) } },
      initial: 'entered',
      states: {
        entered: {
          meta: { fn: 'truncate_inode_pages_range' },
          on: { step: { actions: 'truncate.lookUp', target: 'lookingUp' } },
        },
        lookingUp: {
          ...lockFolioAt.config,
          onDone: [
            { guard: 'lookup.failed', target: 'done' },
            { actions: 'truncate.keepFolio', target: 'removing' },
          ],
        },
        removing: {
          meta: { fn: '__filemap_remove_folio' },
          on: { step: { actions: 'truncate.remove', target: 'freeing' } },
        },
        freeing: {
          meta: { fn: 'kvm_gmem_free_folio' },
          on: {
            step: [
              { guard: 'truncate.isUnmarked', target: 'dropping' },
              { actions: ['truncate.restore', ...free.restored], target: 'dropping' },
            ],
            enomem: {
              guard: 'truncate.splitMayFail',
              actions: ['truncate.failToRestore', ...free.failed],
              target: 'dropping',
            },
          },
        },
        dropping: {
          meta: { fn: 'folio_put_refs' },
          on: { step: { actions: 'truncate.dropReferences', target: 'unlocking' } },
        },
        unlocking: {
          meta: { fn: 'folio_unlock' },
          on: { step: { actions: 'truncate.unlock', target: 'putting' } },
        },
        putting: { meta: { fn: 'folio_put' }, on: { step: { actions: 'truncate.put', target: 'done' } } },
        done: { type: 'final' },
      },
    },
  }) as const
