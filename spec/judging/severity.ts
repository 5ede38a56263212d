/**
 * How bad it is when a promise is broken: the worst thing that can follow.
 */
import type { Promised } from '../promise.ts'

/** From the worst. */
export const severities = ['guest memory', 'use after free', 'BUG', 'deadlock', 'WARN', 'wrong result'] as const
export type Severity = (typeof severities)[number]

/** Memory of a guest is leaked, or overwritten. */
const GUEST_MEMORY: ReadonlySet<string> = new Set([
  'assigned-pages-are-not-cleared',
  'guest-sees-no-stale-data',
  'handed-out-pages-have-left-the-direct-map',
  'handed-out-pages-have-left-the-tlb',
  'holes-clear-nothing-beside',
  'host-mapped-pages-belong-to-the-host',
  'huge-mappings-are-not-mixed',
  'initial-image-overwrites-nothing',
  'locked-folios-are-not-cleared',
  'mapped-pages-are-uptodate',
  'no-stale-spte-is-installed',
  'owned-data-is-not-wiped',
  'pages-are-assigned-at-their-gfn',
  'poisoned-pages-are-not-mapped',
  'populated-pages-hold-the-image',
  'private-contents-survive',
  'private-pages-are-not-host-mapped',
  'private-pages-are-not-pinned',
  'private-pages-belong-to-their-vm',
  'private-pages-have-no-shared-spte',
  'private-pages-outlive-host-advice',
  'punched-data-is-gone',
  'refused-images-are-not-kept',
  'removed-entries-have-left-the-tlb',
  'shared-pages-have-no-private-spte',
  'sptes-map-their-page',
  'uptodate-pages-are-not-cleared',
  'uptodate-pages-were-cleared',
  'zapped-pages-have-left-the-tlb',
])

/** Something is used that is free, or is about to be. */
const USE_AFTER_FREE: ReadonlySet<string> = new Set([
  'free-frames-are-unreachable',
  'freed-files-are-not-used',
  'freed-folios-are-not-used',
  'freed-memslots-are-not-used',
  'invalidated-pfns-are-not-used',
  'put-vms-are-not-used',
  'references-do-not-underflow',
  'released-records-are-not-used',
  'sptes-have-a-memslot',
])

/** Threads that wait for each other, or for what nobody does. */
const DEADLOCK: ReadonlySet<string> = new Set([
  'calls-keep-no-locks',
  'locks-are-taken-in-order',
  'no-folio-is-locked-twice',
])

/** The worst that follows from breaking the promise; the two sets before the kinds, since some of them are signals. */
export function severityOf(promise: Pick<Promised, 'name' | 'kind'> & { readonly fatal?: boolean }): Severity {
  const { name, kind, fatal } = promise
  if (GUEST_MEMORY.has(name)) return 'guest memory'
  if (USE_AFTER_FREE.has(name)) return 'use after free'
  if (fatal) return 'BUG'
  if (kind === 'stuck' || kind === 'progress' || DEADLOCK.has(name)) return 'deadlock'
  return kind === 'never' ? 'WARN' : 'wrong result'
}
