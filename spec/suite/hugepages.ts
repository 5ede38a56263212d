/**
 * The worlds in which hugepages are truncated, populated and unmapped, and those of single repairs around allocation and truncation.
 */

import { themes } from '../../model/scenarios/index.ts'
import type { Listed } from './entry.ts'

const { populationOfHugepages, truncationOfHugepages, unmapping } = themes

const on = (design: string, ...names: readonly string[]): readonly Listed[] =>
  names.map(scenario => ({ scenario, design }))

export const hugepageWorlds: readonly Listed[] = [
  ...['rfc-v2-split', 'rfc-v2-repaired'].flatMap(design =>
    on(design, ...[...truncationOfHugepages, ...unmapping, ...populationOfHugepages].map(({ name }) => name)),
  ),
  ...on(
    'hole-cleared-from-its-start',
    'punch-start-of-hugepage',
    'punch-end-of-hugepage',
    'punch-any-hole',
    'punch-part-of-hugepage-during-guest-fault',
  ),
  ...on('fallocate-by-hugepages', 'punch-start-of-assigned-hugepage', 'punch-any-hole'),
  ...on('hole-cleared-under-lock', 'punch-end-of-hugepage', 'punch-part-of-hugepage-during-host-fault'),
  ...on('truncated-folio-held', 'punch-shared-hugepage', 'punch-pinned-shared-hugepage'),
  ...on('unmerged-pages-truncated', 'punch-shared-hugepage-out-of-memory'),
  ...on('host-advice-on-shared-pages', 'remove-through-host-mapping'),
  ...on('allocation-end-rounded-up', 'allocate-less-than-a-hugepage'),
  ...on('vmemmap-restored-before-stash', 'convert-to-and-fro-with-struct-pages-given-away'),
  ...on('merge-clears-stale-pages', 'convert-written-by-host-to-private'),
  ...on('populate-whole-folios', 'populate-hugepages'),
  ...on('populate-holds-locks', 'populate-hugepage-during-guest-fault'),
  ...on('add-keeps-the-page', 'convert-to-shared-then-fault-out-of-memory'),
]
