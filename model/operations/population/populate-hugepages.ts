/**
 * Copies the initial image into private pages of huge folios, as many pages at once as a folio holds and the request asks
 * for.
 *
 * Source: kvm_gmem_populate(), virt/kvm/guest_memfd.c (the HugeTLB series with TDX on top, 2025);
 * sev_gmem_post_populate(), arch/x86/kvm/svm/sev.c.
 * Left out: the source page (may miss deadlocks over it); a firmware that refuses a page (may miss what that leaves
 * behind); TDX, which maps the page as it copies, and asks for no unprepared one; a request that starts inside of a folio
 * ends with that folio here.
 */

import { match } from 'ts-pattern'
import { cell } from '../../../checker/declare.ts'
import type { Design } from '../../designs/design.ts'
import { type FolioLookupLocal, lookUpFolio } from '../../fragments/pfn/get-pfn.ts'
import { invalidateLock, lockingInvalidate } from '../../fragments/unmapping/lock-invalidate.ts'
import { shareOf } from '../../kernel/attributes/shareability.ts'
import { isRegistered } from '../../kernel/file/firmware.ts'
import { takeInvalidateLock } from '../../kernel/locks/invalidate-lock.ts'
import { dropSlotsLock, slotsLockIsFree, takeSlotsLock } from '../../kernel/locks/slots-lock.ts'
import { imageIsCopied, imageIsMarked, populateFrame } from '../../kernel/memory/contents.ts'
import { folioOf, folioPages, putFolio, unlockFolio } from '../../kernel/memory/folio.ts'
import { findSignal, lookForSignals } from '../../kernel/state/interruption.ts'
import { EEXIST, EINTR, EINVAL, OK, PRIVATE, RESULTS, showResult } from '../../kernel/state/values.ts'
import { type Enomem, operation, type Scope, type Step } from '../../kernel/words.ts'

type PopulateHugepagesLocal = 'start' | 'pages' | 'vm' | 'done' | 'count' | 'result' | 'folio' | FolioLookupLocal
type Populate = Scope<PopulateHugepagesLocal>

/** A signal is pending. */
type Eintr = { type: 'eintr' }

const gfnOf = ({ call }: Populate): number => call.start + call.done
const frameOf = (scope: Populate): number =>
  scope.call.folio + gfnOf(scope) - scope.kernel.index[folioOf(scope.kernel, scope.call.folio)]!

/** The largest power of two of pages that the folio and the request have left, and that are private; 0 for none. */
const pagesAtOnce = (scope: Populate): number => {
  const { kernel, call } = scope
  const gfn = gfnOf(scope)
  const inFolio = kernel.index[call.folio]! + folioPages(kernel, call.folio) - gfn
  const left = call.pages - call.done
  let most = 0
  while (most < inFolio && most < left && shareOf(kernel, call.vm, gfn + most) === PRIVATE) most += 1
  let count = 0
  for (let size = 1; size <= most; size++) if ((size & (size - 1)) === 0) count = size
  return count
}

export const populateHugepages = (design: Design) => {
  const getFolio = lookUpFolio(design)
  const holdsLock = design.populateHolds === 'page'
  const holdsFolio = design.populateFolio === 'locked'
  const afterUnlock = holdsLock ? 'sizing' : 'droppingLock'
  const found = holdsFolio ? (holdsLock ? 'sizing' : 'droppingLock') : 'unlockingFolio'
  const finished = holdsFolio ? 'unlockingFinished' : 'putting'
  const partly = match(design.partlyPopulated)
    .with('marked', () => [] as const)
    .with('refused', () => [{ guard: 'isPartOfFolio', actions: 'failWithEinval', target: finished }] as const)
    .exhaustive()
  return operation<Populate, Step | Enomem | Eintr>()({
    guards: {
      ...invalidateLock.guards,
      ...getFolio.guards,
      slotsLockIsFree: ({ kernel, call }) => slotsLockIsFree(kernel, call.vm),
      isOver: ({ call }) => call.done === call.pages || call.result !== OK,
      isUptodate: ({ kernel, call }) => kernel.uptodate[call['getFolio.folio']] === 1,
      nothingIsPrivate: scope => pagesAtOnce(scope) === 0,
      isPartOfFolio: scope => pagesAtOnce(scope) < folioPages(scope.kernel, scope.call.folio),
      isRegistered: scope => isRegistered(scope.kernel, frameOf(scope)),
      holdsInvalidateLock: ({ kernel, self }) => kernel.invalidateWriter === 1 + self,
    },
    effects: {
      ...invalidateLock.effects,
      ...getFolio.effects,
      takeSlotsLock: ({ kernel, call, self }) => takeSlotsLock(kernel, self, call.vm),
      dropSlotsLock: ({ kernel, call, self }) => dropSlotsLock(kernel, self, call.vm),
      failWithEintr: ({ kernel, call, self }) => {
        findSignal(kernel, self)
        call.result = EINTR
      },
      failWithEexist: ({ call }) => {
        call.result = EEXIST
      },
      failWithEinval: ({ call }) => {
        call.result = EINVAL
      },
      takeInvalidateLock: scope => {
        takeInvalidateLock(scope.kernel, scope.self)
        scope.call['getFolio.index'] = gfnOf(scope)
      },
      failToGetFolio: ({ call }) => {
        call.result = call['getFolio.result']
      },
      keepFolio: ({ call }) => {
        call.folio = call['getFolio.folio']
      },
      unlockFolio: ({ kernel, call, self }) => unlockFolio(kernel, self, call.folio),
      lookForSignals: ({ kernel, self }) => lookForSignals(kernel, self),
      size: scope => {
        scope.call.count = pagesAtOnce(scope)
      },
      copy: scope => {
        const first = frameOf(scope)
        for (let frame = first; frame < first + scope.call.count; frame++) {
          populateFrame(scope.kernel, frame)
          if (scope.kernel.firmware.length > 0) scope.kernel.firmware[frame] = 1 + scope.call.vm
        }
      },
      markUptodate: scope => {
        const { kernel, call, self } = scope
        const first = frameOf(scope)
        for (let i = 0; i < call.count; i++) {
          imageIsCopied(kernel, self, gfnOf(scope) + i, shareOf(kernel, call.vm, gfnOf(scope) + i))
          imageIsMarked(kernel, self, gfnOf(scope) + i, first + i)
        }
        kernel.uptodate[folioOf(kernel, call.folio)] = 1
      },
      goOn: ({ call }) => {
        call.done += call.count
        call.count = 0
      },
      putFolio: ({ kernel, call, self }) => putFolio(kernel, self, call.folio),
    },
  }).createMachine({
    id: 'populateHugepages',
    context: ({ input }) => input,
    meta: {
      fn: 'kvm_gmem_populate',
      locals: {
        start: cell(16),
        pages: cell(16),
        vm: cell(4),
        done: cell(16),
        count: cell(16),
        result: cell(RESULTS, showResult),
        folio: cell(32),
      },
    },
    initial: 'entered',
    states: {
      entered: {
        meta: { fn: 'mutex_lock' },
        on: { step: { guard: 'slotsLockIsFree', actions: 'takeSlotsLock', target: 'checkingSignal' } },
      },
      checkingSignal: {
        meta: { fn: 'signal_pending' },
        on: {
          step: [
            { guard: 'isOver', target: 'unlockingSlots' },
            { actions: 'lookForSignals', target: 'locking' },
          ],
          eintr: { actions: 'failWithEintr', target: 'unlockingSlots' },
        },
      },
      ...lockingInvalidate({ actions: 'takeInvalidateLock', target: 'gettingFolio' }),
      gettingFolio: {
        ...getFolio.config,
        onDone: [
          { guard: 'getFolio.failed', actions: 'failToGetFolio', target: 'unlocking' },
          { guard: 'isUptodate', actions: ['keepFolio', 'failWithEexist'], target: 'unlockingRefused' },
          { actions: 'keepFolio', target: found },
        ],
      },
      unlockingRefused: {
        meta: { fn: 'folio_unlock' },
        on: { step: { actions: 'unlockFolio', target: 'putting' } },
      },
      unlockingFolio: {
        meta: { fn: 'folio_unlock' },
        on: { step: { actions: 'unlockFolio', target: afterUnlock } },
      },
      droppingLock: {
        meta: { fn: 'filemap_invalidate_unlock' },
        on: { step: { actions: 'dropInvalidateLock', target: 'sizing' } },
      },
      sizing: {
        meta: { fn: 'kvm_gmem_populate' },
        on: {
          step: [
            { guard: 'nothingIsPrivate', actions: 'failWithEinval', target: finished },
            ...partly,
            { actions: 'size', target: 'copying' },
          ],
        },
      },
      copying: {
        meta: { fn: 'kvm_gmem_populate_cb' },
        on: {
          step: [
            { guard: 'isRegistered', actions: 'failWithEexist', target: finished },
            { actions: 'copy', target: 'marking' },
          ],
        },
      },
      marking: {
        meta: { fn: 'folio_mark_uptodate' },
        on: { step: { actions: ['markUptodate', 'goOn'], target: finished } },
      },
      unlockingFinished: {
        meta: { fn: 'folio_unlock' },
        on: { step: { actions: 'unlockFolio', target: 'putting' } },
      },
      putting: {
        meta: { fn: 'folio_put' },
        on: {
          step: [
            { guard: 'holdsInvalidateLock', actions: 'putFolio', target: 'unlocking' },
            { actions: 'putFolio', target: 'checkingSignal' },
          ],
        },
      },
      unlocking: {
        meta: { fn: 'filemap_invalidate_unlock' },
        on: { step: { actions: 'dropInvalidateLock', target: 'checkingSignal' } },
      },
      unlockingSlots: {
        meta: { fn: 'mutex_unlock' },
        on: { step: { actions: 'dropSlotsLock', target: 'returned' } },
      },
      returned: { type: 'final' },
    },
  })
}
