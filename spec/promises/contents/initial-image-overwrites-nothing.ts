import type { Never } from '../../promise.ts'

export const initialImageOverwritesNothing: Never = {
  kind: 'never',
  name: 'initial-image-overwrites-nothing',
  severity: 'guest memory',
  statement: 'The initial image is copied into no frame that holds data already.',
  source: 'kvm_gmem_populate(), virt/kvm/guest_memfd.c; sev_gmem_post_populate(): -EEXIST for what the guest owns',
  signal: 'overwritten',
  says: frame => `the initial image was copied into frame ${frame}, which held data of its owner`,
  ghosts: ['contents'],
}
