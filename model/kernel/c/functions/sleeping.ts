/**
 * Functions that may sleep: none may be called while a spinlock or mmu_lock is held.
 *
 * Source: might_sleep() in each or in what they call; Documentation/locking/locktypes.rst. fput() is none of them: it leaves
 * the rest to task work.
 */
import type { Kernel } from '../../state/state.ts'
import { numberOf } from '../../state/told.ts'

export const mayBlock: ReadonlySet<string> = new Set([
  // locks
  ...[
    'mutex_lock',
    'mutex_lock_interruptible',
    'mutex_lock_killable',
    'folio_lock',
    'folio_lock_killable',
    'filemap_invalidate_lock',
    'filemap_invalidate_lock_shared',
    'down_read',
    'down_read_killable',
    'down_read_interruptible',
    'down_write',
  ],
  // lookups that lock the folio, or allocate it
  ...['filemap_lock_folio', 'filemap_grab_folio', '__filemap_get_folio', '__filemap_get_folio_mpol'],
  ...['__kvm_gmem_filemap_add_folio', 'kvm_gmem_get_folio', 'split_folio', 'merge_folio', 'xa_store_range'],
  // allocations that may wait: what is allocated otherwise is not known
  ...['kzalloc', 'kzalloc_obj', 'alloc_inode_sb', 'mas_preallocate', 'mas_store_gfp', 'mpol_set_shared_policy'],
  ...['alloc_file_pseudo', 'alloc_anon_inode', 'anon_inode_make_secure_inode', 'anon_inode_create_getfile'],
  ...['get_unused_fd_flags', 'kmem_cache_create', 'kern_mount'],
  // the last reference frees an inode, or a VM
  ...['iput', 'kvm_put_kvm'],
  // copies from and to user memory, and truncation, which waits for folio locks
  ...['copy_from_user', 'copy_to_user', 'get_user_pages_fast', 'post_populate'],
  ...['truncate_inode_pages_range', 'unmap_mapping_pages'],
  ...['rcu_barrier', 'synchronize_rcu', 'synchronize_srcu', 'lru_add_drain_all', 'lru_cache_drain_for_folio'],
  ...['cond_resched', 'might_sleep', 'folio_zero_user'],
])

/** A thread may sleep where it must not. @param what the call, and where it stands */
export const sleepsInSection = (kernel: Kernel, what: string): void => {
  kernel.sleptInSection = 1 + numberOf(what)
}
