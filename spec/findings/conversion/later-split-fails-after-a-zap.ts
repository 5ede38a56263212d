import type { Finding } from '../finding.ts'

export const laterSplitFailsAfterAZap: Finding = {
  name: 'later-split-fails-after-a-zap',
  scenario: 'convert-two-items-on-tdx-out-of-memory',
  design: 'tdx-split-before-zap',
  promises: ['private-contents-survive'],
  functions: ['kvm_gmem_convert_should_proceed', 'kvm_gmem_split_private', 'kvm_gmem_zap'],
  why: 'Splitting comes before zapping for one item of the work list, and the items are taken one after the other. When the SPTEs at the end of the second item cannot be split the conversion fails, and the private mappings of the first are gone already.',
  repair: 'Split the SPTEs of all items before the first is zapped.',
  repaired: 'tdx-split-before-any-zap',
}
