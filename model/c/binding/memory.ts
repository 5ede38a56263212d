/**
 * Bindings of folios, the filemap and the allocator.
 *
 * A folio or page is 1 + its frame; NULL is 0; an error is negative.
 */
import type { Design } from '../../designs/design.ts'
import type { Memory } from '../../fragments/memory.ts'
import { splitByAllocator } from '../../fragments/split-by-allocator.ts'
import { becomeHugeFolio, clearStalePages, hasStash } from '../../kernel/allocator.ts'
import { mayFail, spendFailure } from '../../kernel/failures.ts'
import {
  addToFilemap,
  failToAddAndKeep,
  failToAddToFilemap,
  removeFromFilemap,
  slotAt,
  slotIsEmpty,
  slotIsGettable,
  slotsAreTaken,
} from '../../kernel/filemap.ts'
import { folioIsUnlocked, folioOf, folioPages, getFolio, lockFolio, putFolio, unlockFolio } from '../../kernel/folio.ts'
import type { Kernel } from '../../kernel/state.ts'
import type { Scope } from '../../words.ts'
import type { Bound, SharedField, Step } from './binding.ts'
import { errno, numberOf } from './errno.ts'

type S = Scope<string>

const frame = (pointer: number): number => pointer - 1

export const memory = (design: Design, on: Memory): Readonly<Record<string, Bound<S>>> => ({
  folio_nr_pages: question('unsigned long', (kernel, [folio]) => folioPages(kernel, frame(folio!))),
  page_folio: question('struct folio *', (kernel, [page]) => 1 + folioOf(kernel, frame(page!))),
  folio_page: question('struct page *', (_, [folio, at]) => folio! + at!),
  folio_ref_count: question('int', (kernel, [folio]) => kernel.refs[frame(folio!)]!),
  folio_ref_freeze: {
    kind: 'step',
    type: 'int',
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
  },
  folio_lock: {
    kind: 'step',
    type: 'void',
    ready: ({ kernel }, [folio]) => folioIsUnlocked(kernel, frame(folio!)),
    outcomes: { step: { does: change(({ kernel, self }, [folio]) => lockFolio(kernel, self, frame(folio!))) } },
  },
  folio_unlock: doing(({ kernel, self }, [folio]) => unlockFolio(kernel, self, frame(folio!))),
  folio_put: doing(({ kernel, self }, [folio]) => putFolio(kernel, self, frame(folio!))),
  filemap_get_folio: {
    kind: 'step',
    type: 'struct folio *',
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
  },
  // Without a mapping the caller has followed NULL on its way here, to take the locks. page_cache_delete() asks for the lock.
  __filemap_remove_folio: doing(({ kernel }, [folio]) => {
    if (folioIsUnlocked(kernel, frame(folio!))) kernel.bugRemoveUnlocked = folio!
    else if (kernel.mapping[frame(folio!)] === 1) removeFromFilemap(kernel, frame(folio!))
    else kernel.oopsNoMapping = folio!
  }),
  __kvm_gmem_filemap_add_folio: addFolio(design, on),
  '->split_folio': {
    kind: 'called',
    type: 'int',
    fragment: splitByAllocator(design, on) as never,
    enter: ({ call }, [, folio]) => {
      call['allocator.folio'] = frame(folio!)
    },
    result: ({ call }) => numberOf(call['allocator.result']!),
  },
  '->merge_folio': doing(({ kernel }, [, folio]) => {
    if (!hasStash(kernel, frame(folio!))) {
      kernel.oopsNoStash = folio!
      return
    }
    if (design.uptodateAtMerge === 'every-page') clearStalePages(kernel, frame(folio!))
    becomeHugeFolio(kernel, frame(folio!))
  }),
  '->nr_pages_in_folio': question('unsigned long', kernel => kernel.hugepage),
  // RFC v2 38/51 spells the callback so in one place.
  '->nr_pages_in_page': question('unsigned long', kernel => kernel.hugepage),
  kvm_gmem_has_custom_allocator: question('bool', () => 1),
  kvm_gmem_allocator_private: question('void *', () => 1),
  kvm_gmem_allocator_ops: question('struct guestmem_allocator_operations *', () => 1),
  spin_lock: { kind: 'enter' },
  spin_unlock: { kind: 'leave' },
  xa_lock_irq: { kind: 'enter' },
  xa_unlock_irq: { kind: 'leave' },
})

/** Fields that are stable while the code that reads them runs: the folio is locked, frozen, or the invalidate lock held. */
export const folioFields: Readonly<Record<string, SharedField<S>>> = {
  index: { type: 'pgoff_t', stable: true, read: ({ kernel }, folio) => kernel.index[frame(folio)]! },
  mapping: { type: 'struct address_space *', stable: true, read: ({ kernel }, folio) => kernel.mapping[frame(folio)]! },
}

function addFolio(design: Design, on: Memory): Step<S> {
  const fail = design.failedAdd === 'frees' ? failToAddToFilemap : failToAddAndKeep
  const taken = (kernel: Kernel, [, folio, index]: readonly number[]) => slotsAreTaken(kernel, frame(folio!), index!)
  return {
    kind: 'step',
    type: 'int',
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
      ...(on === 'on-demand' && {
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

/** A question about what nobody changes while the code runs that asks it. */
export const question = (type: string, ask: (kernel: Kernel, args: number[]) => number): Bound<S> => ({
  kind: 'value',
  type,
  value: ({ kernel }, args) => ask(kernel, args),
})

/** A question about what others may change meanwhile: a step of its own. */
export const asked = (type: string, ask: (kernel: Kernel, args: number[]) => number): Step<S> => ({
  kind: 'step',
  type,
  outcomes: { step: { does: ({ kernel }, args) => ask(kernel, args) } },
})

/** A step that always can be taken, and returns nothing. */
export const doing = (does: (scope: S, args: readonly number[]) => void): Step<S> => ({
  kind: 'step',
  type: 'void',
  outcomes: { step: { does: change(does) } },
})

const change =
  (does: (scope: S, args: readonly number[]) => void) =>
  (scope: S, args: readonly number[]): number => {
    does(scope, args)
    return 0
  }
