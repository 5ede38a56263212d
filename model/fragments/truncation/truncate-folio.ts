/**
 * Takes one locked folio out of the filemap and gives it up: off the host page tables, out of its slots, back from the
 * firmware, and off the filemap's references.
 *
 * Source: truncate_inode_folio(), mm/truncate.c; filemap_remove_folio(), mm/filemap.c; kvm_gmem_free_folio(),
 * virt/kvm/guest_memfd.c (RFC v2 33/51); guestmem_hugetlb_free_folio(), mm/guestmem_hugetlb.c.
 * Left out: what fails in sev_gmem_invalidate() is not told to anyone, and here only that the frames stay assigned.
 */
import { cell } from '../../../checker/declare.ts'
import { takeFromFilemap } from '../../kernel/file/filemap.ts'
import { isRegistered, reclaimFolio } from '../../kernel/file/firmware.ts'
import { isHostMapped } from '../../kernel/file/host-mappings.ts'
import { tagForWorker } from '../../kernel/hugepages/allocator.ts'
import { folioPages, putReferences } from '../../kernel/memory/folio.ts'
import { mayFail, spendFailure } from '../../kernel/state/failures.ts'
import type { Scope } from '../../kernel/words.ts'
import type { UnmapLocal } from '../unmapping/notify-kvm.ts'
import { unmapMappingPages } from '../unmapping/unmap-mapping-pages.ts'

export type TruncateFolioLocal = 'truncateFolio.folio' | UnmapLocal
type TruncateFolio = Scope<TruncateFolioLocal>

export const truncateFolio = {
  guards: {
    ...unmapMappingPages.guards,
    'truncateFolio.isGone': ({ kernel, call }: TruncateFolio) => kernel.mapping[call['truncateFolio.folio']] === 0,
    'truncateFolio.isMapped': ({ kernel, call }: TruncateFolio) => isHostMapped(kernel, call['truncateFolio.folio']),
    'truncateFolio.reclaimMayFail': ({ kernel, call }: TruncateFolio) =>
      mayFail(kernel) && isRegistered(kernel, call['truncateFolio.folio']),
  },
  effects: {
    ...unmapMappingPages.effects,
    'truncateFolio.unmap': ({ kernel, call }: TruncateFolio) => {
      call['unmap.start'] = kernel.index[call['truncateFolio.folio']]!
      call['unmap.pages'] = folioPages(kernel, call['truncateFolio.folio'])
    },
    'truncateFolio.remove': ({ kernel, call, self }: TruncateFolio) =>
      takeFromFilemap(kernel, self, call['truncateFolio.folio']),
    'truncateFolio.free': ({ kernel, call }: TruncateFolio) => {
      kernel.uptodate[call['truncateFolio.folio']] = 0
      tagForWorker(kernel, call['truncateFolio.folio'])
    },
    'truncateFolio.reclaim': ({ kernel, call }: TruncateFolio) => reclaimFolio(kernel, call['truncateFolio.folio']),
    'truncateFolio.failToReclaim': ({ kernel }: TruncateFolio) => spendFailure(kernel),
    'truncateFolio.put': ({ kernel, call, self }: TruncateFolio) =>
      putReferences(kernel, self, call['truncateFolio.folio'], folioPages(kernel, call['truncateFolio.folio'])),
  },
  config: {
    meta: { within: 'truncateFolio', locals: { 'truncateFolio.folio': cell(32) } },
    initial: 'entered',
    states: {
      entered: {
        meta: { fn: 'truncate_inode_folio' },
        on: {
          step: [
            { guard: 'truncateFolio.isGone', target: 'done' },
            { guard: 'truncateFolio.isMapped', actions: 'truncateFolio.unmap', target: 'unmapping' },
            { actions: 'truncateFolio.remove', target: 'freeing' },
          ],
        },
      },
      unmapping: { ...unmapMappingPages.config, onDone: { target: 'removing' } },
      removing: {
        meta: { fn: 'filemap_remove_folio' },
        on: { step: { actions: 'truncateFolio.remove', target: 'freeing' } },
      },
      freeing: {
        meta: { fn: 'kvm_gmem_free_folio' },
        on: {
          step: { actions: ['truncateFolio.free', 'truncateFolio.reclaim'], target: 'putting' },
          eio: {
            guard: 'truncateFolio.reclaimMayFail',
            actions: ['truncateFolio.free', 'truncateFolio.failToReclaim'],
            target: 'putting',
          },
        },
      },
      putting: {
        meta: { fn: 'folio_put_refs' },
        on: { step: { actions: 'truncateFolio.put', target: 'done' } },
      },
      done: { type: 'final' },
    },
  },
} as const
