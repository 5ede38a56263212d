/**
 * The names of folios and pages: their size, references, lock, and where they stand.
 */

import {
  asked,
  doing,
  type Functions,
  frame,
  interruptible,
  question,
  releasing,
  type S,
  type Structs,
  sleeps,
  takes,
  trying,
} from '../c/declare.ts'
import { bytesOf, PAGE_SHIFT } from '../state/page-size.ts'
import type { Kernel } from '../state/state.ts'
import {
  folioIsUnlocked,
  folioOf,
  folioPages,
  getFolio,
  lockFolio,
  putFolio,
  putReferences,
  tryLockFolio,
  unlockFolio,
} from './folio.ts'
import { drainLruBatches, drainLruBatchesFor, isOnLru } from './lru.ts'

const pagesOf = (kernel: Kernel, folio: number): number => folioPages(kernel, frame(folio))
const indexOf = (kernel: Kernel, folio: number): number => kernel.index[frame(folio)]!
const orderOf = (kernel: Kernel, folio: number): number => Math.log2(pagesOf(kernel, folio))

const isUnlocked = ({ kernel }: S, folio: number): boolean => folioIsUnlocked(kernel, frame(folio))

export const folios: Functions = {
  folio_nr_pages: takes(
    'struct folio *',
    question('unsigned long', ['used'], (kernel, [folio]) => pagesOf(kernel, folio!)),
  ),
  folio_size: takes(
    'struct folio *',
    question('size_t', ['used'], (kernel, [folio]) => bytesOf(pagesOf(kernel, folio!))),
  ),
  folio_order: takes(
    'struct folio *',
    question('int', ['used'], (kernel, [folio]) => orderOf(kernel, folio!)),
  ),
  folio_shift: takes(
    'struct folio *',
    question('unsigned int', ['used'], (kernel, [folio]) => PAGE_SHIFT + orderOf(kernel, folio!)),
  ),
  folio_pos: takes(
    'struct folio *',
    question('loff_t', ['used'], (kernel, [folio]) => bytesOf(indexOf(kernel, folio!))),
  ),
  folio_test_large: takes(
    'struct folio *',
    question('bool', ['used'], (kernel, [folio]) => Number(pagesOf(kernel, folio!) !== 1)),
  ),
  folio_index: takes(
    'struct folio *',
    question('pgoff_t', ['used'], (kernel, [folio]) => indexOf(kernel, folio!)),
  ),
  folio_next_index: takes(
    'struct folio *',
    question('pgoff_t', ['used'], (kernel, [folio]) => indexOf(kernel, folio!) + pagesOf(kernel, folio!)),
  ),
  folio_contains: takes(
    'struct folio *',
    question('bool', ['used', 'used'], (kernel, [folio, page]) =>
      Number(page! >= indexOf(kernel, folio!) && page! < indexOf(kernel, folio!) + pagesOf(kernel, folio!)),
    ),
  ),
  folio_inode: takes(
    'struct folio *',
    asked('struct inode *', ['used'], (kernel, [folio]) => {
      if (kernel.mapping[frame(folio!)] === 0) kernel.oopsFolioInode = folio!
      return 1
    }),
  ),

  page_folio: takes(
    'struct page *',
    question('struct folio *', ['used'], (kernel, [page]) => 1 + folioOf(kernel, frame(page!))),
  ),
  folio_page: takes(
    'struct folio *',
    question('struct page *', ['used', 'used'], (_, [folio, at]) => folio! + at!),
  ),
  folio_file_page: takes(
    'struct folio *',
    question('struct page *', ['used', 'used'], (kernel, [folio, index]) => folio! + index! - indexOf(kernel, folio!)),
  ),
  folio_pfn: takes(
    'struct folio *',
    question('unsigned long', ['used'], (_, [folio]) => folio!),
  ),
  page_to_pfn: takes(
    'struct page *',
    question('unsigned long', ['used'], (_, [page]) => page!),
  ),
  page_address: takes(
    'struct page *',
    question('void *', ['used'], (_, [page]) => bytesOf(page!)),
  ),
  compound_head: takes(
    'struct page *',
    question('struct page *', ['used'], (kernel, [page]) => 1 + folioOf(kernel, frame(page!))),
  ),
  compound_order: takes(
    'struct page *',
    question('int', ['used'], (kernel, [page]) => orderOf(kernel, page!)),
  ),

  folio_test_locked: takes(
    'struct folio *',
    asked('bool', ['used'], (kernel, [folio]) => Number(!folioIsUnlocked(kernel, frame(folio!)))),
  ),
  folio_maybe_dma_pinned: takes(
    'struct folio *',
    asked('bool', ['used'], (kernel, [folio]) => {
      const first = frame(folio!)
      for (let page = first; page < first + pagesOf(kernel, folio!); page++) if (kernel.pins[page]! > 0) return 1
      return 0
    }),
  ),
  folio_test_lru: takes(
    'struct folio *',
    asked('bool', ['used'], (kernel, [folio]) => Number(isOnLru(kernel, frame(folio!)))),
  ),
  lru_add_drain_all: sleeps(doing([], ({ kernel }) => drainLruBatches(kernel))),
  lru_cache_drain_for_folio: takes(
    'struct folio *',
    sleeps({
      kind: 'step',
      type: 'void',
      args: ['used', 'used', 'used'],
      outcomes: {
        step: {
          does: ({ kernel }, args) => {
            const [folio, extra, drained] = args
            args[2] = drainLruBatchesFor(kernel, frame(folio!), extra!, drained!)
            return 0
          },
        },
      },
    }),
  ),

  folio_ref_count: takes(
    'struct folio *',
    question('int', ['used'], (kernel, [folio]) => kernel.refs[frame(folio!)]!),
  ),
  folio_ref_freeze: takes('struct folio *', {
    kind: 'step',
    type: 'int',
    args: ['used', 'used'],
    // Once it has warned, a spin changes nothing that anybody can see: it is a wait.
    ready: ({ kernel }, [folio, count]) => kernel.refs[frame(folio!)] === count || kernel.warnedSpinning === 0,
    outcomes: {
      step: {
        does: ({ kernel }, [folio, count]) => {
          if (kernel.refs[frame(folio!)] !== count) return 0
          kernel.refs[frame(folio!)] = 0
          return 1
        },
      },
    },
  }),
  folio_try_get: takes(
    'struct folio *',
    trying(
      'bool',
      'used',
      ({ kernel }, folio) => kernel.refs[frame(folio)] !== 0,
      ({ kernel, self }, folio) => getFolio(kernel, self, frame(folio)),
    ),
  ),
  folio_get: takes(
    'struct folio *',
    doing(['used'], ({ kernel, self }, [folio]) => getFolio(kernel, self, frame(folio!))),
  ),
  folio_put: takes(
    'struct folio *',
    releasing(['used'], ({ kernel, self }, [folio]) => putFolio(kernel, self, frame(folio!))),
  ),
  folio_put_refs: takes(
    'struct folio *',
    releasing(['used', 'used'], ({ kernel, self }, [folio, count]) =>
      putReferences(kernel, self, frame(folio!), count!),
    ),
  ),
  folio_trylock: takes(
    'struct folio *',
    trying('bool', 'used', isUnlocked, ({ kernel, self }, folio) => tryLockFolio(kernel, self, frame(folio))),
  ),
  folio_lock_killable: takes(
    'struct folio *',
    sleeps(interruptible('used', isUnlocked, ({ kernel, self }, folio) => lockFolio(kernel, self, frame(folio)))),
  ),
  folio_lock: takes(
    'struct folio *',
    sleeps({
      ...doing(['used'], ({ kernel, self }, [folio]) => lockFolio(kernel, self, frame(folio!))),
      ready: (scope, [folio]) => isUnlocked(scope, folio!),
    }),
  ),
  folio_unlock: takes(
    'struct folio *',
    releasing(['used'], ({ kernel, self }, [folio]) => unlockFolio(kernel, self, frame(folio!))),
  ),
}

/** Fields that are stable while the code that reads them runs: the folio is locked, frozen, or the invalidate lock held. */
export const folioStructs: Structs = {
  folio: {
    index: { type: 'pgoff_t', stable: true, read: ({ kernel }, folio) => kernel.index[frame(folio)]! },
    mapping: {
      type: 'struct address_space *',
      stable: true,
      read: ({ kernel }, folio) => kernel.mapping[frame(folio)]!,
    },
  },
}
