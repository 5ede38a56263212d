/**
 * Punches a hole at one page.
 *
 * Source: kvm_gmem_punch_hole(), virt/kvm/guest_memfd.c.
 * Left out: zapping SPTEs, which no operation of these worlds installs.
 */
import { cell } from '../../checker/declare.ts'
import { type Enomem, operation, type Scope, type Step } from '../words.ts'
import { exclusiveLock } from './locks.ts'
import { type FreeFolio, type TruncateLocal, truncateFolio } from './truncate-folio.ts'

type Truncate = Scope<'page' | TruncateLocal>

export const truncate = (free: FreeFolio) => {
  const truncating = truncateFolio(free)
  return operation<Truncate, Step | Enomem>()({
    guards: { ...truncating.guards, ...exclusiveLock.guards },
    effects: {
      ...truncating.effects,
      ...exclusiveLock.effects,
      enter: ({ call }) => {
        call['truncate.index'] = call.page
      },
    },
  }).createMachine({
    id: 'truncate',
    context: ({ input }) => input,
    meta: { fn: 'kvm_gmem_punch_hole', locals: { page: cell(16) } },
    initial: 'locking',
    states: {
      locking: {
        meta: { fn: 'filemap_invalidate_lock' },
        on: { step: { guard: 'exclusive.isFree', actions: ['exclusive.take', 'enter'], target: 'truncating' } },
      },
      truncating: { ...truncating.config, onDone: { target: 'unlocking' } },
      unlocking: {
        meta: { fn: 'filemap_invalidate_unlock' },
        on: { step: { actions: 'exclusive.drop', target: 'returned' } },
      },
      returned: { type: 'final' },
    },
  })
}
