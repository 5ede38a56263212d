import type { Never } from '../../promise.ts'

export const directMapHolesAreNotAccessed: Never = {
  kind: 'never',
  name: 'direct-map-holes-are-not-accessed',
  severity: 'BUG',
  statement: 'The kernel accesses no page through the direct map that has no entry there.',
  source: 'the access faults: Patrick Roy, RFC v3 2/6 of the direct map series, kvm_gmem_finalize_folio()',
  signal: 'oopsHole',
  fatal: true,
  says: frame => `page fault: frame ${frame} has no direct map entry`,
}
