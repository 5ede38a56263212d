/**
 * Preparing pages, and copying the initial image into them.
 */
import { PRIVATE, SHARED } from '../../kernel/state/values.ts'
import { guestMapsIn, mapped, shared } from '../parts/initial.ts'
import {
  allocated,
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
import { allocate, guestFault, hostFault, sizes, thread } from '../parts/sizes.ts'

const snp = withParts('firmware', 'launch')

export const preparation: readonly Scenario[] = [
  {
    name: 'allocate-then-populate',
    summary: 'pages are allocated with fallocate, then the initial image is copied in',
    bounds: pagesOf(2, 1),
    environment: snp,
    initial: [() => {}],
    threads: [thread('launch', allocate(0, 2), populatePages(0, 2))],
    goals: ['populated-page'],
  },
  {
    name: 'allocate-out-of-memory',
    summary: 'a file is allocated of which one page is there; memory runs out once',
    bounds: pagesOf(3, 1, 1),
    environment: withParts(),
    initial: [kernel => void allocated(kernel, 1)],
    threads: [thread('fallocate', allocate(0, 3))],
    goals: ['injected-failure'],
  },
  {
    name: 'allocate-beyond-the-end',
    summary: 'a range is allocated that reaches beyond the end of the file',
    bounds: pagesOf(2, 1),
    environment: withParts(),
    initial: [() => {}],
    threads: [thread('fallocate', allocate(0, 1), allocate(1, 2))],
    goals: [],
  },
  {
    name: 'allocate-behind-the-first-page',
    summary: 'a range is allocated that leaves out the first page, of which memory may run out',
    bounds: pagesOf(3, 1, 1),
    environment: withParts(),
    initial: [() => {}],
    threads: [thread('fallocate', allocate(1, 2))],
    goals: ['injected-failure'],
  },
  {
    name: 'populate-refused-by-firmware',
    summary: 'the firmware refuses a page of the initial image, the source is missing, or memory runs out, up to twice',
    bounds: pagesOf(2, 1, 2),
    environment: snp,
    initial: [() => {}],
    threads: [thread('launch', populatePages(0, 2, 0, 2))],
    goals: ['populated-page', 'injected-failure'],
  },
  {
    name: 'populate-during-guest-fault',
    summary: 'the guest accesses a page, and writes to it, while the initial image is copied in',
    bounds: pagesOf(1, 2),
    environment: snp,
    initial: [() => {}],
    threads: [
      thread('launch', populatePages(0, 1)),
      thread('vCPU', guestFault([0], [PRIVATE], 2), guestWrites([0], PRIVATE)),
    ],
    goals: ['populated-page', 'guest-mapping'],
  },
  {
    name: 'populate-part-of-memslot',
    summary: 'the initial image has the first page of a memslot, and not the second one',
    bounds: pagesOf(2, 2),
    environment: snp,
    initial: [() => {}],
    threads: [thread('launch', populatePages(0, 1))],
    goals: ['populated-page'],
  },
  {
    name: 'populate-then-guest-fault',
    summary: 'the initial image is copied in, and the guest accesses the page, one after the other in either order',
    bounds: pagesOf(1, 1),
    environment: snp,
    initial: [() => {}],
    threads: [thread('launch', populatePages(0, 1), guestFault([0], [PRIVATE]))],
    goals: ['populated-page', 'guest-mapping'],
  },
  {
    name: 'populate-while-attributes-change',
    summary: 'a page is declared shared while the initial image is copied in',
    bounds: pagesOf(2, 2),
    environment: snp,
    initial: [() => {}],
    threads: [thread('launch', populatePages(0, 2)), thread('ioctl', declare(1, 1, SHARED))],
    goals: ['populated-page'],
  },
  {
    name: 'populate-shared-page',
    summary: 'the initial image is copied into two pages, one of them shared',
    bounds: pagesOf(2, 1),
    environment: snp,
    initial: [kernel => shared(kernel, 1)],
    threads: [thread('launch', populatePages(0, 2))],
    goals: ['populated-page'],
  },
  {
    name: 'populate-without-source',
    summary: 'the firmware fills two pages with zeroes, for which there is no image in user memory; it refuses once',
    bounds: pagesOf(2, 2, 1),
    environment: withParts('launch', 'firmware', 'zero-image'),
    initial: [() => {}],
    threads: [thread('launch', populatePages(0, 2))],
    goals: ['populated-page', 'injected-failure'],
  },
  {
    name: 'populate-twice-at-once',
    summary: 'two threads copy the initial image into the same page',
    bounds: pagesOf(1, 2),
    environment: snp,
    initial: [() => {}],
    threads: [thread('launch', populatePages(0, 1)), thread('launch', populatePages(0, 1))],
    goals: ['populated-page'],
  },
  {
    name: 'fault-in-page-twice',
    summary: 'two vCPUs access the same page that is not there; memory runs out, or the firmware refuses, once',
    bounds: pagesOf(1, 2, 1),
    environment: withParts('firmware'),
    initial: [() => {}],
    threads: [thread('vCPU', guestFault([0], [PRIVATE], 2)), thread('vCPU', guestFault([0], [PRIVATE]))],
    goals: ['guest-mapping', 'injected-failure'],
  },
  {
    name: 'allocate-during-guest-fault',
    summary: 'a page is allocated with fallocate while the guest accesses it and writes to it',
    bounds: pagesOf(1, 2),
    environment: withParts('firmware'),
    initial: [() => {}],
    threads: [
      thread('fallocate', allocate(0, 1)),
      thread('vCPU', guestFault([0], [PRIVATE], 2), guestWrites([0], PRIVATE)),
    ],
    goals: ['guest-mapping'],
  },
  {
    name: 'fault-in-page-from-two-vms',
    summary: 'two VMs that are bound to the same file access the same page; the firmware refuses once',
    bounds: pagesOf(1, 2, 1, 2),
    environment: withParts('firmware', 'vm-attributes'),
    initial: [() => {}],
    threads: [thread('vCPU', faultOf([0], [0], PRIVATE)), thread('vCPU', faultOf([1], [0], PRIVATE))],
    goals: ['guest-mapping', 'injected-failure'],
  },
  {
    name: 'punch-hole-in-page-of-two-vms',
    summary: 'a hole is punched where two VMs that are bound to the same file map a page',
    bounds: pagesOf(1, 1, 0, 2),
    environment: withParts('vm-attributes'),
    initial: [
      kernel => {
        written(kernel, 0)
        for (const vm of [0, 1]) guestMapsIn(kernel, vm, 0)
      },
    ],
    threads: [thread('fallocate', punch(0, 1))],
    goals: [],
  },
  {
    name: 'fault-in-page-of-second-vm',
    summary: 'two VMs are bound to the same file, and the second accesses a page',
    bounds: pagesOf(1, 1, 0, 2),
    environment: withParts('firmware', 'vm-attributes'),
    initial: [() => {}],
    threads: [thread('vCPU', faultOf([1], [0], PRIVATE))],
    goals: ['guest-mapping'],
  },
  {
    name: 'populate-on-tdx',
    summary: 'the initial image is copied into a page of a TDX guest; memory runs out once',
    bounds: sizes(1, 1, 1, 1),
    environment: withParts('tdx', 'launch'),
    initial: [() => {}],
    threads: [thread('launch', populatePages(0, 1))],
    goals: ['populated-page', 'injected-failure'],
  },
  {
    name: 'populate-part-of-huge-folio',
    summary: 'the initial image has one page of a hugepage, and the guest accesses the other',
    bounds: sizes(1, 1),
    environment: withParts('launch'),
    initial: [() => {}],
    threads: [thread('launch', populatePages(0, 1), guestFault([1], [PRIVATE]))],
    goals: ['populated-page', 'huge-guest-mapping'],
  },
  {
    name: 'map-shared-page-from-host-and-guest',
    summary: 'host and guest access the same page of a file that is shared from the start, and write to it',
    bounds: pagesOf(1, 2, 1),
    environment: withParts('shared-file'),
    initial: [
      kernel => {
        shared(kernel, 0)
        mapped(kernel)
      },
    ],
    threads: [
      thread('host', hostFault([0]), hostWrites([0])),
      thread('vCPU', guestFault([0], [SHARED]), guestWrites([0], SHARED)),
    ],
    goals: ['host-mapping', 'guest-mapping', 'injected-failure'],
  },
  {
    name: 'host-mapping-of-private-page',
    summary: 'the host maps a file that is private, and accesses the page that the guest uses',
    bounds: pagesOf(1, 2, 0),
    environment: withParts(),
    initial: [mapped],
    threads: [
      thread('host', hostFault([0]), hostWrites([0])),
      thread('vCPU', guestFault([0], [PRIVATE]), guestWrites([0], PRIVATE)),
    ],
    goals: ['guest-mapping'],
  },
]
