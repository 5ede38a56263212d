/**
 * The structs that functions of the kernel take pointers to, in the order of their parameters: numbers do not tell a file
 * from what hangs on it. Of a `void *` it is the struct that is meant.
 *
 * Source: include/linux/fs.h, pagemap.h, mm.h, xarray.h, maple_tree.h, mempolicy.h, kvm_host.h, slab.h.
 */
import type { Binding } from '../../../c/ir/binding.ts'

type StructNames = readonly string[]
type Pointers = NonNullable<Binding<never>['pointers']>

/** A number, or a pointer to no struct. */
const plain: StructNames = []

/** All of them take pointers to the same structs. */
const all = (names: string, ...structs: StructNames[]): Pointers =>
  Object.fromEntries(names.split(' ').map(name => [name, structs]))

export const pointers: Pointers = {
  // files and inodes
  ...all('file_inode get_file fput', ['file']),
  fd_install: [plain, ['file']],
  ...all('fops_get fops_put', ['file_operations']),
  ...all('GMEM_I i_size_read iput', ['inode']),
  ...all('kvm_gmem_private kvm_gmem_has_custom_allocator kvm_gmem_get_invalidate_filter kvm_gmem_get_folio', ['inode']),
  alloc_file_pseudo: [['inode'], ['vfsmount'], plain, plain, ['file_operations']],
  kern_unmount: [['vfsmount']],
  ...all('list_add', ['list_head'], ['list_head']),
  ...all('list_del first_file first_of_files', ['list_head']),
  next_file: [['kvm_gmem']],

  // memory of their own
  kfree: [['kvm_gmem', 'kvm_gmem_inode_private']],
  kmem_cache_free: [['kmem_cache'], ['gmem_inode']],
  kmem_cache_destroy: [['kmem_cache']],

  // locks
  ...all('mutex_lock mutex_unlock mutex_trylock mutex_lock_interruptible mutex_lock_killable', ['mutex']),
  ...all('spin_lock spin_unlock', ['spinlock']),
  ...all('down_read up_read down_write up_write down_read_trylock down_write_trylock', ['rw_semaphore']),
  ...all('down_read_killable down_read_interruptible', ['rw_semaphore']),
  ...all('filemap_invalidate_lock filemap_invalidate_unlock', ['address_space']),
  ...all('filemap_invalidate_lock_shared filemap_invalidate_unlock_shared filemap_invalidate_trylock_shared', [
    'address_space',
  ]),

  // the page cache
  ...all('filemap_get_folio filemap_lock_folio filemap_grab_folio __filemap_get_folio', ['address_space']),
  ...all('mapping_gfp_mask mapping_unevictable mapping_set_inaccessible mapping_set_unmovable', ['address_space']),
  ...all('unmap_mapping_pages truncate_inode_pages_range', ['address_space']),
  __filemap_get_folio_mpol: [['address_space'], plain, plain, plain, ['mempolicy']],
  filemap_get_folios: [['address_space'], plain, plain, ['folio_batch']],
  ...all('folio_batch_init folio_batch_count folio_batch_release', ['folio_batch']),
  ...all('folio_nr_pages folio_size folio_order folio_index folio_next_index folio_contains folio_inode', ['folio']),
  ...all('folio_page folio_file_page folio_pfn folio_ref_count folio_ref_freeze folio_put_refs', ['folio']),
  ...all('folio_try_get folio_get folio_put folio_trylock folio_lock folio_unlock', ['folio']),
  ...all('folio_lock_killable folio_shift folio_pos folio_clear_uptodate folio_zero_user', ['folio']),
  ...all('folio_test_large folio_test_locked folio_test_lru folio_test_hwpoison folio_test_uptodate', ['folio']),
  ...all(
    'folio_maybe_dma_pinned folio_mapped folio_mark_uptodate folio_zero_range folio_zero_segment folio_zero_segments',
    ['folio'],
  ),
  ...all('lru_cache_drain_for_folio __filemap_remove_folio', ['folio']),
  ...all(
    'page_folio page_to_pfn page_address compound_head compound_order clear_highpage clear_user_highpage put_page',
    ['page'],
  ),
  mpol_shared_policy_lookup: [['shared_policy']],
  mpol_set_shared_policy: [['shared_policy'], ['vm_area_struct'], ['mempolicy']],
  mpol_cond_put: [['mempolicy']],
  linear_page_index: [['vm_area_struct']],

  // trees
  ...all('xa_init xa_load xa_erase xa_find xa_find_after xa_empty xa_destroy', ['xarray']),
  ...all('xa_lock xa_unlock xa_lock_irq xa_unlock_irq __xa_erase __xa_store', ['xarray']),
  xa_store_range: [['xarray'], plain, plain, ['kvm_memory_slot']],
  ...all('mt_find mt_find_after mtree_load mtree_empty mt_lock_is_held mt_write_lock_is_held', ['maple_tree']),
  mas_init: [['ma_state'], ['maple_tree']],
  ...all('mas_set mas_set_range mas_find mas_walk mas_preallocate mas_store_prealloc mas_store_gfp mas_destroy', [
    'ma_state',
  ]),

  // KVM
  ...all('kvm_get_kvm kvm_put_kvm kvm_arch_has_private_mem kvm_gmem_get_supported_flags gfn_to_memslot', ['kvm']),
  ...all('KVM_MMU_LOCK KVM_MMU_UNLOCK kvm_flush_remote_tlbs kvm_mmu_invalidate_range_add', ['kvm']),
  ...all('kvm_mmu_invalidate_begin kvm_mmu_invalidate_start kvm_mmu_invalidate_end', ['kvm']),
  ...all('kvm_is_private_gfn kvm_range_has_memory_attributes', ['kvm']),
  ...all('kvm_arch_gmem_prepare kvm_arch_gmem_prepare_needed kvm_arch_gmem_make_private', ['kvm']),
  ...all('kvm_mmu_unmap_gfn_range kvm_unmap_gfn_range', ['kvm'], ['kvm_gfn_range']),
  ...all('kvm_slot_can_be_private kvm_slot_has_gmem', ['kvm_memory_slot']),
}
