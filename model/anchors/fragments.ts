/**
 * The C functions that a fragment stands for, by the name that its states are `within`.
 *
 * The states of a fragment are named after what they call; these are the functions that make the calls. A fragment may
 * stand for several: callers and callees of one another, or one function under the names it had over time.
 */
export const fragmentFunctions: Readonly<Record<string, readonly string[]>> = {
  add: ['__kvm_gmem_filemap_add_folio'],
  allocator: ['guestmem_hugetlb_split_folio'],
  begin: ['__kvm_gmem_invalidate_start', 'kvm_gmem_invalidate_begin', 'kvm_gmem_invalidate_start'],
  configure: ['kvm_gmem_folio_configure_direct_map'],
  end: ['__kvm_gmem_invalidate_end', 'kvm_gmem_invalidate_end'],
  follow: ['__kvm_follow_pfn', 'hva_to_pfn'],
  getFolio: ['kvm_gmem_get_folio'],
  getPfn: ['__kvm_gmem_get_pfn', 'kvm_gmem_get_pfn'],
  indices: ['kvm_gmem_truncate_indices'],
  lookup: ['filemap_lock_folio'],
  merge: ['kvm_gmem_merge_folio_in_filemap'],
  mergeTruncate: ['kvm_gmem_merge_truncate_indices'],
  outstanding: ['__folio_has_outstanding_references', 'kvm_gmem_has_outstanding_references'],
  prepare: ['__kvm_gmem_prepare_folio', 'kvm_gmem_mark_prepared', 'kvm_gmem_prepare_folio'],
  references: ['kvm_gmem_has_safe_refcount'],
  remove: ['__filemap_remove_folio_for_restructuring', 'filemap_remove_folio_for_restructuring'],
  restructure: ['kvm_gmem_restructure_folios_in_range'],
  rollbackMerge: ['kvm_gmem_merge_folio_in_filemap'],
  rollbackRange: ['kvm_gmem_restructure_folios_in_range'],
  rollbackSplit: ['kvm_gmem_split_folio_in_filemap'],
  rollbackWork: ['kvm_gmem_convert_range'],
  set: ['__kvm_gmem_folio_set_direct_map'],
  split: ['kvm_gmem_split_folio_in_filemap'],
  splitPrivate: ['kvm_gmem_split_private'],
  unbind: ['__kvm_gmem_unbind', 'kvm_gmem_unbind'],
  truncate: ['truncate_inode_pages_range'],
  truncateFolio: ['truncate_inode_folio'],
  unmap: ['unmap_mapping_pages'],
  unmapPrivate: ['kvm_gmem_unmap_private'],
  update: ['__kvm_gmem_update_xarray'],
  work: ['kvm_gmem_convert_execute_work', 'kvm_gmem_shareability_apply'],
  zap: ['kvm_gmem_folio_zap_direct_map'],
  zero: ['kvm_gmem_zero_range'],
}
