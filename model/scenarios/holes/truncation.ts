/**
 * Holes punched while pages are allocated, faulted in, mapped and referred to.
 */
import { PRIVATE, SHARED } from '../../kernel/state/values.ts'
import { guestMaps, hostMaps, mapped, pinned, shared } from '../parts/initial.ts'
import { declare, guestWrites, pagesOf, populatePages, prepared, punch, withParts, written } from '../parts/pages.ts'
import type { Scenario } from '../parts/scenario.ts'
import { allocate, guestFault, hostFault, pin, speculate, thread, unpin } from '../parts/sizes.ts'

const snp = withParts('firmware')

export const truncation: readonly Scenario[] = [
  {
    name: 'punch-hole',
    summary: 'a hole is punched where one page is mapped by the guest and one was never allocated',
    bounds: pagesOf(3, 1, 1),
    environment: snp,
    initial: [
      kernel => {
        written(kernel, 0)
        guestMaps(kernel, 0)
        written(kernel, 2)
        guestMaps(kernel, 2)
      },
    ],
    threads: [thread('fallocate', punch(0, 2))],
    goals: ['injected-failure'],
  },
  {
    name: 'punch-hole-during-guest-fault',
    summary: 'the guest accesses a page, and writes to it, while a hole is punched there',
    bounds: pagesOf(1, 2),
    environment: snp,
    initial: [() => {}, kernel => written(kernel, 0)],
    threads: [
      thread('vCPU', guestFault([0], [PRIVATE], 2), guestWrites([0], PRIVATE)),
      thread('fallocate', punch(0, 1)),
    ],
    goals: ['guest-mapping', 'stale-fault'],
  },
  {
    name: 'declare-shared-then-punch-hole-during-guest-fault',
    summary: 'as punch-hole-during-guest-fault, with the page declared shared before the hole is punched',
    bounds: pagesOf(1, 2),
    environment: snp,
    initial: [() => {}, kernel => written(kernel, 0)],
    threads: [
      thread('vCPU', guestFault([0], [PRIVATE], 2)),
      thread('ioctl', { ...declare(0, 1, SHARED), times: 1 }, punch(0, 1)),
    ],
    goals: ['guest-mapping', 'stale-fault'],
  },
  {
    name: 'punch-hole-during-guest-faults',
    summary: 'two vCPUs access two pages while a hole is punched over both; memory runs out once',
    bounds: pagesOf(2, 3, 1),
    environment: snp,
    initial: [
      kernel => {
        written(kernel, 0)
        guestMaps(kernel, 0)
      },
    ],
    threads: [
      thread('vCPU', guestFault([0, 1], [PRIVATE])),
      thread('vCPU', guestFault([0], [PRIVATE])),
      thread('fallocate', punch(0, 2)),
    ],
    goals: ['guest-mapping', 'stale-fault', 'injected-failure'],
  },
  {
    name: 'punch-hole-during-allocation',
    summary: 'a range is allocated while a hole is punched there, and somebody takes a reference for a moment',
    bounds: pagesOf(2, 3),
    environment: snp,
    initial: [kernel => void prepared(kernel, 1)],
    threads: [
      thread('fallocate', allocate(0, 2)),
      thread('fallocate', punch(0, 2)),
      thread('speculator', speculate([0])),
    ],
    goals: [],
  },
  {
    name: 'punch-hole-during-populate',
    summary: 'a hole is punched while the initial image is copied in',
    bounds: pagesOf(2, 2),
    environment: withParts('firmware', 'launch'),
    initial: [() => {}],
    threads: [thread('launch', populatePages(0, 2)), thread('fallocate', punch(0, 2))],
    goals: ['populated-page'],
  },
  {
    name: 'punch-hole-twice-at-once',
    summary: 'two threads punch overlapping holes while the guest accesses a page',
    bounds: pagesOf(2, 3),
    environment: snp,
    initial: [
      kernel => {
        written(kernel, 0)
        guestMaps(kernel, 0)
        written(kernel, 1)
      },
    ],
    threads: [
      thread('fallocate', punch(0, 2)),
      thread('fallocate', punch(1, 1)),
      thread('vCPU', guestFault([1], [PRIVATE])),
    ],
    goals: ['guest-mapping', 'stale-fault'],
  },
  {
    name: 'punch-hole-in-unused-host-mapping',
    summary: 'a hole is punched in a shared page that the host maps, and nobody accesses',
    bounds: pagesOf(1, 1),
    environment: withParts('shared-file'),
    initial: [
      kernel => {
        shared(kernel, 0)
        mapped(kernel)
        prepared(kernel, 0)
        hostMaps(kernel, 0)
      },
    ],
    threads: [thread('fallocate', punch(0, 1))],
    goals: ['host-mapping'],
  },
  {
    name: 'punch-hole-in-host-mapping',
    summary: 'a hole is punched in memory shared from the start, which the host maps, pins and faults in again',
    bounds: pagesOf(1, 3),
    environment: withParts('shared-file'),
    initial: [
      kernel => {
        shared(kernel, 0)
        mapped(kernel)
        prepared(kernel, 0)
        hostMaps(kernel, 0)
      },
    ],
    threads: [
      thread('fallocate', punch(0, 1)),
      thread('host', hostFault([0])),
      thread('pinner', pin([0]), unpin([0, 1])),
    ],
    goals: ['host-mapping'],
  },
  {
    name: 'punch-hole-in-pinned-page',
    summary: 'a hole is punched in a shared page that somebody pins for good, while the guest faults it in again',
    bounds: pagesOf(1, 2),
    environment: withParts('lru', 'shared-file'),
    initial: [
      kernel => {
        shared(kernel, 0)
        mapped(kernel)
        prepared(kernel, 0)
        hostMaps(kernel, 0)
        pinned(kernel, 0)
        guestMaps(kernel, 0)
      },
    ],
    threads: [thread('fallocate', punch(0, 1)), thread('vCPU', guestFault([0], [SHARED], 2))],
    goals: ['guest-mapping', 'stale-fault'],
  },
]
