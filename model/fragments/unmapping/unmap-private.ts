/**
 * Zaps the private SPTEs of every item of the work list, in every VM: what a conversion to shared does first.
 *
 * On TDX an SPTE that reaches beyond its item is split before, which may run out of memory; and the firmware may not give a
 * page back.
 *
 * Source: kvm_gmem_convert_should_proceed(), kvm_gmem_unmap_private(), virt/kvm/guest_memfd.c (RFC v2 38/51; TDX huge pages
 * v1 and RFC v2).
 * Left out: of several pages the firmware keeps the first one that is mapped; a VM whose zap runs out of memory has zapped
 * nothing (may miss states in between).
 */
import { match } from 'ts-pattern'
import { cell } from '../../../checker/declare.ts'
import type { Design } from '../../designs/design.ts'
import { mmuLockIsFree, zapRange } from '../../kernel/mmu/mmu.ts'
import { someSpteCrosses } from '../../kernel/mmu/private-sptes.ts'
import { firstPrivateFrame, flagFrame, keepReference, someFrameIsLost } from '../../kernel/mmu/unmap-failures.ts'
import { itemFrom, itemPages } from '../../kernel/mmu/work-list.ts'
import { mayFail, spendFailure } from '../../kernel/state/failures.ts'
import { EFAULT, ENOMEM, OK, PRIVATE, RESULTS, showResult } from '../../kernel/state/values.ts'
import type { Scope } from '../../kernel/words.ts'
import { type SplitPrivateLocal, splitPrivate } from './split-private.ts'

export type UnmapPrivateLocal =
  | 'unmapPrivate.work'
  | 'unmapPrivate.item'
  | 'unmapPrivate.vm'
  | 'unmapPrivate.result'
  | SplitPrivateLocal
type UnmapPrivate = Scope<UnmapPrivateLocal>

/** The firmware does not give a page back. */
export type FirmwareKeeps = { type: 'eio' }

const end = ({ call }: UnmapPrivate): number =>
  call['unmapPrivate.item'] + itemPages(call['unmapPrivate.work'], call['unmapPrivate.item'])
const nextItem = (scope: UnmapPrivate): number => itemFrom(scope.kernel, scope.call['unmapPrivate.work'], end(scope))
const isFree = ({ kernel, call }: UnmapPrivate): boolean => mmuLockIsFree(kernel, call['unmapPrivate.vm'])
const hasMoreVms = ({ kernel, call }: UnmapPrivate): boolean => call['unmapPrivate.vm'] + 1 < kernel.vms
const hasMoreItems = (scope: UnmapPrivate): boolean => nextItem(scope) < scope.kernel.pages
const crosses = (scope: UnmapPrivate): boolean =>
  scope.kernel.tdx === 1 &&
  someSpteCrosses(scope.kernel, scope.call['unmapPrivate.vm'], scope.call['unmapPrivate.item'], end(scope))
const firstFrame = (scope: UnmapPrivate): number =>
  firstPrivateFrame(scope.kernel, scope.call['unmapPrivate.vm'], scope.call['unmapPrivate.item'], end(scope))
const mayBeKept = (scope: UnmapPrivate): boolean =>
  scope.kernel.lostFrames.length > 0 &&
  mayFail(scope.kernel) &&
  isFree(scope) &&
  firstFrame(scope) !== scope.kernel.frames
const zap = (scope: UnmapPrivate): void =>
  zapRange(scope.kernel, scope.call['unmapPrivate.vm'], PRIVATE, scope.call['unmapPrivate.item'], end(scope))

export const unmapPrivate = (design: Design) => {
  const split = design.privateSplit
  const zapping = split === 'in-zap' ? 'unmapPrivate.splitAndZap' : 'unmapPrivate.zap'
  const keeping = match(design.failedUnmap)
    .with('reference', () => 'unmapPrivate.keepReference' as const)
    .with('flag', () => 'unmapPrivate.flag' as const)
    .exhaustive()
  const afterAll = design.failedUnmap === 'flag' ? 'checking' : 'done'
  const [initial, next, afterItem] = match(split)
    .with('in-zap', 'before-invalidation', () => ['zapping', ['unmapPrivate.toNextItem'], 'zapping'] as const)
    .with('before-any-zap', () => ['splitting', ['unmapPrivate.toNextItem'], 'zapping'] as const)
    .with(
      'before-zap',
      () => ['splitting', ['unmapPrivate.toNextItem', 'unmapPrivate.splitNext'], 'splitting'] as const,
    )
    .exhaustive()
  return {
    guards: {
      ...splitPrivate.guards,
      'unmapPrivate.moreVms': (scope: UnmapPrivate) => isFree(scope) && hasMoreVms(scope),
      'unmapPrivate.moreItems': (scope: UnmapPrivate) => isFree(scope) && hasMoreItems(scope),
      'unmapPrivate.mmuLockIsFree': isFree,
      'unmapPrivate.mayFail': (scope: UnmapPrivate) => mayFail(scope.kernel) && isFree(scope) && crosses(scope),
      'unmapPrivate.mayBeKeptAndMoreVms': (scope: UnmapPrivate) => mayBeKept(scope) && hasMoreVms(scope),
      'unmapPrivate.mayBeKeptAndMoreItems': (scope: UnmapPrivate) => mayBeKept(scope) && hasMoreItems(scope),
      'unmapPrivate.mayBeKept': mayBeKept,
      'unmapPrivate.someFrameIsLost': ({ kernel, call }: UnmapPrivate) => {
        for (let page = 0; page < kernel.pages; page++)
          if (((call['unmapPrivate.work'] >> page) & 1) === 1 && someFrameIsLost(kernel, page, page + 1)) return true
        return false
      },
      'unmapPrivate.failed': ({ call }: UnmapPrivate) => call['unmapPrivate.result'] !== OK,
    },
    effects: {
      ...splitPrivate.effects,
      'unmapPrivate.splitAndZap': zap,
      'unmapPrivate.zap': (scope: UnmapPrivate) => {
        if (crosses(scope)) scope.kernel.zappedInPart = 1 + scope.call['unmapPrivate.item']
        zap(scope)
      },
      'unmapPrivate.flag': (scope: UnmapPrivate) => {
        spendFailure(scope.kernel)
        flagFrame(scope.kernel, firstFrame(scope))
      },
      'unmapPrivate.keepReference': (scope: UnmapPrivate) => {
        spendFailure(scope.kernel)
        keepReference(scope.kernel, firstFrame(scope))
      },
      'unmapPrivate.toNextVm': ({ call }: UnmapPrivate) => {
        call['unmapPrivate.vm'] += 1
      },
      'unmapPrivate.toNextItem': (scope: UnmapPrivate) => {
        scope.call['unmapPrivate.item'] = nextItem(scope)
        scope.call['unmapPrivate.vm'] = 0
      },
      'unmapPrivate.splitNext': ({ call }: UnmapPrivate) => {
        call['splitPrivate.work'] = call['unmapPrivate.work']
        call['splitPrivate.item'] = call['unmapPrivate.item']
      },
      'unmapPrivate.failWithEnomem': ({ kernel, call }: UnmapPrivate) => {
        spendFailure(kernel)
        call['unmapPrivate.result'] = ENOMEM
      },
      'unmapPrivate.keepSplitError': ({ call }: UnmapPrivate) => {
        call['unmapPrivate.result'] = call['splitPrivate.result']
      },
      'unmapPrivate.failWithEfault': ({ call }: UnmapPrivate) => {
        call['unmapPrivate.result'] = EFAULT
      },
    },
    config: {
      meta: {
        within: 'unmapPrivate',
        locals: {
          'unmapPrivate.work': cell(256),
          'unmapPrivate.item': cell(16),
          'unmapPrivate.vm': cell(4),
          'unmapPrivate.result': cell(RESULTS, showResult),
        },
      },
      initial,
      states: {
        ...(initial === 'splitting' && {
          splitting: {
            ...splitPrivate.config,
            onDone: [
              {
                guard: 'splitPrivate.failed' as const,
                actions: 'unmapPrivate.keepSplitError' as const,
                target: 'done' as const,
              },
              { target: 'zapping' as const },
            ],
          },
        }),
        zapping: {
          meta: { fn: 'kvm_gmem_unmap_private' },
          on: {
            step: [
              { guard: 'unmapPrivate.moreVms', actions: [zapping, 'unmapPrivate.toNextVm'] },
              { guard: 'unmapPrivate.moreItems', actions: [zapping, ...next], target: afterItem },
              { guard: 'unmapPrivate.mmuLockIsFree', actions: zapping, target: afterAll },
            ],
            ...(split === 'in-zap' && {
              enomem: {
                guard: 'unmapPrivate.mayFail' as const,
                actions: 'unmapPrivate.failWithEnomem' as const,
                target: 'done' as const,
              },
            }),
            eio: [
              { guard: 'unmapPrivate.mayBeKeptAndMoreVms', actions: [keeping, zapping, 'unmapPrivate.toNextVm'] },
              { guard: 'unmapPrivate.mayBeKeptAndMoreItems', actions: [keeping, zapping, ...next], target: afterItem },
              { guard: 'unmapPrivate.mayBeKept', actions: [keeping, zapping], target: afterAll },
            ],
          },
        },
        ...(design.failedUnmap === 'flag' && {
          checking: {
            meta: { fn: 'kvm_gmem_has_invalid_folio' },
            on: {
              step: [
                {
                  guard: 'unmapPrivate.someFrameIsLost' as const,
                  actions: 'unmapPrivate.failWithEfault' as const,
                  target: 'done' as const,
                },
                { target: 'done' as const },
              ],
            },
          },
        }),
        done: { type: 'final' },
      },
    },
  } as const
}
