/**
 * Gives a page to the guest or to the host process: cleared once, its folio taken out of the direct map as a whole.
 *
 * Source: kvm_gmem_get_pfn(), kvm_gmem_fault_user_mapping(), virt/kvm/guest_memfd.c ("Direct Map Removal Support for
 * guest_memfd", v7 to v11).
 * Left out: the architecture's own preparation; mapping the page: the reference is put at once.
 */
import { match } from 'ts-pattern'
import { cell } from '../../checker/declare.ts'
import { clearFolio } from '../kernel/contents.ts'
import { folioPages, putFolio, unlockFolio } from '../kernel/folio.ts'
import { EFAULT, OK, RESULTS, showResult } from '../kernel/words.ts'
import { type Enomem, operation, type Scope, type Step } from '../words.ts'
import type { FlagDesign } from './design.ts'
import { type GrabFolioLocal, grabFolio } from './grab-folio.ts'
import { dropFile, takeFile, tellHandedOut } from './record.ts'
import { accessFrames } from './set-direct-map.ts'
import { type ZapLocal, zapFolio } from './zap-folio.ts'

type GetPfn = Scope<'page' | 'result' | 'folio' | GrabFolioLocal | ZapLocal>

export const getPfnByFlag = (design: FlagDesign) =>
  givePage('getPfnByFlag', 'kvm_gmem_get_pfn', design, design.guestZapError)

export const faultUserMapping = (design: FlagDesign) =>
  givePage('faultUserMapping', 'kvm_gmem_fault_user_mapping', design, 'returned')

const givePage = (id: string, fn: string, design: FlagDesign, zapError: FlagDesign['guestZapError']) => {
  const zapping = zapFolio(design)
  const zapped = match(zapError)
    .with('ignored', () => [] as const)
    .with('returned', () => ['keepZapResult'] as const)
    .exhaustive()
  return operation<GetPfn, Step | Enomem>()({
    guards: {
      ...grabFolio.guards,
      ...zapping.guards,
      isReleased: ({ kernel }) => kernel.released === 1,
      isUptodate: ({ kernel, call }) => kernel.uptodate[call.folio] === 1,
    },
    effects: {
      ...grabFolio.effects,
      ...zapping.effects,
      takeFile: ({ kernel, self }) => takeFile(kernel, self),
      dropFile: ({ kernel, self }) => dropFile(kernel, self),
      failWithEfault: ({ call }) => {
        call.result = EFAULT
      },
      grab: ({ call }) => {
        call['grab.index'] = call.page
      },
      failToGrab: ({ call }) => {
        call.result = call['grab.result']
      },
      keepFolio: ({ call }) => {
        call.folio = call['grab.folio']
      },
      clear: ({ kernel, call }) => {
        accessFrames(kernel, call.folio, folioPages(kernel, call.folio))
        clearFolio(kernel, call.folio)
        kernel.uptodate[call.folio] = 1
      },
      zap: ({ call }) => {
        call['zap.folio'] = call.folio
      },
      keepZapResult: ({ call }) => {
        call.result = call['zap.result']
      },
      unlockFolio: ({ kernel, call, self }) => {
        if (call.result === OK) tellHandedOut(kernel, call.folio, call.page)
        unlockFolio(kernel, self, call.folio)
      },
      putFolio: ({ kernel, call, self }) => putFolio(kernel, self, call.folio),
    },
  }).createMachine({
    id,
    context: ({ input }) => input,
    meta: {
      fn,
      locals: { page: cell(16), result: cell(RESULTS, showResult), folio: cell(32) },
    },
    initial: 'entered',
    states: {
      entered: {
        meta: { fn },
        on: {
          step: [
            { guard: 'isReleased', actions: 'failWithEfault', target: 'returned' },
            { actions: ['takeFile', 'grab'], target: 'grabbing' },
          ],
        },
      },
      grabbing: {
        ...grabFolio.config,
        onDone: [
          { guard: 'grab.failed', actions: 'failToGrab', target: 'leaving' },
          { actions: 'keepFolio', target: 'clearing' },
        ],
      },
      clearing: {
        meta: { fn: 'clear_highpage' },
        on: {
          step: [
            { guard: 'isUptodate', actions: 'zap', target: 'zapping' },
            { actions: ['clear', 'zap'], target: 'zapping' },
          ],
        },
      },
      zapping: { ...zapping.config, onDone: { actions: zapped, target: 'unlockingFolio' } },
      unlockingFolio: {
        meta: { fn: 'folio_unlock' },
        on: { step: { actions: 'unlockFolio', target: 'putting' } },
      },
      putting: { meta: { fn: 'folio_put' }, on: { step: { actions: 'putFolio', target: 'leaving' } } },
      leaving: { meta: { fn: 'fput' }, on: { step: { actions: 'dropFile', target: 'returned' } } },
      returned: { type: 'final' },
    },
  })
}
