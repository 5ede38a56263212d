/**
 * The names of the custom allocator. Its callbacks hang on the one table of operations.
 */
import type { Design } from '../../designs/design.ts'
import { answer, doing, type Functions, frame, question, sleeps, takes, theAllocator, theInode } from '../c/declare.ts'
import { becomeHugeFolio, clearStalePages, hasStash } from './allocator.ts'

const isCustom = 'memory of the file comes from guestmem_hugetlb'

export const allocator = ({ uptodateAtMerge }: Pick<Design, 'uptodateAtMerge'>): Functions => ({
  '->merge_folio': sleeps(
    doing([theAllocator, 'used'], ({ kernel }, [, folio]) => {
      if (!hasStash(kernel, frame(folio!))) {
        kernel.oopsNoStash = folio!
        return
      }
      if (uptodateAtMerge === 'every-page') clearStalePages(kernel, frame(folio!))
      becomeHugeFolio(kernel, frame(folio!))
    }),
  ),
  '->nr_pages_in_folio': question('unsigned long', [theAllocator, theAllocator], kernel => kernel.hugepage),
  // RFC v2 38/51 spells the callback so in one place.
  '->nr_pages_in_page': question('unsigned long', [theAllocator, theAllocator], kernel => kernel.hugepage),
  kvm_gmem_has_custom_allocator: takes('struct inode *', answer('bool', [theInode], 1, isCustom)),
  kvm_gmem_allocator_private: answer('void *', [theInode], 1, isCustom),
  kvm_gmem_allocator_ops: answer('struct guestmem_allocator_operations *', [theInode], 1, isCustom),
})
