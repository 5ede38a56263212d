/**
 * Allocation of hugepages, alone and racing.
 */
import { PRIVATE, SHARED } from '../../kernel/state/values.ts'
import { mapped, shared } from '../parts/initial.ts'
import type { Scenario } from '../parts/scenario.ts'
import { allocate, anyVm, guestFault, hostFault, sizes, thread, toShared } from '../parts/sizes.ts'

export const allocations: readonly Scenario[] = [
  {
    name: 'allocate-private-hugepage',
    summary: 'a private hugepage is allocated',
    bounds: sizes(2, 1),
    environment: anyVm,
    initial: [() => {}],
    threads: [thread('fallocate', allocate(2, 2))],
    goals: ['merged-hugepage'],
  },
  {
    name: 'allocate-less-than-a-hugepage',
    summary: 'a page of a hugepage is allocated, and pages on both sides of a border between hugepages',
    bounds: sizes(2, 1),
    environment: anyVm,
    initial: [() => {}],
    threads: [thread('fallocate', allocate(2, 1), allocate(1, 2))],
    goals: ['merged-hugepage'],
  },
  {
    name: 'allocate-shared-hugepage',
    summary: 'a hugepage whose every page is shared is allocated',
    bounds: sizes(2, 1),
    environment: anyVm,
    initial: [kernel => shared(kernel, 2, 2)],
    threads: [thread('fallocate', allocate(2, 2))],
    goals: ['split-hugepage'],
  },
  {
    name: 'allocate-shared-hugepage-out-of-memory',
    summary: 'as allocate-shared-hugepage; memory runs out once',
    bounds: sizes(2, 1, 1),
    environment: anyVm,
    initial: [kernel => shared(kernel, 2, 2)],
    threads: [thread('fallocate', allocate(2, 2))],
    goals: ['split-hugepage', 'injected-failure'],
  },
  {
    name: 'allocate-shared-hugepage-twice',
    summary: 'two threads allocate the same shared hugepage at once',
    bounds: sizes(1, 2, 0, 1),
    environment: anyVm,
    initial: [kernel => shared(kernel, 0, 2)],
    threads: [thread('fallocate', allocate(0, 2)), thread('fallocate', allocate(0, 2))],
    goals: ['split-hugepage'],
  },
  {
    name: 'fault-in-shared-hugepage-from-host-and-guest',
    summary: 'host and guest fault in the same shared hugepage at once',
    bounds: sizes(1, 2, 0, 1),
    environment: anyVm,
    initial: [
      kernel => {
        shared(kernel, 0, 2)
        mapped(kernel)
      },
    ],
    threads: [thread('host', hostFault([0])), thread('vCPU', guestFault([0, 1], [SHARED]))],
    goals: ['host-mapping'],
  },
  {
    name: 'fault-in-private-hugepage-twice',
    summary: 'two vCPUs fault in the same private hugepage at once',
    bounds: sizes(1, 2, 1, 1),
    environment: anyVm,
    initial: [() => {}],
    threads: [thread('vCPU', guestFault([0], [PRIVATE])), thread('vCPU', guestFault([1], [PRIVATE]))],
    goals: ['huge-guest-mapping', 'injected-failure'],
  },
  {
    name: 'allocate-during-conversion',
    summary: 'a hugepage is allocated while a page of it is converted to shared',
    bounds: sizes(1, 2, 0, 1),
    environment: anyVm,
    initial: [() => {}],
    threads: [thread('fallocate', allocate(0, 2)), thread('ioctl', toShared(0, 1))],
    goals: ['mixed-hugepage', 'split-hugepage', 'merged-hugepage'],
  },
]
