/**
 * Looks up the folio at an index, allocating a huge folio for its hugepage if there is none; returns it locked.
 *
 * A fresh folio is split at once if some page of its hugepage is shared. Until then every holder of the invalidate lock
 * can find it, unlocked and huge; while it is split, its slots are empty.
 *
 * Source: kvm_gmem_get_folio(), kvm_gmem_try_split_folio_in_filemap(), virt/kvm/guest_memfd.c (RFC v2 33, 38/51).
 * Left out: i_blocks, memcg charges.
 */
import { match } from 'ts-pattern'
import { cell } from '../../../checker/declare.ts'
import type { Design } from '../../designs/design.ts'
import { someShared } from '../../kernel/attributes/shareability.ts'
import { removeFromFilemap } from '../../kernel/file/filemap.ts'
import { allocateHugeFolio, freeBlock } from '../../kernel/hugepages/allocator.ts'
import { dropReferences, folioIsUnlocked, folioPages, putFolio } from '../../kernel/memory/folio.ts'
import { mayFail, spendFailure } from '../../kernel/state/failures.ts'
import { roundDown } from '../../kernel/state/indices.ts'
import { EEXIST, ENOMEM, OK, RESULTS, showResult } from '../../kernel/state/values.ts'
import type { Scope } from '../../kernel/words.ts'
import { type AddFolioLocal, addFolio } from '../folios/add-folio.ts'
import { type LockFolioAtLocal, lockFolioAt } from '../folios/lock-folio-at.ts'
import { type SplitLocal, split } from '../restructuring/split.ts'

export type GetFolioLocal =
  | 'getFolio.index'
  | 'getFolio.folio'
  | 'getFolio.result'
  | LockFolioAtLocal
  | AddFolioLocal
  | SplitLocal
type GetFolio = Scope<GetFolioLocal>

export const getFolioAt = (design: Design) => {
  const { memory, initial, exit } = match(design.freshSplit)
    .with('in-the-open', () => ({ memory: 'on-demand', initial: 'entered', exit: 'done' }) as const)
    .with('under-mutex', () => ({ memory: 'reserved', initial: 'takingMutex', exit: 'droppingMutex' }) as const)
    .exhaustive()
  const add = addFolio(design, 'on-demand')
  const splitting = split(design, memory)
  return {
    guards: {
      ...lockFolioAt.guards,
      ...add.guards,
      ...splitting.guards,
      'getFolio.poolIsEmpty': ({ kernel }: GetFolio) => freeBlock(kernel) === kernel.frames,
      'getFolio.mayFail': ({ kernel }: GetFolio) => mayFail(kernel) && freeBlock(kernel) !== kernel.frames,
      'getFolio.someShared': ({ kernel, call }: GetFolio) => someShared(kernel, kernel.index[call['getFolio.folio']]!),
      'getFolio.isUnlocked': ({ kernel, call }: GetFolio) => folioIsUnlocked(kernel, call['getFolio.folio']),
      'getFolio.mutexIsFree': ({ kernel }: GetFolio) => kernel.allocationMutex === 0,
      'getFolio.lostTheRace': ({ call }: GetFolio) => call['getFolio.result'] === EEXIST,
      'getFolio.failed': ({ call }: GetFolio) => call['getFolio.result'] !== OK,
    },
    effects: {
      ...lockFolioAt.effects,
      ...add.effects,
      ...splitting.effects,
      'getFolio.takeMutex': ({ kernel, self }: GetFolio) => {
        kernel.allocationMutex = 1 + self
      },
      'getFolio.dropMutex': ({ kernel }: GetFolio) => {
        kernel.allocationMutex = 0
      },
      'getFolio.lookUp': ({ call }: GetFolio) => {
        call['lookup.index'] = call['getFolio.index']
      },
      'getFolio.keepFolio': ({ call }: GetFolio) => {
        call['getFolio.folio'] = call['lookup.folio']
        call['getFolio.result'] = call['lookup.result']
      },
      'getFolio.allocate': ({ kernel, call, self }: GetFolio) => {
        call['getFolio.folio'] = allocateHugeFolio(kernel, self)
        call['add.folio'] = call['getFolio.folio']
        call['add.index'] = roundDown(kernel, call['getFolio.index'])
      },
      'getFolio.failWithEmptyPool': ({ call }: GetFolio) => {
        call['getFolio.result'] = ENOMEM
      },
      'getFolio.failWithEnomem': ({ kernel, call }: GetFolio) => {
        spendFailure(kernel)
        call['getFolio.result'] = ENOMEM
      },
      'getFolio.keepAddResult': ({ call }: GetFolio) => {
        call['getFolio.result'] = call['add.result']
      },
      'getFolio.put': ({ kernel, call, self }: GetFolio) => putFolio(kernel, self, call['getFolio.folio']),
      'getFolio.split': ({ call }: GetFolio) => {
        call['split.folio'] = call['getFolio.folio']
      },
      'getFolio.keepSplitError': ({ call }: GetFolio) => {
        call['getFolio.result'] = call['split.result']
      },
      'getFolio.hitBug': ({ kernel, call }: GetFolio) => {
        kernel.bugRemoveUnlocked = 1 + call['getFolio.folio']
      },
      'getFolio.removeAndFree': ({ kernel, call }: GetFolio) => {
        const pages = folioPages(kernel, call['getFolio.folio'])
        removeFromFilemap(kernel, call['getFolio.folio'])
        // ->free_folio: kvm_gmem_free_folio()
        kernel.uptodate[call['getFolio.folio']] = 0
        dropReferences(kernel, call['getFolio.folio'], pages)
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
      initial,
      states: {
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
          meta: { fn: 'guestmem_hugetlb_alloc_folio' },
          on: {
            step: [
              { guard: 'getFolio.poolIsEmpty', actions: 'getFolio.failWithEmptyPool', target: exit },
              { actions: 'getFolio.allocate', target: 'adding' },
            ],
            enomem: { guard: 'getFolio.mayFail', actions: 'getFolio.failWithEnomem', target: exit },
          },
        },
        adding: {
          ...add.config,
          onDone: [
            { guard: 'add.failed', actions: 'getFolio.keepAddResult', target: 'puttingUnused' },
            { target: 'putting' },
          ],
        },
        puttingUnused: {
          meta: { fn: 'folio_put' },
          on: {
            step: [
              { guard: 'getFolio.lostTheRace', actions: 'getFolio.put', target: 'entered' },
              { actions: 'getFolio.put', target: exit },
            ],
          },
        },
        putting: {
          meta: { fn: 'folio_put' },
          on: { step: { actions: 'getFolio.put', target: 'tryingToSplit' } },
        },
        tryingToSplit: {
          meta: { fn: 'kvm_gmem_try_split_folio_in_filemap' },
          on: {
            step: [
              { guard: 'getFolio.someShared', actions: 'getFolio.split', target: 'splitting' },
              { actions: 'getFolio.lookUp', target: 'lookingUpAgain' },
            ],
          },
        },
        splitting: {
          ...splitting.config,
          onDone: [
            { guard: 'split.failed', actions: 'getFolio.keepSplitError', target: 'removing' },
            { actions: 'getFolio.lookUp', target: 'lookingUpAgain' },
          ],
        },
        lookingUpAgain: { ...lockFolioAt.config, onDone: { actions: 'getFolio.keepFolio', target: exit } },
        // Label err: the folio is removed without having been locked here.
        removing: {
          meta: { fn: 'filemap_remove_folio' },
          on: {
            step: [
              { guard: 'getFolio.isUnlocked', actions: 'getFolio.hitBug', target: exit },
              { actions: 'getFolio.removeAndFree', target: exit },
            ],
          },
        },
        ...(design.freshSplit === 'under-mutex' &&
          ({
            takingMutex: {
              meta: { fn: 'mutex_lock' },
              on: { step: { guard: 'getFolio.mutexIsFree', actions: 'getFolio.takeMutex', target: 'entered' } },
            },
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
