import type { Never } from '../../promise.ts'

export const handedOutPagesHaveLeftTheDirectMap: Never = {
  kind: 'never',
  name: 'handed-out-pages-have-left-the-direct-map',
  severity: 'guest memory',
  statement: 'A page that guest or host process is given has no direct map entry, unless one was asked for.',
  source: 'KVM_GMEM_NO_DIRECT_MAP, GUEST_MEMFD_FLAG_NO_DIRECT_MAP of the direct map series',
  signal: 'handedOutMapped',
  ghosts: ['recording'],
  says: frame => `frame ${frame} was handed out, and is still in the direct map`,
}
