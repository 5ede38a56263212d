/**
 * The C types of what the model hands over, by the names that guest_memfd.c uses: a parameter that was renamed is told by
 * its type.
 */
export const parameterTypes: Readonly<Record<string, readonly string[]>> = {
  inode: ['struct inode *'],
  file: ['struct file *'],
  mapping: ['struct address_space *'],
  folio: ['struct folio *'],
  kvm: ['struct kvm *'],
  slot: ['struct kvm_memory_slot *'],
  vmf: ['struct vm_fault *'],
  mode: ['int'],
  offset: ['loff_t', 'uoff_t'],
  len: ['loff_t', 'uoff_t'],
  fd: ['unsigned int'],
  index: ['pgoff_t'],
  gfn: ['gfn_t'],
  start_gfn: ['gfn_t'],
  start: ['pgoff_t'],
  nr_pages: ['size_t'],
  attrs: ['uint64_t', 'u64'],
  err_index: ['pgoff_t *'],
  pfn: ['kvm_pfn_t *'],
  page: ['struct page **'],
  max_order: ['int *'],
  npages: ['long'],
  src: ['void *'],
  src_page: ['struct page *'],
  post_populate: ['kvm_gmem_populate_cb'],
  opaque: ['void *'],
}
