/**
 * Conversions while guests fault, the host maps and pins, and references come and go.
 */
import { PRIVATE, SHARED } from '../../kernel/state/values.ts'
import { guestMaps, hostMaps, mapped, mergedHugepage, pinned, shared, splitHugepage } from '../parts/initial.ts'
import type { Scenario } from '../parts/scenario.ts'
import {
  anyVm,
  guestFault,
  hostFault,
  pin,
  sizes,
  speculate,
  tdxWithReferences,
  thread,
  toPrivate,
  toShared,
  unpin,
} from '../parts/sizes.ts'

export const races: readonly Scenario[] = [
  {
    name: 'convert-to-shared-during-guest-fault',
    summary: 'the guest faults on one page of a hugepage while the other is converted to shared',
    bounds: sizes(2, 2),
    environment: anyVm,
    initial: [kernel => mergedHugepage(kernel, 2, 1)],
    threads: [thread('vCPU', guestFault([3], [PRIVATE])), thread('ioctl', toShared(2, 1))],
    goals: ['mixed-hugepage', 'huge-guest-mapping', 'stale-fault'],
  },
  {
    name: 'convert-to-shared-during-guest-faults',
    summary: 'the guest faults twice on any page of a hugepage, of either kind, while one is converted to shared',
    bounds: sizes(1, 2),
    environment: anyVm,
    initial: [() => {}],
    threads: [thread('vCPU', guestFault([0, 1], [PRIVATE, SHARED], 2)), thread('ioctl', toShared(0, 1))],
    goals: ['mixed-hugepage', 'huge-guest-mapping', 'stale-fault'],
  },
  {
    name: 'convert-both-ways-during-guest-fault',
    summary: 'the guest faults on a page that is converted to shared and back',
    bounds: sizes(1, 2),
    environment: anyVm,
    initial: [
      kernel => {
        mergedHugepage(kernel, 0, 1)
        mapped(kernel)
      },
    ],
    threads: [thread('vCPU', guestFault([0], [PRIVATE, SHARED])), thread('ioctl', toShared(0, 1), toPrivate(0, 1))],
    goals: ['mixed-hugepage', 'split-hugepage', 'huge-guest-mapping', 'stale-fault'],
  },
  {
    name: 'convert-beside-mapped-private-page',
    summary: 'one page is converted to shared while the guest has the whole hugepage mapped privately',
    bounds: sizes(2, 1),
    environment: anyVm,
    initial: [
      kernel => {
        mergedHugepage(kernel, 2, 1)
        guestMaps(kernel, 2)
      },
    ],
    threads: [thread('ioctl', toShared(2, 1))],
    goals: ['mixed-hugepage'],
  },
  {
    name: 'convert-beside-tdx-mapped-private-page',
    summary: 'as convert-beside-mapped-private-page, on a TDX that holds a reference per mapped private page',
    bounds: sizes(2, 1),
    environment: tdxWithReferences,
    initial: [
      kernel => {
        mergedHugepage(kernel, 2, 1)
        guestMaps(kernel, 2)
      },
    ],
    threads: [thread('ioctl', toShared(2, 1))],
    goals: [],
  },
  {
    name: 'convert-pinned-to-private',
    summary: 'a pinned page is converted to private; afterwards or meanwhile the host and the guest access it',
    bounds: sizes(2, 3),
    environment: anyVm,
    initial: [
      kernel => {
        shared(kernel, 2, 2)
        splitHugepage(kernel, 2, 1)
        hostMaps(kernel, 2)
        pinned(kernel, 2)
      },
    ],
    threads: [
      thread('ioctl', toPrivate(2, 1)),
      thread('host', hostFault([2])),
      thread('vCPU', guestFault([2], [SHARED])),
    ],
    goals: ['host-mapping'],
  },
  {
    name: 'convert-to-shared-during-speculative-reference',
    summary: 'somebody takes and drops a reference on the folio while a page of it is converted to shared',
    bounds: sizes(2, 2),
    environment: anyVm,
    initial: [kernel => mergedHugepage(kernel, 2, 1)],
    threads: [thread('ioctl', toShared(2, 1)), thread('speculator', speculate([0, 1], 2))],
    goals: ['mixed-hugepage'],
  },
  {
    name: 'convert-to-private-during-host-fault',
    summary: 'the host faults on a page while it is converted to private',
    bounds: sizes(2, 2),
    environment: anyVm,
    initial: [
      kernel => {
        shared(kernel, 2, 2)
        splitHugepage(kernel, 2, 1)
        mapped(kernel)
      },
    ],
    threads: [thread('host', hostFault([2])), thread('ioctl', toPrivate(2, 1))],
    goals: ['host-mapping'],
  },
  {
    name: 'convert-to-private-during-pin',
    summary: 'a page that the host maps is pinned and unpinned, and the host faults, while it is converted to private',
    bounds: sizes(2, 3),
    environment: anyVm,
    initial: [
      kernel => {
        shared(kernel, 2, 2)
        splitHugepage(kernel, 2, 1)
        hostMaps(kernel, 2)
      },
    ],
    threads: [thread('ioctl', toPrivate(2, 2)), thread('pinner', pin([2]), unpin([0])), thread('host', hostFault([2]))],
    goals: ['host-mapping', 'merged-hugepage'],
  },
  {
    name: 'convert-both-ways-at-once',
    summary:
      'one thread converts a hugepage to shared, another converts a page of it to private, while the guest faults',
    bounds: sizes(1, 3),
    environment: anyVm,
    initial: [kernel => mergedHugepage(kernel, 0, 1)],
    threads: [
      thread('ioctl', toShared(0, 2)),
      thread('ioctl', toPrivate(0, 1)),
      thread('vCPU', guestFault([0], [PRIVATE, SHARED])),
    ],
    goals: ['mixed-hugepage', 'merged-hugepage', 'split-hugepage', 'stale-fault'],
  },
]
