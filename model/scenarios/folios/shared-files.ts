/**
 * Files whose memory is shared from the start. Where the host process does not map them, no notifier hides what is not
 * unmapped.
 */
import { SHARED } from '../../kernel/state/values.ts'
import { guestMaps, mapped, shared } from '../parts/initial.ts'
import { bound, ofVm } from '../parts/memslots.ts'
import { breakFrame, pagesOf, prepared, punch, withParts } from '../parts/pages.ts'
import type { Scenario } from '../parts/scenario.ts'
import { guestFault, hostFault, thread } from '../parts/sizes.ts'

export const sharedFiles: readonly Scenario[] = [
  {
    name: 'host-fault-in-shared-file-out-of-memory',
    summary: 'the host process accesses a page of a shared file twice, and another one; memory runs out once',
    bounds: pagesOf(2, 1, 1),
    environment: withParts('shared-file'),
    initial: [
      kernel => {
        shared(kernel, 0, 2)
        mapped(kernel)
      },
    ],
    threads: [thread('host', hostFault([0, 1], 3))],
    goals: ['host-mapping', 'injected-failure'],
  },
  {
    name: 'host-fault-beyond-the-end',
    summary: 'the host process accesses the last page of a shared file, and two behind it',
    bounds: pagesOf(1, 1),
    environment: withParts('shared-file'),
    initial: [
      kernel => {
        shared(kernel, 0)
        mapped(kernel)
      },
    ],
    threads: [thread('host', hostFault([0, 1, 2], 2))],
    goals: ['host-mapping'],
  },
  {
    name: 'punch-hole-in-unmapped-shared-file',
    summary: 'a hole is punched in memory shared from the start, which the guest maps and the host does not',
    bounds: pagesOf(2, 2),
    environment: withParts('shared-file'),
    initial: [
      kernel => {
        shared(kernel, 0, 2)
        prepared(kernel, 0)
        guestMaps(kernel, 0)
        prepared(kernel, 1)
        guestMaps(kernel, 1)
      },
    ],
    threads: [thread('fallocate', punch(0, 1)), thread('vCPU', guestFault([0], [SHARED]))],
    goals: ['guest-mapping', 'stale-fault'],
  },
  {
    name: 'memory-failure-in-unmapped-shared-file',
    summary: 'a page breaks that is shared from the start, which the guest maps and the host does not',
    bounds: pagesOf(1, 2),
    environment: withParts('memory-failure', 'shared-file'),
    initial: [
      kernel => {
        shared(kernel, 0)
        prepared(kernel, 0)
        guestMaps(kernel, 0)
      },
    ],
    threads: [thread('machine check', breakFrame([0])), thread('vCPU', guestFault([0], [SHARED], 2))],
    goals: ['guest-mapping', 'poisoned-page'],
  },
  {
    name: 'close-unmapped-shared-file',
    summary: 'a file is closed whose memory is shared from the start, which the guest maps and the host does not',
    bounds: pagesOf(1, 2),
    environment: withParts('memslots', 'shared-file'),
    initial: [
      kernel => {
        shared(kernel, 0)
        bound(kernel, 0)
        prepared(kernel, 0)
        guestMaps(kernel, 0)
      },
    ],
    threads: [thread('VMM', ofVm('close'), ofVm('release')), thread('vCPU', guestFault([0], [SHARED], 2))],
    goals: ['guest-mapping'],
  },
]
