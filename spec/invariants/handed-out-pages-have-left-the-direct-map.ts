import type { Never } from '../promise.ts'

export const handedOutPagesHaveLeftTheDirectMap: Never = {
  kind: 'never',
  name: 'handed-out-pages-have-left-the-direct-map',
  statement: 'A page that the guest is given has no direct map entry, unless one was asked for.',
  source: 'KVM_GMEM_NO_DIRECT_MAP, GUEST_MEMFD_FLAG_NO_DIRECT_MAP of the direct map series',
  signal: 'handedOutMapped',
  ghosts: ['recording'],
  says: frame => `the guest was given frame ${frame}, which is still in the direct map`,
}
