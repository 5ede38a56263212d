import type { Finding } from '../../finding.ts'

export const flushOfTheFileOffset: Finding = {
  name: 'flush-of-the-file-offset',
  scenario: 'fault-on-recorded-page',
  design: 'direct-map-rfc-v3',
  promises: ['handed-out-pages-have-left-the-tlb'],
  functions: ['kvm_gmem_folio_configure_direct_map', 'flush_tlb_kernel_range'],
  why: 'What is flushed starts at the index of the folio in the file, taken as an address. The entries that were removed stay in the TLBs.',
  repair: 'Flush from folio_address().',
  repaired: 'direct-map-repaired',
}
