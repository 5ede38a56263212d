/**
 * Frees the hugepages of a range, and clears the pages of those that it covers in part: fallocate() that punches a hole,
 * with a custom allocator; or madvise() that does so through a mapping of the host.
 *
 * Source: kvm_gmem_punch_hole(), kvm_gmem_truncate_inode_range(), kvm_gmem_truncate_inode_aligned_pages(),
 * virt/kvm/guest_memfd.c (RFC v2 33/51 and 39/51); madvise_remove(), mm/madvise.c.
 * Left out: the range check; i_blocks; a request is refused only while nobody holds the invalidate lock for write, which
 * changes nothing for others; the alignment of a VMA, which madvise() looks at before (none here).
 */
import { match } from 'ts-pattern'
import { cell } from '../../../checker/declare.ts'
import type { Design } from '../../designs/design.ts'
import type { ArchFails } from '../../fragments/pfn/prepare.ts'
import { type MergeTruncateLocal, mergeTruncate } from '../../fragments/truncation/merge-truncate.ts'
import { truncateIndices } from '../../fragments/truncation/truncate-indices.ts'
import { type ZeroRangeLocal, zeroRange } from '../../fragments/truncation/zero-range.ts'
import {
  type BeginLocal,
  beginInvalidation,
  beginOf,
  type EndLocal,
  endInvalidation,
} from '../../fragments/unmapping/invalidate-files.ts'
import { invalidateLock, lockingInvalidate } from '../../fragments/unmapping/lock-invalidate.ts'
import { someShared } from '../../kernel/attributes/shareability.ts'
import { rememberHole } from '../../kernel/file/hole-snapshot.ts'
import { reachesPrivate, tellPrivateAdvised } from '../../kernel/file/holes.ts'
import { noVma } from '../../kernel/file/host-mappings.ts'
import { invalidateLockIsFree, takeInvalidateLock } from '../../kernel/locks/invalidate-lock.ts'
import { mayFail, spendFailure } from '../../kernel/state/failures.ts'
import { roundDown, roundUp } from '../../kernel/state/indices.ts'
import { EACCES, EFAULT, EINVAL, ENOMEM, OK, RESULTS, showResult } from '../../kernel/state/values.ts'
import { type Enomem, operation, type Scope, type Step } from '../../kernel/words.ts'

type PunchHole = Scope<
  'start' | 'pages' | 'nextHugepage' | 'result' | MergeTruncateLocal | ZeroRangeLocal | BeginLocal | EndLocal
>

const end = ({ call }: PunchHole): number => call.start + call.pages
const fullStart = ({ kernel, call }: PunchHole): number => roundUp(kernel, call.start)
const fullEnd = (scope: PunchHole): number => roundDown(scope.kernel, end(scope))
const isAligned = (scope: PunchHole): boolean => fullStart(scope) === scope.call.start && fullEnd(scope) === end(scope)

const noMapping = { guard: 'noVma', actions: 'failWithEfault', target: 'returned' } as const
const outOfReach = { guard: 'lockIsFreeAndReachesPrivate', actions: 'failWithEacces', target: 'returned' } as const

/** @param via who asks: fallocate(), or madvise(MADV_REMOVE) through a mapping of the host */
export const punchHoleOfHugepages = (design: Design, via: 'fallocate' | 'madvise') => {
  const zero = zeroRange(design)
  const truncatingShared = mergeTruncate(design, design.memory)
  const refused = match(design.fallocateRanges)
    .with('pages', () => [] as const)
    .with(
      'hugepages',
      () => [{ guard: 'isUnalignedAndLockIsFree', actions: 'failWithEinval', target: 'returned' }] as const,
    )
    .exhaustive()
  const unreachable = match({ via, reaches: design.hostAdvice })
    .with({ via: 'fallocate' }, () => [] as const)
    .with({ via: 'madvise', reaches: 'any' }, () => [noMapping])
    .with({ via: 'madvise', reaches: 'shared' }, () => [noMapping, outOfReach])
    .exhaustive()
  const { clearing, truncatingWhole } = match(via)
    .with('fallocate', () => ({ clearing: [], truncatingWhole: [] }) as const)
    .with('madvise', () => ({ clearing: ['tellCleared'], truncatingWhole: ['tellHugepage'] }) as const)
    .exhaustive()
  const { calling, entering } = match(design.memory)
    .with('on-demand', () => ({ calling: ['truncateSharedHugepage'], entering: 'truncatingShared' }) as const)
    .with('reserved', () => ({ calling: [], entering: 'reserving' }) as const)
    .exhaustive()
  return operation<PunchHole, Step | Enomem | ArchFails>()({
    guards: {
      ...invalidateLock.guards,
      ...zero.guards,
      ...truncatingShared.guards,
      ...beginInvalidation.guards,
      ...endInvalidation.guards,
      noVma: ({ kernel }) => noVma(kernel),
      isUnalignedAndLockIsFree: scope => !isAligned(scope) && invalidateLockIsFree(scope.kernel),
      lockIsFreeAndReachesPrivate: scope =>
        invalidateLockIsFree(scope.kernel) && reachesPrivate(scope.kernel, scope.call.start, end(scope)),
      mayFail: ({ kernel }) => mayFail(kernel),
      hasHead: scope => scope.call.start < fullStart(scope),
      isOver: scope => scope.call.nextHugepage >= fullEnd(scope) || scope.call.result !== OK,
      someShared: ({ kernel, call }) => someShared(kernel, call.nextHugepage),
      hasTail: scope => end(scope) > fullEnd(scope) && end(scope) > fullStart(scope),
    },
    effects: {
      ...invalidateLock.effects,
      ...zero.effects,
      ...truncatingShared.effects,
      ...beginInvalidation.effects,
      ...endInvalidation.effects,
      failWithEinval: ({ call }) => {
        call.result = EINVAL
      },
      failWithEfault: ({ call }) => {
        call.result = EFAULT
      },
      failWithEacces: ({ call }) => {
        call.result = EACCES
      },
      failWithEnomem: ({ kernel, call }) => {
        spendFailure(kernel)
        call.result = ENOMEM
      },
      takeInvalidateLock: scope => {
        takeInvalidateLock(scope.kernel, scope.self)
        rememberHole(scope.kernel, scope.call.start, end(scope), 1 + scope.self)
        beginOf(scope.kernel, scope.call, scope.call.start, end(scope))
        scope.call.nextHugepage = fullStart(scope)
      },
      clearHead: scope => {
        scope.call['zero.start'] = scope.call.start
        scope.call['zero.index'] = scope.call.start
        scope.call['zero.end'] = fullStart(scope) < end(scope) ? fullStart(scope) : end(scope)
      },
      clearTail: scope => {
        scope.call['zero.start'] = fullEnd(scope) > scope.call.start ? fullEnd(scope) : scope.call.start
        scope.call['zero.index'] = scope.call['zero.start']
        scope.call['zero.end'] = end(scope)
      },
      truncateHugepage: ({ kernel, call }) => {
        call['indices.index'] = call.nextHugepage
        call['indices.end'] = call.nextHugepage + kernel.hugepage
      },
      truncateSharedHugepage: ({ call }) => {
        call['mergeTruncate.index'] = call.nextHugepage
      },
      tellCleared: scope => tellPrivateAdvised(scope.kernel, scope.call['zero.start'], scope.call['zero.end']),
      tellHugepage: ({ kernel, call }) =>
        tellPrivateAdvised(kernel, call.nextHugepage, call.nextHugepage + kernel.hugepage),
      keepResult: ({ call }) => {
        call.result = call['mergeTruncate.result']
      },
      goOn: ({ kernel, call }) => {
        call.nextHugepage += kernel.hugepage
      },
      endRange: scope => {
        scope.call['end.start'] = scope.call.start
        scope.call['end.end'] = end(scope)
      },
    },
  }).createMachine({
    id: via === 'madvise' ? 'remove' : 'punchHole',
    context: ({ input }) => input,
    meta: {
      fn: via === 'madvise' ? 'madvise_remove' : 'kvm_gmem_punch_hole',
      locals: { start: cell(16), pages: cell(16), nextHugepage: cell(32), result: cell(RESULTS, showResult) },
    },
    initial: 'locking',
    states: {
      ...lockingInvalidate({ actions: 'takeInvalidateLock', target: 'beginning' }, [...unreachable, ...refused]),
      beginning: {
        ...beginInvalidation.config,
        onDone: [
          { guard: 'hasHead', actions: ['clearHead', ...clearing], target: 'clearingHead' },
          { target: 'truncating' },
        ],
      },
      clearingHead: { ...zero.config, onDone: { target: 'truncating' } },
      truncating: {
        meta: { fn: 'kvm_gmem_truncate_inode_aligned_pages' },
        on: {
          step: [
            { guard: 'isOver', target: 'truncated' },
            { guard: 'someShared', actions: [...calling, ...truncatingWhole], target: entering },
            { actions: ['truncateHugepage', ...truncatingWhole], target: 'truncatingPrivate' },
          ],
        },
      },
      ...(design.memory === 'reserved' && {
        reserving: {
          meta: { fn: 'kvm_gmem_merge_truncate_indices' },
          on: {
            step: { actions: 'truncateSharedHugepage' as const, target: 'truncatingShared' as const },
            enomem: { guard: 'mayFail' as const, actions: 'failWithEnomem' as const, target: 'truncated' as const },
          },
        },
      }),
      truncatingPrivate: { ...truncateIndices.config, onDone: { actions: 'goOn', target: 'truncating' } },
      truncatingShared: {
        ...truncatingShared.config,
        onDone: { actions: ['keepResult', 'goOn'], target: 'truncating' },
      },
      truncated: {
        meta: { fn: 'kvm_gmem_truncate_inode_range' },
        on: {
          step: [
            { guard: 'hasTail', actions: ['clearTail', ...clearing], target: 'clearingTail' },
            { actions: 'endRange', target: 'ending' },
          ],
        },
      },
      clearingTail: { ...zero.config, onDone: { actions: 'endRange', target: 'ending' } },
      ending: { ...endInvalidation.config, onDone: { target: 'unlocking' } },
      unlocking: {
        meta: { fn: 'filemap_invalidate_unlock' },
        on: { step: { actions: 'dropInvalidateLock', target: 'returned' } },
      },
      returned: { type: 'final' },
    },
  })
}
