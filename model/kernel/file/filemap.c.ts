/**
 * The names of the filemap, and of the inode and the mapping it belongs to.
 */

import type { BoundStep, Required } from '../../c/ir/binding.ts'
import { NotJudged } from '../../c/ir/not-judged.ts'
import type { Design } from '../../designs/design.ts'
import {
  asked,
  doing,
  type Functions,
  frame,
  is,
  question,
  type S,
  type Structs,
  sleeps,
  stable,
  takes,
  theInode,
  theMapping,
} from '../c/declare.ts'
import { errno } from '../c/errno.ts'
import { allocatePage, freeBlock } from '../hugepages/allocator.ts'
import { folioIsUnlocked, folioPages, getFolio, putFolio, tryLockFolio } from '../memory/folio.ts'
import { flagsOfInode, isOwnTable, setOnce } from '../memslots/structs.c.ts'
import { I_PAGES } from '../memslots/xarray.c.ts'
import { mayFail, spendFailure } from '../state/failures.ts'
import { MAPPING_OPERATIONS, NEW_INODE, SIZE } from '../state/new-files.ts'
import { bytesOf, PAGE_SIZE } from '../state/page-size.ts'
import type { Kernel } from '../state/state.ts'
import {
  addPageToFilemap,
  addToFilemap,
  failToAddAndKeep,
  failToAddToFilemap,
  indexInFile,
  nextFolio,
  removeFromFilemap,
  slotAt,
  slotIsEmpty,
  slotIsGettable,
  slotsAreTaken,
} from './filemap.ts'
import { hostMappings, isHostMapped } from './host-mappings.ts'

const pagesIn = (bytes: number): number => Math.floor(bytes / PAGE_SIZE)

/** The result of mapping_gfp_mask(), and of nothing else: the mask itself makes no difference. */
const MAPPING_GFP = 65
export const theMappingsGfp: Required<S> = { ...is(MAPPING_GFP, 'the mask of the mapping'), isUnique: true }

export const filemap = (design: Pick<Design, 'failedAdd' | 'memory'>): Functions => ({
  folio_mapped: takes(
    'struct folio *',
    asked('bool', ['used'], (kernel, [folio]) => Number(isHostMapped(kernel, frame(folio!)))),
  ),
  folio_mapcount: takes(
    'struct folio *',
    asked('int', ['used'], (kernel, [folio]) => hostMappings(kernel, frame(folio!))),
  ),
  folio_expected_ref_count: takes(
    'struct folio *',
    asked('int', ['used'], (kernel, [folio]) => {
      const inFilemap = kernel.mapping[frame(folio!)] === 1 ? folioPages(kernel, frame(folio!)) : 0
      return inFilemap + hostMappings(kernel, frame(folio!))
    }),
  ),
  filemap_range_has_page: takes(
    'struct address_space *',
    asked('bool', [theMapping, 'used', 'used'], (kernel, [, first, last]) => {
      const end = Math.min(pagesIn(last!) + 1, kernel.pages)
      return Number(first! <= last! && nextFolio(kernel, pagesIn(first!), end) < end)
    }),
  ),
  i_size_read: takes(
    'struct inode *',
    question('loff_t', [theInode], kernel => bytesOf(kernel.pages)),
  ),
  mapping_gfp_mask: takes(
    'struct address_space *',
    question('unsigned int', [theMapping], () => MAPPING_GFP),
  ),
  filemap_get_folio: takes('struct address_space *', {
    kind: 'step',
    type: 'struct folio *',
    args: [theMapping, 'used'],
    ready: ({ kernel }, [, index]) => slotIsEmpty(kernel, index!) || slotIsGettable(kernel, index!),
    outcomes: {
      step: {
        does: ({ kernel, self }, [, index]) => {
          if (slotIsEmpty(kernel, index!)) return -errno.ENOENT
          const slot = slotAt(kernel, index!)
          getFolio(kernel, self, frame(slot))
          return slot
        },
      },
    },
  }),
  // Without a mapping the caller has followed NULL on its way here, to take the locks. page_cache_delete() asks for the lock.
  __filemap_remove_folio: takes(
    'struct folio *',
    doing(['used', is(0, 'no shadow entry')], ({ kernel }, [folio]) => {
      if (folioIsUnlocked(kernel, frame(folio!))) kernel.bugRemoveUnlocked = folio!
      else if (kernel.mapping[frame(folio!)] === 1) removeFromFilemap(kernel, frame(folio!))
      else kernel.oopsNoMapping = folio!
    }),
  ),
  __kvm_gmem_filemap_add_folio: sleeps(addFolio(design)),
  filemap_add_folio: takes('struct address_space *, struct folio *', sleeps(addPage)),
  filemap_alloc_folio: sleeps(allocateFolio),
  ...batches,
})

/** As trees have it that know no policies: theirs would be one argument more. */
const allocateFolio: BoundStep<S> = {
  kind: 'step',
  type: 'struct folio *',
  args: [theMappingsGfp, is(0, 'the order of one page')],
  outcomes: {
    step: {
      does: ({ kernel, self }) => (freeBlock(kernel) === kernel.frames ? 0 : 1 + allocatePage(kernel, self)),
    },
    enomem: {
      when: ({ kernel }) => mayFail(kernel) && freeBlock(kernel) !== kernel.frames,
      does: ({ kernel }) => {
        spendFailure(kernel)
        return 0
      },
    },
  },
}

/**
 * It locks the folio, and unlocks it again where it fails.
 *
 * Left out: that it does so though memory failure has locked the folio: it waits for that (errs towards fewer violations, as does
 * a lookup that allocates).
 */
const addPage: BoundStep<S> = {
  kind: 'step',
  type: 'int',
  args: [theMapping, 'used', 'used', theMappingsGfp],
  ready: ({ kernel, self }, [, folio]) =>
    folioIsUnlocked(kernel, frame(folio!)) || kernel.folioLock[frame(folio!)] === 1 + self,
  outcomes: {
    step: {
      does: ({ kernel, self }, [, folio, given]) => {
        const index = indexInFile(kernel, given!)
        if (slotsAreTaken(kernel, frame(folio!), index)) return -errno.EEXIST
        tryLockFolio(kernel, self, frame(folio!))
        addPageToFilemap(kernel, self, frame(folio!), index)
        return 0
      },
    },
    enomem: {
      when: ({ kernel }, [, folio, index]) => mayFail(kernel) && !slotsAreTaken(kernel, frame(folio!), index!),
      does: ({ kernel }) => {
        spendFailure(kernel)
        return -errno.ENOMEM
      },
    },
  },
}

function addFolio({ failedAdd, memory }: Pick<Design, 'failedAdd' | 'memory'>): BoundStep<S> {
  const fail = failedAdd === 'frees' ? failToAddToFilemap : failToAddAndKeep
  const taken = (kernel: Kernel, [, folio, index]: readonly number[]) => slotsAreTaken(kernel, frame(folio!), index!)
  return {
    kind: 'step',
    type: 'int',
    args: [theMapping, 'used', 'used'],
    outcomes: {
      step: {
        does: ({ kernel }, args) => {
          const [, folio, index] = args
          if (taken(kernel, args)) {
            fail(kernel, frame(folio!), index!)
            return -errno.EEXIST
          }
          addToFilemap(kernel, frame(folio!), index!)
          return 0
        },
      },
      ...(memory === 'on-demand' && {
        enomem: {
          when: ({ kernel }: S, args: readonly number[]) => mayFail(kernel) && !taken(kernel, args),
          does: ({ kernel }: S, [, folio, index]: number[]) => {
            spendFailure(kernel)
            fail(kernel, frame(folio!), index!)
            return -errno.ENOMEM
          },
        },
      }),
    },
  }
}

/** Folios that a batch has room for here; in the kernel it is 31 (PAGEVEC_SIZE). */
const BATCH = 2

/** The folios that filemap_get_folios() finds from one page to another, each once, by index, and where it goes on. */
function foundFolios(kernel: Kernel, start: number, end: number): FoundFolios {
  const found: number[] = []
  for (let page = start; page <= end && page < kernel.pages; page++) {
    const slot = kernel.filemap[page]!
    if (slot === 0 || kernel.refs[slot - 1] === 0 || found.includes(slot)) continue
    found.push(slot)
    if (found.length === BATCH) return { found, next: kernel.index[slot - 1]! + folioPages(kernel, slot - 1) }
  }
  return { found, next: end + 1 }
}

/** Those that filemap_get_folios_contig() finds: up to the first page without one, or with one that is frozen. It goes on behind the last. */
function foundInARow(kernel: Kernel, start: number, end: number): FoundFolios {
  const found: number[] = []
  let page = start
  while (page <= end && found.length < BATCH && slotIsGettable(kernel, page)) {
    const slot = slotAt(kernel, page)
    found.push(slot)
    page = kernel.index[slot - 1]! + folioPages(kernel, slot - 1)
  }
  return { found, next: page }
}

interface FoundFolios {
  readonly found: readonly number[]
  readonly next: number
}

const findsFolios = (finds: (kernel: Kernel, start: number, end: number) => FoundFolios): Functions[string] =>
  takes('struct address_space *, _, _, struct folio_batch *', {
    kind: 'step',
    type: 'unsigned int',
    args: [theMapping, 'used', 'used', 'set'],
    outcomes: {
      step: {
        does: ({ kernel, self }, args) => {
          const { found, next } = finds(kernel, args[1]!, args[2]!)
          for (const folio of found) getFolio(kernel, self, frame(folio))
          args[1] = next
          args[3] = found.length
          for (const [at, folio] of found.entries()) args[4 + at] = folio
          return found.length
        },
      },
    },
  })

const emptiesBatch: Functions[string] = takes('struct folio_batch *', {
  kind: 'value',
  type: 'void',
  args: ['set'],
  value: (_, args) => {
    args[0] = 0
    args[args.length - 1] = 0
    return 0
  },
})

/** A folio_batch arrives as its count, its folios, and how many of them folio_batch_next() has given. */
const batches: Functions = {
  folio_batch_init: emptiesBatch,
  folio_batch_reinit: emptiesBatch,
  folio_batch_next: takes('struct folio_batch *', {
    kind: 'value',
    type: 'struct folio *',
    args: ['used'],
    value: (_, args) => {
      const [count, ...folios] = args
      const next = folios.pop()!
      if (next === count) return 0
      args[args.length - 1] = next + 1
      return folios[next]!
    },
  }),
  folio_batch_count: takes(
    'struct folio_batch *',
    question('unsigned int', ['used'], (_, [count]) => count!),
  ),
  filemap_get_folios: findsFolios(foundFolios),
  filemap_get_folios_contig: findsFolios(foundInARow),
  folio_batch_release: takes('struct folio_batch *', {
    kind: 'step',
    type: 'void',
    args: ['used'],
    outcomes: {
      step: {
        does: ({ kernel, self }, args) => {
          for (let at = 0; at < args[0]!; at++) putFolio(kernel, self, frame(args[1 + at]!))
          args.fill(0)
          return 0
        },
      },
    },
  }),
}

/** Of the one inode. */
export const INODE_NUMBER = 5

export const inodeStructs: Structs = {
  inode: {
    i_mapping: stable('struct address_space *', (_, inode) => inode),
    i_private: flagsOfInode('struct kvm_gmem_inode_private *', () => 1),
    i_ino: stable('unsigned long', () => INODE_NUMBER),
    i_op: { type: 'struct inode_operations *', unmodelled: 'which attributes of a file change is not modelled' },
    i_mode: { type: 'unsigned int', unmodelled: 'of which kind a file is makes no difference' },
    i_size: {
      type: 'loff_t',
      ...setOnce(SIZE, NEW_INODE, ({ call }, size) => (size & 255) === call['creation.size']),
      read: ({ kernel }, inode) => {
        if (inode === NEW_INODE) throw new NotJudged('the size of a file is read while it is made: no world has that')
        return bytesOf(kernel.pages)
      },
      stable: true,
    },
    i_lock: { type: 'struct spinlock' },
  },
  address_space: {
    host: stable('struct inode *', (_, mapping) => mapping),
    a_ops: {
      type: 'struct address_space_operations *',
      ...setOnce(MAPPING_OPERATIONS, NEW_INODE, (_, operations) => isOwnTable(operations)),
      stable: true,
    },
    nrpages: { type: 'unsigned long', read: ({ kernel }) => kernel.filemap.filter(slot => slot !== 0).length },
    i_pages: { type: 'struct xarray', offset: I_PAGES - 1 },
    invalidate_lock: { type: 'struct rw_semaphore' },
    i_private_list: { type: 'struct list_head' },
  },
}
