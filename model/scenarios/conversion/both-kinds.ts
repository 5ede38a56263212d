/**
 * Files of which some pages are private and others shared, as conversion in place leaves them.
 */
import type { Kernel } from '../../kernel/state/state.ts'
import { PRIVATE, SHARED } from '../../kernel/state/values.ts'
import { guestMaps, shared } from '../parts/initial.ts'
import { bound, ofVm } from '../parts/memslots.ts'
import { pagesOf, populatePages, punch, sharedPage, withParts, written } from '../parts/pages.ts'
import type { Scenario } from '../parts/scenario.ts'
import { guestFault, thread } from '../parts/sizes.ts'

/** VM 0 maps each page, the odd ones private and the others shared. */
const mapsBothKinds = (kernel: Kernel): void => {
  for (let page = 0; page < kernel.pages; page++) {
    if (page % 2 === 0) sharedPage(kernel, page)
    else written(kernel, page)
    guestMaps(kernel, page)
  }
}

export const bothKinds: readonly Scenario[] = [
  {
    name: 'close-file-of-private-and-shared-pages',
    summary: 'a file is closed, of which the guest maps a private page and one that went shared',
    bounds: pagesOf(2, 2),
    environment: withParts('memslots'),
    initial: [
      kernel => {
        bound(kernel, 0)
        mapsBothKinds(kernel)
      },
    ],
    threads: [thread('VMM', ofVm('close'), ofVm('release')), thread('vCPU', guestFault([0, 1], [PRIVATE, SHARED]))],
    goals: ['guest-mapping'],
  },
  {
    name: 'punch-hole-in-private-and-shared-pages',
    summary: 'a hole is punched, of which the guest maps a private page and a shared one, in either order',
    bounds: pagesOf(3, 2),
    environment: withParts(),
    initial: [mapsBothKinds],
    threads: [thread('fallocate', punch(0, 2), punch(1, 2)), thread('vCPU', guestFault([1], [PRIVATE, SHARED]))],
    goals: ['guest-mapping', 'stale-fault'],
  },
  {
    name: 'populate-private-page-beside-shared-one',
    summary: 'a private page gets its content, and then a shared one is asked for, at the gfn of the other page each',
    bounds: pagesOf(2, 1),
    environment: withParts('memslots', 'crossed-memslots'),
    initial: [0, 1].map(page => kernel => {
      bound(kernel, 0)
      shared(kernel, page)
    }),
    threads: [thread('ioctl', populatePages(0, 1), populatePages(1, 1))],
    goals: [],
  },
]
