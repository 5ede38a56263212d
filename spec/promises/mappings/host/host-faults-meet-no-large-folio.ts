import type { Never } from '../../../promise.ts'

export const hostFaultsMeetNoLargeFolio: Never = {
  kind: 'never',
  name: 'host-faults-meet-no-large-folio',
  severity: 'WARN',
  statement: 'A host fault never finds a huge folio at a shared page.',
  source: 'WARN_ON_ONCE(folio_test_large) in the host fault handler, virt/kvm/guest_memfd.c (RFC v2 38/51)',
  signal: 'warnHostFaultLarge',
  says: frame => `WARN_ON_ONCE: a host fault found the huge folio at frame ${frame}`,
}
