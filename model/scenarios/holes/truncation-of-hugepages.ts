/**
 * Holes in hugepages that begin and end anywhere, pages that outlive their inode, and the worker that collects them.
 *
 * For designs that convert by a work list, RFC v2.
 */
import { type Call, each } from '../../../checker/declare.ts'
import type { Environment, Kernel } from '../../kernel/state/state.ts'
import { GUEST, HOST, PRIVATE, SHARED } from '../../kernel/state/values.ts'
import { guestMaps, hostMaps, mapped, mergedHugepage, pinned, shared, splitHugepage } from '../parts/initial.ts'
import { punch, withParts } from '../parts/pages.ts'
import type { Scenario } from '../parts/scenario.ts'
import {
  allocate,
  anyVm,
  guestFault,
  hostFault,
  pin,
  sizes,
  speculate,
  thread,
  toPrivate,
  toShared,
  unpin,
} from '../parts/sizes.ts'

const snp: Environment = withParts('firmware')
const withWorker: Environment = withParts('worker')

const remove = (start: number, pages: number): Call => ({ operation: 'remove', args: [{ start, pages }], times: 1 })
const worker = (times: number): Call => ({ operation: 'worker', times })
const evict: Call = { operation: 'evict', times: 1 }

/** Every hole of one to `pages` pages within the file. */
const anyHole = (pages: number, times = 1): Call => ({
  operation: 'punch hole',
  args: each({
    start: Array.from({ length: pages }, (_, start) => start),
    pages: Array.from({ length: pages }, (_, more) => 1 + more),
  }).filter(args => args.start! + args.pages! <= pages),
  times,
})

/** Every page that stands in the filemap holds data. */
const filled = (kernel: Kernel, contents: number): void => {
  for (let frame = 0; frame < kernel.frames; frame++)
    if (kernel.allocated[frame] === 1) kernel.contents[frame] = contents
}

export const truncationOfHugepages: readonly Scenario[] = [
  {
    name: 'punch-end-of-hugepage',
    summary: 'a hole is punched over the second page of a private hugepage, which the guest has written to',
    bounds: sizes(2, 1),
    environment: anyVm,
    initial: [
      kernel => {
        mergedHugepage(kernel, 2, 1)
        guestMaps(kernel, 2)
        filled(kernel, GUEST)
      },
    ],
    threads: [thread('fallocate', punch(3, 1))],
    goals: [],
  },
  {
    name: 'punch-start-of-hugepage',
    summary: 'a hole is punched over the first page of a private hugepage, which the guest has written to',
    bounds: sizes(2, 1),
    environment: anyVm,
    initial: [
      kernel => {
        mergedHugepage(kernel, 2, 1)
        guestMaps(kernel, 2)
        filled(kernel, GUEST)
      },
    ],
    threads: [thread('fallocate', punch(2, 1))],
    goals: [],
  },
  {
    name: 'punch-start-of-assigned-hugepage',
    summary: 'as punch-start-of-hugepage, of a VM whose firmware keeps the host from writing to its memory',
    bounds: sizes(2, 1),
    environment: snp,
    initial: [
      kernel => {
        mergedHugepage(kernel, 2, 1)
        guestMaps(kernel, 2)
        filled(kernel, GUEST)
        for (let frame = 0; frame < kernel.hugepage; frame++) kernel.firmware[frame] = 1
      },
    ],
    threads: [thread('fallocate', punch(2, 1))],
    goals: [],
  },
  {
    name: 'punch-any-hole',
    summary: 'any two holes one after the other, in a private, a mixed and a shared hugepage full of data',
    bounds: sizes(3, 1),
    environment: anyVm,
    initial: [
      kernel => {
        mergedHugepage(kernel, 0, 1)
        shared(kernel, 3)
        splitHugepage(kernel, 2, 1)
        shared(kernel, 4, 2)
        splitHugepage(kernel, 4, 1)
        hostMaps(kernel, 3)
        hostMaps(kernel, 4)
        guestMaps(kernel, 0)
        guestMaps(kernel, 2)
        filled(kernel, GUEST)
      },
    ],
    threads: [thread('fallocate', anyHole(6, 2))],
    goals: [],
  },
  {
    name: 'punch-shared-hugepage',
    summary: 'a hole is punched over a shared hugepage that the host maps',
    bounds: sizes(2, 1),
    environment: anyVm,
    initial: [
      kernel => {
        shared(kernel, 2, 2)
        splitHugepage(kernel, 2, 1)
        hostMaps(kernel, 2)
        filled(kernel, HOST)
      },
    ],
    threads: [thread('fallocate', punch(2, 2))],
    goals: [],
  },
  {
    name: 'punch-shared-hugepage-out-of-memory',
    summary: 'as punch-shared-hugepage; memory runs out once',
    bounds: sizes(2, 1, 1),
    environment: anyVm,
    initial: [
      kernel => {
        shared(kernel, 2, 2)
        splitHugepage(kernel, 2, 1)
        hostMaps(kernel, 2)
        filled(kernel, HOST)
      },
    ],
    threads: [thread('fallocate', punch(2, 2))],
    goals: ['injected-failure'],
  },
  {
    name: 'punch-pinned-shared-hugepage',
    summary: 'a hole is punched over a private and a shared hugepage while a page of the latter is pinned and unpinned',
    bounds: sizes(2, 2),
    environment: anyVm,
    initial: [
      kernel => {
        mergedHugepage(kernel, 0, 1)
        shared(kernel, 2, 2)
        splitHugepage(kernel, 2, 1)
        hostMaps(kernel, 2)
      },
    ],
    threads: [thread('fallocate', punch(0, 4)), thread('pinner', pin([2]), unpin([2]))],
    goals: ['host-mapping'],
  },
  {
    name: 'punch-hugepage-during-speculative-reference',
    summary: 'a hole is punched over a shared hugepage while somebody takes references for a moment',
    bounds: sizes(2, 2),
    environment: anyVm,
    initial: [
      kernel => {
        shared(kernel, 2, 1)
        splitHugepage(kernel, 2, 1)
      },
    ],
    threads: [thread('fallocate', punch(2, 2)), thread('speculator', speculate([0, 1], 2))],
    goals: [],
  },
  {
    name: 'punch-part-of-hugepage-during-host-fault',
    summary: 'the host faults on a page while a hole is punched there, in the middle of two shared hugepages',
    bounds: sizes(2, 2),
    environment: anyVm,
    initial: [
      kernel => {
        shared(kernel, 0, 4)
        splitHugepage(kernel, 0, 0)
        splitHugepage(kernel, 2, 1)
        mapped(kernel)
      },
    ],
    threads: [thread('fallocate', punch(1, 2)), thread('host', hostFault([1, 2], 2))],
    goals: ['host-mapping'],
  },
  {
    name: 'punch-part-of-hugepage-during-guest-fault',
    summary: 'the guest accesses either page of a private hugepage while a hole is punched over one, and prepares it',
    bounds: sizes(1, 3),
    environment: anyVm,
    initial: [kernel => mergedHugepage(kernel, 0), kernel => mergedHugepage(kernel, 0, 1)],
    threads: [
      thread('fallocate', punch(0, 1)),
      thread('vCPU', guestFault([0, 1], [PRIVATE], 2)),
      thread('vCPU', guestFault([1], [PRIVATE])),
    ],
    goals: ['huge-guest-mapping', 'stale-fault'],
  },
  {
    name: 'punch-two-holes-during-faults',
    summary: 'two threads punch overlapping holes in a shared hugepage while host and guest access it',
    bounds: sizes(1, 4, 0, 1),
    environment: anyVm,
    initial: [
      kernel => {
        shared(kernel, 0, 2)
        splitHugepage(kernel, 0, 1)
        hostMaps(kernel, 0)
      },
    ],
    threads: [
      thread('fallocate', punch(0, 2)),
      thread('fallocate', punch(1, 1)),
      thread('vCPU', guestFault([0], [SHARED])),
      thread('host', hostFault([0])),
    ],
    goals: ['host-mapping', 'stale-fault'],
  },
  {
    name: 'punch-hole-during-conversion-of-hugepage',
    summary: 'any hole in two hugepages, one private, one mixed, while pages are converted; memory runs out once',
    bounds: sizes(2, 2, 1),
    environment: anyVm,
    initial: [
      kernel => {
        mergedHugepage(kernel, 0, 1)
        shared(kernel, 2)
        splitHugepage(kernel, 2, 1)
        hostMaps(kernel, 2)
      },
    ],
    threads: [thread('fallocate', anyHole(4)), thread('ioctl', { ...toShared(1, 3), times: 1 }, toPrivate(2, 1))],
    goals: ['mixed-hugepage', 'injected-failure'],
  },
  {
    name: 'punch-hole-during-allocation-of-hugepage',
    summary: 'a shared hugepage is allocated and faulted in while a hole is punched there',
    bounds: sizes(1, 3, 0, 1),
    environment: anyVm,
    initial: [
      kernel => {
        shared(kernel, 0, 2)
        mapped(kernel)
        splitHugepage(kernel, 0, 1)
      },
    ],
    threads: [thread('fallocate', punch(0, 2)), thread('fallocate', allocate(0, 2)), thread('host', hostFault([0]))],
    goals: ['host-mapping'],
  },
  {
    name: 'remove-through-host-mapping',
    summary:
      'the host advises that the range of its mapping is not needed, which covers a shared and a private hugepage',
    bounds: sizes(2, 1),
    environment: anyVm,
    initial: [
      kernel => {
        mergedHugepage(kernel, 0, 1)
        guestMaps(kernel, 0)
        shared(kernel, 2, 2)
        splitHugepage(kernel, 2, 1)
        hostMaps(kernel, 2)
      },
    ],
    threads: [thread('host', remove(0, 4))],
    goals: [],
  },
  {
    name: 'evict-pinned-pages-of-hugepages',
    summary:
      'the inode goes away while pages of a split hugepage are pinned; the worker collects them as they come free',
    bounds: sizes(2, 3),
    environment: withWorker,
    initial: [
      kernel => {
        shared(kernel, 0, 2)
        splitHugepage(kernel, 0, 1)
        pinned(kernel, 0)
        pinned(kernel, 1)
        mergedHugepage(kernel, 2, 1)
      },
    ],
    threads: [
      thread('last close', evict),
      thread('pinner', { ...unpin([0, 1]), times: 2 }),
      thread('kworker', worker(2)),
    ],
    goals: ['collected-hugepage'],
  },
  {
    name: 'punch-split-private-hugepage',
    summary:
      'a private hugepage that a failed merge left split is punched while somebody has references, and comes back',
    bounds: sizes(1, 4, 0, 1),
    environment: withWorker,
    initial: [kernel => splitHugepage(kernel, 0, 1)],
    threads: [
      thread('fallocate', punch(0, 2)),
      thread('speculator', speculate([0, 1], 2)),
      thread('kworker', worker(2)),
      thread('vCPU', guestFault([0], [PRIVATE])),
    ],
    goals: ['collected-hugepage', 'huge-guest-mapping'],
  },
  {
    name: 'split-out-of-memory-then-collect',
    summary: 'a hugepage is converted to shared and its inode goes away; memory runs out up to twice',
    bounds: sizes(1, 2, 2),
    environment: withWorker,
    initial: [kernel => mergedHugepage(kernel, 0, 1)],
    threads: [thread('owner', toShared(0, 2), evict), thread('kworker', worker(1))],
    goals: ['collected-hugepage', 'injected-failure'],
  },
]
