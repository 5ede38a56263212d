/**
 * Conversions by one thread, and what can fail in them.
 */
import { HOST, PRIVATE, ZERO } from '../../kernel/state/values.ts'
import { guestMaps, hostMaps, mapped, mergedHugepage, shared, splitHugepage } from '../parts/initial.ts'
import type { Scenario } from '../parts/scenario.ts'
import { anyVm, guestFault, sizes, thread, toPrivate, toShared } from '../parts/sizes.ts'

export const conversions: readonly Scenario[] = [
  {
    name: 'convert-to-shared',
    summary: 'one page of a huge folio that the guest has mapped is converted to shared',
    bounds: sizes(2, 1),
    environment: anyVm,
    initial: [
      kernel => {
        mergedHugepage(kernel, 2, 1)
        guestMaps(kernel, 2)
      },
    ],
    threads: [thread('ioctl', toShared(2, 1))],
    goals: ['mixed-hugepage', 'split-hugepage'],
  },
  {
    name: 'convert-one-of-two-to-private',
    summary: 'one of two shared pages of a hugepage, both mapped by the host, is converted to private',
    bounds: sizes(2, 1),
    environment: anyVm,
    initial: [
      kernel => {
        shared(kernel, 2, 2)
        splitHugepage(kernel, 2, 1)
        hostMaps(kernel, 2)
        hostMaps(kernel, 3)
      },
    ],
    threads: [thread('ioctl', toPrivate(2, 1))],
    goals: ['mixed-hugepage', 'split-hugepage'],
  },
  {
    name: 'convert-to-private',
    summary: 'a shared hugepage, mapped by the host, is converted to private',
    bounds: sizes(2, 1),
    environment: anyVm,
    initial: [
      kernel => {
        shared(kernel, 2, 2)
        splitHugepage(kernel, 2, 1)
        hostMaps(kernel, 2)
      },
    ],
    threads: [thread('ioctl', toPrivate(2, 2))],
    goals: ['merged-hugepage'],
  },
  {
    name: 'convert-unallocated',
    summary: 'a range that was never allocated is converted to shared',
    bounds: sizes(2, 1),
    environment: anyVm,
    initial: [() => {}],
    threads: [thread('ioctl', toShared(2, 2))],
    goals: [],
  },
  {
    name: 'convert-partly-prepared-to-private',
    summary: 'the host has touched one page of a split hugepage, never the other; both are converted to private',
    bounds: sizes(2, 1),
    environment: anyVm,
    initial: [
      kernel => {
        shared(kernel, 2, 2)
        splitHugepage(kernel, 2, 0)
        kernel.uptodate[0] = 1
        kernel.contents[0] = ZERO
        hostMaps(kernel, 2)
      },
    ],
    threads: [thread('ioctl', toPrivate(2, 2))],
    goals: ['merged-hugepage'],
  },
  {
    name: 'convert-guest-mapped-to-private',
    summary: 'the guest uses a shared page that no host process maps; it is converted to private',
    bounds: sizes(2, 1),
    environment: anyVm,
    initial: [
      kernel => {
        shared(kernel, 2, 1)
        splitHugepage(kernel, 2, 1)
        guestMaps(kernel, 2)
      },
      kernel => {
        shared(kernel, 2, 1)
        splitHugepage(kernel, 2, 1)
        guestMaps(kernel, 2)
        mapped(kernel)
      },
    ],
    threads: [thread('ioctl', toPrivate(2, 1))],
    goals: ['merged-hugepage'],
  },
  {
    name: 'convert-to-shared-out-of-memory',
    summary: 'a hugepage is converted to shared; memory runs out up to twice',
    bounds: sizes(2, 1, 2),
    environment: anyVm,
    initial: [kernel => mergedHugepage(kernel, 2, 1)],
    threads: [thread('ioctl', toShared(2, 2))],
    goals: ['split-hugepage', 'injected-failure'],
  },
  {
    name: 'convert-to-private-out-of-memory',
    summary: 'a hugepage is converted to private; memory runs out up to twice',
    bounds: sizes(2, 1, 2),
    environment: anyVm,
    initial: [
      kernel => {
        shared(kernel, 2, 2)
        splitHugepage(kernel, 2, 1)
      },
    ],
    threads: [thread('ioctl', toPrivate(2, 2))],
    goals: ['merged-hugepage', 'injected-failure'],
  },
  {
    name: 'convert-two-hugepages-out-of-memory-once',
    summary: 'two hugepages are converted to shared in one item; memory runs out once',
    bounds: sizes(3, 1, 1),
    environment: anyVm,
    initial: [
      kernel => {
        mergedHugepage(kernel, 2, 1)
        mergedHugepage(kernel, 4, 1)
      },
    ],
    threads: [thread('ioctl', toShared(2, 4))],
    goals: ['injected-failure'],
  },
  {
    name: 'convert-two-hugepages-out-of-memory',
    summary: 'two hugepages are converted to shared in one item; memory runs out up to twice',
    bounds: sizes(3, 1, 2),
    environment: anyVm,
    initial: [
      kernel => {
        mergedHugepage(kernel, 2, 1)
        mergedHugepage(kernel, 4, 1)
      },
    ],
    threads: [thread('ioctl', toShared(2, 4))],
    goals: ['injected-failure'],
  },
  {
    name: 'convert-two-hugepages-to-private-out-of-memory',
    summary: 'two shared hugepages are converted to private in one item; memory runs out up to twice',
    bounds: sizes(3, 1, 2),
    environment: anyVm,
    initial: [
      kernel => {
        shared(kernel, 2, 4)
        splitHugepage(kernel, 2, 1)
        splitHugepage(kernel, 4, 1)
      },
    ],
    threads: [thread('ioctl', toPrivate(2, 4))],
    goals: ['injected-failure'],
  },
  {
    name: 'convert-two-items-out-of-memory',
    summary: 'a request around a page that is already shared, thus of two items; memory runs out up to twice',
    bounds: sizes(4, 1, 2),
    environment: anyVm,
    initial: [
      kernel => {
        shared(kernel, 3, 1)
        splitHugepage(kernel, 2, 1)
        mergedHugepage(kernel, 4, 1)
        mergedHugepage(kernel, 6, 1)
      },
    ],
    threads: [thread('ioctl', toShared(2, 6))],
    goals: ['injected-failure'],
  },
  {
    name: 'convert-mixed-out-of-memory',
    summary:
      'the request begins in a hugepage of which another page is shared and mapped by the host; memory runs out once',
    bounds: sizes(3, 1, 1),
    environment: anyVm,
    initial: [
      kernel => {
        shared(kernel, 2, 1)
        splitHugepage(kernel, 2, 1)
        mergedHugepage(kernel, 4, 1)
        hostMaps(kernel, 2)
      },
    ],
    threads: [thread('ioctl', toShared(3, 3))],
    goals: ['mixed-hugepage', 'injected-failure'],
  },
  {
    name: 'convert-mixed-unmapped-out-of-memory',
    summary: 'as convert-mixed-out-of-memory, with nothing mapped by the host',
    bounds: sizes(3, 1, 1),
    environment: anyVm,
    initial: [
      kernel => {
        shared(kernel, 2, 1)
        splitHugepage(kernel, 2, 1)
        mergedHugepage(kernel, 4, 1)
      },
    ],
    threads: [thread('ioctl', toShared(3, 3))],
    goals: ['mixed-hugepage', 'injected-failure'],
  },
  {
    name: 'convert-from-zero-out-of-memory',
    summary: 'a request that starts at page 0; memory runs out once',
    bounds: sizes(1, 1, 1),
    environment: anyVm,
    initial: [kernel => mergedHugepage(kernel, 0, 1)],
    threads: [thread('ioctl', toShared(0, 1))],
    goals: ['injected-failure'],
  },
  {
    name: 'convert-to-private-again-out-of-memory',
    summary: 'a hugepage is converted to private, and once more if that failed; memory runs out up to twice',
    bounds: sizes(2, 1, 2),
    environment: anyVm,
    initial: [
      kernel => {
        shared(kernel, 2, 2)
        splitHugepage(kernel, 2, 1)
      },
    ],
    threads: [thread('ioctl', toPrivate(2, 2, 2))],
    goals: ['merged-hugepage', 'injected-failure'],
  },
  {
    name: 'convert-written-by-host-to-private',
    summary: 'the host has written to the second page of a hugepage, never to the first; then the guest gets both',
    bounds: sizes(2, 2),
    environment: anyVm,
    initial: [
      kernel => {
        shared(kernel, 2, 2)
        splitHugepage(kernel, 2, 0)
        kernel.uptodate[1] = 1
        kernel.contents[1] = HOST
        hostMaps(kernel, 3)
      },
    ],
    threads: [thread('ioctl', toPrivate(2, 2)), thread('vCPU', guestFault([3], [PRIVATE]))],
    goals: ['merged-hugepage', 'huge-guest-mapping'],
  },
  {
    name: 'convert-to-shared-then-fault-out-of-memory',
    summary: 'a prepared hugepage is converted to shared, and the guest accesses it then; memory runs out up to twice',
    bounds: sizes(2, 2, 2),
    environment: anyVm,
    initial: [kernel => mergedHugepage(kernel, 2, 1)],
    threads: [thread('ioctl', toShared(2, 1)), thread('vCPU', guestFault([3], [PRIVATE]))],
    goals: ['split-hugepage', 'injected-failure', 'huge-guest-mapping'],
  },
  {
    name: 'convert-to-and-fro-with-struct-pages-given-away',
    summary:
      'a page is converted to shared twice, and back in between, in a hugepage most of whose struct pages are away',
    bounds: sizes(2, 1, 1),
    environment: { tdxHoldsReferences: false, parts: ['vmemmap'] },
    initial: [
      kernel => {
        mergedHugepage(kernel, 2, 1)
        kernel.vmemmapOptimized[0] = 1
        kernel.vmemmapFlag[0] = 1
      },
    ],
    threads: [thread('ioctl', toShared(2, 1, 2), toPrivate(2, 1))],
    goals: ['split-hugepage', 'merged-hugepage', 'injected-failure'],
  },
]
