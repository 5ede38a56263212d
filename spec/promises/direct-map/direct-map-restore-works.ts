import type { Never } from '../../promise.ts'

export const directMapRestoreWorks: Never = {
  kind: 'never',
  name: 'direct-map-restore-works',
  severity: 'WARN',
  statement: 'Restoring the direct map entries of a freed folio does not fail.',
  source: 'WARN_ON_ONCE(folio_restore_direct_map()), virt/kvm/guest_memfd.c (v9); Dave Hansen on v8 asks for it',
  signal: 'warnRestore',
  says: frame => `restoring the direct map entries of the folio at frame ${frame} failed`,
}
