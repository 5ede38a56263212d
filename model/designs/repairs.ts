import type { Delta, Design } from './design.ts'

const repair = (name: string, finding: string, differs: Partial<Design>): Delta => ({
  name,
  summary: `as posted, with the repair of the finding ${finding}`,
  source: `our own, see gmemcheck list findings`,
  base: 'rfc-v2-split',
  differs,
})

/** RFC v2 38/51 with one defect repaired each, and with all. */
export const repairs: readonly Delta[] = [
  repair('work-list-error-reported', 'conversion-that-did-nothing-succeeds', { workListError: 'reported' }),
  repair('restructure-result-set', 'restructure-returns-an-unset-value', { restructureResult: 'zero' }),
  repair('error-offset-set', 'error-offset-is-never-set', { errorIndex: 'start' }),
  repair('shared-sptes-zapped', 'shared-spte-outlives-the-conversion', { sharedSptes: 'zapped' }),
  repair('add-keeps-the-page', 'failed-add-frees-the-page', { failedAdd: 'keeps' }),
  repair('stash-error-checked', 'lost-stash-entry', { stashError: 'checked' }),
  repair('rollback-by-work-list', 'rollback-merges-a-mixed-hugepage', { rollbackLevels: 'work-list' }),
  repair('merge-clears-stale-pages', 'merge-hides-a-stale-page', { uptodateAtMerge: 'every-page' }),
  repair('fresh-split-under-mutex', 'racing-allocations', { freshSplit: 'under-mutex' }),
  {
    name: 'rfc-v2-repaired',
    summary: 'RFC v2 38/51 with the corrections of its review and the repairs of all findings: every promise holds',
    source: 'Yan Zhao and Ackerley Tng in the thread of RFC v2 38/51; our own',
    base: 'rfc-v2-split',
    differs: {
      rollbackIndex: 'guarded',
      memory: 'reserved',
      workListError: 'reported',
      restructureResult: 'zero',
      errorIndex: 'start',
      sharedSptes: 'zapped',
      failedAdd: 'keeps',
      stashError: 'checked',
      rollbackLevels: 'work-list',
      uptodateAtMerge: 'every-page',
      freshSplit: 'under-mutex',
      freezeLoop: 'quiet',
    },
  },
]
