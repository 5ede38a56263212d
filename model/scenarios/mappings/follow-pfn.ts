/**
 * Users of pfns while the host process unmaps the page: it is counted, not counted, or has no struct page.
 */
import type { Call } from '../../../checker/declare.ts'
import { COUNTED, NO_STRUCT_PAGE, UNCOUNTED } from '../../kernel/state/kinds/frames.ts'
import type { Bounds, Environment, Kernel } from '../../kernel/state/state.ts'
import { HOST, SHARED } from '../../kernel/state/values.ts'
import type { Scenario } from '../parts/scenario.ts'
import { thread } from '../parts/sizes.ts'

const sizes = (pages: number, threads: number): Bounds => ({
  pages,
  hugepage: 1,
  frames: pages,
  threads,
  vms: 1,
  failures: 0,
})

const environment: Environment = { tdxHoldsReferences: false, parts: ['pfn-map'] }

/** Every page is mapped, by a frame of that kind. */
const mapped =
  (kind: number) =>
  (kernel: Kernel): void => {
    kernel.vma = 1
    for (let page = 0; page < kernel.pages; page++) {
      kernel.hostPte[page] = 1 + page
      kernel.allocated[page] = 1
      kernel.frameKind[page] = kind
      kernel.refs[page] = kind === COUNTED ? 1 : 0
      kernel.share[page] = SHARED
      kernel.uptodate[page] = 1
      kernel.contents[page] = HOST
    }
  }

const anyKind = [COUNTED, UNCOUNTED, NO_STRUCT_PAGE].map(mapped)

interface Rules {
  readonly get?: boolean
  readonly guarded?: boolean
  readonly checks?: boolean
  readonly maps?: boolean
}

const usePfn = (
  { get = false, guarded = false, checks = false, maps = false }: Rules,
  gfns = [0],
  times = 1,
): Call => ({
  operation: 'use pfn',
  args: gfns.map(gfn => ({
    gfn,
    get: Number(get),
    guarded: Number(guarded),
    checks: Number(checks),
    maps: Number(maps),
  })),
  times,
})
const unmap = (...pages: readonly number[]): Call => ({
  operation: 'unmap',
  args: pages.map(page => ({ page })),
  times: pages.length,
})

export const followPfn: readonly Scenario[] = [
  {
    name: 'map-pfn-without-reference',
    summary: 'a guarded user maps a pfn without a reference, and looks at the sequence before',
    bounds: sizes(1, 2),
    environment,
    initial: anyKind,
    threads: [thread('vCPU', usePfn({ guarded: true, checks: true, maps: true })), thread('host', unmap(0))],
    goals: ['stale-fault'],
  },
  {
    name: 'map-pfn-without-looking',
    summary: 'a user says that he is guarded, maps a pfn without a reference, and does not look at the sequence',
    bounds: sizes(1, 2),
    environment,
    initial: anyKind,
    threads: [thread('vCPU', usePfn({ guarded: true, maps: true })), thread('host', unmap(0))],
    goals: ['stale-fault'],
  },
  {
    name: 'access-pfn-without-looking',
    summary: 'a user says that he is guarded, accesses a pfn without a reference, and does not look at the sequence',
    bounds: sizes(1, 2),
    environment,
    initial: anyKind,
    threads: [thread('vCPU', usePfn({ guarded: true })), thread('host', unmap(0))],
    goals: ['stale-fault'],
  },
  {
    name: 'map-pfn-with-reference-without-looking',
    summary: 'a user maps a pfn that he has a reference for, and does not look at the sequence',
    bounds: sizes(1, 2),
    environment,
    initial: [mapped(COUNTED)],
    threads: [thread('vCPU', usePfn({ get: true, maps: true })), thread('host', unmap(0))],
    goals: ['stale-fault'],
  },
  {
    name: 'access-counted-pfn-with-reference',
    summary: 'an unguarded user accesses a counted page that he has a reference for',
    bounds: sizes(1, 2),
    environment,
    initial: [mapped(COUNTED)],
    threads: [thread('vCPU', usePfn({ get: true })), thread('host', unmap(0))],
    goals: ['stale-fault'],
  },
  {
    name: 'access-pfn-with-reference',
    summary: 'an unguarded user that asks for a reference accesses a frame of any kind',
    bounds: sizes(1, 2),
    environment,
    initial: anyKind,
    threads: [thread('vCPU', usePfn({ get: true })), thread('host', unmap(0))],
    goals: ['stale-fault'],
  },
  {
    name: 'access-pfn-guarded-with-reference',
    summary: 'a guarded user that also asks for a reference accesses a frame of any kind',
    bounds: sizes(1, 2),
    environment,
    initial: anyKind,
    threads: [thread('vCPU', usePfn({ get: true, guarded: true, checks: true })), thread('host', unmap(0))],
    goals: ['stale-fault'],
  },
  {
    name: 'access-pfn-without-anything',
    summary: 'a user neither asks for a reference nor says that he is guarded',
    bounds: sizes(1, 2),
    environment,
    initial: anyKind,
    threads: [thread('vCPU', usePfn({})), thread('host', unmap(0))],
    goals: [],
  },
  {
    name: 'use-pfns-by-the-rules',
    summary: 'three users keep to the rules, two pages, while the host unmaps both',
    bounds: sizes(2, 3),
    environment,
    initial: anyKind,
    threads: [
      thread('vCPU', usePfn({ guarded: true, checks: true, maps: true }, [0, 1], 2)),
      thread('vCPU', usePfn({ get: true, guarded: true, checks: true }, [0])),
      thread('host', unmap(0, 1)),
    ],
    goals: ['stale-fault'],
  },
]
