/**
 * Records the state of the pages from `index` on, one by one.
 *
 * Source: __kvm_gmem_update_xarray(), virt/kvm/guest_memfd.c (RFC v3 3/6).
 */
import { match } from 'ts-pattern'
import { cell } from '../../../checker/declare.ts'
import type { Design } from '../../designs/design.ts'
import { recordState } from '../../kernel/direct-map/record.ts'
import { showState } from '../../kernel/direct-map/words.ts'
import { ABSENT } from '../../kernel/memory/direct-map-entries.ts'
import { ENOMEM, OK, RESULTS, showResult } from '../../kernel/state/values.ts'
import type { Scope } from '../../kernel/words.ts'
import { allocatingForXarray, xasNomem } from './store-in-xarray.ts'

/** `end` is the last page of the request; the design decides whether it is recorded. */
export type UpdateLocal = 'update.index' | 'update.end' | 'update.state' | 'update.result'
type UpdateScope = Scope<UpdateLocal>

const guards = {
  ...xasNomem.guards,
  'update.isAtEnd': ({ call }: UpdateScope) => call['update.index'] >= call['update.end'],
  'update.isPastEnd': ({ call }: UpdateScope) => call['update.index'] > call['update.end'],
  'update.storesBeforeEnd': ({ call }: UpdateScope) =>
    call['update.state'] !== ABSENT && call['update.index'] < call['update.end'],
  'update.storesUpToEnd': ({ call }: UpdateScope) =>
    call['update.state'] !== ABSENT && call['update.index'] <= call['update.end'],
  'update.failed': ({ call }: UpdateScope) => call['update.result'] !== OK,
}

const effects = {
  ...xasNomem.effects,
  'update.record': ({ kernel, call }: UpdateScope) => {
    recordState(kernel, call['update.index'], call['update.state'])
    call['update.index'] += 1
  },
  'update.skip': ({ call }: UpdateScope) => {
    call['update.index'] += 1
  },
  'update.failWithEnomem': ({ call }: UpdateScope) => {
    call['update.result'] = ENOMEM
  },
}

export const updateRecord = (design: Design) => {
  const { isOver, stores } = match(design.recordedEnd)
    .with('left-out', () => ({ isOver: 'update.isAtEnd', stores: 'update.storesBeforeEnd' }) as const)
    .with('recorded', () => ({ isOver: 'update.isPastEnd', stores: 'update.storesUpToEnd' }) as const)
    .exhaustive()
  const waits = match(design.recordLock)
    .with('xa-lock', () => ({ waits: { guard: stores, actions: 'dropXaLock', target: 'allocating' } }) as const)
    .with('invalidate-lock', () => ({}) as const)
    .exhaustive()
  const { error, next } = match(design.storeError)
    .with('unnoticed', () => ({ error: 'update.skip', next: 'storing' }) as const)
    .with('returned', () => ({ error: 'update.failWithEnomem', next: 'done' }) as const)
    .exhaustive()
  return {
    guards,
    effects,
    config: {
      meta: {
        within: 'update',
        locals: {
          'update.index': cell(16),
          'update.end': cell(16),
          'update.state': cell(2, showState),
          'update.result': cell(RESULTS, showResult),
        },
      },
      initial: 'storing',
      states: {
        storing: {
          meta: { fn: '__xa_store' },
          on: {
            step: [
              { guard: isOver, target: 'done' },
              { actions: 'update.record', target: 'storing' },
            ],
            ...waits,
          },
        },
        ...allocatingForXarray({ action: 'update.record', target: 'storing' }, { action: error, target: next }),
        done: { type: 'final' },
      },
    },
  } as const
}
