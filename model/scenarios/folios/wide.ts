/**
 * Worlds wider than any claim needs: requests of every start and length, calls of every kind, failures anywhere.
 */
import { each } from '../../../checker/declare.ts'
import { PRIVATE, SHARED } from '../../kernel/state/values.ts'
import { hostMaps, mapped, mergedHugepage, shared, splitHugepage } from '../parts/initial.ts'
import type { Scenario } from '../parts/scenario.ts'
import { allocate, anyVm, guestFault, hostFault, pin, sizes, thread, unpin } from '../parts/sizes.ts'

/** Every request of one to `pages` pages within the file, to either side. */
const anyConversion = (pages: number, times = 1) => ({
  operation: 'convert',
  args: each({
    start: Array.from({ length: pages }, (_, start) => start),
    pages: Array.from({ length: pages }, (_, more) => 1 + more),
    share: [PRIVATE, SHARED],
  }).filter(args => args.start! + args.pages! <= pages),
  times,
})

export const wide: readonly Scenario[] = [
  {
    name: 'any-conversions-in-turn',
    summary: 'two conversions of any range of three hugepages, one after the other; memory runs out once',
    bounds: sizes(3, 1, 1),
    environment: anyVm,
    initial: [
      kernel => {
        shared(kernel, 0, 1)
        splitHugepage(kernel, 0, 1)
        mergedHugepage(kernel, 2, 1)
        hostMaps(kernel, 0)
      },
    ],
    threads: [thread('ioctl', anyConversion(6, 2))],
    goals: ['mixed-hugepage', 'split-hugepage', 'merged-hugepage', 'injected-failure'],
  },
  {
    name: 'any-conversions-at-once',
    summary: 'any two conversions of two hugepages by two threads while the guest faults anywhere, twice',
    bounds: sizes(2, 3, 0, 1),
    environment: anyVm,
    initial: [
      kernel => {
        shared(kernel, 0, 1)
        splitHugepage(kernel, 0, 1)
        mapped(kernel)
      },
    ],
    threads: [
      thread('ioctl', anyConversion(4)),
      thread('ioctl', anyConversion(2)),
      thread('vCPU', guestFault([0, 2], [PRIVATE, SHARED])),
    ],
    goals: ['mixed-hugepage', 'merged-hugepage', 'split-hugepage', 'stale-fault', 'huge-guest-mapping'],
  },
  {
    name: 'conversion-among-all',
    summary: 'any conversion of a hugepage while the guest and the host fault on it and somebody pins a page',
    bounds: sizes(1, 4, 0, 1),
    environment: anyVm,
    initial: [
      kernel => {
        shared(kernel, 0, 2)
        mapped(kernel)
      },
    ],
    threads: [
      thread('ioctl', anyConversion(2)),
      thread('vCPU', guestFault([0, 1], [PRIVATE, SHARED])),
      thread('host', hostFault([0])),
      thread('pinner', pin([0]), unpin([0])),
    ],
    goals: ['mixed-hugepage', 'merged-hugepage', 'host-mapping', 'stale-fault'],
  },
  {
    name: 'conversion-with-allocations-out-of-memory',
    summary:
      'any conversion of a hugepage while another thread allocates it and the guest faults on it; memory runs out once',
    bounds: sizes(1, 3, 1, 1),
    environment: anyVm,
    initial: [() => {}, kernel => shared(kernel, 0, 2)],
    threads: [
      thread('ioctl', anyConversion(2)),
      thread('fallocate', allocate(0, 2)),
      thread('vCPU', guestFault([0, 1], [PRIVATE, SHARED])),
    ],
    goals: ['mixed-hugepage', 'merged-hugepage', 'split-hugepage', 'injected-failure'],
  },
]
