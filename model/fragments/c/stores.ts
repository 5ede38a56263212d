/**
 * The names of locking, splitting and storing that take several steps.
 */
import type { FragmentParts, Required } from '../../c/ir/binding.ts'
import type { Design } from '../../designs/design.ts'
import {
  anyMapping,
  type Functions,
  frame,
  is,
  mayWait,
  type S,
  sleeps,
  takes,
  theAllocator,
  theMapping,
  vmOf,
} from '../../kernel/c/declare.ts'
import { errno, numberOf } from '../../kernel/c/errno.ts'
import { vmOfSlot } from '../../kernel/memslots/places.ts'
import { theBindings, theRecord } from '../../kernel/memslots/xarray.c.ts'
import { PAGE_SIZE } from '../../kernel/state/page-size.ts'
import { storeInXarray } from '../direct-map/store-in-xarray.ts'
import { storeBindings } from '../memslots/store-bindings.ts'
import { splitByAllocator } from '../restructuring/split-by-allocator.ts'
import { lockInvalidate, tryToLockInvalidate } from '../unmapping/lock-invalidate.ts'
import { unmapMappingPages } from '../unmapping/unmap-mapping-pages.ts'

const anEntry: Required<S> = { must: (_, entry) => entry > 0, be: 'an entry that is not NULL' }

const itsMemslot: Required<S> = {
  must: ({ kernel }, slot, [file]) => slot === 0 || vmOfSlot(kernel, slot - 1) === vmOf(file!),
  be: 'NULL, or a memslot of the VM that has the file',
  mayBeNull: true,
}

/** A writer queues, and takes the lock when nobody holds it. */
const lockForWriting: Functions[string] = {
  kind: 'called',
  type: 'void',
  args: [anyMapping],
  fragment: lockInvalidate as unknown as FragmentParts<S>,
  enter: () => {},
  result: () => 0,
}

/** @param pagesOf the first page and the number of pages; 0 for all that follow */
const unmaps = (pagesOf: (start: number, length: number) => [number, number]): Functions[string] =>
  takes(
    'struct address_space *',
    sleeps({
      kind: 'called',
      type: 'void',
      args: [theMapping, 'used', 'used', is(0, 'false: copies that processes made for themselves stay')],
      fragment: unmapMappingPages as unknown as FragmentParts<S>,
      enter: ({ kernel, call }, [, first, length]) => {
        const [start, pages] = pagesOf(first!, length!)
        call['unmap.start'] = start
        call['unmap.pages'] = pages === 0 ? Math.max(0, kernel.pages - start) : pages
      },
      result: () => 0,
    }),
  )

export const stores = (design: Design): Functions => ({
  filemap_invalidate_lock: takes('struct address_space *', sleeps(lockForWriting)),
  down_write: takes('struct rw_semaphore *', sleeps(lockForWriting)),
  down_write_trylock: takes('struct rw_semaphore *', {
    kind: 'called',
    type: 'int',
    args: [anyMapping],
    fragment: tryToLockInvalidate as unknown as FragmentParts<S>,
    enter: () => {},
    result: ({ call }) => call['trylock.taken']!,
  }),
  unmap_mapping_pages: unmaps((start, pages) => [start, pages]),
  unmap_mapping_range: unmaps((start, bytes) => [Math.floor(start / PAGE_SIZE), Math.ceil(bytes / PAGE_SIZE)]),
  '->split_folio': sleeps({
    kind: 'called',
    type: 'int',
    args: [theAllocator, 'used'],
    fragment: splitByAllocator(design, design.memory) as unknown as FragmentParts<S>,
    enter: ({ call }, [, folio]) => {
      call['allocator.folio'] = frame(folio!)
    },
    result: ({ call }) => numberOf(call['allocator.result']!),
  }),
  xa_store_range: takes(
    'struct xarray *, _, _, struct kvm_memory_slot *',
    sleeps({
      kind: 'called',
      type: 'void *',
      args: [theBindings, 'used', 'used', itsMemslot, mayWait],
      needs: 'memslots',
      fragment: storeBindings as unknown as FragmentParts<S>,
      enter: ({ call }, [file, start, last, entry]) => {
        call['store.slot'] = entry === 0 ? vmOf(file!) : entry! - 1
        call['store.page'] = start!
        call['store.end'] = last! + 1
        call['store.erases'] = Number(entry === 0)
      },
      result: ({ call }) => numberOf(call['store.result']!),
    }),
  ),
  __xa_store: takes('struct xarray *', {
    kind: 'called',
    type: 'void *',
    args: [theRecord, 'used', anEntry, mayWait],
    needs: 'direct-map',
    fragment: storeInXarray as unknown as FragmentParts<S>,
    enter: ({ call }, [, index]) => {
      call['store.index'] = index!
    },
    result: ({ call }) => (call['store.failed'] === 1 ? -errno.ENOMEM : call['store.old']!),
  }),
})
