import type { Finding } from '../../finding.ts'

export const populateKeepsTheFolioLock: Finding = {
  name: 'populate-keeps-the-folio-lock',
  scenario: 'populate-then-fault',
  design: 'direct-map-rfc-v3',
  promises: ['calls-keep-no-locks', 'nothing-is-stuck'],
  functions: ['kvm_gmem_populate', 'kvm_range_has_memory_attributes', 'folio_lock'],
  why: 'The patch moves folio_unlock() behind post_populate(), and the check for private attributes still jumps past it. Whoever touches the page afterwards waits for ever.',
  repair: 'Unlock on that path as well.',
  repaired: 'direct-map-repaired',
}
