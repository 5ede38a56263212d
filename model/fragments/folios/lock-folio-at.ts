/**
 * Looks a folio up and locks it: takes the reference, sleeps on the folio lock, then checks that the folio still stands
 * there; if not, starts over.
 *
 * Source: filemap_lock_folio(), __filemap_get_folio(), mm/filemap.c.
 */
import { cell } from '../../../checker/declare.ts'
import { folioStandsAt, slotAt, slotIsEmpty, slotIsGettable } from '../../kernel/file/filemap.ts'
import { fallAsleep, folioIsUnlocked, getFolio, lockFolio, putFolio, sleepsOnFolio } from '../../kernel/memory/folio.ts'
import { ENOENT, OK, RESULTS, showResult } from '../../kernel/state/values.ts'
import type { Scope } from '../../kernel/words.ts'

export type LockFolioAtLocal = 'lookup.index' | 'lookup.folio' | 'lookup.result'
type LockFolioAt = Scope<LockFolioAtLocal>

const canLock = ({ kernel, call, self }: LockFolioAt): boolean =>
  folioIsUnlocked(kernel, call['lookup.folio']) && !sleepsOnFolio(kernel, self, call['lookup.folio'])

export const lockFolioAt = {
  guards: {
    'lookup.slotIsEmpty': ({ kernel, call }: LockFolioAt) => slotIsEmpty(kernel, call['lookup.index']),
    'lookup.slotIsGettable': ({ kernel, call }: LockFolioAt) => slotIsGettable(kernel, call['lookup.index']),
    'lookup.isUnlockedAndStands': (scope: LockFolioAt) =>
      canLock(scope) && folioStandsAt(scope.kernel, scope.call['lookup.folio'], scope.call['lookup.index']),
    'lookup.isUnlocked': canLock,
    'lookup.mustSleep': ({ kernel, call, self }: LockFolioAt) =>
      kernel.sleepers.length > 0 &&
      !folioIsUnlocked(kernel, call['lookup.folio']) &&
      !sleepsOnFolio(kernel, self, call['lookup.folio']),
    'lookup.failed': ({ call }: LockFolioAt) => call['lookup.result'] !== OK,
  },
  effects: {
    'lookup.failWithEnoent': ({ call }: LockFolioAt) => {
      call['lookup.result'] = ENOENT
    },
    'lookup.get': ({ kernel, call, self }: LockFolioAt) => {
      call['lookup.folio'] = slotAt(kernel, call['lookup.index']) - 1
      getFolio(kernel, self, call['lookup.folio'])
    },
    'lookup.lock': ({ kernel, call, self }: LockFolioAt) => {
      lockFolio(kernel, self, call['lookup.folio'])
      call['lookup.result'] = OK
    },
    'lookup.fallAsleep': ({ kernel, call, self }: LockFolioAt) => fallAsleep(kernel, self, call['lookup.folio']),
    'lookup.put': ({ kernel, call, self }: LockFolioAt) => putFolio(kernel, self, call['lookup.folio']),
  },
  config: {
    meta: {
      within: 'lookup',
      locals: { 'lookup.index': cell(32), 'lookup.folio': cell(32), 'lookup.result': cell(RESULTS, showResult) },
    },
    initial: 'getting',
    states: {
      getting: {
        meta: { fn: 'filemap_lock_folio' },
        on: {
          step: [
            { guard: 'lookup.slotIsEmpty', actions: 'lookup.failWithEnoent', target: 'done' },
            { guard: 'lookup.slotIsGettable', actions: 'lookup.get', target: 'locking' },
          ],
        },
      },
      locking: {
        meta: { fn: 'folio_lock' },
        on: {
          step: [
            { guard: 'lookup.isUnlockedAndStands', actions: 'lookup.lock', target: 'done' },
            { guard: 'lookup.isUnlocked', actions: 'lookup.put', target: 'getting' },
            { guard: 'lookup.mustSleep', actions: 'lookup.fallAsleep' },
          ],
        },
      },
      done: { type: 'final' },
    },
  },
} as const
