/**
 * The initial image copied into hugepages, while others have to do with them.
 *
 * For designs that convert by a work list, RFC v2.
 */
import { PRIVATE } from '../../kernel/state/values.ts'
import { shared, splitHugepage } from '../parts/initial.ts'
import { populatePages, punch, withParts } from '../parts/pages.ts'
import type { Scenario } from '../parts/scenario.ts'
import { guestFault, sizes, thread } from '../parts/sizes.ts'

const launch = withParts('launch')

export const populationOfHugepages: readonly Scenario[] = [
  {
    name: 'populate-hugepages',
    summary: 'the initial image has a hugepage and half of the next, then the other half',
    bounds: sizes(2, 1, 1),
    environment: launch,
    initial: [() => {}],
    threads: [thread('launch', populatePages(0, 3), populatePages(3, 1))],
    goals: ['populated-page', 'injected-failure'],
  },
  {
    name: 'populate-mixed-hugepage',
    summary: 'the initial image is copied over a hugepage of which the second page is shared',
    bounds: sizes(1, 1),
    environment: launch,
    initial: [
      kernel => {
        shared(kernel, 1)
        splitHugepage(kernel, 0)
      },
    ],
    threads: [thread('launch', populatePages(0, 2))],
    goals: ['populated-page'],
  },
  {
    name: 'populate-hugepage-during-guest-fault',
    summary: 'the guest accesses a page of a hugepage while the initial image is copied into all of it',
    bounds: sizes(1, 2, 0, 1),
    environment: launch,
    initial: [() => {}],
    threads: [thread('launch', populatePages(0, 2)), thread('vCPU', guestFault([0, 1], [PRIVATE]))],
    goals: ['populated-page', 'huge-guest-mapping'],
  },
  {
    name: 'populate-hugepage-during-punch-hole',
    summary: 'a hole is punched over a hugepage while the initial image is copied into it',
    bounds: sizes(1, 2, 0, 1),
    environment: launch,
    initial: [() => {}],
    threads: [thread('launch', populatePages(0, 2)), thread('fallocate', punch(0, 2))],
    goals: ['populated-page'],
  },
]
