import type { Never } from '../../promise.ts'

export const lockedFoliosAreNotCleared: Never = {
  kind: 'never',
  name: 'locked-folios-are-not-cleared',
  severity: 'guest memory',
  statement: 'No folio is cleared while another thread holds its lock.',
  source: 'Yan Zhao on RFC v2 33/51: kvm_gmem_zero_range() should hold the folio lock',
  signal: 'clearedUnderLock',
  says: frame => `the folio at frame ${frame} was cleared while another thread held its lock`,
}
