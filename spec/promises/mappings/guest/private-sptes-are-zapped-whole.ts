import type { Never } from '../../../promise.ts'

export const privateSptesAreZappedWhole: Never = {
  kind: 'never',
  name: 'private-sptes-are-zapped-whole',
  severity: 'WARN',
  statement: 'On TDX, no private SPTE is zapped that reaches beyond the range, once all those were split.',
  source: 'zapping returns nothing and splits nothing: kvm_gmem_zap(), TDX huge pages RFC v2',
  signal: 'zappedInPart',
  says: page => `a private SPTE was zapped that reaches beyond the range at page ${page}`,
}
