/**
 * Copies one page of an initial image into the file, through the direct map.
 *
 * Source: kvm_gmem_populate(), sev_gmem_post_populate() (newest mainline, on top of which v7 to v11 of "Direct Map Removal
 * Support for guest_memfd" were posted): preparation is not tracked, and a page that is in use already is no error.
 * Left out: kvm->slots_lock; getting the source page; whether the page is private; ranges of more than a page.
 */
import { match } from 'ts-pattern'
import { cell } from '../../checker/declare.ts'
import { populateFrame } from '../kernel/contents.ts'
import { putFolio, unlockFolio } from '../kernel/folio.ts'
import { EINVAL, RESULTS, showResult } from '../kernel/words.ts'
import { type Enomem, operation, type Scope, type Step } from '../words.ts'
import type { FlagDesign } from './design.ts'
import { type GrabFolioLocal, grabFolio } from './grab-folio.ts'
import { exclusiveLock } from './locks.ts'
import { accessFrames } from './set-direct-map.ts'

type Populate = Scope<'page' | 'result' | 'folio' | GrabFolioLocal>

export const populateByFlag = (design: FlagDesign) => {
  const entered = match(design.populate)
    .with('writes', () => ({ target: 'locking' }) as const)
    .with('refused', () => ({ actions: 'failWithEinval', target: 'returned' }) as const)
    .exhaustive()
  return operation<Populate, Step | Enomem>()({
    guards: { ...grabFolio.guards, ...exclusiveLock.guards },
    effects: {
      ...grabFolio.effects,
      ...exclusiveLock.effects,
      failWithEinval: ({ call }) => {
        call.result = EINVAL
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
      write: ({ kernel, call }) => {
        const frame = call.folio + call.page - kernel.index[call.folio]!
        accessFrames(kernel, frame, 1)
        populateFrame(kernel, frame)
      },
      markUptodate: ({ kernel, call }) => {
        kernel.uptodate[call.folio] = 1
      },
      unlockFolio: ({ kernel, call, self }) => unlockFolio(kernel, self, call.folio),
      putFolio: ({ kernel, call, self }) => putFolio(kernel, self, call.folio),
    },
  }).createMachine({
    id: 'populateByFlag',
    context: ({ input }) => input,
    meta: {
      fn: 'kvm_gmem_populate',
      locals: { page: cell(16), result: cell(RESULTS, showResult), folio: cell(32) },
    },
    initial: 'entered',
    states: {
      entered: { meta: { fn: 'kvm_gmem_populate' }, on: { step: entered } },
      locking: {
        meta: { fn: 'filemap_invalidate_lock' },
        on: { step: { guard: 'exclusive.isFree', actions: ['exclusive.take', 'grab'], target: 'grabbing' } },
      },
      grabbing: {
        ...grabFolio.config,
        onDone: [
          { guard: 'grab.failed', actions: 'failToGrab', target: 'unlocking' },
          { actions: 'keepFolio', target: 'unlockingFolio' },
        ],
      },
      unlockingFolio: {
        meta: { fn: 'folio_unlock' },
        on: { step: { actions: 'unlockFolio', target: 'writing' } },
      },
      writing: {
        meta: { fn: 'sev_gmem_post_populate' },
        on: { step: { actions: 'write', target: 'marking' } },
      },
      marking: {
        meta: { fn: 'folio_mark_uptodate' },
        on: { step: { actions: 'markUptodate', target: 'putting' } },
      },
      putting: { meta: { fn: 'folio_put' }, on: { step: { actions: 'putFolio', target: 'unlocking' } } },
      unlocking: {
        meta: { fn: 'filemap_invalidate_unlock' },
        on: { step: { actions: 'exclusive.drop', target: 'returned' } },
      },
      returned: { type: 'final' },
    },
  })
}
