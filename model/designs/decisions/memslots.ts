/**
 * Memslots, files, and memory that breaks.
 */
export interface MemslotsDecisions {
  /**
   * Deleting a memslot whose file is being closed.
   * `skipped`: nothing is done, as if kvm_gmem_release() had run; until 2025.
   * `unlocked`: the bindings are erased without the invalidate lock; upstream.
   * `locked`: with it, and no reference is taken to a file that is open either; the in-place conversion series, Linux 7.3.
   */
  readonly unbindOfDyingFile: 'skipped' | 'unlocked' | 'locked'
  /**
   * KVM_PRE_FAULT_MEMORY that meets a memslot which is being deleted.
   * `retries`: in place, inside the read section that the deletion waits for; the trees before 2025-08.
   * `fails`: with -EAGAIN; "Return -EAGAIN if userspace deletes/moves memslot during prefault" (Sean Christopherson).
   */
  readonly prefaultOnInvalidSlot: 'retries' | 'fails'
  /**
   * A binding that cannot be stored whole.
   * `ignored`: the result of xa_store_range() is not looked at; upstream.
   * `checked`: undone, and the memslot is refused; kvm_gmem_bind() of Linux 6.12.117, kvm_gmem_commit_memory_region() of
   * Linux 7.3.
   */
  readonly bindError: 'ignored' | 'checked'
  /**
   * When a new memslot is bound.
   * `at-once`: first of all, and unbound again when something else fails; kvm_gmem_bind(), until 2026.
   * `at-commit`: last, and the reference to the file is kept until vCPUs see the memslot; kvm_gmem_prepare_memory_region()
   * and kvm_gmem_commit_memory_region(), the in-place conversion series, Linux 7.3.
   */
  readonly binds: 'at-once' | 'at-commit'
  /**
   * What binding a memslot over pages that another one is bound to fails with.
   * `einval`: -EINVAL; the trees before 2026, and RFC v2. `eexist`: -EEXIST; since then.
   */
  readonly overlappingBinding: 'einval' | 'eexist'
  /**
   * kvm_gmem_error_folio(), which is called with the folio locked.
   * `shared`: takes the invalidate lock for read; all trees.
   * `none`: does not, and starts and ends the invalidation of a file in one section of mmu_lock, files and memslots being
   * kept by other means; repair of the finding memory-failure-deadlocks-with-punch-hole.
   */
  readonly failureHandlerLock: 'shared' | 'none'
}
