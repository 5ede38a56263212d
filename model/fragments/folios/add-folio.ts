/**
 * Adds a folio to the filemap at an index.
 *
 * The folio is locked while it is inserted, and unlocked by writing its flags without waking anybody: who has found it in
 * between, and sleeps on its lock, goes on sleeping, and the bit that says so may be lost. Where nobody sleeps, insertion
 * and unlock are one step.
 *
 * Source: __kvm_gmem_filemap_add_folio(), virt/kvm/guest_memfd.c (RFC v2 38/51); __filemap_add_folio(), mm/filemap.c.
 */
import { match } from 'ts-pattern'
import { cell } from '../../../checker/declare.ts'
import type { Design } from '../../designs/design.ts'
import { addToFilemap, failToAddAndKeep, failToAddToFilemap, slotsAreTaken } from '../../kernel/file/filemap.ts'
import { clearLocked, someMaySleep, tryLockFolio } from '../../kernel/memory/folio.ts'
import { mayFail, spendFailure } from '../../kernel/state/failures.ts'
import { EEXIST, ENOMEM, OK, RESULTS, showFlag, showResult } from '../../kernel/state/values.ts'
import type { Scope } from '../../kernel/words.ts'
import { enomem, type Memory } from './memory.ts'

export type AddFolioLocal = 'add.folio' | 'add.index' | 'add.waiters' | 'add.result'
type AddFolio = Scope<AddFolioLocal>

export const addFolio = (design: Design, memory: Memory) => {
  const [eexist, enomemFails] = match(design.failedAdd)
    .with('frees', () => ['add.failWithEexist', 'add.failWithEnomem'] as const)
    .with('keeps', () => ['add.keepAndFailWithEexist', 'add.keepAndFailWithEnomem'] as const)
    .exhaustive()
  return {
    guards: {
      'add.slotsAreTaken': ({ kernel, call }: AddFolio) => slotsAreTaken(kernel, call['add.folio'], call['add.index']),
      'add.mayFail': ({ kernel, call }: AddFolio) =>
        mayFail(kernel) && !slotsAreTaken(kernel, call['add.folio'], call['add.index']),
      'add.someMaySleep': ({ kernel }: AddFolio) => someMaySleep(kernel),
      'add.failed': ({ call }: AddFolio) => call['add.result'] !== OK,
    },
    effects: {
      'add.insert': ({ kernel, call }: AddFolio) => {
        addToFilemap(kernel, call['add.folio'], call['add.index'])
        call['add.result'] = OK
      },
      'add.lock': ({ kernel, call, self }: AddFolio) => tryLockFolio(kernel, self, call['add.folio']),
      'add.readFlags': ({ kernel, call }: AddFolio) => {
        call['add.waiters'] = kernel.waiters[call['add.folio']]!
      },
      'add.writeFlags': ({ kernel, call, self }: AddFolio) =>
        clearLocked(kernel, self, call['add.folio'], call['add.waiters']),
      'add.failWithEexist': ({ kernel, call }: AddFolio) => {
        failToAddToFilemap(kernel, call['add.folio'], call['add.index'])
        call['add.result'] = EEXIST
      },
      'add.failWithEnomem': ({ kernel, call }: AddFolio) => {
        spendFailure(kernel)
        failToAddToFilemap(kernel, call['add.folio'], call['add.index'])
        call['add.result'] = ENOMEM
      },
      'add.keepAndFailWithEexist': ({ kernel, call }: AddFolio) => {
        failToAddAndKeep(kernel, call['add.folio'], call['add.index'])
        call['add.result'] = EEXIST
      },
      'add.keepAndFailWithEnomem': ({ kernel, call }: AddFolio) => {
        spendFailure(kernel)
        failToAddAndKeep(kernel, call['add.folio'], call['add.index'])
        call['add.result'] = ENOMEM
      },
    },
    config: {
      meta: {
        within: 'add',
        locals: {
          'add.folio': cell(32),
          'add.index': cell(32),
          'add.waiters': cell(2, showFlag),
          'add.result': cell(RESULTS, showResult),
        },
      },
      initial: 'adding',
      states: {
        adding: {
          meta: { fn: '__kvm_gmem_filemap_add_folio' },
          on: {
            step: [
              { guard: 'add.slotsAreTaken', actions: eexist, target: 'done' },
              { guard: 'add.someMaySleep', actions: ['add.insert', 'add.lock'], target: 'unlocking' },
              { actions: 'add.insert', target: 'done' },
            ],
            ...enomem(memory, { guard: 'add.mayFail', actions: enomemFails, target: 'done' }),
          },
        },
        unlocking: {
          meta: { fn: '__folio_clear_locked' },
          on: { step: { actions: 'add.readFlags', target: 'writingFlags' } },
        },
        writingFlags: {
          meta: { fn: '__folio_clear_locked' },
          on: { step: { actions: 'add.writeFlags', target: 'done' } },
        },
        done: { type: 'final' },
      },
    },
  } as const
}
