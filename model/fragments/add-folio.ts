/**
 * Adds a folio to the filemap at an index.
 *
 * Source: __kvm_gmem_filemap_add_folio(), virt/kvm/guest_memfd.c (RFC v2 38/51); __filemap_add_folio(), mm/filemap.c.
 */
import { match } from 'ts-pattern'
import { cell } from '../../checker/layout.ts'
import type { Design } from '../designs/design.ts'
import { mayFail, spendFailure } from '../kernel/failures.ts'
import { addToFilemap, failToAddAndKeep, failToAddToFilemap, slotsAreTaken } from '../kernel/filemap.ts'
import { EEXIST, ENOMEM, OK, RESULTS, showResult } from '../kernel/words.ts'
import type { Scope } from '../words.ts'
import { enomem, type Memory } from './memory.ts'

export type AddFolioLocal = 'add.folio' | 'add.index' | 'add.result'
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
      'add.failed': ({ call }: AddFolio) => call['add.result'] !== OK,
    },
    effects: {
      'add.insert': ({ kernel, call }: AddFolio) => {
        addToFilemap(kernel, call['add.folio'], call['add.index'])
        call['add.result'] = OK
      },
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
        locals: { 'add.folio': cell(32), 'add.index': cell(32), 'add.result': cell(RESULTS, showResult) },
      },
      initial: 'adding',
      states: {
        adding: {
          meta: { fn: '__kvm_gmem_filemap_add_folio' },
          on: {
            step: [
              { guard: 'add.slotsAreTaken', actions: eexist, target: 'done' },
              { actions: 'add.insert', target: 'done' },
            ],
            ...enomem(memory, { guard: 'add.mayFail', actions: enomemFails, target: 'done' }),
          },
        },
        done: { type: 'final' },
      },
    },
  } as const
}
