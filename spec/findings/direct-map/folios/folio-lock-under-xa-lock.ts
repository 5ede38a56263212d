import type { Finding } from '../../finding.ts'

export const folioLockUnderXaLock: Finding = {
  name: 'folio-lock-under-xa-lock',
  scenario: 'set-folio-in-use',
  design: 'direct-map-rfc-v3',
  promises: ['spinlock-sections-do-not-sleep'],
  functions: ['kvm_gmem_folio_set_direct_map', 'folio_lock'],
  why: 'Both routines take folio locks, which sleep, between xa_lock() and xa_unlock(), a spinlock. Splitting a large entry of the direct map allocates there as well.',
  repair: 'Serialize by mapping->invalidate_lock, which faults take shared.',
  repaired: 'direct-map-repaired',
}
