import type { NamedDesign } from './design.ts'

/** The patch as posted, defects included. */
export const rfcV2Split: NamedDesign = {
  name: 'rfc-v2-split',
  summary: '"KVM: guest_memfd: Split allocator pages for guest_memfd use" as posted, on top of its series',
  source: 'Ackerley Tng, RFC PATCH v2 38/51 of the 1G page support series, 2025-05-14',
  decisions: {
    invalidateWindow: 'hugepage',
    rollbackIndex: 'wraps',
    memory: 'on-demand',
    workListError: 'swallowed',
    restructureResult: 'unset',
    sharedSptes: 'through-notifier',
    errorIndex: 'unset',
    failedAdd: 'frees',
    stashError: 'ignored',
    rollbackLevels: 'range-and-work-list',
    uptodateAtMerge: 'head',
    freshSplit: 'in-the-open',
    freezeLoop: 'warns',
  },
}
