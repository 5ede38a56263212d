/**
 * What guest_memfd does with the kernel's direct map.
 *
 * A design that leaves it alone is never asked for the rest; one that marks folios never for what a record of pages needs.
 */
export interface DirectMapDecisions {
  /**
   * Whether pages of the file have direct map entries.
   * `untouched`: all of them; the trees.
   * `recorded`: none by default, and deviations are recorded by page in an xarray; RFC v3 of the direct map series.
   * `marked`: none while a folio is in use, one mark per folio; v7 and later.
   */
  readonly directMap: 'untouched' | 'recorded' | 'marked'

  // --- entries removed by default, deviations recorded by page in an xarray
  /**
   * What keeps two changes of the record apart, and a change from a fault.
   * `xa-lock`: the xarray's spinlock, which a store drops to allocate; folio locks are taken under it. RFC v3 3/6.
   * `invalidate-lock`: mapping->invalidate_lock, shared by faults; repair of the findings
   * folio-lock-under-xa-lock and changes-interleave.
   */
  readonly recordLock: 'xa-lock' | 'invalidate-lock'
  /**
   * An xarray entry that cannot be stored.
   * `unnoticed`: xa_err() is asked about the xarray's address, which is never an error; RFC v3 3/6.
   * `returned`: the result of __xa_store() is returned; repair of the finding failed-store-goes-unnoticed.
   */
  readonly storeError: 'unnoticed' | 'returned'
  /**
   * Where kvm_gmem_set_direct_map() goes when the xarray cannot be updated.
   * `keeps-lock`: past xa_unlock(); RFC v3 3/6.
   * `unlocks`: Mike Day on RFC v3 3/6.
   */
  readonly errorPath: 'keeps-lock' | 'unlocks'
  /**
   * The loop of kvm_gmem_set_direct_map() over the folios of the range.
   * `while-none-found`: leaves as soon as there is a folio, and never if there is none; RFC v3 3/6.
   * `while-found`: until none is left; repair of the finding range-is-never-set.
   */
  readonly folioLoop: 'while-none-found' | 'while-found'
  /**
   * Whether the last page of a request, which counts as part of it, is recorded in the xarray.
   * `left-out`: RFC v3 3/6. `recorded`: repair of the finding last-page-is-not-recorded.
   */
  readonly recordedEnd: 'left-out' | 'recorded'
  /**
   * The last page that kvm_gmem_set_direct_map() changes in a folio that ends inside the range.
   * `next-folio`: the one behind it; RFC v3 3/6. `own`: repair of the finding range-set-reaches-a-foreign-frame.
   */
  readonly folioEnd: 'next-folio' | 'own'
  /**
   * When entries of a request cannot be changed.
   * `kept-halfway`: xarray and direct map stay as far as they got; RFC v3 3/6.
   * `undone`: both as before; repair of the finding failed-set-leaves-record-and-map-apart.
   */
  readonly failedSet: 'kept-halfway' | 'undone'
  /**
   * Folios that a change leaves alone once it has their lock.
   * `none`: RFC v3 3/6. `truncated`: those truncated meanwhile; repair of the finding truncated-folio-loses-its-entries.
   * `truncated-and-unprepared`: also those allocated and not yet prepared: the fault will apply what is recorded; repair of
   * the finding preparing-through-a-hole.
   */
  readonly skippedFolios: 'none' | 'truncated' | 'truncated-and-unprepared'
  /**
   * What the caller of kvm_gmem_folio_set_direct_map() holds.
   * `folio`: a reference on the folio; RFC v3 3/6. `file`: one on the file as well, by which the inode is found; repair of
   * the findings folio-set-after-truncation and folio-set-after-release.
   */
  readonly folioSetHolds: 'folio' | 'file'
  /**
   * How configuring looks for the first deviating page of a folio.
   * `after-first`: xa_find_after() from the folio's first page, which skips it; RFC v3 2/6.
   * `from-first`: repair of the finding first-page-is-never-configured.
   */
  readonly configureFrom: 'after-first' | 'from-first'
  /**
   * How configuring gathers deviating pages into runs.
   * `runs`: counted one too far, so that a gap joins a run; RFC v3 2/6.
   * `page-by-page`: repair of the finding configure-fills-a-gap.
   */
  readonly configureBy: 'runs' | 'page-by-page'
  /**
   * A fault whose folio cannot be configured.
   * `marked-uptodate`: the next fault finds it ready; RFC v3 2/6, kvm_gmem_finalize_folio().
   * `undone`: its entries are restored, and the next fault tries again; repair of the finding
   * failed-configure-counts-as-done.
   */
  readonly failedConfigure: 'marked-uptodate' | 'undone'
  /**
   * What configuring flushes.
   * `file-offset`: addresses made of the folio's index in the file; RFC v3 2/6.
   * `address`: repair of the finding flush-of-the-file-offset.
   */
  readonly configureFlushes: 'file-offset' | 'address'
  /**
   * PG_private of a folio whose entries are restored.
   * `stays`: RFC v3 2/6. `cleared`: repair of the finding page-freed-with-private-flag.
   */
  readonly privateFlag: 'stays' | 'cleared'
  /**
   * kvm_gmem_populate() of a page that is not private.
   * `keeps-folio-lock`: jumps past folio_unlock(), which the patch moved down; RFC v3 2/6.
   * `unlocks`: repair of the finding populate-keeps-the-folio-lock.
   */
  readonly populateError: 'keeps-folio-lock' | 'unlocks'

  // --- all entries removed while a folio is in use, one mark per folio
  /**
   * When kvm_gmem_folio_zap_direct_map() marks the folio.
   * `never`: afterwards, but masking folio->private with the flag leaves 0; v7 and v8.
   * `before`: whether or not the zap works; v9. `after`: if it worked; v10 and later.
   */
  readonly marksHoles: 'never' | 'before' | 'after'
  /**
   * A zap that fails while kvm_gmem_get_pfn() serves the guest; host faults always return the error.
   * `ignored`: v7 to v9. `returned`: Ackerley Tng on v9; v10 and later.
   */
  readonly guestZapError: 'ignored' | 'returned'
  /**
   * An entry that kvm_gmem_folio_restore_direct_map() cannot restore.
   * `ignored`: v7, v8 and again v11. `warned`: Dave Hansen on v8; v9.
   * `poisoned`: PG_hwpoison keeps the page from being used again, as in RFC v3 2/6; what Dave Hansen and Rick Edgecombe
   * ask about.
   */
  readonly restoreError: 'ignored' | 'warned' | 'poisoned'
  /**
   * kvm_gmem_populate(), which writes through the direct map.
   * `writes`: to whatever page stands there; v7 to v11. `refused`: no file of a VM type that populates may have the flag;
   * Nikita Kalyazin on v11, v12.
   */
  readonly populateThroughHoles: 'writes' | 'refused'
}
