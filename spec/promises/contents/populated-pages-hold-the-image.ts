import type { Never } from '../../promise.ts'

export const populatedPagesHoldTheImage: Never = {
  kind: 'never',
  name: 'populated-pages-hold-the-image',
  statement:
    'A page that populate has copied in and that is up to date holds the initial image, or what the guest wrote since.',
  source: 'kvm_gmem_populate(), virt/kvm/guest_memfd.c: the number of pages that were populated',
  signal: 'imageLost',
  says: frame => `frame ${frame} counts as populated, and does not hold the initial image`,
  ghosts: ['contents', 'imageDone'],
}
