/**
 * Frees the pages of a range: fallocate() that punches a hole.
 *
 * Source: kvm_gmem_punch_hole(), virt/kvm/guest_memfd.c (order-0 folios).
 * Left out: the range check.
 */
import { cell } from '../../checker/declare.ts'
import { type BeginLocal, beginInvalidation, type EndLocal, endInvalidation } from '../fragments/invalidate-files.ts'
import type { ArchFails } from '../fragments/prepare.ts'
import { type TruncateLocal, truncate } from '../fragments/truncate.ts'
import { dropInvalidateLock, invalidateLockIsFree, joinInvalidateQueue, takeInvalidateLock } from '../kernel/locks.ts'
import { rememberShares } from '../kernel/snapshot.ts'
import { operation, type Scope, type Step } from '../words.ts'

type PunchHole = Scope<'start' | 'pages' | TruncateLocal | BeginLocal | EndLocal>

export const punchHole = () =>
  operation<PunchHole, Step | ArchFails>()({
    guards: {
      ...truncate.guards,
      ...beginInvalidation.guards,
      ...endInvalidation.guards,
      invalidateLockIsFree: ({ kernel }) => invalidateLockIsFree(kernel),
    },
    effects: {
      ...truncate.effects,
      ...beginInvalidation.effects,
      ...endInvalidation.effects,
      joinInvalidateQueue: ({ kernel, self }) => joinInvalidateQueue(kernel, self),
      takeInvalidateLock: ({ kernel, call, self }) => {
        takeInvalidateLock(kernel, self)
        rememberShares(kernel)
        call['begin.start'] = call.start
        call['begin.end'] = call.start + call.pages
      },
      truncateRange: ({ call }) => {
        call['truncate.start'] = call.start
        call['truncate.index'] = call.start
        call['truncate.end'] = call.start + call.pages
      },
      endRange: ({ call }) => {
        call['end.start'] = call.start
        call['end.end'] = call.start + call.pages
      },
      dropInvalidateLock: ({ kernel, self }) => dropInvalidateLock(kernel, self),
    },
  }).createMachine({
    id: 'punchHole',
    context: ({ input }) => input,
    meta: { fn: 'kvm_gmem_punch_hole', locals: { start: cell(16), pages: cell(16) } },
    initial: 'locking',
    states: {
      locking: {
        meta: { fn: 'filemap_invalidate_lock' },
        on: {
          step: [
            { guard: 'invalidateLockIsFree', actions: 'takeInvalidateLock', target: 'beginning' },
            { actions: 'joinInvalidateQueue', target: 'queueing' },
          ],
        },
      },
      queueing: {
        meta: { fn: 'filemap_invalidate_lock' },
        on: { step: { guard: 'invalidateLockIsFree', actions: 'takeInvalidateLock', target: 'beginning' } },
      },
      beginning: { ...beginInvalidation.config, onDone: { actions: 'truncateRange', target: 'truncating' } },
      truncating: { ...truncate.config, onDone: { actions: 'endRange', target: 'ending' } },
      ending: { ...endInvalidation.config, onDone: { target: 'unlocking' } },
      unlocking: {
        meta: { fn: 'filemap_invalidate_unlock' },
        on: { step: { actions: 'dropInvalidateLock', target: 'returned' } },
      },
      returned: { type: 'final' },
    },
  })
