/**
 * Finds the pfn that a host mapping has for a page.
 *
 * Source: __kvm_follow_pfn(), hva_to_pfn(), hva_to_pfn_fast(), hva_to_pfn_remapped(), virt/kvm/kvm_main.c (v7 and v8 3/8 of
 * "KVM: allow mapping non-refcounted pages").
 * Left out: GUP-slow, which faults the page in; counted pages in a VM_PFNMAP VMA; async faults; writability.
 */
import { match } from 'ts-pattern'
import { cell } from '../../../checker/declare.ts'
import type { Design } from '../../designs/design.ts'
import { COUNTED, NO_STRUCT_PAGE } from '../../kernel/state/kinds/frames.ts'
import { EFAULT, OK, RESULTS, showFlag, showResult } from '../../kernel/state/values.ts'
import type { Scope } from '../../kernel/words.ts'
import { type GupLocal, grabbing, gupFast } from './gup-fast.ts'

/** `get` is FOLL_GET, `guarded` guarded_by_mmu_notifier; `counted` is is_refcounted_page. */
export type FollowLocal =
  | 'follow.page'
  | 'follow.get'
  | 'follow.guarded'
  | 'follow.frame'
  | 'follow.counted'
  | 'follow.result'
  | GupLocal
type Follow = Scope<FollowLocal>

const guards = {
  ...gupFast.guards,
  'follow.isUnguarded': ({ call }: Follow) => call['follow.get'] === 0 && call['follow.guarded'] === 0,
  'follow.isUnmapped': ({ kernel, call }: Follow) => kernel.hostPte[call['follow.page']] === 0,
  'follow.mapsCounted': ({ kernel, call }: Follow) =>
    kernel.frameKind[kernel.hostPte[call['follow.page']]! - 1] === COUNTED,
  'follow.wantsReference': ({ call }: Follow) => call['follow.get'] === 1,
  'follow.wantsReferenceOfStructPage': ({ kernel, call }: Follow) =>
    call['follow.get'] === 1 && kernel.frameKind[kernel.hostPte[call['follow.page']]! - 1] !== NO_STRUCT_PAGE,
  'follow.isNotGuarded': ({ call }: Follow) => call['follow.guarded'] === 0,
  'follow.failed': ({ call }: Follow) => call['follow.result'] !== OK,
}

const effects = {
  ...gupFast.effects,
  'follow.warn': ({ kernel }: Follow) => {
    kernel.warnUnguarded = 1
  },
  'follow.failWithEfault': ({ call }: Follow) => {
    call['follow.result'] = EFAULT
  },
  'follow.aim': ({ call }: Follow) => {
    call['gup.page'] = call['follow.page']
  },
  'follow.tellFrame': ({ call }: Follow) => {
    call['follow.frame'] = call['gup.frame']
  },
  'follow.countPage': ({ call }: Follow) => {
    call['follow.counted'] = 1
  },
}

export const follow = (design: Design) => {
  const refused = match(design.followRefuses)
    .with('with-foll-get', () => 'follow.wantsReferenceOfStructPage' as const)
    .with('unguarded', () => 'follow.isNotGuarded' as const)
    .exhaustive()
  return {
    guards,
    effects,
    config: {
      meta: {
        within: 'follow',
        locals: {
          'follow.page': cell(16),
          'follow.get': cell(2, showFlag),
          'follow.guarded': cell(2, showFlag),
          'follow.frame': cell(32),
          'follow.counted': cell(2, showFlag),
          'follow.result': cell(RESULTS, showResult),
          ...gupFast.locals,
        },
      },
      initial: 'entered',
      states: {
        entered: {
          meta: { fn: '__kvm_follow_pfn' },
          on: {
            step: [
              { guard: 'follow.isUnguarded', actions: ['follow.warn', 'follow.failWithEfault'], target: 'done' },
              { target: 'readingPte' },
            ],
          },
        },
        // of a page that is not counted everything is read under the page table lock
        readingPte: {
          meta: { fn: 'hva_to_pfn' },
          on: {
            step: [
              { guard: 'follow.isUnmapped', actions: 'follow.failWithEfault', target: 'done' },
              {
                guard: 'follow.mapsCounted',
                actions: ['follow.aim', 'gup.readPte', 'follow.tellFrame'],
                target: 'getting',
              },
              { guard: refused, actions: 'follow.failWithEfault', target: 'done' },
              { actions: ['follow.aim', 'gup.readPte', 'follow.tellFrame'], target: 'done' },
            ],
          },
        },
        ...grabbing(
          { action: 'follow.countPage', target: 'keeping' },
          { action: 'follow.failWithEfault', target: 'done' },
        ),
        keeping: {
          meta: { fn: 'kvm_follow_refcounted_pfn' },
          on: {
            step: [
              { guard: 'follow.wantsReference', target: 'done' },
              { actions: 'gup.put', target: 'done' },
            ],
          },
        },
        done: { type: 'final' },
      },
    },
  } as const
}
