/**
 * What the suite expects of rollback-index-guarded. Written by `gmemcheck suite --record`.
 */
import { entriesOf } from './recorded.ts'

const promises = [
  'allocated-hugepages-match-shareability',
  'calls-keep-no-locks',
  'calls-keep-no-references',
  'conversion-is-all-or-nothing',
  'conversion-rollback-works',
  'failed-conversion-restores-state',
  'faults-meet-no-empty-range',
  'free-frames-are-unreachable',
  'freeze-loop-does-not-spin',
  'host-faults-meet-no-large-folio',
  'huge-mappings-are-not-mixed',
  'invalidations-are-balanced',
  'invalidations-do-not-underflow',
  'invalidations-name-a-range',
  'mapped-pages-are-uptodate',
  'merges-find-their-stash',
  'no-index-wraps',
  'no-stale-spte-is-installed',
  'no-unset-value-is-read',
  'nothing-is-stuck',
  'only-held-locks-are-dropped',
  'page-size-matches-shareability',
  'private-hugepages-are-merged',
  'private-pages-are-not-host-mapped',
  'private-pages-are-not-pinned',
  'private-pages-have-no-shared-spte',
  'range-rollback-merges',
  'range-rollback-splits',
  'ranges-are-added-during-invalidation',
  'readding-after-failed-merge-works',
  'readding-after-failed-split-works',
  'references-do-not-underflow',
  'references-have-owners',
  'removed-folios-are-locked',
  'restructured-folios-have-a-mapping',
  'shared-pages-have-no-private-spte',
  'splitting-after-failed-merge-works',
  'sptes-fit-their-folio',
  'uptodate-pages-were-cleared',
]

export const entries = entriesOf('rollback-index-guarded', promises, [
  {
    scenario: 'convert-from-zero-out-of-memory',
    violated: {
      'conversion-is-all-or-nothing': 4,
      'failed-conversion-restores-state': 35,
      'free-frames-are-unreachable': 23,
      'no-unset-value-is-read': 18,
    },
    vacuous: ['allocated-hugepages-match-shareability'],
    unreached: [],
    states: 84,
    transitions: 86,
    depth: 40,
  },
])
