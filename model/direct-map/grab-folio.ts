/**
 * Looks the folio at an index up, or creates it; returns it locked. A new folio enters the filemap locked.
 *
 * Source: filemap_grab_folio(), __filemap_get_folio(), mm/filemap.c.
 * Left out: the LRU batch's reference; who allocates a huge folio: one of the world's size stands for it, so that a hugepage
 * of which only some pages were truncated is never filled (worlds that split folios do not fault).
 */
import { cell } from '../../checker/declare.ts'
import { type LockFolioAtLocal, lockFolioAt } from '../fragments/lock-folio-at.ts'
import { allocateHugeFolio, freeBlock } from '../kernel/allocator.ts'
import { mayFail, spendFailure } from '../kernel/failures.ts'
import { addToFilemap, slotsAreTaken } from '../kernel/filemap.ts'
import { lockFolio, putFolio } from '../kernel/folio.ts'
import { roundDown } from '../kernel/indices.ts'
import { ENOMEM, OK, RESULTS, showResult } from '../kernel/words.ts'
import type { Scope } from '../words.ts'

export type GrabFolioLocal = 'grab.index' | 'grab.folio' | 'grab.result' | LockFolioAtLocal
type GrabFolio = Scope<GrabFolioLocal>

export const grabFolio = {
  guards: {
    ...lockFolioAt.guards,
    'grab.noMemory': ({ kernel }: GrabFolio) => freeBlock(kernel) === kernel.frames,
    'grab.mayFail': ({ kernel }: GrabFolio) => mayFail(kernel) && freeBlock(kernel) !== kernel.frames,
    'grab.lostTheRace': ({ kernel, call }: GrabFolio) =>
      slotsAreTaken(kernel, call['grab.folio'], roundDown(kernel, call['grab.index'])),
    'grab.failed': ({ call }: GrabFolio) => call['grab.result'] !== OK,
  },
  effects: {
    ...lockFolioAt.effects,
    'grab.lookUp': ({ call }: GrabFolio) => {
      call['lookup.index'] = call['grab.index']
    },
    'grab.keepFolio': ({ call }: GrabFolio) => {
      call['grab.folio'] = call['lookup.folio']
    },
    'grab.allocate': ({ kernel, call, self }: GrabFolio) => {
      call['grab.folio'] = allocateHugeFolio(kernel, self)
    },
    'grab.failWithEnomem': ({ call }: GrabFolio) => {
      call['grab.result'] = ENOMEM
    },
    'grab.spendFailure': ({ kernel }: GrabFolio) => spendFailure(kernel),
    'grab.putUnused': ({ kernel, call, self }: GrabFolio) => {
      putFolio(kernel, self, call['grab.folio'])
      call['grab.folio'] = 0
    },
    'grab.addLocked': ({ kernel, call, self }: GrabFolio) => {
      addToFilemap(kernel, call['grab.folio'], roundDown(kernel, call['grab.index']))
      lockFolio(kernel, self, call['grab.folio'])
    },
  },
  config: {
    meta: { locals: { 'grab.index': cell(16), 'grab.folio': cell(32), 'grab.result': cell(RESULTS, showResult) } },
    initial: 'entered',
    states: {
      entered: {
        meta: { fn: 'filemap_grab_folio' },
        on: { step: { actions: 'grab.lookUp', target: 'lookingUp' } },
      },
      lookingUp: {
        ...lockFolioAt.config,
        onDone: [
          { guard: 'lookup.failed', target: 'allocating' },
          { actions: 'grab.keepFolio', target: 'done' },
        ],
      },
      allocating: {
        meta: { fn: 'filemap_alloc_folio' },
        on: {
          step: [
            { guard: 'grab.noMemory', actions: 'grab.failWithEnomem', target: 'done' },
            { actions: 'grab.allocate', target: 'adding' },
          ],
          enomem: {
            guard: 'grab.mayFail',
            actions: ['grab.spendFailure', 'grab.failWithEnomem'],
            target: 'done',
          },
        },
      },
      adding: {
        meta: { fn: 'filemap_add_folio' },
        on: {
          step: [
            { guard: 'grab.lostTheRace', actions: 'grab.putUnused', target: 'entered' },
            { actions: 'grab.addLocked', target: 'done' },
          ],
        },
      },
      done: { type: 'final' },
    },
  },
} as const
