/**
 * Defects that nobody has posted: slips of one line that no promise, argument or world told apart at some time.
 */
import { BREAKS, type Fix } from './fix.ts'

const slip = (
  version: string,
  name: string,
  defect: string,
  fn: string,
  fixed: string,
  defective: string,
): Omit<Fix, 'forward'> => ({
  name,
  source: 'made up',
  defect,
  file: 'virt/kvm/guest_memfd.c',
  fn,
  edits: { [version]: [{ fixed, defective }] },
  reversed: BREAKS,
})

export const unposted = [
  slip(
    'mainline',
    'firmware-gives-up-one-page-more',
    'The frame behind the converted pages is taken from the guest.',
    'kvm_gmem_make_shared',
    'make_shared(start_pfn, nr_pages);',
    'make_shared(start_pfn, nr_pages + 1);',
  ),
  slip(
    'mainline',
    'frame-by-its-distance-from-the-request',
    'From the second folio on, the frame of somebody else is given up.',
    'kvm_gmem_make_shared',
    'folio_file_pfn(folio, start_index);',
    'folio_pfn(folio) + (start_index - start);',
  ),
  slip(
    'mainline',
    'one-batch-of-folios',
    'Folios behind the first batch stay assigned.',
    'kvm_gmem_make_shared',
    '\twhile (filemap_get_folios(',
    '\tif (filemap_get_folios(',
  ),
  slip(
    'mainline',
    'firmware-is-told-an-offset',
    'The firmware is told the offset in the memslot, and not the gfn.',
    'kvm_gmem_get_pfn',
    'make_private(kvm, gfn, *pfn,',
    'make_private(kvm, gfn - slot->base_gfn, *pfn,',
  ),
  slip(
    'mainline',
    'kind-of-the-first-page',
    'Whether a page is private is asked of the first page of the memslot.',
    'kvm_gmem_get_pfn',
    'is_private_mem(file_inode(file), index))',
    'is_private_mem(file_inode(file), slot->gmem.pgoff))',
  ),
  slip(
    'mainline',
    'undo-takes-a-neighbour',
    'A memslot that cannot be bound takes the first page of the next one along.',
    'kvm_gmem_commit_memory_region',
    'start, end - 1, NULL, GFP_KERNEL)',
    'start, end, NULL, GFP_KERNEL)',
  ),
  slip(
    '7.3',
    'bind-looks-at-the-first-page',
    'A memslot that begins in front of a bound one overlaps it.',
    'kvm_gmem_bind',
    'xa_find(&f->bindings, &start, end - 1, XA_PRESENT)',
    'xa_load(&f->bindings, start)',
  ),
  slip(
    '7.3',
    'another-page-is-handed-out',
    'The page is counted from the start of the file, not of the folio.',
    'kvm_gmem_get_pfn',
    'folio_file_page(folio, index)',
    'folio_page(folio, index)',
  ),
] as const
