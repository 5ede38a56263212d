/**
 * Hugepages that go away: holes of whole hugepages, and the end of the inode.
 *
 * For designs that merge hugepages before they free them.
 */
import { SHARED } from '../../kernel/state/values.ts'
import { guestMaps, hostMaps, mergedHugepage, pinned, shared, splitHugepage } from '../parts/initial.ts'
import { punch } from '../parts/pages.ts'
import type { Scenario } from '../parts/scenario.ts'
import { anyVm, guestFault, hostFault, pin, sizes, thread, toShared, unpin } from '../parts/sizes.ts'

export const hugepageHoles: readonly Scenario[] = [
  {
    name: 'punch-hugepage-during-faults',
    summary: 'a hole is punched over a shared hugepage while the guest and the host access it',
    bounds: sizes(1, 3, 0, 1),
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
      thread('vCPU', guestFault([0], [SHARED])),
      thread('host', hostFault([0])),
    ],
    goals: ['host-mapping', 'stale-fault'],
  },
  {
    name: 'punch-hugepages-during-conversion',
    summary: 'a hole is punched over two hugepages while pages of both are converted and somebody pins one',
    bounds: sizes(2, 3, 1),
    environment: anyVm,
    initial: [
      kernel => {
        shared(kernel, 0, 1)
        splitHugepage(kernel, 0, 1)
        hostMaps(kernel, 0)
        mergedHugepage(kernel, 2, 1)
        guestMaps(kernel, 2)
      },
    ],
    threads: [
      thread('fallocate', punch(0, 4)),
      thread('ioctl', toShared(1, 2)),
      thread('pinner', pin([0]), unpin([0])),
    ],
    goals: ['mixed-hugepage', 'injected-failure'],
  },
  {
    name: 'evict-pinned-hugepage',
    summary: 'the inode goes away while a page of a split hugepage is pinned',
    bounds: sizes(1, 2),
    environment: anyVm,
    initial: [
      kernel => {
        shared(kernel, 0, 2)
        splitHugepage(kernel, 0, 1)
        pinned(kernel, 0)
      },
    ],
    threads: [thread('last close', { operation: 'evict', times: 1 }), thread('pinner', unpin([0]))],
    goals: [],
  },
]
