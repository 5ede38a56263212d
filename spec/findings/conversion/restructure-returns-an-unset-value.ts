import type { Finding } from '../finding.ts'

export const restructureReturnsAnUnsetValue: Finding = {
  name: 'restructure-returns-an-unset-value',
  scenario: 'convert-unallocated',
  design: 'rfc-v2-split',
  promises: ['no-unset-value-is-read', 'conversion-rollback-works'],
  functions: ['kvm_gmem_restructure_folios_in_range', 'kvm_gmem_convert_execute_work', 'kvm_gmem_convert_range'],
  why: 'For a range in which no folio is allocated the loop assigns `ret` nowhere, and the function returns whatever the stack held. If that is not 0, the conversion rolls back, and the rollback, which reads it again, warns.',
  repair: 'Initialise ret to 0.',
  repaired: 'restructure-result-set',
}
