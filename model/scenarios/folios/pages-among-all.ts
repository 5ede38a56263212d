/**
 * Many operations on few pages at once, wider than any claim.
 */
import { PRIVATE, SHARED } from '../../kernel/state/values.ts'
import { guestMaps, hostMaps, mapped, shared } from '../parts/initial.ts'
import {
  breakFrame,
  declare,
  faultOf,
  guestWrites,
  hostWrites,
  pagesOf,
  populatePages,
  punch,
  withParts,
  written,
} from '../parts/pages.ts'
import type { Scenario } from '../parts/scenario.ts'
import { allocate, guestFault, hostFault, pin, speculate, thread, unpin } from '../parts/sizes.ts'

export const pagesAmongAll: readonly Scenario[] = [
  {
    name: 'page-among-launch-faults-and-holes',
    summary:
      'the initial image is copied in while the guest accesses the page and a hole is punched; something fails once',
    bounds: pagesOf(1, 3, 1),
    environment: withParts('firmware', 'launch'),
    initial: [() => {}],
    threads: [
      thread('launch', populatePages(0, 1)),
      thread('vCPU', guestFault([0], [PRIVATE], 2), guestWrites([0], PRIVATE)),
      thread('fallocate', punch(0, 1)),
    ],
    goals: ['populated-page', 'guest-mapping', 'stale-fault', 'injected-failure'],
  },
  {
    name: 'private-page-among-all',
    summary: 'a private page is accessed, allocated, punched, declared shared and private, and breaks',
    bounds: pagesOf(1, 4),
    environment: withParts('firmware', 'memory-failure'),
    initial: [
      kernel => {
        written(kernel, 0)
        guestMaps(kernel, 0)
      },
    ],
    threads: [
      thread('vCPU', guestFault([0], [PRIVATE])),
      thread('fallocate', punch(0, 1), allocate(0, 1)),
      thread('ioctl', declare(0, 1, SHARED), declare(0, 1, PRIVATE)),
      thread('machine check', breakFrame([0])),
    ],
    goals: ['guest-mapping', 'stale-fault', 'poisoned-page'],
  },
  {
    name: 'shared-page-among-all',
    summary: 'a page shared from the start is accessed by host and guest, pinned, referred to, and punched',
    bounds: pagesOf(1, 4),
    environment: withParts('lru', 'shared-file'),
    initial: [
      kernel => {
        shared(kernel, 0)
        mapped(kernel)
        written(kernel, 0)
        hostMaps(kernel, 0)
      },
    ],
    threads: [
      thread('vCPU', guestFault([0], [SHARED])),
      thread('host', hostFault([0]), hostWrites([0])),
      thread('pinner', pin([0]), unpin([0, 1]), speculate([0])),
      thread('fallocate', punch(0, 1)),
    ],
    goals: ['guest-mapping', 'host-mapping', 'stale-fault'],
  },
  {
    name: 'page-of-two-vms-among-all',
    summary: 'two VMs bound to the same file access a page while holes are punched; the firmware refuses once',
    bounds: pagesOf(1, 3, 1, 2),
    environment: withParts('firmware', 'vm-attributes'),
    initial: [() => {}],
    threads: [
      thread('vCPU', faultOf([0], [0], PRIVATE, 2)),
      thread('vCPU', faultOf([1], [0], PRIVATE)),
      thread('fallocate', punch(0, 1)),
    ],
    goals: ['guest-mapping', 'stale-fault', 'injected-failure'],
  },
]
