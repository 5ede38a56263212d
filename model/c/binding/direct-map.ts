/**
 * The names that patches about the direct map use, in the worlds of the direct map.
 *
 * A page has four bytes, so that who takes the one for the other is found out.
 */
import { dropXaLock, mightSleep, recordState, takeXaLock } from '../../direct-map/record.ts'
import { failToSetDirectMap, flushTlb, mustSplitEntry, setDirectMap } from '../../direct-map/set-direct-map.ts'
import { mayFail, spendFailure } from '../../kernel/failures.ts'
import { folioIsUnlocked, folioOf, folioPages, getFolio, lockFolio, putFolio, unlockFolio } from '../../kernel/folio.ts'
import type { Kernel } from '../../kernel/state.ts'
import type { Scope } from '../../words.ts'
import type { Binding, Bound } from './binding.ts'
import { errno } from './errno.ts'
import { doing, question } from './memory.ts'
import { storeInXarray } from './store-in-xarray.ts'

type S = Scope<string>
const frame = (pointer: number): number => pointer - 1
const PAGE_SIZE = 4

/** @param pages of the file, and so the folios that a batch may hold */
export function directMapBinding(pages: number): Binding<S> {
  return {
    model: {
      types: {
        _Bool: { modulus: 2, signed: false },
        int: { modulus: 256, signed: true },
        'unsigned int': { modulus: 256, signed: false },
        long: { modulus: 256, signed: true },
        'unsigned long': { modulus: 256, signed: false },
        pgoff_t: 'unsigned long',
      },
      pointers: 256,
    },
    constants: { ...errno, GFP_KERNEL: 0, PAGE_SIZE: { value: PAGE_SIZE, type: 'unsigned long' } },
    functions: { ...folios, ...batches, ...record, ...entries },
    structs: {
      inode: {
        i_private: { type: 'struct kvm_gmem_inode_private *', stable: true, read: () => 1 },
        i_mapping: { type: 'struct address_space *', stable: true, read: () => 1 },
      },
      kvm_gmem_inode_private: {
        direct_map_state: { type: 'struct xarray' },
        // Always false; see the flag's one writer.
        default_direct_map_state: { type: 'bool', stable: true, read: () => 0 },
      },
    },
    records: { folio_batch: { nr: 'unsigned int', folios: `struct folio *[${pages}]` } },
    loops: {},
    warn: () => {},
    unset: ({ kernel }) => {
      kernel.unsetRead = 1
    },
    wrapped: ({ kernel }) => {
      kernel.indexWrapped = 1
    },
    misuse: ({ kernel }) => {
      kernel.unlockedUnheld = 1
    },
    arbitrary: { int: { zero: 0, garbage: 1 } },
  }
}

const containsPage = (kernel: Kernel, folio: number, page: number): boolean =>
  page >= kernel.index[folio]! && page < kernel.index[folio]! + folioPages(kernel, folio)

const folios: Readonly<Record<string, Bound<S>>> = {
  folio_nr_pages: question('unsigned long', (kernel, [folio]) => folioPages(kernel, frame(folio!))),
  folio_index: question('pgoff_t', (kernel, [folio]) => kernel.index[frame(folio!)]!),
  folio_contains: question('bool', (kernel, [folio, page]) => Number(containsPage(kernel, frame(folio!), page!))),
  folio_file_page: question('struct page *', (kernel, [folio, page]) => folio! + page! - kernel.index[frame(folio!)]!),
  folio_page: question('struct page *', (_, [folio, at]) => folio! + at!),
  page_address: question('void *', (_, [page]) => page! * PAGE_SIZE),
  folio_inode: {
    kind: 'step',
    type: 'struct inode *',
    outcomes: {
      step: {
        does: ({ kernel }, [folio]) => {
          if (kernel.mapping[frame(folio!)] === 0) kernel.oopsFolioInode = folio!
          return 1
        },
      },
    },
  },
  folio_lock: {
    kind: 'step',
    type: 'void',
    ready: ({ kernel }, [folio]) => folioIsUnlocked(kernel, frame(folio!)),
    outcomes: {
      step: {
        does: ({ kernel, self }, [folio]) => {
          mightSleep(kernel, self)
          lockFolio(kernel, self, frame(folio!))
          return 0
        },
      },
    },
  },
  folio_unlock: doing(({ kernel, self }, [folio]) => unlockFolio(kernel, self, frame(folio!))),
  folio_get: doing(({ kernel, self }, [folio]) => getFolio(kernel, self, frame(folio!))),
  folio_put: doing(({ kernel, self }, [folio]) => putFolio(kernel, self, frame(folio!))),
}

/** The folios that filemap_get_folios() would find from one page to another, each once, by index. */
const foundFolios = (kernel: Kernel, start: number, end: number): number[] => {
  const found: number[] = []
  for (let page = start; page <= end && page < kernel.pages; page++) {
    const slot = kernel.filemap[page]!
    if (slot !== 0 && kernel.refs[slot - 1] !== 0 && !found.includes(slot)) found.push(slot)
  }
  return found
}

/** A folio_batch arrives as its count and its folios. */
const batches: Readonly<Record<string, Bound<S>>> = {
  folio_batch_init: {
    kind: 'value',
    type: 'void',
    value: (_, args) => {
      args[0] = 0
      return 0
    },
  },
  folio_batch_count: question('unsigned int', (_, [count]) => count!),
  filemap_get_folios: {
    kind: 'step',
    type: 'unsigned int',
    outcomes: {
      step: {
        does: ({ kernel, self }, args) => {
          const found = foundFolios(kernel, args[1]!, args[2]!)
          for (const folio of found) getFolio(kernel, self, frame(folio))
          args[1] = args[2]! + 1
          args[3] = found.length
          for (const [at, folio] of found.entries()) args[4 + at] = folio
          return found.length
        },
      },
    },
  },
  folio_batch_release: {
    kind: 'step',
    type: 'void',
    outcomes: {
      step: {
        does: ({ kernel, self }, args) => {
          for (let at = 0; at < args[0]!; at++) putFolio(kernel, self, frame(args[1 + at]!))
          args.fill(0)
          return 0
        },
      },
    },
  },
}

const record: Readonly<Record<string, Bound<S>>> = {
  xa_lock: {
    kind: 'step',
    type: 'void',
    ready: ({ kernel }) => kernel.xaLock === 0,
    outcomes: {
      step: {
        does: ({ kernel, self }) => {
          takeXaLock(kernel, self)
          return 0
        },
      },
    },
  },
  xa_unlock: doing(({ kernel, self }) => dropXaLock(kernel, self)),
  __xa_erase: doing(({ kernel }, [, index]) => recordState(kernel, index!, 0)),
  __xa_store: {
    kind: 'called',
    type: 'void *',
    fragment: storeInXarray,
    enter: ({ call }, [, index]) => {
      call['store.index'] = index!
    },
    result: ({ call }) => (call['store.failed'] === 1 ? -errno.ENOMEM : 0),
  },
  // Asked about an xarray, and not about an entry, it looks at a plain pointer, which is no error.
  xa_err: question('int', (_, [entry]) => Math.min(0, entry!)),
}

const entries: Readonly<Record<string, Bound<S>>> = {
  set_direct_map_valid_noflush: {
    kind: 'step',
    type: 'int',
    outcomes: {
      step: {
        does: ({ kernel, self }, [page, pages, state]) => {
          if (mustSplitEntry(kernel, frame(page!), pages!)) mightSleep(kernel, self)
          tellForeign(kernel, frame(page!), pages!)
          setDirectMap(kernel, frame(page!), pages!, state!)
          return 0
        },
      },
      enomem: {
        when: ({ kernel }, [page, pages]) => mayFail(kernel) && mustSplitEntry(kernel, frame(page!), pages!),
        does: ({ kernel, self }, [page, pages, state]) => {
          spendFailure(kernel)
          mightSleep(kernel, self)
          failToSetDirectMap(kernel, frame(page!), pages!, state!)
          return -errno.ENOMEM
        },
      },
    },
  },
  flush_tlb_kernel_range: {
    kind: 'value',
    type: 'void',
    value: ({ kernel }, [start, end]) => {
      const first = Math.floor(start! / PAGE_SIZE)
      flushTlb(kernel, frame(first), Math.ceil(end! / PAGE_SIZE) - first)
      return 0
    },
  },
}

/** Tells of frames behind the folio that are not the next pages of the file. */
function tellForeign(kernel: Kernel, first: number, pages: number): void {
  const folio = folioOf(kernel, first)
  const page = kernel.index[folio]! + first - folio
  for (let i = 0; i < pages; i++) {
    const slot = page + i < kernel.pages ? kernel.filemap[page + i]! : 0
    const stands = slot !== 0 && slot - 1 + page + i - kernel.index[slot - 1]! === first + i
    if (first + i >= folio + folioPages(kernel, folio) && !stands) kernel.changedForeignEntry = 1 + first + i
  }
}
