/**
 * Looks up the folio at an index, allocating an order-0 folio if there is none; returns it locked.
 *
 * A new folio is locked before anyone can find it. Of two racing creators one frees his page and takes the other's folio.
 *
 * Source: kvm_gmem_get_folio(), virt/kvm/guest_memfd.c (before RFC v2 33/51, and today); filemap_grab_folio(),
 * __filemap_get_folio(), filemap_add_folio(), mm/filemap.c.
 * Left out: a second lookup between the first one and the allocation; memcg charges; memory policies.
 */
import { cell } from '../../../checker/declare.ts'
import { addPageToFilemap, slotsAreTaken } from '../../kernel/file/filemap.ts'
import { allocatePage, freeBlock } from '../../kernel/hugepages/allocator.ts'
import { putFolio, tryLockFolio, unlockFolio } from '../../kernel/memory/folio.ts'
import { mayFail, spendFailure } from '../../kernel/state/failures.ts'
import { EEXIST, ENOMEM, OK, RESULTS, showResult } from '../../kernel/state/values.ts'
import type { Scope } from '../../kernel/words.ts'
import { type LockFolioAtLocal, lockFolioAt } from './lock-folio-at.ts'

export type GetPageFolioLocal = 'getFolio.index' | 'getFolio.folio' | 'getFolio.result' | LockFolioAtLocal
type GetPageFolio = Scope<GetPageFolioLocal>

export const getPageFolio = {
  guards: {
    ...lockFolioAt.guards,
    'getFolio.isOutOfMemory': ({ kernel }: GetPageFolio) => freeBlock(kernel) === kernel.frames,
    'getFolio.mayFail': ({ kernel }: GetPageFolio) => mayFail(kernel) && freeBlock(kernel) !== kernel.frames,
    'getFolio.slotIsTaken': ({ kernel, call }: GetPageFolio) =>
      slotsAreTaken(kernel, call['getFolio.folio'], call['getFolio.index']),
    'getFolio.mayFailToAdd': ({ kernel, call }: GetPageFolio) =>
      mayFail(kernel) && !slotsAreTaken(kernel, call['getFolio.folio'], call['getFolio.index']),
    'getFolio.lostTheRace': ({ call }: GetPageFolio) => call['getFolio.result'] === EEXIST,
    'getFolio.failed': ({ call }: GetPageFolio) => call['getFolio.result'] !== OK,
  },
  effects: {
    ...lockFolioAt.effects,
    'getFolio.lookUp': ({ call }: GetPageFolio) => {
      call['lookup.index'] = call['getFolio.index']
      call['getFolio.result'] = OK
    },
    'getFolio.keepFolio': ({ call }: GetPageFolio) => {
      call['getFolio.folio'] = call['lookup.folio']
    },
    'getFolio.allocate': ({ kernel, call, self }: GetPageFolio) => {
      call['getFolio.folio'] = allocatePage(kernel, self)
      tryLockFolio(kernel, self, call['getFolio.folio'])
    },
    'getFolio.failWithoutMemory': ({ call }: GetPageFolio) => {
      call['getFolio.result'] = ENOMEM
    },
    'getFolio.failWithEnomem': ({ kernel, call }: GetPageFolio) => {
      spendFailure(kernel)
      call['getFolio.result'] = ENOMEM
    },
    'getFolio.add': ({ kernel, call, self }: GetPageFolio) => {
      addPageToFilemap(kernel, self, call['getFolio.folio'], call['getFolio.index'])
    },
    'getFolio.failWithEexist': ({ call }: GetPageFolio) => {
      call['getFolio.result'] = EEXIST
    },
    'getFolio.free': ({ kernel, call, self }: GetPageFolio) => {
      unlockFolio(kernel, self, call['getFolio.folio'])
      putFolio(kernel, self, call['getFolio.folio'])
    },
  },
  config: {
    meta: {
      within: 'getFolio',
      locals: {
        'getFolio.index': cell(32),
        'getFolio.folio': cell(32),
        'getFolio.result': cell(RESULTS, showResult),
      },
    },
    initial: 'entered',
    states: {
      entered: {
        meta: { fn: 'kvm_gmem_get_folio' },
        on: { step: { actions: 'getFolio.lookUp', target: 'lookingUp' } },
      },
      lookingUp: {
        ...lockFolioAt.config,
        onDone: [
          { guard: 'lookup.failed', target: 'allocating' },
          { actions: 'getFolio.keepFolio', target: 'done' },
        ],
      },
      allocating: {
        meta: { fn: 'filemap_alloc_folio' },
        on: {
          step: [
            { guard: 'getFolio.isOutOfMemory', actions: 'getFolio.failWithoutMemory', target: 'done' },
            { actions: 'getFolio.allocate', target: 'adding' },
          ],
          enomem: { guard: 'getFolio.mayFail', actions: 'getFolio.failWithEnomem', target: 'done' },
        },
      },
      adding: {
        meta: { fn: 'filemap_add_folio' },
        on: {
          step: [
            { guard: 'getFolio.slotIsTaken', actions: 'getFolio.failWithEexist', target: 'freeing' },
            { actions: 'getFolio.add', target: 'done' },
          ],
          enomem: { guard: 'getFolio.mayFailToAdd', actions: 'getFolio.failWithEnomem', target: 'freeing' },
        },
      },
      freeing: {
        meta: { fn: 'folio_put' },
        on: {
          step: [
            { guard: 'getFolio.lostTheRace', actions: 'getFolio.free', target: 'entered' },
            { actions: 'getFolio.free', target: 'done' },
          ],
        },
      },
      done: { type: 'final' },
    },
  },
} as const
