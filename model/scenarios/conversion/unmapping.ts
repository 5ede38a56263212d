/**
 * The host unmaps the file while pages are converted, punched, faulted in and pinned.
 */
import type { Call } from '../../../checker/declare.ts'
import { SHARED } from '../../kernel/state/values.ts'
import { guestMaps, hostMaps, shared, splitHugepage } from '../parts/initial.ts'
import { punch, withParts } from '../parts/pages.ts'
import type { Scenario } from '../parts/scenario.ts'
import { guestFault, hostFault, pin, sizes, thread, toPrivate, unpin } from '../parts/sizes.ts'

const hostUnmaps = withParts('munmap')
const munmap: Call = { operation: 'munmap', times: 1 }

export const unmapping: readonly Scenario[] = [
  {
    name: 'munmap-during-conversion-to-private',
    summary: 'the host unmaps the file and the guest accesses a page while its hugepage is converted to private',
    bounds: sizes(1, 3),
    environment: hostUnmaps,
    initial: [
      kernel => {
        shared(kernel, 0, 2)
        splitHugepage(kernel, 0, 1)
        hostMaps(kernel, 0)
        guestMaps(kernel, 0)
      },
    ],
    threads: [thread('host', munmap), thread('ioctl', toPrivate(0, 2)), thread('vCPU', guestFault([0], [SHARED]))],
    goals: ['host-mapping', 'merged-hugepage', 'stale-fault'],
  },
  {
    name: 'munmap-during-host-fault',
    summary: 'one thread of the host faults on a page, another unmaps the file, and a third has pinned a page',
    bounds: sizes(1, 4),
    environment: hostUnmaps,
    initial: [
      kernel => {
        shared(kernel, 0, 2)
        splitHugepage(kernel, 0, 1)
        hostMaps(kernel, 1)
      },
    ],
    threads: [
      thread('host', hostFault([0], 2)),
      thread('host', munmap),
      thread('pinner', pin([0, 1]), unpin([0, 1])),
      thread('ioctl', toPrivate(0, 1)),
    ],
    goals: ['host-mapping', 'mixed-hugepage'],
  },
  {
    name: 'munmap-during-punch-hole',
    summary: 'the host unmaps the file, or faults on it, while a hole is punched over a hugepage that it maps',
    bounds: sizes(1, 3),
    environment: hostUnmaps,
    initial: [
      kernel => {
        shared(kernel, 0, 2)
        splitHugepage(kernel, 0, 1)
        hostMaps(kernel, 0)
        hostMaps(kernel, 1)
        guestMaps(kernel, 1)
      },
    ],
    threads: [thread('host', munmap), thread('fallocate', punch(0, 2)), thread('host', hostFault([1]))],
    goals: ['host-mapping'],
  },
]
