/**
 * The worlds of the trees without hugepages.
 */

import { themes } from '../../model/scenarios/index.ts'
import type { Scenario } from '../../model/scenarios/parts/scenario.ts'
import type { Listed } from './entry.ts'

const { bindings, memoryFailures, pagesAmongAll, preparation, sharedFiles, truncation } = themes

const all = [...preparation, ...truncation, ...memoryFailures, ...bindings, ...sharedFiles]

/** Files that the host process may map, or whose memory is shared from the start: upstream only. */
const isShared = ({ environment, threads }: Scenario): boolean =>
  environment.parts?.includes('shared-file') === true ||
  threads.some(({ calls }) => calls.some(({ operation }) => operation === 'host fault'))
const hasHugepages = ({ bounds }: Scenario): boolean => bounds.hugepage > 1

/** What all trees without hugepages have in common. */
export const pageScenarios: readonly Scenario[] = all.filter(each => !hasHugepages(each))

const trees = [
  'prepares-at-lookup',
  'marks-after-preparation',
  'prepares-at-first-access',
  'prepared-flag-abstracted',
  'linux-6-12',
]

const on = (design: string, ...names: readonly string[]): readonly Listed[] =>
  names.map(scenario => ({ scenario, design }))

export const pageWorlds: readonly Listed[] = [
  ...trees.flatMap(design =>
    pageScenarios.filter(each => !isShared(each)).map(({ name }) => ({ scenario: name, design })),
  ),
  ...['upstream', 'upstream-repaired'].flatMap(design =>
    [...pageScenarios, ...pagesAmongAll].map(({ name }) => ({
      scenario: name,
      design,
    })),
  ),
  ...['linux-6-19', 'linux-7-3'].flatMap(design => pageScenarios.map(({ name }) => ({ scenario: name, design }))),
  ...all
    .filter(each => hasHugepages(each) && each.name !== 'populate-on-tdx')
    .map(({ name }) => ({ scenario: name, design: 'rfc-v2-split' })),
  ...on('populate-maps-given-pfn', 'populate-on-tdx'),
  ...on('rfc-v2-without-hugepages', 'populate-on-tdx'),
  ...['prepared-flag-abstracted', 'linux-6-12', 'upstream', 'linux-6-19', 'linux-7-3', 'in-place-conversion'].flatMap(
    design => on(design, 'populate-on-tdx'),
  ),
  // each breaks a promise that its design keeps in the same scenario
  { scenario: 'punch-hole-during-guest-fault', design: 'upstream', mutation: 'without-stale-check' },
  { scenario: 'memory-failure-of-mapped-page', design: 'upstream', mutation: 'without-failure-zap' },
  { scenario: 'punch-hole', design: 'upstream', mutation: 'without-truncation' },
  { scenario: 'allocate-then-populate', design: 'upstream', mutation: 'deaf-to-signals' },
  { scenario: 'allocate-then-populate', design: 'upstream', mutation: 'goes-on-when-interrupted' },
  { scenario: 'allocate-behind-the-first-page', design: 'upstream', mutation: 'allocates-from-the-start' },
  { scenario: 'punch-hole', design: 'upstream', mutation: 'tells-a-failed-hole' },
  { scenario: 'allocate-behind-the-first-page', design: 'upstream', mutation: 'refuses-every-page' },
  { scenario: 'host-fault-beyond-the-end', design: 'upstream', mutation: 'retries-every-page' },
  { scenario: 'populate-then-guest-fault', design: 'upstream', mutation: 'refuses-every-kind' },
  { scenario: 'populate-then-guest-fault', design: 'upstream', mutation: 'refuses-private-pages' },
  { scenario: 'punch-hole-in-unused-host-mapping', design: 'upstream', mutation: 'without-truncation' },
  { scenario: 'delete-memslot-during-guest-fault', design: 'upstream', mutation: 'without-memslot-zap' },
  { scenario: 'close-file-during-guest-fault', design: 'upstream', mutation: 'without-release-zap' },
  { scenario: 'close-file-during-guest-fault', design: 'upstream', mutation: 'without-forgetting-of-files' },
  { scenario: 'bind-pages-twice', design: 'upstream', mutation: 'without-look-for-bindings' },
  { scenario: 'punch-hole-during-populate', design: 'upstream', mutation: 'without-slots-lock' },
  { scenario: 'close-file-during-guest-fault', design: 'upstream', mutation: 'puts-vm-early' },
  { scenario: 'fault-in-page-twice', design: 'upstream', mutation: 'without-file-put' },
  { scenario: 'punch-hole-during-guest-fault', design: 'upstream', mutation: 'without-mmu-unlock' },
  { scenario: 'close-file-during-guest-fault', design: 'upstream', mutation: 'puts-file-twice' },
  { scenario: 'close-file-during-guest-fault', design: 'upstream', mutation: 'without-destruction-of-bindings' },
  { scenario: 'fault-in-page-twice', design: 'upstream', mutation: 'assigns-next-gfn' },
  { scenario: 'punch-hole', design: 'upstream', mutation: 'without-request' },
  { scenario: 'punch-hole-while-another-file-is-closed', design: 'upstream', mutation: 'without-unlisting' },
  { scenario: 'punch-hole-during-guest-fault', design: 'upstream', mutation: 'without-flush' },
  { scenario: 'delete-one-of-two-memslots', design: 'upstream', mutation: 'binds-beside' },
  { scenario: 'renew-two-memslots', design: 'upstream', mutation: 'refuses-neighbours' },
  { scenario: 'punch-hole-over-two-memslots', design: 'upstream', mutation: 'takes-gfn-for-page' },
  { scenario: 'punch-hole-during-populate', design: 'upstream', mutation: 'without-progress' },
  { scenario: 'populate-part-of-memslot', design: 'upstream', mutation: 'populates-beside' },
  { scenario: 'punch-hole', design: 'upstream', mutation: 'truncates-beside' },
  // each repair alone
  ...on(
    'populate-keeps-folio-locked',
    'populate-during-guest-fault',
    'populate-twice-at-once',
    'punch-hole-during-populate',
  ),
  ...on('error-folio-without-lock', 'memory-failure-during-punch-hole', 'memory-failure-during-punch-hole-and-fault'),
  ...on(
    'dying-file-unbound-under-lock',
    'delete-memslot-of-closed-file-during-memory-failure',
    'close-file-and-delete-memslot',
  ),
  ...on('bind-error-checked', 'create-memslot'),
  ...on('prepare-refuses-other-owners', 'fault-in-page-from-two-vms', 'fault-in-page-of-second-vm'),
  ...on('refused-image-cleared', 'populate-refused-by-firmware'),
]
