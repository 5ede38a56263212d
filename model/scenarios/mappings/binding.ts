/**
 * Memslots created and deleted, and files closed, while guests fault and frames break.
 */
import type { Kernel } from '../../kernel/state/state.ts'
import { PRIVATE } from '../../kernel/state/values.ts'
import { guestMaps } from '../parts/initial.ts'
import { bound, ofSecond, ofThird, ofVm, opened } from '../parts/memslots.ts'
import { allocated, breakFrame, faultOf, pagesOf, populatePages, punch, withParts, written } from '../parts/pages.ts'
import type { Scenario } from '../parts/scenario.ts'
import { guestFault, thread } from '../parts/sizes.ts'

/** VM 0 is bound, and maps a page, which it has written to; the first page unless said. */
const inUse = (kernel: Kernel): void => inUseFrom(0)(kernel)

const inUseFrom =
  (page: number) =>
  (kernel: Kernel): void => {
    bound(kernel, 0)
    written(kernel, page)
    guestMaps(kernel, page)
  }

const slots = withParts('memslots')

export const bindings: readonly Scenario[] = [
  {
    name: 'create-memslot',
    summary: 'a memslot is created, memory running out once, and the guest accesses two of its three pages',
    bounds: pagesOf(3, 2, 1),
    environment: slots,
    initial: [kernel => opened(kernel, 0)],
    threads: [thread('ioctl', ofVm('create memslot')), thread('vCPU', guestFault([0, 1], [PRIVATE]))],
    goals: ['guest-mapping', 'injected-failure'],
  },
  {
    name: 'create-memslot-while-file-is-closed',
    summary: 'a memslot is created while its file is closed and a page breaks; memory runs out once',
    bounds: pagesOf(2, 3, 1),
    environment: withParts('memslots', 'memory-failure'),
    initial: [
      kernel => {
        opened(kernel, 0)
        written(kernel, 0)
      },
    ],
    threads: [
      thread('ioctl', ofVm('create memslot')),
      thread('VMM', ofVm('close'), ofVm('release')),
      thread('machine check', breakFrame([0])),
    ],
    goals: ['poisoned-page', 'injected-failure'],
  },
  {
    name: 'bind-pages-twice',
    summary: 'a second memslot is bound to the same pages, while the first is deleted and created again',
    bounds: pagesOf(1, 2),
    environment: withParts('memslots', 'second-memslot'),
    initial: [kernel => bound(kernel, 0)],
    threads: [
      thread('ioctl', ofVm('delete memslot'), ofVm('create memslot')),
      thread('ioctl', ofSecond('create memslot'), ofSecond('delete memslot')),
    ],
    goals: [],
  },
  {
    name: 'delete-memslot-during-guest-fault',
    summary: 'a memslot is deleted and created again while the guest accesses it',
    bounds: pagesOf(1, 2),
    environment: slots,
    initial: [inUse],
    threads: [
      thread('ioctl', ofVm('delete memslot'), ofVm('create memslot')),
      thread('vCPU', guestFault([0], [PRIVATE], 2)),
    ],
    goals: ['guest-mapping'],
  },
  {
    name: 'delete-memslot-during-prefault',
    summary: 'a memslot is deleted while a page of it is mapped ahead of the guest, and a hole punched there',
    bounds: pagesOf(1, 3),
    environment: slots,
    initial: [inUse],
    threads: [
      thread('ioctl', ofVm('delete memslot')),
      thread('vCPU', { operation: 'prefault', args: [{ gfn: 0, kind: PRIVATE, vm: 0 }], times: 1 }),
      thread('fallocate', punch(0, 1)),
    ],
    goals: ['guest-mapping', 'stale-fault'],
  },
  {
    name: 'close-file-during-guest-fault',
    summary: 'the file is closed and released while the guest accesses it',
    bounds: pagesOf(1, 3),
    environment: slots,
    initial: [inUse],
    threads: [
      thread('VMM', ofVm('close')),
      thread('task work', ofVm('release')),
      thread('vCPU', guestFault([0], [PRIVATE], 2)),
    ],
    goals: ['guest-mapping', 'stale-fault'],
  },
  {
    name: 'close-file-of-two-memslots',
    summary: 'a file with two memslots is closed and released, and the guest accesses the pages of both',
    bounds: pagesOf(2, 3),
    environment: withParts('memslots', 'crossed-memslots'),
    initial: [
      kernel => {
        inUse(kernel)
        written(kernel, 1)
        guestMaps(kernel, 1)
      },
    ],
    threads: [
      thread('VMM', ofVm('close')),
      thread('task work', ofVm('release')),
      thread('vCPU', guestFault([0, 1], [PRIVATE])),
    ],
    goals: ['guest-mapping', 'stale-fault'],
  },
  {
    name: 'close-file-of-partial-memslot',
    summary:
      'a file whose one memslot leaves out the first page is closed and released, and the guest accesses the rest',
    bounds: pagesOf(2, 3),
    environment: withParts('memslots', 'partial-memslot'),
    initial: [inUseFrom(1)],
    threads: [
      thread('VMM', ofVm('close')),
      thread('task work', ofVm('release')),
      thread('vCPU', guestFault([1], [PRIVATE], 2)),
    ],
    goals: ['guest-mapping', 'stale-fault'],
  },
  {
    name: 'close-file-and-delete-memslot',
    summary: 'the file is closed and released while its memslot is deleted',
    bounds: pagesOf(1, 3),
    environment: slots,
    initial: [inUse],
    threads: [
      thread('VMM', ofVm('close'), ofVm('release')),
      thread('ioctl', ofVm('delete memslot')),
      thread('vCPU', guestFault([0], [PRIVATE])),
    ],
    goals: ['stale-fault'],
  },
  {
    name: 'delete-memslot-of-closed-file-during-memory-failure',
    summary: 'a page breaks while the file is closed and its memslot deleted',
    bounds: pagesOf(1, 3),
    environment: withParts('memslots', 'memory-failure'),
    initial: [inUse],
    threads: [
      thread('VMM', ofVm('close'), ofVm('release')),
      thread('ioctl', ofVm('delete memslot')),
      thread('machine check', breakFrame([0])),
    ],
    goals: ['poisoned-page'],
  },
  {
    name: 'punch-hole-beside-memslot',
    summary: 'holes are punched in front of a memslot, in it, and across its border, while the guest accesses its page',
    bounds: pagesOf(2, 2),
    environment: withParts('memslots', 'partial-memslot'),
    initial: [inUseFrom(1)],
    threads: [thread('ioctl', punch(0, 1), punch(1, 1), punch(0, 2)), thread('vCPU', guestFault([1], [PRIVATE]))],
    goals: ['guest-mapping'],
  },
  {
    name: 'memory-failure-beside-memslot',
    summary: 'a page in front of a memslot breaks, and one in it, while the guest accesses its page',
    bounds: pagesOf(2, 2),
    environment: withParts('memslots', 'partial-memslot', 'memory-failure'),
    initial: [
      kernel => {
        allocated(kernel, 0)
        inUseFrom(1)(kernel)
      },
    ],
    threads: [thread('machine check', breakFrame([0, 1], 2)), thread('vCPU', guestFault([1], [PRIVATE]))],
    goals: ['guest-mapping', 'poisoned-page'],
  },
  {
    name: 'delete-memslot-of-part',
    summary: 'a memslot that leaves out the first page is deleted and created again, and a hole is punched meanwhile',
    bounds: pagesOf(2, 2),
    environment: withParts('memslots', 'partial-memslot'),
    initial: [inUseFrom(1)],
    threads: [thread('ioctl', ofVm('delete memslot'), ofVm('create memslot')), thread('VMM', punch(0, 2))],
    goals: [],
  },
  {
    name: 'punch-hole-over-two-memslots',
    summary:
      'a hole is punched over both memslots of a VM, whose gfns are not those of the pages, while the guest runs',
    bounds: pagesOf(2, 2),
    environment: withParts('memslots', 'crossed-memslots'),
    initial: [inUseFrom(0)],
    threads: [thread('ioctl', punch(0, 2)), thread('vCPU', guestFault([0, 1], [PRIVATE]))],
    goals: ['guest-mapping', 'stale-fault'],
  },
  {
    name: 'delete-one-of-two-memslots',
    summary:
      'one of two memslots is deleted and created again, while the guest accesses the other and a hole is punched',
    bounds: pagesOf(2, 3),
    environment: withParts('memslots', 'crossed-memslots'),
    initial: [inUseFrom(0)],
    threads: [
      thread('ioctl', ofSecond('delete memslot'), ofSecond('create memslot')),
      thread('vCPU', guestFault([1], [PRIVATE])),
      thread('VMM', punch(0, 2)),
    ],
    goals: ['guest-mapping'],
  },
  {
    name: 'bind-more-pages-than-are-bound',
    summary:
      'a memslot over the whole file is created while another one has all but its first page, and once that is deleted',
    bounds: pagesOf(2, 2),
    environment: withParts('memslots', 'second-memslot', 'partial-memslot'),
    initial: [kernel => bound(kernel, 0)],
    threads: [thread('ioctl', ofSecond('create memslot')), thread('VMM', ofVm('delete memslot'))],
    goals: [],
  },
  {
    name: 'bind-around-bound-pages',
    summary:
      'memslots over a page that is bound, and over that page and those around it, are created, and again once it is not bound',
    bounds: pagesOf(3, 2),
    environment: withParts('memslots', 'overlapping-memslots'),
    initial: [kernel => bound(kernel, 0)],
    threads: [
      thread('ioctl', ofSecond('create memslot'), ofThird('create memslot')),
      thread('VMM', ofVm('delete memslot'), ofVm('create memslot')),
    ],
    goals: [],
  },
  {
    name: 'close-file-of-memslots-in-a-row',
    summary:
      'one of three memslots is deleted and created again while their file is closed and the guest accesses the others',
    bounds: pagesOf(4, 3),
    environment: withParts('memslots', 'memslots-in-a-row'),
    initial: [inUseFrom(2)],
    threads: [
      thread('ioctl', ofSecond('delete memslot'), ofSecond('create memslot')),
      thread('VMM', ofVm('close'), ofVm('release')),
      thread('vCPU', guestFault([0, 2], [PRIVATE])),
    ],
    goals: ['guest-mapping'],
  },
  {
    name: 'renew-two-memslots',
    summary: 'each of two memslots is deleted and created again, while the other one stays',
    bounds: pagesOf(2, 2),
    environment: withParts('memslots', 'crossed-memslots'),
    initial: [kernel => bound(kernel, 0)],
    threads: [
      thread(
        'ioctl',
        ofVm('delete memslot'),
        ofVm('create memslot'),
        ofSecond('delete memslot'),
        ofSecond('create memslot'),
      ),
    ],
    goals: [],
  },
  {
    name: 'renew-memslot-out-of-memory',
    summary: 'one of two memslots is deleted and created again, memory running out once, while the other one stays',
    bounds: pagesOf(2, 1, 1),
    environment: withParts('memslots', 'crossed-memslots'),
    initial: [kernel => bound(kernel, 0)],
    threads: [thread('ioctl', ofVm('delete memslot'), ofVm('create memslot'))],
    goals: ['injected-failure'],
  },
  {
    name: 'delete-memslot-during-memory-failure',
    summary: 'a page breaks while its memslot is deleted, and the file stays open',
    bounds: pagesOf(1, 2),
    environment: withParts('memslots', 'memory-failure'),
    initial: [inUse],
    threads: [thread('ioctl', ofVm('delete memslot')), thread('machine check', breakFrame([0]))],
    goals: ['poisoned-page'],
  },
  {
    name: 'punch-hole-while-another-file-is-closed',
    summary: 'one VM closes its file and deletes its memslot while a hole is punched through the file of another',
    bounds: pagesOf(1, 3, 0, 2),
    environment: withParts('memslots', 'vm-attributes'),
    initial: [
      kernel => {
        inUse(kernel)
        bound(kernel, 1)
      },
    ],
    threads: [
      thread('VMM', ofVm('close'), ofVm('release')),
      thread('ioctl', ofVm('delete memslot')),
      thread('fallocate', punch(0, 1)),
    ],
    goals: [],
  },
  {
    name: 'punch-hole-while-two-vms-fault',
    summary: 'two VMs access the same page while a hole is punched there and one of them deletes its memslot',
    bounds: pagesOf(1, 4, 0, 2),
    environment: withParts('memslots', 'vm-attributes'),
    initial: [
      kernel => {
        inUse(kernel)
        bound(kernel, 1)
      },
    ],
    threads: [
      thread('vCPU', faultOf([0], [0], PRIVATE)),
      thread('vCPU', faultOf([1], [0], PRIVATE)),
      thread('ioctl', ofVm('delete memslot', 1)),
      thread('fallocate', punch(0, 1)),
    ],
    goals: ['guest-mapping', 'stale-fault'],
  },
  {
    name: 'populate-second-memslot',
    summary: 'the initial image is copied in through a memslot whose gfns are not those of its pages',
    bounds: pagesOf(2, 2),
    environment: withParts('memslots', 'crossed-memslots', 'launch', 'firmware'),
    initial: [kernel => bound(kernel, 0)],
    threads: [thread('launch', populatePages(0, 1)), thread('vCPU', guestFault([0], [PRIVATE]))],
    goals: ['populated-page', 'guest-mapping'],
  },
  {
    name: 'populate-beyond-memslot',
    summary: 'the initial image is longer than the memslot, and the pages behind that are bound to another one',
    bounds: pagesOf(4, 2),
    environment: withParts('memslots', 'crossed-memslots', 'launch', 'firmware'),
    initial: [kernel => bound(kernel, 0)],
    threads: [thread('launch', populatePages(3, 2))],
    goals: ['populated-page'],
  },
  {
    name: 'populate-while-memslot-is-deleted',
    summary: 'a memslot is deleted and its file closed while the initial image is copied in',
    bounds: pagesOf(1, 3),
    environment: withParts('memslots', 'launch', 'firmware'),
    initial: [kernel => bound(kernel, 0)],
    threads: [
      thread('launch', populatePages(0, 1)),
      thread('ioctl', ofVm('delete memslot')),
      thread('VMM', ofVm('close'), ofVm('release')),
    ],
    goals: [],
  },
]
