import type { Never } from '../../../promise.ts'

export const invalidatedPfnsAreNotUsed: Never = {
  kind: 'never',
  name: 'invalidated-pfns-are-not-used',
  severity: 'use after free',
  statement: 'Nobody uses a pfn that was invalidated since he found it, unless a reference keeps its page.',
  source:
    'all usages of the pfn must be guarded by a mmu notifier (David Stevens, v7 3/8 of the follow_pfn series, log)',
  signal: 'usedInvalidated',
  says: frame => `frame ${frame} was used, whose mapping was invalidated since it was found`,
}
