/**
 * Copies one page of an initial image into the file, then gives its folio its direct map entries.
 *
 * Source: kvm_gmem_populate(), virt/kvm/guest_memfd.c, with the folio lock held until the end (RFC v3 2/6).
 * Left out: kvm->slots_lock, under which VMs populate one after the other; ranges of more than a page; a post_populate()
 * that fails.
 */
import { match } from 'ts-pattern'
import { cell } from '../../checker/declare.ts'
import { populateFrame } from '../kernel/contents.ts'
import { putFolio, unlockFolio } from '../kernel/folio.ts'
import { EEXIST, EINVAL, RESULTS, SHARED, STALE, showResult } from '../kernel/words.ts'
import { type Enomem, operation, type Scope, type Step } from '../words.ts'
import { type ConfigureLocal, configure } from './configure.ts'
import type { XarrayDesign } from './design.ts'
import { type GrabFolioLocal, grabFolio } from './grab-folio.ts'
import { exclusiveLock } from './locks.ts'
import { dropFile, takeFile } from './record.ts'
import { accessFrames } from './set-direct-map.ts'

type Populate = Scope<'page' | 'result' | 'folio' | GrabFolioLocal | ConfigureLocal>

const guards = {
  isReleased: ({ kernel }: Populate) => kernel.released === 1,
  isUptodate: ({ kernel, call }: Populate) => kernel.uptodate[call.folio] === 1,
  isShared: ({ kernel, call }: Populate) => kernel.share[call.page] === SHARED,
}

const effects = {
  takeFile: ({ kernel, self }: Populate) => takeFile(kernel, self),
  dropFile: ({ kernel, self }: Populate) => dropFile(kernel, self),
  grab: ({ call }: Populate) => {
    call['grab.index'] = call.page
  },
  failToGrab: ({ call }: Populate) => {
    call.result = call['grab.result']
  },
  keepFolio: ({ call }: Populate) => {
    call.folio = call['grab.folio']
  },
  failWithEexist: ({ call }: Populate) => {
    call.result = EEXIST
  },
  failWithEinval: ({ call }: Populate) => {
    call.result = EINVAL
  },
  write: ({ kernel, call }: Populate) => {
    const frame = call.folio + call.page - kernel.index[call.folio]!
    accessFrames(kernel, frame, 1)
    populateFrame(kernel, frame)
    call['configure.folio'] = call.folio
  },
  keepConfigureResult: ({ call }: Populate) => {
    call.result = call['configure.result']
  },
  // the caller has to start over
  discardImage: ({ kernel, call }: Populate) => {
    kernel.contents[call.folio + call.page - kernel.index[call.folio]!] = STALE
  },
  markUptodate: ({ kernel, call }: Populate) => {
    kernel.uptodate[call.folio] = 1
  },
  unlockFolio: ({ kernel, call, self }: Populate) => unlockFolio(kernel, self, call.folio),
  putFolio: ({ kernel, call, self }: Populate) => putFolio(kernel, self, call.folio),
}

export const populate = (design: XarrayDesign) => {
  const configuring = configure(design)
  const notConfigured = match(design.failedConfigure)
    .with('marked-uptodate', () => ({ actions: ['keepConfigureResult'], target: 'marking' }) as const)
    .with('undone', () => ({ actions: ['keepConfigureResult', 'discardImage'], target: 'unlockingFolio' }) as const)
    .exhaustive()
  const notPrivate = match(design.populateError)
    .with('keeps-folio-lock', () => 'putting' as const)
    .with('unlocks', () => 'unlockingFolio' as const)
    .exhaustive()
  return operation<Populate, Step | Enomem>()({
    guards: { ...grabFolio.guards, ...configuring.guards, ...exclusiveLock.guards, ...guards },
    effects: { ...grabFolio.effects, ...configuring.effects, ...exclusiveLock.effects, ...effects },
  }).createMachine({
    id: 'populate',
    context: ({ input }) => input,
    meta: {
      fn: 'kvm_gmem_populate',
      locals: { page: cell(16), result: cell(RESULTS, showResult), folio: cell(32) },
    },
    initial: 'entered',
    states: {
      entered: {
        meta: { fn: 'kvm_gmem_get_file' },
        on: {
          step: [
            { guard: 'isReleased', target: 'returned' },
            { actions: 'takeFile', target: 'locking' },
          ],
        },
      },
      locking: {
        meta: { fn: 'filemap_invalidate_lock' },
        on: { step: { guard: 'exclusive.isFree', actions: ['exclusive.take', 'grab'], target: 'grabbing' } },
      },
      grabbing: {
        ...grabFolio.config,
        onDone: [
          { guard: 'grab.failed', actions: 'failToGrab', target: 'unlocking' },
          { actions: 'keepFolio', target: 'checking' },
        ],
      },
      checking: {
        meta: { fn: 'folio_test_uptodate' },
        on: {
          step: [
            { guard: 'isUptodate', actions: 'failWithEexist', target: 'unlockingFolio' },
            { target: 'checkingAttribute' },
          ],
        },
      },
      checkingAttribute: {
        meta: { fn: 'kvm_range_has_memory_attributes' },
        on: {
          step: [{ guard: 'isShared', actions: 'failWithEinval', target: notPrivate }, { target: 'writing' }],
        },
      },
      writing: {
        meta: { fn: 'sev_gmem_post_populate' },
        on: { step: { actions: 'write', target: 'configuring' } },
      },
      configuring: {
        ...configuring.config,
        onDone: [{ guard: 'configure.failed', ...notConfigured }, { target: 'marking' }],
      },
      marking: {
        meta: { fn: 'folio_mark_uptodate' },
        on: { step: { actions: 'markUptodate', target: 'unlockingFolio' } },
      },
      unlockingFolio: {
        meta: { fn: 'folio_unlock' },
        on: { step: { actions: 'unlockFolio', target: 'putting' } },
      },
      putting: { meta: { fn: 'folio_put' }, on: { step: { actions: 'putFolio', target: 'unlocking' } } },
      unlocking: {
        meta: { fn: 'filemap_invalidate_unlock' },
        on: { step: { actions: 'exclusive.drop', target: 'leaving' } },
      },
      leaving: { meta: { fn: 'fput' }, on: { step: { actions: 'dropFile', target: 'returned' } } },
      returned: { type: 'final' },
    },
  })
}
