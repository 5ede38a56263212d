/**
 * Frames that break while they are in use.
 */
import { PRIVATE, SHARED } from '../../kernel/state/values.ts'
import { guestMaps, hostMaps, mapped, mergedHugepage, shared } from '../parts/initial.ts'
import { allocated, breakFrame, pagesOf, punch, withParts, written } from '../parts/pages.ts'
import type { Scenario } from '../parts/scenario.ts'
import { guestFault, hostFault, sizes, thread } from '../parts/sizes.ts'

const breaking = withParts('memory-failure', 'lru')

export const memoryFailures: readonly Scenario[] = [
  {
    name: 'memory-failure-of-mapped-page',
    summary: 'a page that the guest maps breaks, and the guest accesses it again',
    bounds: pagesOf(1, 2),
    environment: breaking,
    initial: [
      kernel => {
        written(kernel, 0)
        guestMaps(kernel, 0)
      },
    ],
    threads: [thread('machine check', breakFrame([0])), thread('vCPU', guestFault([0], [PRIVATE], 2))],
    goals: ['guest-mapping', 'poisoned-page'],
  },
  {
    name: 'memory-failure-during-first-fault',
    summary: 'a frame breaks while the guest faults it in for the first time',
    bounds: pagesOf(1, 2),
    environment: breaking,
    initial: [() => {}, kernel => void allocated(kernel, 0)],
    threads: [thread('machine check', breakFrame([0])), thread('vCPU', guestFault([0], [PRIVATE], 2))],
    goals: ['guest-mapping', 'poisoned-page'],
  },
  {
    name: 'memory-failure-during-punch-hole',
    summary: 'a page breaks while a hole is punched there',
    bounds: pagesOf(1, 2),
    environment: breaking,
    initial: [
      kernel => {
        written(kernel, 0)
        guestMaps(kernel, 0)
      },
    ],
    threads: [thread('machine check', breakFrame([0])), thread('fallocate', punch(0, 1))],
    goals: ['poisoned-page'],
  },
  {
    name: 'memory-failure-during-punch-hole-and-fault',
    summary: 'a page breaks while a hole is punched there and the guest accesses it',
    bounds: pagesOf(1, 3),
    environment: breaking,
    initial: [
      kernel => {
        written(kernel, 0)
        guestMaps(kernel, 0)
      },
    ],
    threads: [
      thread('machine check', breakFrame([0])),
      thread('fallocate', punch(0, 1)),
      thread('vCPU', guestFault([0], [PRIVATE])),
    ],
    goals: ['poisoned-page', 'stale-fault'],
  },
  {
    name: 'memory-failure-of-host-mapping',
    summary: 'a shared page that the host maps breaks, while host and guest access it',
    bounds: pagesOf(1, 3),
    environment: withParts('memory-failure', 'lru', 'shared-file'),
    initial: [
      kernel => {
        shared(kernel, 0)
        mapped(kernel)
        written(kernel, 0)
        hostMaps(kernel, 0)
      },
    ],
    threads: [
      thread('machine check', breakFrame([0])),
      thread('host', hostFault([0])),
      thread('vCPU', guestFault([0], [SHARED])),
    ],
    goals: ['poisoned-page', 'host-mapping', 'guest-mapping'],
  },
  {
    name: 'memory-failure-of-huge-folio',
    summary: 'a frame of a huge folio that the guest maps breaks, and the guest accesses it again',
    bounds: sizes(1, 2),
    environment: breaking,
    initial: [
      kernel => {
        mergedHugepage(kernel, 0, 1)
        guestMaps(kernel, 0)
      },
    ],
    threads: [thread('machine check', breakFrame([0])), thread('vCPU', guestFault([0], [PRIVATE]))],
    goals: ['poisoned-page', 'huge-guest-mapping'],
  },
]
