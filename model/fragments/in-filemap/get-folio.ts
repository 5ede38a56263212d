/**
 * Looks up the folio at an index, allocating a huge folio for its hugepage if there is none; returns it locked.
 *
 * A fresh folio enters the filemap locked. If some page of its hugepage is shared it is unlocked, split where it stands,
 * and its page at the index is locked again: both without a look at who else waits for or holds that lock.
 *
 * Source: kvm_gmem_get_folio(), __kvm_gmem_get_folio(), __maybe_split_fresh_folio(), virt/kvm/guest_memfd.c (HugeTLB
 * support on top of in-place conversion).
 * Left out: the second of two lookups in a row; i_blocks, memcg charges, memory policies.
 */
import { match } from 'ts-pattern'
import { cell } from '../../../checker/declare.ts'
import type { Design } from '../../designs/design.ts'
import { someShared } from '../../kernel/attributes/shareability.ts'
import { addToFilemap, slotsAreTaken } from '../../kernel/file/filemap.ts'
import { allocateHugeFolio, freeBlock } from '../../kernel/hugepages/allocator.ts'
import { clearLocked, getFolio, putFolio, someMaySleep, tryLockFolio, unlockFolio } from '../../kernel/memory/folio.ts'
import { mayFail, spendFailure } from '../../kernel/state/failures.ts'
import { roundDown } from '../../kernel/state/indices.ts'
import { EEXIST, ENOMEM, OK, RESULTS, showFlag, showResult } from '../../kernel/state/values.ts'
import type { Scope } from '../../kernel/words.ts'
import { type LockFolioAtLocal, lockFolioAt } from '../folios/lock-folio-at.ts'
import { type RestructureFolioLocal, restructureFolio } from './restructure.ts'

export type GetRestructuredFolioLocal =
  | 'getFolio.index'
  | 'getFolio.folio'
  | 'getFolio.waiters'
  | 'getFolio.result'
  | LockFolioAtLocal
  | RestructureFolioLocal
type GetFolio = Scope<GetRestructuredFolioLocal>

export const getRestructuredFolio = (design: Design) => {
  const { memory, initial, exit } = match(design.freshSplit)
    .with('in-the-open', () => ({ memory: 'on-demand', initial: 'entered', exit: 'done' }) as const)
    .with('under-mutex', () => ({ memory: 'reserved', initial: 'takingMutex', exit: 'droppingMutex' }) as const)
    .exhaustive()
  const restructuring = restructureFolio(design, memory)
  return {
    guards: {
      ...lockFolioAt.guards,
      ...restructuring.guards,
      'getFolio.mutexIsFree': ({ kernel }: GetFolio) => kernel.allocationMutex === 0,
      'getFolio.poolIsEmpty': ({ kernel }: GetFolio) => freeBlock(kernel) === kernel.frames,
      'getFolio.mayFail': ({ kernel }: GetFolio) => mayFail(kernel) && freeBlock(kernel) !== kernel.frames,
      'getFolio.slotIsTaken': ({ kernel, call }: GetFolio) =>
        slotsAreTaken(kernel, call['getFolio.folio'], roundDown(kernel, call['getFolio.index'])),
      'getFolio.mayFailToAdd': ({ kernel, call }: GetFolio) =>
        mayFail(kernel) && !slotsAreTaken(kernel, call['getFolio.folio'], roundDown(kernel, call['getFolio.index'])),
      'getFolio.lostTheRace': ({ call }: GetFolio) => call['getFolio.result'] === EEXIST,
      'getFolio.someMaySleep': ({ kernel }: GetFolio) => someMaySleep(kernel),
      'getFolio.isPrivate': ({ kernel, call }: GetFolio) =>
        !someShared(kernel, roundDown(kernel, call['getFolio.index'])),
      'getFolio.failed': ({ call }: GetFolio) => call['getFolio.result'] !== OK,
    },
    effects: {
      ...lockFolioAt.effects,
      ...restructuring.effects,
      'getFolio.takeMutex': ({ kernel, self }: GetFolio) => {
        kernel.allocationMutex = 1 + self
      },
      'getFolio.dropMutex': ({ kernel }: GetFolio) => {
        kernel.allocationMutex = 0
      },
      'getFolio.lookUp': ({ call }: GetFolio) => {
        call['lookup.index'] = call['getFolio.index']
        call['getFolio.result'] = OK
      },
      'getFolio.keepFolio': ({ call }: GetFolio) => {
        call['getFolio.folio'] = call['lookup.folio']
      },
      'getFolio.allocate': ({ kernel, call, self }: GetFolio) => {
        call['getFolio.folio'] = allocateHugeFolio(kernel, self)
        tryLockFolio(kernel, self, call['getFolio.folio'])
      },
      'getFolio.failWithEmptyPool': ({ call }: GetFolio) => {
        call['getFolio.result'] = ENOMEM
      },
      'getFolio.failWithEnomem': ({ kernel, call }: GetFolio) => {
        spendFailure(kernel)
        call['getFolio.result'] = ENOMEM
      },
      'getFolio.failWithEexist': ({ call }: GetFolio) => {
        call['getFolio.result'] = EEXIST
      },
      'getFolio.add': ({ kernel, call }: GetFolio) =>
        addToFilemap(kernel, call['getFolio.folio'], roundDown(kernel, call['getFolio.index'])),
      'getFolio.free': ({ kernel, call, self }: GetFolio) => {
        unlockFolio(kernel, self, call['getFolio.folio'])
        putFolio(kernel, self, call['getFolio.folio'])
      },
      'getFolio.readFlags': ({ kernel, call }: GetFolio) => {
        call['getFolio.waiters'] = kernel.waiters[call['getFolio.folio']]!
      },
      'getFolio.clearLocked': ({ kernel, call, self }: GetFolio) =>
        clearLocked(kernel, self, call['getFolio.folio'], call['getFolio.waiters']),
      'getFolio.put': ({ kernel, call, self }: GetFolio) => putFolio(kernel, self, call['getFolio.folio']),
      'getFolio.restructure': ({ kernel, call }: GetFolio) => {
        call['restructure.index'] = roundDown(kernel, call['getFolio.index'])
        call['restructure.toHuge'] = 0
      },
      'getFolio.keepError': ({ call }: GetFolio) => {
        call['getFolio.result'] = call['restructure.result']
      },
      'getFolio.setLocked': ({ kernel, call, self }: GetFolio) => {
        call['getFolio.folio'] += call['getFolio.index'] - roundDown(kernel, call['getFolio.index'])
        if (kernel.folioLock[call['getFolio.folio']] !== 0) kernel.lockedTwice = 1 + call['getFolio.folio']
        tryLockFolio(kernel, self, call['getFolio.folio'])
      },
      'getFolio.get': ({ kernel, call, self }: GetFolio) => getFolio(kernel, self, call['getFolio.folio']),
    },
    config: {
      meta: {
        within: 'getFolio',
        locals: {
          'getFolio.index': cell(32),
          'getFolio.folio': cell(32),
          'getFolio.waiters': cell(2, showFlag),
          'getFolio.result': cell(RESULTS, showResult),
        },
      },
      initial,
      states: {
        ...(design.freshSplit === 'under-mutex' &&
          ({
            takingMutex: {
              meta: { fn: 'mutex_lock' },
              on: { step: { guard: 'getFolio.mutexIsFree', actions: 'getFolio.takeMutex', target: 'entered' } },
            },
          } as const)),
        entered: {
          meta: { fn: 'kvm_gmem_get_folio' },
          on: { step: { actions: 'getFolio.lookUp', target: 'lookingUp' } },
        },
        lookingUp: {
          ...lockFolioAt.config,
          onDone: [
            { guard: 'lookup.failed', target: 'allocating' },
            { actions: 'getFolio.keepFolio', target: exit },
          ],
        },
        allocating: {
          meta: { fn: 'gmem_hugetlb_alloc_folio' },
          on: {
            step: [
              { guard: 'getFolio.poolIsEmpty', actions: 'getFolio.failWithEmptyPool', target: exit },
              { actions: 'getFolio.allocate', target: 'adding' },
            ],
            enomem: { guard: 'getFolio.mayFail', actions: 'getFolio.failWithEnomem', target: exit },
          },
        },
        adding: {
          meta: { fn: '__filemap_add_folio' },
          on: {
            step: [
              { guard: 'getFolio.slotIsTaken', actions: 'getFolio.failWithEexist', target: 'freeing' },
              { actions: 'getFolio.add', target: 'comparing' },
            ],
            enomem: { guard: 'getFolio.mayFailToAdd', actions: 'getFolio.failWithEnomem', target: 'freeing' },
          },
        },
        freeing: {
          meta: { fn: 'folio_put' },
          on: {
            step: [
              { guard: 'getFolio.lostTheRace', actions: 'getFolio.free', target: 'entered' },
              { actions: 'getFolio.free', target: exit },
            ],
          },
        },
        comparing: {
          meta: { fn: '__maybe_split_fresh_folio' },
          on: { step: [{ guard: 'getFolio.isPrivate', target: exit }, { target: 'unlockingFresh' }] },
        },
        unlockingFresh: {
          meta: { fn: '__folio_clear_locked' },
          on: {
            step: [
              { guard: 'getFolio.someMaySleep', actions: 'getFolio.readFlags', target: 'writingFlags' },
              { actions: 'getFolio.clearLocked', target: 'puttingFresh' },
            ],
          },
        },
        writingFlags: {
          meta: { fn: '__folio_clear_locked' },
          on: { step: { actions: 'getFolio.clearLocked', target: 'puttingFresh' } },
        },
        puttingFresh: {
          meta: { fn: 'folio_put' },
          on: { step: { actions: ['getFolio.put', 'getFolio.restructure'], target: 'restructuring' } },
        },
        // A folio that cannot be split stays in the filemap, huge.
        restructuring: {
          ...restructuring.config,
          onDone: [
            { guard: 'restructure.failed', actions: 'getFolio.keepError', target: exit },
            { target: 'relocking' },
          ],
        },
        relocking: {
          meta: { fn: '__folio_set_locked' },
          on: { step: { actions: 'getFolio.setLocked', target: 'getting' } },
        },
        getting: { meta: { fn: 'folio_get' }, on: { step: { actions: 'getFolio.get', target: exit } } },
        ...(design.freshSplit === 'under-mutex' &&
          ({
            droppingMutex: {
              meta: { fn: 'mutex_unlock' },
              on: { step: { actions: 'getFolio.dropMutex', target: 'done' } },
            },
          } as const)),
        done: { type: 'final' },
      },
    },
  } as const
}
