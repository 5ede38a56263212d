import type { Never } from '../../promise.ts'

export const populatedPagesHoldTheImage: Never = {
  kind: 'never',
  name: 'populated-pages-hold-the-image',
  severity: 'guest memory',
  statement:
    'A page that populate has copied in holds the initial image, or what the guest wrote since, when its folio is marked up to date.',
  source: 'kvm_gmem_populate(), virt/kvm/guest_memfd.c: the number of pages that were populated',
  signal: 'imageLost',
  says: frame => `frame ${frame} counts as populated, and does not hold the initial image`,
  ghosts: ['contents', 'imageDone'],
}
