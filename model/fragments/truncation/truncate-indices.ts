/**
 * Truncates the folios of a range one after the other, whoever else refers to them.
 *
 * Source: kvm_gmem_truncate_indices(), virt/kvm/guest_memfd.c (RFC v2 33/51).
 * Left out: batches: folios are looked up one after the other (may miss what a reference held longer does).
 */
import { cell } from '../../../checker/declare.ts'
import { nextFolio, slotAt, slotIsGettable } from '../../kernel/file/filemap.ts'
import { folioIsUnlocked, getFolio, lockFolio, putFolio, unlockFolio } from '../../kernel/memory/folio.ts'
import type { Scope } from '../../kernel/words.ts'
import { type TruncateFolioLocal, truncateFolio } from './truncate-folio.ts'

export type TruncateIndicesLocal = 'indices.index' | 'indices.end' | 'indices.folio' | TruncateFolioLocal
type TruncateIndices = Scope<TruncateIndicesLocal>

const next = ({ kernel, call }: TruncateIndices): number =>
  nextFolio(kernel, call['indices.index'], call['indices.end'])

export const truncateIndices = {
  guards: {
    ...truncateFolio.guards,
    'indices.isOver': (scope: TruncateIndices) => next(scope) >= scope.call['indices.end'],
    'indices.isGettable': (scope: TruncateIndices) => slotIsGettable(scope.kernel, next(scope)),
    'indices.isUnlocked': ({ kernel, call }: TruncateIndices) => folioIsUnlocked(kernel, call['indices.folio']),
  },
  effects: {
    ...truncateFolio.effects,
    'indices.get': (scope: TruncateIndices) => {
      const { kernel, call, self } = scope
      call['indices.folio'] = slotAt(kernel, next(scope)) - 1
      getFolio(kernel, self, call['indices.folio'])
    },
    'indices.lockAndTruncate': ({ kernel, call, self }: TruncateIndices) => {
      lockFolio(kernel, self, call['indices.folio'])
      call['truncateFolio.folio'] = call['indices.folio']
    },
    'indices.unlock': ({ kernel, call, self }: TruncateIndices) => unlockFolio(kernel, self, call['indices.folio']),
    'indices.put': ({ kernel, call, self }: TruncateIndices) => putFolio(kernel, self, call['indices.folio']),
  },
  config: {
    meta: {
      within: 'indices',
      locals: { 'indices.index': cell(32), 'indices.end': cell(32), 'indices.folio': cell(32) },
    },
    initial: 'getting',
    states: {
      getting: {
        meta: { fn: 'filemap_get_folios' },
        on: {
          step: [
            { guard: 'indices.isOver', target: 'done' },
            { guard: 'indices.isGettable', actions: 'indices.get', target: 'locking' },
          ],
        },
      },
      locking: {
        meta: { fn: 'folio_lock' },
        on: { step: { guard: 'indices.isUnlocked', actions: 'indices.lockAndTruncate', target: 'truncating' } },
      },
      truncating: { ...truncateFolio.config, onDone: { target: 'unlocking' } },
      unlocking: {
        meta: { fn: 'folio_unlock' },
        on: { step: { actions: 'indices.unlock', target: 'putting' } },
      },
      putting: {
        meta: { fn: 'folio_batch_release' },
        on: { step: { actions: 'indices.put', target: 'getting' } },
      },
      done: { type: 'final' },
    },
  },
} as const
