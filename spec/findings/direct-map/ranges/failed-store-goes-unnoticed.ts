import type { Finding } from '../../finding.ts'

export const failedStoreGoesUnnoticed: Finding = {
  name: 'failed-store-goes-unnoticed',
  scenario: 'set-range-of-unallocated-pages-out-of-memory',
  design: 'direct-map-store-error-unnoticed',
  promises: ['successful-changes-are-recorded'],
  functions: ['__kvm_gmem_update_xarray', '__xa_store', 'xa_err'],
  why: 'What __xa_store() returns is dropped, and xa_err() is asked about the address of the xarray, which is never an error. A request that ran out of memory succeeds, and the fault will not apply it.',
  repair: 'Ask xa_err() about the result of the store.',
  repaired: 'direct-map-repaired',
}
