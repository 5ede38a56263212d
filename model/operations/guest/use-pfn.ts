/**
 * A user of pfns in KVM: finds one, maps it into the guest or accesses it, and lets it go. Arguments say what he asks for
 * and whether he keeps to the rules: `get` FOLL_GET, `guarded` guarded_by_mmu_notifier, `checks` whether he looks at the
 * sequence under mmu_lock before the use, `maps` whether the use is an SPTE.
 *
 * Source: __kvm_faultin_pfn(), is_page_fault_stale(), arch/x86/kvm/mmu/mmu.c; kvm_vcpu_map(), kvm_release_pfn(),
 * virt/kvm/kvm_main.c.
 * Left out: that an access takes time: it is one step (may miss bugs in the middle of one).
 */
import { match } from 'ts-pattern'
import { cell } from '../../../checker/declare.ts'
import type { Design } from '../../designs/design.ts'
import { type FollowLocal, follow } from '../../fragments/folios/follow-pfn.ts'
import { dropReferences, putFolio } from '../../kernel/memory/folio.ts'
import { endFault, startFault } from '../../kernel/mmu/faults.ts'
import { installSpte, mustRetry } from '../../kernel/mmu/mmu.ts'
import { NO_STRUCT_PAGE } from '../../kernel/state/kinds/frames.ts'
import { LEVEL_4K, RESULTS, RETRY, SHARED, showFlag, showResult } from '../../kernel/state/values.ts'
import { operation, type Scope, type Step } from '../../kernel/words.ts'

type UsePfnLocal = 'gfn' | 'get' | 'guarded' | 'checks' | 'maps' | 'frame' | 'counted' | 'result' | FollowLocal
type UsePfn = Scope<UsePfnLocal>

const guards = {
  isStale: ({ kernel, call, self }: UsePfn) => call.checks === 1 && mustRetry(kernel, 0, call.gfn, self),
  maps: ({ call }: UsePfn) => call.maps === 1,
  hasStructPage: ({ kernel, call }: UsePfn) => call.get === 1 && kernel.frameKind[call.frame] !== NO_STRUCT_PAGE,
  holdsReference: ({ call }: UsePfn) => call.get === 1 && call.counted === 1,
}

const effects = {
  snapshot: ({ kernel, call, self }: UsePfn) => {
    startFault(kernel, self, 0, SHARED, call.gfn)
    call['follow.page'] = call.gfn
    call['follow.get'] = call.get
    call['follow.guarded'] = call.guarded
  },
  failToFollow: ({ kernel, call, self }: UsePfn) => {
    endFault(kernel, self, 0, SHARED)
    call.result = call['follow.result']
  },
  keepPfn: ({ call }: UsePfn) => {
    call.frame = call['follow.frame']
    call.counted = call['follow.counted']
  },
  retry: ({ call }: UsePfn) => {
    call.result = RETRY
  },
  takeMmuLock: ({ kernel, self }: UsePfn) => {
    kernel.mmuReaders[0]! |= 1 << self
  },
  dropMmuLock: ({ kernel, self }: UsePfn) => {
    kernel.mmuReaders[0]! &= ~(1 << self)
  },
  tellInvalidated: ({ kernel, call, self }: UsePfn) => {
    const isKept = call.get === 1 && call.counted === 1
    if (kernel.allocated[call.frame] === 0 || (!isKept && ((kernel.zappedSince >> self) & 1) === 1))
      kernel.usedInvalidated = 1 + call.frame
  },
  installSpte: ({ kernel, call, self }: UsePfn) => {
    if (((kernel.zappedSince >> self) & 1) === 1) kernel.installedStale = 1 + call.gfn
    installSpte(kernel, 0, SHARED, call.gfn, call.frame, LEVEL_4K)
  },
  putPage: ({ kernel, call, self }: UsePfn) => {
    if (call.counted === 1) putFolio(kernel, self, call.frame)
    else dropReferences(kernel, call.frame, 1)
  },
  endFault: ({ kernel, self }: UsePfn) => endFault(kernel, self, 0, SHARED),
}

export const usePfn = (design: Design) => {
  const following = follow(design)
  const releases = match(design.followReleases)
    .with('struct-page', () => 'hasStructPage' as const)
    .with('as-told', () => 'holdsReference' as const)
    .exhaustive()
  return operation<UsePfn, Step>()({
    guards: { ...following.guards, ...guards },
    effects: { ...following.effects, ...effects },
  }).createMachine({
    id: 'usePfn',
    context: ({ input }) => input,
    meta: {
      fn: '__kvm_faultin_pfn',
      locals: {
        gfn: cell(16),
        get: cell(2, showFlag),
        guarded: cell(2, showFlag),
        checks: cell(2, showFlag),
        maps: cell(2, showFlag),
        frame: cell(32),
        counted: cell(2, showFlag),
        result: cell(RESULTS, showResult),
      },
    },
    initial: 'entered',
    states: {
      entered: {
        meta: { fn: 'smp_rmb' },
        on: { step: { actions: 'snapshot', target: 'following' } },
      },
      following: {
        ...following.config,
        onDone: [
          { guard: 'follow.failed', actions: 'failToFollow', target: 'returned' },
          { actions: 'keepPfn', target: 'checking' },
        ],
      },
      checking: {
        meta: { fn: 'mmu_invalidate_retry_gfn' },
        on: {
          step: [
            { guard: 'isStale', actions: 'retry', target: 'releasing' },
            { actions: 'takeMmuLock', target: 'using' },
          ],
        },
      },
      using: {
        meta: { fn: 'kvm_tdp_mmu_map' },
        on: {
          step: [
            {
              guard: 'maps',
              actions: ['tellInvalidated', 'installSpte', 'dropMmuLock'],
              target: 'releasing',
            },
            { actions: ['tellInvalidated', 'dropMmuLock'], target: 'releasing' },
          ],
        },
      },
      releasing: {
        meta: { fn: 'kvm_release_pfn' },
        on: {
          step: [
            { guard: releases, actions: ['putPage', 'endFault'], target: 'returned' },
            { actions: 'endFault', target: 'returned' },
          ],
        },
      },
      returned: { type: 'final' },
    },
  })
}
