/**
 * Conversions of order-0 folios in place, while the guest and the host access them and holes are punched.
 */
import { type Call, each } from '../../../checker/declare.ts'
import type { Kernel } from '../../kernel/state/state.ts'
import { PRIVATE, SHARED } from '../../kernel/state/values.ts'
import { guestMaps, hostMaps, mapped, pinned, shared } from '../parts/initial.ts'
import { bound } from '../parts/memslots.ts'
import {
  breakFrame,
  hostImage,
  pagesOf,
  populatePages,
  prepared,
  punch,
  sharedPage,
  withParts,
  written,
} from '../parts/pages.ts'
import type { Scenario } from '../parts/scenario.ts'
import { allocate, guestFault, hostFault, pin, speculate, thread, toPrivate, toShared, unpin } from '../parts/sizes.ts'

const snp = withParts('firmware')
const snpWithLru = withParts('firmware', 'lru')

/** The page is private, the guest has written to it and maps it. */
const guestPage = (kernel: Kernel, page: number): void => {
  written(kernel, page)
  guestMaps(kernel, page)
}

/** VM 0 is bound, and maps a page, which it has written to. */
const boundPage =
  (page: number) =>
  (kernel: Kernel): void => {
    bound(kernel, 0)
    guestPage(kernel, page)
  }

/** Any conversion of up to `pages` pages, to either side. */
const anyConversion = (pages: number, times = 1) => ({
  operation: 'convert',
  args: each({
    start: Array.from({ length: pages }, (_, start) => start),
    pages: Array.from({ length: pages }, (_, more) => 1 + more),
    share: [PRIVATE, SHARED],
  }).filter(args => args.start! + args.pages! <= pages),
  times,
})

/** One of some ranges, each given by its start and its pages, goes shared. */
const goesShared = (...ranges: readonly (readonly [number, number])[]): Call => ({
  operation: 'convert',
  args: ranges.map(([start, pages]) => ({ start, pages, share: SHARED })),
  times: 1,
})

export const inPlace: readonly Scenario[] = [
  {
    name: 'convert-pages-in-turn',
    summary:
      'three conversions of any range of three pages, one never allocated, one mapped by the guest, one by the host; memory runs out up to three times',
    bounds: pagesOf(3, 1, 3),
    environment: snp,
    initial: [
      kernel => {
        guestPage(kernel, 0)
        sharedPage(kernel, 2)
        hostMaps(kernel, 2)
      },
    ],
    threads: [thread('ioctl', anyConversion(3, 3))],
    goals: ['injected-failure'],
  },
  {
    name: 'convert-page-during-guest-fault',
    summary: 'a page goes shared and private again while the guest accesses it, twice, as either kind',
    bounds: pagesOf(1, 2),
    environment: snp,
    initial: [() => {}, kernel => guestPage(kernel, 0)],
    threads: [thread('vCPU', guestFault([0], [PRIVATE, SHARED], 2)), thread('ioctl', toShared(0, 1), toPrivate(0, 1))],
    goals: ['guest-mapping', 'stale-fault'],
  },
  {
    name: 'convert-page-during-host-fault',
    summary: 'a shared page goes private and shared again while the host accesses it, and the guest too',
    bounds: pagesOf(1, 3),
    environment: snp,
    initial: [
      kernel => {
        sharedPage(kernel, 0)
        mapped(kernel)
      },
    ],
    threads: [
      thread('host', hostFault([0])),
      thread('ioctl', toPrivate(0, 1), toShared(0, 1)),
      thread('vCPU', guestFault([0], [PRIVATE, SHARED])),
    ],
    goals: ['host-mapping', 'guest-mapping', 'stale-fault'],
  },
  {
    name: 'convert-page-of-shared-file',
    summary:
      'a page of a file whose memory is shared from the start goes private and shared again, and a hole is punched, while the host and the guest access it',
    bounds: pagesOf(1, 3),
    environment: withParts('firmware', 'shared-file'),
    initial: [
      kernel => {
        sharedPage(kernel, 0)
        mapped(kernel)
      },
    ],
    threads: [
      thread('host', hostFault([0])),
      thread('ioctl', toPrivate(0, 1), toShared(0, 1), punch(0, 1)),
      thread('vCPU', guestFault([0], [PRIVATE, SHARED])),
    ],
    goals: ['host-mapping', 'guest-mapping', 'stale-fault'],
  },
  {
    name: 'convert-pinned-page-to-private',
    summary:
      'a page that the host maps is pinned and unpinned while two go private, or only the other one is; its folio may still be on its way to the LRU',
    bounds: pagesOf(2, 3),
    environment: snpWithLru,
    initial: [
      kernel => {
        mapped(kernel)
        shared(kernel, 0, 2)
      },
      kernel => {
        sharedPage(kernel, 0)
        sharedPage(kernel, 1)
        hostMaps(kernel, 0)
        pinned(kernel, 0)
      },
      kernel => {
        sharedPage(kernel, 0)
        sharedPage(kernel, 1)
        pinned(kernel, 1)
      },
    ],
    threads: [
      thread('ioctl', toPrivate(0, 2, 2)),
      thread('pinner', pin([0]), unpin([0])),
      thread('host', hostFault([0])),
    ],
    goals: ['host-mapping'],
  },
  {
    name: 'punch-hole-under-guest-without-reference',
    summary: 'the guest accesses two pages, twice, while a hole is punched and the frames are allocated anew',
    bounds: { ...pagesOf(2, 3), frames: 2 },
    environment: snp,
    initial: [kernel => void prepared(kernel, 0)],
    threads: [
      thread('vCPU', guestFault([0, 1], [PRIVATE], 2)),
      thread('fallocate', punch(0, 1)),
      thread('fallocate', allocate(1, 1)),
    ],
    goals: ['guest-mapping', 'stale-fault'],
  },
  {
    name: 'convert-and-punch-hole-among-faults',
    summary: 'a page is converted while a hole is punched and the guest and the host access it; memory runs out once',
    bounds: pagesOf(1, 4, 1),
    environment: snp,
    initial: [
      kernel => {
        sharedPage(kernel, 0)
        hostMaps(kernel, 0)
      },
    ],
    threads: [
      thread('ioctl', toPrivate(0, 1)),
      thread('fallocate', punch(0, 1)),
      thread('host', hostFault([0])),
      thread('vCPU', guestFault([0], [PRIVATE, SHARED])),
    ],
    goals: ['host-mapping', 'guest-mapping', 'stale-fault', 'injected-failure'],
  },
  {
    name: 'any-pages-converted-among-all',
    summary:
      'any conversion of two pages while the guest and the host access them, a hole is punched, and memory runs out once',
    bounds: pagesOf(2, 4, 1),
    environment: withParts(),
    initial: [
      kernel => {
        sharedPage(kernel, 0)
        hostMaps(kernel, 0)
        guestPage(kernel, 1)
      },
    ],
    threads: [
      thread('ioctl', anyConversion(2)),
      thread('vCPU', guestFault([0, 1], [PRIVATE, SHARED])),
      thread('host', hostFault([0])),
      thread('fallocate', punch(0, 1)),
    ],
    goals: ['host-mapping', 'guest-mapping', 'stale-fault', 'injected-failure'],
  },
  {
    name: 'convert-page-while-memory-fails',
    summary: 'a frame breaks while its page is converted and the guest accesses it',
    bounds: pagesOf(1, 3),
    environment: withParts('firmware', 'memory-failure'),
    initial: [kernel => guestPage(kernel, 0)],
    threads: [
      thread('ioctl', toShared(0, 1)),
      thread('memory failure', breakFrame([0])),
      thread('vCPU', guestFault([0], [PRIVATE, SHARED])),
    ],
    goals: ['guest-mapping'],
  },
  {
    name: 'populate-during-conversion',
    summary: 'the initial image is copied into a page while that goes shared, and the host accesses it',
    bounds: pagesOf(1, 3),
    environment: withParts('firmware', 'launch'),
    initial: [mapped],
    threads: [thread('launch', populatePages(0, 1)), thread('ioctl', toShared(0, 1)), thread('host', hostFault([0]))],
    goals: ['populated-page', 'host-mapping'],
  },
  {
    name: 'populate-in-place',
    summary:
      'the initial image is what the page holds: what the host wrote, or nothing; the guest accesses it, in either order',
    bounds: pagesOf(1, 1),
    environment: withParts('launch', 'firmware', 'image-in-place'),
    initial: [() => {}, kernel => hostImage(kernel, 0)],
    threads: [thread('launch', populatePages(0, 1), guestFault([0], [PRIVATE]))],
    goals: ['populated-page', 'guest-mapping'],
  },
  {
    name: 'convert-beside-memslot',
    summary:
      'any pages go shared, in front of a memslot, in it or across its border, while the guest accesses its page',
    bounds: pagesOf(2, 2),
    environment: withParts('memslots', 'partial-memslot'),
    initial: [boundPage(1)],
    threads: [
      thread('ioctl', toShared(0, 1), toShared(0, 2), toPrivate(1, 1)),
      thread('vCPU', guestFault([1], [PRIVATE, SHARED])),
    ],
    goals: ['guest-mapping'],
  },
  {
    name: 'convert-over-two-memslots',
    summary:
      'pages of both memslots of a VM, whose gfns are not those of the pages, are converted while the guest accesses them',
    bounds: pagesOf(2, 2),
    environment: withParts('memslots', 'crossed-memslots', 'firmware'),
    initial: [boundPage(0)],
    threads: [thread('ioctl', anyConversion(2, 2)), thread('vCPU', guestFault([0, 1], [PRIVATE, SHARED]))],
    goals: ['guest-mapping', 'stale-fault'],
  },
  {
    name: 'access-shared-page-beside-private-one',
    summary: 'the host and the guest access two pages, of which the first is private and the second shared',
    bounds: pagesOf(2, 2),
    environment: snp,
    initial: [
      kernel => {
        guestPage(kernel, 0)
        sharedPage(kernel, 1)
        mapped(kernel)
      },
    ],
    threads: [thread('host', hostFault([0, 1])), thread('vCPU', guestFault([0, 1], [PRIVATE, SHARED]))],
    goals: ['host-mapping', 'guest-mapping'],
  },
  {
    name: 'convert-page-beside-pinned-page',
    summary: 'a shared page goes private, and back, between two pages that are pinned all the time',
    bounds: pagesOf(3, 1),
    environment: snp,
    initial: [
      kernel => {
        for (const page of [0, 1, 2]) sharedPage(kernel, page)
        pinned(kernel, 0)
        pinned(kernel, 2)
      },
    ],
    threads: [thread('ioctl', toPrivate(1, 1), toShared(1, 1))],
    goals: [],
  },
  {
    name: 'convert-more-pages-than-a-batch',
    summary:
      'three pages go shared that the guest uses, or the last two of them, or private while the last one is pinned: more folios than are looked up at once, or two behind a page that is not allocated; the host accesses any but the first',
    bounds: pagesOf(3, 2),
    environment: snp,
    initial: [
      kernel => {
        for (const page of [0, 1, 2]) guestPage(kernel, page)
        mapped(kernel)
      },
      kernel => {
        for (const page of [0, 1, 2]) sharedPage(kernel, page)
        mapped(kernel)
        pinned(kernel, 2)
      },
      kernel => {
        for (const page of [1, 2]) guestPage(kernel, page)
      },
      kernel => {
        for (const page of [1, 2]) sharedPage(kernel, page)
        pinned(kernel, 2)
      },
    ],
    threads: [thread('ioctl', goesShared([0, 3], [1, 2]), toPrivate(0, 3)), thread('host', hostFault([1, 2]))],
    goals: ['host-mapping'],
  },
  {
    name: 'convert-private-and-shared-pages-on-tdx',
    summary: 'two pages are converted, to either side, of which the guest uses one as private memory of a TD',
    bounds: pagesOf(2, 2),
    environment: withParts('tdx'),
    initial: [
      kernel => {
        guestPage(kernel, 0)
        sharedPage(kernel, 1)
      },
    ],
    threads: [thread('ioctl', toPrivate(0, 2), toShared(1, 1)), thread('vCPU', guestFault([0, 1], [PRIVATE, SHARED]))],
    goals: ['guest-mapping', 'stale-fault'],
  },
  {
    name: 'convert-pages-beside-private-frame',
    summary:
      'a page goes shared, alone or with one that is not allocated; the frame behind its own is that of another page, which stays private and which the guest accesses',
    bounds: pagesOf(3, 2),
    environment: snp,
    initial: [
      kernel => {
        guestPage(kernel, 0)
        guestPage(kernel, 2)
      },
    ],
    threads: [thread('ioctl', toShared(0, 1), toShared(0, 2)), thread('vCPU', guestFault([2], [PRIVATE]))],
    goals: ['guest-mapping'],
  },
  {
    name: 'convert-pages-of-two-vms',
    summary: 'two pages that two VMs access are converted at once by two threads, while somebody refers to them',
    bounds: pagesOf(2, 4, 0, 2),
    environment: withParts(),
    initial: [
      kernel => {
        sharedPage(kernel, 0)
        written(kernel, 1)
        mapped(kernel)
      },
    ],
    threads: [
      thread('ioctl', toPrivate(0, 2)),
      thread('ioctl', toShared(1, 1)),
      thread('vCPU', {
        operation: 'guest fault',
        args: each({ gfn: [0, 1], kind: [PRIVATE, SHARED], vm: [1] }),
        times: 1,
      }),
      thread('speculator', speculate([0])),
    ],
    goals: ['guest-mapping', 'stale-fault'],
  },
]
