/**
 * Makes a locked folio fit for the guest: clears it, registers it with the firmware, marks it up to date.
 *
 * Source: kvm_gmem_prepare_folio(), virt/kvm/guest_memfd.c (RFC v2 02, 33/51: the whole folio at once).
 */
import { cell } from '../../checker/layout.ts'
import { mayFail, spendFailure } from '../kernel/failures.ts'
import { folioPages } from '../kernel/folio.ts'
import { EIO, OK, RESULTS, showResult } from '../kernel/words.ts'
import type { Scope } from '../words.ts'

export type PrepareLocal = 'prepare.folio' | 'prepare.result'
type Prepare = Scope<PrepareLocal>

/** kvm_arch_gmem_prepare() fails. */
export type ArchFails = { type: 'eio' }

export const prepare = {
  guards: {
    'prepare.isUptodate': ({ kernel, call }: Prepare) => kernel.uptodate[call['prepare.folio']] === 1,
    'prepare.mayFail': ({ kernel }: Prepare) => mayFail(kernel),
    'prepare.failed': ({ call }: Prepare) => call['prepare.result'] !== OK,
  },
  effects: {
    'prepare.succeed': ({ call }: Prepare) => {
      call['prepare.result'] = OK
    },
    'prepare.clear': ({ kernel, call }: Prepare) => {
      const pages = folioPages(kernel, call['prepare.folio'])
      for (let i = 0; i < pages; i++) kernel.cleared[call['prepare.folio'] + i] = 1
    },
    'prepare.failWithEio': ({ kernel, call }: Prepare) => {
      spendFailure(kernel)
      call['prepare.result'] = EIO
    },
    'prepare.markUptodate': ({ kernel, call }: Prepare) => {
      kernel.uptodate[call['prepare.folio']] = 1
      call['prepare.result'] = OK
    },
  },
  config: {
    meta: { locals: { 'prepare.folio': cell(32), 'prepare.result': cell(RESULTS, showResult) } },
    initial: 'entered',
    states: {
      entered: {
        meta: { fn: 'folio_test_uptodate' },
        on: {
          step: [{ guard: 'prepare.isUptodate', actions: 'prepare.succeed', target: 'done' }, { target: 'clearing' }],
        },
      },
      clearing: {
        meta: { fn: 'folio_zero_user' },
        on: { step: { actions: 'prepare.clear', target: 'preparing' } },
      },
      preparing: {
        meta: { fn: 'kvm_arch_gmem_prepare' },
        on: {
          step: { target: 'marking' },
          eio: { guard: 'prepare.mayFail', actions: 'prepare.failWithEio', target: 'done' },
        },
      },
      marking: {
        meta: { fn: 'folio_mark_uptodate' },
        on: { step: { actions: 'prepare.markUptodate', target: 'done' } },
      },
      done: { type: 'final' },
    },
  },
} as const
