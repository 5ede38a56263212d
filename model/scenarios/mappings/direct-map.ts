/**
 * Faults, changes of the record, truncation and release, in files that leave the direct map.
 *
 * Unless a scenario says otherwise its folios have one page, a large entry of the direct map covers all frames it is about,
 * and one frame beyond them belongs to somebody else. Requests name their first and their last page.
 */
import { ABSENT, PRESENT } from '../../kernel/memory/direct-map-entries.ts'
import { SHARED } from '../../kernel/state/values.ts'
import {
  bound,
  close,
  entriesOf,
  getPfn,
  inUse,
  mapped,
  recorded,
  removeOne,
  setFolio,
  setRange,
  sizes,
  splitFolio,
  start,
} from '../parts/direct-map.ts'
import { populatePages, punch } from '../parts/pages.ts'
import type { Scenario } from '../parts/scenario.ts'
import { allocate, hostFault, thread } from '../parts/sizes.ts'

/** Of the record of RFC v3. */
export const records: readonly Scenario[] = [
  {
    name: 'fault-on-recorded-page',
    summary: 'a page that was recorded before it was allocated is faulted in',
    bounds: sizes(2, 1),
    environment: entriesOf(4),
    initial: [start(recorded(1))],
    threads: [thread('vCPU', getPfn([0, 1], 2))],
    goals: [],
  },
  {
    name: 'fault-on-folio-with-recorded-pages',
    summary: 'a folio of four pages is faulted in, any of which may have been recorded',
    bounds: sizes(4, 1, 0, 4),
    environment: entriesOf(4, 'large-folios'),
    initial: Array.from({ length: 16 }, (_, mask) =>
      start(recorded(...[0, 1, 2, 3].filter(page => (mask >> page) & 1))),
    ),
    threads: [thread('vCPU', getPfn([0]))],
    goals: [],
  },
  {
    name: 'fault-on-folio-with-a-gap',
    summary: 'a folio of four pages is faulted in, the second and the last of which were recorded',
    bounds: sizes(4, 1, 0, 4),
    environment: entriesOf(4, 'large-folios'),
    initial: [start(recorded(1, 3))],
    threads: [thread('vCPU', getPfn([0]))],
    goals: [],
  },
  {
    name: 'fault-on-folio-with-recorded-pages-out-of-memory',
    summary: 'a folio of four pages is faulted in twice, two of which were recorded, while memory runs out once',
    bounds: sizes(4, 1, 1, 4),
    environment: entriesOf(4, 'large-folios'),
    initial: [start(recorded(1, 2)), start(recorded(0, 3))],
    threads: [thread('vCPU', getPfn([0], 2))],
    goals: ['injected-failure'],
  },
  {
    name: 'set-range-of-unallocated-pages',
    summary: 'a range is set that no folio stands in',
    bounds: sizes(2, 1),
    environment: entriesOf(4),
    initial: [start()],
    threads: [thread('setter', setRange(0, 1, PRESENT))],
    goals: [],
  },
  {
    name: 'set-range-of-unallocated-pages-out-of-memory',
    summary: 'a range is set that no folio stands in, while memory runs out once',
    bounds: sizes(2, 1, 1),
    environment: entriesOf(4),
    initial: [start()],
    threads: [thread('setter', setRange(0, 1, PRESENT))],
    goals: ['injected-failure'],
  },
  {
    name: 'set-range-of-pages-in-use',
    summary: 'a range is set all of whose pages are in use',
    bounds: sizes(2, 1),
    environment: entriesOf(4),
    initial: [
      start(
        kernel => inUse(kernel, 0),
        kernel => inUse(kernel, 1),
      ),
      // the other way round in memory
      start(
        kernel => inUse(kernel, 1),
        kernel => inUse(kernel, 0),
      ),
    ],
    threads: [thread('setter', setRange(0, 1, PRESENT), setRange(0, 0, PRESENT), setRange(0, 1, ABSENT))],
    goals: [],
  },
  {
    name: 'set-folio-in-use',
    summary:
      'the entry of one page in use is restored, and removed again; a request for more than its folio is refused',
    bounds: sizes(2, 1),
    environment: entriesOf(4),
    initial: [start(kernel => inUse(kernel, 0))],
    threads: [thread('setter', setFolio(0, 0, PRESENT), setFolio(0, 0, ABSENT), setFolio(0, 1, PRESENT))],
    goals: [],
  },
  {
    name: 'set-out-of-memory',
    summary: 'a range and a folio are set while memory runs out once',
    bounds: sizes(2, 1, 1),
    environment: entriesOf(4),
    initial: [
      start(
        kernel => inUse(kernel, 0),
        kernel => inUse(kernel, 1),
      ),
    ],
    threads: [thread('setter', setRange(0, 1, PRESENT), setFolio(1, 1, PRESENT))],
    goals: ['injected-failure'],
  },
  {
    name: 'set-part-of-large-folio-out-of-memory',
    summary: 'three of the four pages of a folio are set, whose entries are two large ones, while memory runs out once',
    bounds: sizes(4, 1, 1, 4),
    environment: entriesOf(2, 'large-folios'),
    initial: [start(kernel => inUse(kernel, 0, true))],
    threads: [thread('setter', setFolio(0, 2, PRESENT), setRange(0, 2, PRESENT))],
    goals: ['injected-failure'],
  },
  {
    name: 'set-pages-of-large-folio',
    summary: 'pages of a folio of four are restored, and removed again',
    bounds: sizes(4, 1, 0, 4),
    environment: entriesOf(4, 'large-folios'),
    initial: [start(kernel => inUse(kernel, 0))],
    threads: [thread('setter', setFolio(0, 2, PRESENT), setFolio(1, 3, PRESENT), setFolio(0, 3, ABSENT))],
    goals: [],
  },
  {
    name: 'set-range-during-fault',
    summary: 'a range is set while one of its pages is faulted in',
    bounds: sizes(2, 2),
    environment: entriesOf(4),
    initial: [start()],
    threads: [thread('vCPU', getPfn([0, 1])), thread('setter', setRange(0, 1, PRESENT))],
    goals: [],
  },
  {
    name: 'set-folio-of-allocated-page',
    summary: 'an allocated page is set before or while it is faulted in',
    bounds: sizes(1, 2),
    environment: entriesOf(2),
    initial: [start()],
    threads: [thread('vCPU', allocate(0, 1), getPfn([0])), thread('setter', setFolio(0, 0, PRESENT, ABSENT))],
    goals: [],
  },
  {
    name: 'set-at-once',
    summary: 'one thread restores the entries of two pages in use, another removes that of one of them',
    bounds: sizes(2, 2),
    environment: entriesOf(4),
    initial: [
      start(
        kernel => inUse(kernel, 0),
        kernel => inUse(kernel, 1),
      ),
    ],
    threads: [thread('setter', setRange(0, 1, PRESENT)), thread('setter', removeOne)],
    goals: [],
  },
  {
    name: 'set-range-during-truncation',
    summary: 'the entries of two pages are removed while one of them is truncated',
    bounds: sizes(2, 2),
    environment: entriesOf(4),
    initial: [
      start(
        recorded(0, 1),
        kernel => inUse(kernel, 0),
        kernel => inUse(kernel, 1),
      ),
    ],
    threads: [thread('setter', setRange(0, 1, ABSENT)), thread('ioctl', punch(0, 1))],
    goals: [],
  },
  {
    name: 'set-folio-during-truncation',
    summary: 'a page is set while it is truncated and faulted in again',
    bounds: sizes(1, 2),
    environment: entriesOf(2),
    initial: [start(kernel => inUse(kernel, 0))],
    threads: [thread('setter', setFolio(0, 0, PRESENT, ABSENT)), thread('ioctl', punch(0, 1), getPfn([0]))],
    goals: [],
  },
  {
    name: 'set-folio-during-release',
    summary: 'a page is set while the file is closed for good',
    bounds: sizes(1, 2),
    environment: entriesOf(2, 'memslots'),
    initial: [start(bound, kernel => inUse(kernel, 0))],
    threads: [thread('setter', setFolio(0, 0, PRESENT)), thread('closer', ...close)],
    goals: [],
  },
  {
    name: 'set-range-during-release',
    summary: 'a range is set while the file is closed for good',
    bounds: sizes(1, 2),
    environment: entriesOf(2, 'memslots'),
    initial: [start(bound, kernel => inUse(kernel, 0))],
    threads: [thread('setter', setRange(0, 0, PRESENT)), thread('closer', ...close)],
    goals: [],
  },
  {
    name: 'populate-then-fault',
    summary: 'an initial image is copied to a page that is private, recorded or shared; then the guest faults on it',
    bounds: sizes(1, 1),
    environment: entriesOf(2),
    initial: [
      start(),
      start(recorded(0)),
      start(kernel => {
        kernel.share[0] = SHARED
      }),
    ],
    threads: [thread('VMM', populatePages(0, 1), getPfn([0]))],
    goals: [],
  },
  {
    name: 'set-range-during-everything',
    summary: 'a range is set while its pages are allocated, faulted in and truncated; memory runs out once',
    bounds: sizes(2, 3, 1),
    environment: entriesOf(4),
    initial: [start(), start(recorded(0), kernel => inUse(kernel, 0))],
    threads: [
      thread('setter', setRange(0, 1, PRESENT, ABSENT)),
      thread('vCPU', getPfn([0])),
      thread('ioctl', punch(0, 1)),
    ],
    goals: ['injected-failure'],
  },
  {
    name: 'set-range-across-large-folios',
    summary:
      'half of each of two folios of two pages is set while one is faulted in, one truncated; memory runs out once',
    bounds: sizes(4, 3, 1, 2),
    environment: entriesOf(4, 'large-folios'),
    initial: [start(kernel => inUse(kernel, 2)), start(recorded(1), kernel => inUse(kernel, 0))],
    threads: [
      thread('setter', setRange(1, 2, PRESENT, ABSENT)),
      thread('vCPU', getPfn([0, 3])),
      thread('ioctl', punch(2, 1)),
    ],
    goals: ['injected-failure'],
  },
  {
    name: 'set-folio-during-set-and-fault',
    summary: 'a range and a folio are set while the folio is faulted in; memory runs out once',
    bounds: sizes(2, 3, 1),
    environment: entriesOf(4),
    initial: [start(kernel => inUse(kernel, 1))],
    threads: [
      thread('setter', setRange(0, 1, PRESENT)),
      thread('setter', setFolio(1, 1, ABSENT)),
      thread('vCPU', getPfn([0])),
    ],
    goals: ['injected-failure'],
  },
]

/** Of removing and restoring entries, with a record or with marks. */
export const removals: readonly Scenario[] = [
  {
    name: 'fault-and-truncate',
    summary: 'a page is faulted in, truncated and faulted in again',
    bounds: sizes(1, 2),
    environment: entriesOf(2),
    initial: [start()],
    threads: [thread('vCPU', getPfn([0], 2)), thread('ioctl', punch(0, 1))],
    goals: [],
  },
  {
    name: 'fault-out-of-memory',
    summary: 'a page is faulted in twice while memory runs out once, then truncated',
    bounds: sizes(1, 1, 1),
    environment: entriesOf(2),
    initial: [start()],
    threads: [thread('vCPU', getPfn([0], 2), punch(0, 1))],
    goals: ['injected-failure'],
  },
  {
    name: 'fault-from-two-vcpus',
    summary: 'two vCPUs fault on two pages, one of which is truncated; memory runs out once',
    bounds: sizes(2, 3, 1),
    environment: entriesOf(4),
    initial: [start()],
    threads: [thread('vCPU', getPfn([0, 1])), thread('vCPU', getPfn([0, 1])), thread('ioctl', punch(0, 1))],
    goals: ['injected-failure'],
  },
  {
    name: 'populate-faulted-page',
    summary: 'an initial image is copied to a page that the guest faults on',
    bounds: sizes(1, 2),
    environment: entriesOf(2),
    initial: [start()],
    threads: [thread('vCPU', getPfn([0])), thread('VMM', populatePages(0, 1))],
    goals: [],
  },
  {
    name: 'release-after-faults',
    summary: 'the file is closed for good while the guest faults on two pages; memory runs out once',
    bounds: sizes(2, 2, 1),
    environment: entriesOf(4, 'memslots'),
    initial: [start(bound)],
    threads: [thread('vCPU', getPfn([0, 1], 2)), thread('closer', ...close)],
    goals: ['injected-failure'],
  },
]

/** Of designs that mark folios: host faults, and large folios that are split after their entries were removed. */
export const marks: readonly Scenario[] = [
  {
    name: 'fault-from-host-out-of-memory',
    summary: 'the host faults on a page twice while memory runs out once; then it is truncated',
    bounds: sizes(1, 1, 1),
    environment: entriesOf(2, 'shared-file'),
    initial: [start(mapped)],
    threads: [thread('host', hostFault([0], 2), punch(0, 1))],
    goals: ['injected-failure'],
  },
  {
    name: 'fault-from-host-and-guest',
    summary: 'host and guest fault on a page that is truncated meanwhile; memory runs out once',
    bounds: sizes(1, 3, 1),
    environment: entriesOf(2, 'shared-file'),
    initial: [start(mapped)],
    threads: [thread('host', hostFault([0])), thread('vCPU', getPfn([0], 2)), thread('ioctl', punch(0, 1))],
    goals: ['injected-failure'],
  },
  {
    name: 'truncate-page-of-split-folio',
    summary: 'a folio of two pages, removed by way of one large entry, is split, and its pages are truncated',
    bounds: sizes(2, 1, 0, 2),
    environment: entriesOf(2, 'large-folios'),
    initial: [start(kernel => inUse(kernel, 0, true))],
    threads: [thread('ioctl', splitFolio(0), punch(0, 1), punch(1, 1))],
    goals: [],
  },
  {
    name: 'truncate-page-of-split-folio-out-of-memory',
    summary: 'as truncate-page-of-split-folio, while memory runs out once',
    bounds: sizes(2, 1, 1, 2),
    environment: entriesOf(2, 'large-folios'),
    initial: [start(kernel => inUse(kernel, 0, true))],
    threads: [thread('ioctl', splitFolio(0), punch(0, 1), punch(1, 1))],
    goals: ['injected-failure'],
  },
]
