/**
 * Split, merge, prepare and rollback alone.
 */
import { mergedHugepage, shared, splitHugepage } from '../parts/initial.ts'
import type { Scenario } from '../parts/scenario.ts'
import { anyVm, sizes, speculate, thread } from '../parts/sizes.ts'

const onPage = (operation: string, page: number) => ({ operation, args: [{ page }], times: 1 })

export const fragments: readonly Scenario[] = [
  {
    name: 'split-alone',
    summary: 'a huge folio is split; memory runs out once; somebody takes a reference for a moment',
    bounds: sizes(2, 2, 1),
    environment: anyVm,
    initial: [kernel => mergedHugepage(kernel, 2, 1)],
    threads: [thread('split', onPage('split', 2)), thread('speculator', speculate([0]))],
    goals: ['split-hugepage', 'merged-hugepage', 'injected-failure'],
  },
  {
    name: 'merge-alone',
    summary: 'the pages of a hugepage are merged; memory runs out up to twice',
    bounds: sizes(2, 1, 2),
    environment: anyVm,
    initial: [kernel => splitHugepage(kernel, 2, 1)],
    threads: [thread('merge', onPage('merge', 2))],
    goals: ['split-hugepage', 'merged-hugepage', 'injected-failure'],
  },
  {
    name: 'prepare-alone',
    summary: 'a fresh huge folio is prepared; the firmware refuses once',
    bounds: sizes(1, 1, 1),
    environment: anyVm,
    initial: [kernel => mergedHugepage(kernel, 0)],
    threads: [thread('prepare', { ...onPage('prepare', 0), times: 2 })],
    goals: ['injected-failure'],
  },
  {
    name: 'rollback-alone',
    summary: 'the splits of a hugepage are rolled back, the pages being shared or not; memory runs out once',
    bounds: sizes(3, 1, 1),
    environment: anyVm,
    initial: [
      kernel => {
        splitHugepage(kernel, 2, 1)
        mergedHugepage(kernel, 4, 1)
      },
      kernel => {
        shared(kernel, 2, 1)
        splitHugepage(kernel, 2, 1)
        mergedHugepage(kernel, 4, 1)
      },
    ],
    threads: [thread('rollback', onPage('rollback', 4))],
    goals: ['merged-hugepage', 'injected-failure'],
  },
]
