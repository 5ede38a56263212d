import type { Never } from '../../../promise.ts'

export const noStaleSpteIsInstalled: Never = {
  kind: 'never',
  name: 'no-stale-spte-is-installed',
  severity: 'guest memory',
  statement: 'A fault installs no SPTE for a gfn that was zapped after its snapshot.',
  source: 'is_page_fault_stale(), arch/x86/kvm/mmu/mmu.c',
  ghosts: ['faultGfn', 'zappedSince'],
  signal: 'installedStale',
  says: gfn => `an SPTE was installed for gfn ${gfn}, which was zapped after the fault took its snapshot`,
}
