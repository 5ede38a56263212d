import type { Never } from '../../../promise.ts'

export const pagesAreAssignedAtTheirGfn: Never = {
  kind: 'never',
  name: 'pages-are-assigned-at-their-gfn',
  severity: 'guest memory',
  statement: 'The firmware is told of a page of the file, and the gfn at which its memslot has it.',
  source: 'sev_gmem_prepare(), arch/x86/kvm/svm/sev.c: rmp_make_private() of the pfn at the gfn',
  signal: 'assignedAstray',
  says: gfn => `the firmware was told gfn ${gfn} of a frame that the memslot has elsewhere`,
}
