/**
 * Gets the folio of a page for the guest: a new one is cleared, and given its direct map entries, before anyone else can
 * lock it.
 *
 * Source: kvm_gmem_get_pfn(), kvm_gmem_prepare_folio(), kvm_gmem_finalize_folio(), virt/kvm/guest_memfd.c (RFC v3 2/6).
 * Left out: the architecture's own preparation; mapping the page: the reference is put at once.
 */
import { match } from 'ts-pattern'
import { cell } from '../../checker/declare.ts'
import { clearFolio } from '../kernel/contents.ts'
import { folioPages, putFolio, unlockFolio } from '../kernel/folio.ts'
import { EFAULT, OK, RESULTS, showResult } from '../kernel/words.ts'
import { type Enomem, operation, type Scope, type Step } from '../words.ts'
import { type ConfigureLocal, configure } from './configure.ts'
import type { XarrayDesign } from './design.ts'
import { type GrabFolioLocal, grabFolio } from './grab-folio.ts'
import { sharedLock } from './locks.ts'
import { dropFile, takeFile, tellHandedOut } from './record.ts'
import { accessFrames } from './set-direct-map.ts'

type GetPfn = Scope<'page' | 'result' | 'folio' | GrabFolioLocal | ConfigureLocal>

const guards = {
  isReleased: ({ kernel }: GetPfn) => kernel.released === 1,
  isUptodate: ({ kernel, call }: GetPfn) => kernel.uptodate[call.folio] === 1,
}

const effects = {
  takeFile: ({ kernel, self }: GetPfn) => takeFile(kernel, self),
  dropFile: ({ kernel, self }: GetPfn) => dropFile(kernel, self),
  failWithEfault: ({ call }: GetPfn) => {
    call.result = EFAULT
  },
  grab: ({ call }: GetPfn) => {
    call['grab.index'] = call.page
  },
  failToGrab: ({ call }: GetPfn) => {
    call.result = call['grab.result']
  },
  keepFolio: ({ call }: GetPfn) => {
    call.folio = call['grab.folio']
  },
  clear: ({ kernel, call }: GetPfn) => {
    accessFrames(kernel, call.folio, folioPages(kernel, call.folio))
    clearFolio(kernel, call.folio)
    call['configure.folio'] = call.folio
  },
  keepConfigureResult: ({ call }: GetPfn) => {
    call.result = call['configure.result']
  },
  markUptodate: ({ kernel, call }: GetPfn) => {
    kernel.uptodate[call.folio] = 1
  },
  unlockFolio: ({ kernel, call, self }: GetPfn) => {
    if (call.result === OK) tellHandedOut(kernel, call.folio, call.page)
    unlockFolio(kernel, self, call.folio)
  },
  putFolio: ({ kernel, call, self }: GetPfn) => putFolio(kernel, self, call.folio),
}

export const getPfn = (design: XarrayDesign) => {
  const configuring = configure(design)
  const notConfigured = match(design.failedConfigure)
    .with('marked-uptodate', () => 'marking' as const)
    .with('undone', () => 'unlockingFolio' as const)
    .exhaustive()
  const lock = match(design.serialization)
    .with('xa-lock', () => ({ first: 'grabbing', enter: ['grab'], last: 'leaving' }) as const)
    .with('invalidate-lock', () => ({ first: 'locking', enter: [], last: 'unlocking' }) as const)
    .exhaustive()
  return operation<GetPfn, Step | Enomem>()({
    guards: { ...grabFolio.guards, ...configuring.guards, ...sharedLock.guards, ...guards },
    effects: { ...grabFolio.effects, ...configuring.effects, ...sharedLock.effects, ...effects },
  }).createMachine({
    id: 'getPfn',
    context: ({ input }) => input,
    meta: {
      fn: 'kvm_gmem_get_pfn',
      locals: { page: cell(16), result: cell(RESULTS, showResult), folio: cell(32) },
    },
    initial: 'entered',
    states: {
      entered: {
        meta: { fn: 'kvm_gmem_get_file' },
        on: {
          step: [
            { guard: 'isReleased', actions: 'failWithEfault', target: 'returned' },
            { actions: ['takeFile', ...lock.enter], target: lock.first },
          ],
        },
      },
      locking: {
        meta: { fn: 'filemap_invalidate_lock_shared' },
        on: { step: { guard: 'shared.isFree', actions: ['shared.take', 'grab'], target: 'grabbing' } },
      },
      grabbing: {
        ...grabFolio.config,
        onDone: [
          { guard: 'grab.failed', actions: 'failToGrab', target: lock.last },
          { actions: 'keepFolio', target: 'checking' },
        ],
      },
      checking: {
        meta: { fn: 'folio_test_uptodate' },
        on: { step: [{ guard: 'isUptodate', target: 'unlockingFolio' }, { target: 'clearing' }] },
      },
      clearing: {
        meta: { fn: 'clear_highpage' },
        on: { step: { actions: 'clear', target: 'configuring' } },
      },
      configuring: {
        ...configuring.config,
        onDone: [
          { guard: 'configure.failed', actions: 'keepConfigureResult', target: notConfigured },
          { target: 'marking' },
        ],
      },
      marking: {
        meta: { fn: 'folio_mark_uptodate' },
        on: { step: { actions: 'markUptodate', target: 'unlockingFolio' } },
      },
      unlockingFolio: {
        meta: { fn: 'folio_unlock' },
        on: { step: { actions: 'unlockFolio', target: 'putting' } },
      },
      putting: { meta: { fn: 'folio_put' }, on: { step: { actions: 'putFolio', target: lock.last } } },
      unlocking: {
        meta: { fn: 'filemap_invalidate_unlock_shared' },
        on: { step: { actions: 'shared.drop', target: 'leaving' } },
      },
      leaving: { meta: { fn: 'fput' }, on: { step: { actions: 'dropFile', target: 'returned' } } },
      returned: { type: 'final' },
    },
  })
}
