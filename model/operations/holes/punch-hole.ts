/**
 * Frees the pages of a range: fallocate() that punches a hole.
 *
 * Source: kvm_gmem_punch_hole(), virt/kvm/guest_memfd.c (order-0 folios).
 * Left out: the range check. Only C that a patch changes may refuse.
 */

import { cell } from '../../../checker/declare.ts'
import type { Design } from '../../designs/design.ts'
import type { ArchFails } from '../../fragments/pfn/prepare.ts'
import { type TruncateLocal, truncate } from '../../fragments/truncation/truncate.ts'
import {
  type BeginLocal,
  beginInvalidation,
  beginOf,
  type EndLocal,
  endInvalidation,
} from '../../fragments/unmapping/invalidate-files.ts'
import { invalidateLock, lockingInvalidate } from '../../fragments/unmapping/lock-invalidate.ts'
import { rememberHole } from '../../kernel/file/hole-snapshot.ts'
import { takeInvalidateLock } from '../../kernel/locks/invalidate-lock.ts'
import { RESULTS, showResult } from '../../kernel/state/values.ts'
import { type Enomem, operation, type Scope, type Step } from '../../kernel/words.ts'

type PunchHole = Scope<'start' | 'pages' | 'result' | TruncateLocal | BeginLocal | EndLocal>

export const punchHole = (design: Design) => {
  const truncating = truncate(design)
  return operation<PunchHole, Step | ArchFails | Enomem>()({
    guards: {
      ...invalidateLock.guards,
      ...truncating.guards,
      ...beginInvalidation.guards,
      ...endInvalidation.guards,
    },
    effects: {
      ...invalidateLock.effects,
      ...truncating.effects,
      ...beginInvalidation.effects,
      ...endInvalidation.effects,
      takeInvalidateLock: ({ kernel, call, self }) => {
        takeInvalidateLock(kernel, self)
        rememberHole(kernel, call.start, call.start + call.pages, 1 + self)
        beginOf(kernel, call, call.start, call.start + call.pages)
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
    },
  }).createMachine({
    id: 'punchHole',
    context: ({ input }) => input,
    meta: {
      fn: 'kvm_gmem_punch_hole',
      locals: { start: cell(16), pages: cell(16), result: cell(RESULTS, showResult) },
    },
    initial: 'locking',
    states: {
      ...lockingInvalidate({ actions: 'takeInvalidateLock', target: 'beginning' }),
      beginning: { ...beginInvalidation.config, onDone: { actions: 'truncateRange', target: 'truncating' } },
      truncating: { ...truncating.config, onDone: { actions: 'endRange', target: 'ending' } },
      ending: { ...endInvalidation.config, onDone: { target: 'unlocking' } },
      unlocking: {
        meta: { fn: 'filemap_invalidate_unlock' },
        on: { step: { actions: 'dropInvalidateLock', target: 'returned' } },
      },
      returned: { type: 'final' },
    },
  })
}
