import type { Never } from '../../promise.ts'

export const freezeLoopDoesNotSpin: Never = {
  kind: 'never',
  name: 'freeze-loop-does-not-spin',
  severity: 'WARN',
  statement: 'The loop that freezes a folio finds only the filemap references.',
  source: 'WARN_ONCE in filemap_remove_folio_for_restructuring(), virt/kvm/guest_memfd.c (RFC v2 38/51)',
  signal: 'warnSpinning',
  says: frame => `WARN_ONCE: spinning on the folio at frame ${frame}`,
}
