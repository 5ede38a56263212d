/**
 * Allocates the folio of a page, and prepares nothing: fallocate().
 *
 * Source: kvm_gmem_allocate(), virt/kvm/guest_memfd.c.
 */
import { cell } from '../../checker/declare.ts'
import { putFolio, unlockFolio } from '../kernel/folio.ts'
import { RESULTS, showResult } from '../kernel/words.ts'
import { type Enomem, operation, type Scope, type Step } from '../words.ts'
import { type GrabFolioLocal, grabFolio } from './grab-folio.ts'
import { sharedLock } from './locks.ts'

type Allocate = Scope<'page' | 'result' | 'folio' | GrabFolioLocal>

export const allocate = () =>
  operation<Allocate, Step | Enomem>()({
    guards: { ...grabFolio.guards, ...sharedLock.guards },
    effects: {
      ...grabFolio.effects,
      ...sharedLock.effects,
      grab: ({ call }) => {
        call['grab.index'] = call.page
      },
      keepFolio: ({ call }) => {
        call.folio = call['grab.folio']
        call.result = call['grab.result']
      },
      unlockFolio: ({ kernel, call, self }) => unlockFolio(kernel, self, call.folio),
      putFolio: ({ kernel, call, self }) => putFolio(kernel, self, call.folio),
    },
  }).createMachine({
    id: 'allocate',
    context: ({ input }) => input,
    meta: {
      fn: 'kvm_gmem_allocate',
      locals: { page: cell(16), result: cell(RESULTS, showResult), folio: cell(32) },
    },
    initial: 'locking',
    states: {
      locking: {
        meta: { fn: 'filemap_invalidate_lock_shared' },
        on: { step: { guard: 'shared.isFree', actions: ['shared.take', 'grab'], target: 'grabbing' } },
      },
      grabbing: {
        ...grabFolio.config,
        onDone: [
          { guard: 'grab.failed', actions: 'keepFolio', target: 'unlocking' },
          { actions: 'keepFolio', target: 'unlockingFolio' },
        ],
      },
      unlockingFolio: {
        meta: { fn: 'folio_unlock' },
        on: { step: { actions: 'unlockFolio', target: 'putting' } },
      },
      putting: { meta: { fn: 'folio_put' }, on: { step: { actions: 'putFolio', target: 'unlocking' } } },
      unlocking: {
        meta: { fn: 'filemap_invalidate_unlock_shared' },
        on: { step: { actions: 'shared.drop', target: 'returned' } },
      },
      returned: { type: 'final' },
    },
  })
