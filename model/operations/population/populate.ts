/**
 * Copies the initial image into private pages, encrypted by the firmware where there is one.
 *
 * Source: kvm_gmem_populate(), __kvm_gmem_populate(), virt/kvm/guest_memfd.c.
 * Left out: the warning about orders (all are 0); the source page, which is never a page of this file (may miss deadlocks
 * over it); slots_lock where memslots do not change.
 */

import { match } from 'ts-pattern'
import { cell } from '../../../checker/declare.ts'
import type { Design } from '../../designs/design.ts'
import { configure } from '../../fragments/direct-map/configure.ts'
import { getPageFolio } from '../../fragments/folios/get-page-folio.ts'
import { type FolioLookupLocal, type GetPfnLocal, lookUpFolio } from '../../fragments/pfn/get-pfn.ts'
import {
  frameOf,
  getSource,
  gfnOf,
  loseSource,
  type PopulateLocal,
  pageOf,
  postPopulate,
} from '../../fragments/pfn/post-populate.ts'
import type { ArchFails } from '../../fragments/pfn/prepare.ts'
import { variant } from '../../fragments/pfn/variant.ts'
import { invalidateLock, lockingInvalidate } from '../../fragments/unmapping/lock-invalidate.ts'
import { shareOf } from '../../kernel/attributes/shareability.ts'
import { dropSlotsLock, slotsLockIsFree, slotsLockIsHeld, takeSlotsLock } from '../../kernel/locks/slots-lock.ts'
import { clearFolio, imageIsCopied, imageIsMarked } from '../../kernel/memory/contents.ts'
import { folioOf, putFolio, unlockFolio } from '../../kernel/memory/folio.ts'
import { getForeign, putForeign } from '../../kernel/memory/foreign.ts'
import { isPoisoned } from '../../kernel/memory/memory-failure.ts'
import { fileIsActive, getFile, putFile } from '../../kernel/memslots/files.ts'
import { isBound, slotIsVisible } from '../../kernel/memslots/memslots.ts'
import { slotAtGfn } from '../../kernel/memslots/places.ts'
import { mayFail } from '../../kernel/state/failures.ts'
import { findSignal, lookForSignals } from '../../kernel/state/interruption.ts'
import { IMAGE_PAGE } from '../../kernel/state/kinds/foreign.ts'
import { SLOTS_LOCK_IS_NOT_HELD } from '../../kernel/state/told.ts'
import {
  EEXIST,
  EFAULT,
  EHWPOISON,
  EINTR,
  EINVAL,
  EIO,
  IMAGE_COPIED,
  OK,
  PRIVATE,
  RESULTS,
  STALE,
  showResult,
} from '../../kernel/state/values.ts'
import { type Efault, type Enomem, operation, type Scope, type Step } from '../../kernel/words.ts'

type Populate = Scope<PopulateLocal | FolioLookupLocal | GetPfnLocal>

/** A signal is pending. */
type Eintr = { type: 'eintr' }

export const populate = (design: Design) => {
  // The oldest trees ask the lookup not to prepare: it only clears.
  const getFolio = variant(design.prepareAt === 'lookup' ? getPageFolio : lookUpFolio(design))
  const { entered, next, after } = match(design.populateSource)
    .with('under-lock', () => ({ entered: 'locking', next: 'checkingSignal', after: 'checkingSignal' }) as const)
    .with('first', () => ({ entered: 'checkingSignal', next: 'gettingFolio', after: 'unlocking' }) as const)
    .exhaustive()
  const locked = design.populateSource === 'first' ? (['takeInvalidateLock', 'lookUp'] as const) : 'takeInvalidateLock'
  const ended = design.populateSource === 'first' ? 'unlockingSlots' : 'unlocking'
  const clearsFirst = design.prepareAt === 'lookup' || design.populateClears === 'at-lookup'
  const clearing = design.uptodate === 'cleared' ? 'clearAndMark' : 'clear'
  const holdsOn = design.populateFolio === 'locked'
  const refused = holdsOn ? 'unlockingRefused' : 'putting'
  const image = postPopulate(design)
  const tdxEntered = design.populateMaps === 'through-fault' ? (['image.findPfn'] as const) : ([] as const)
  const configuring = configure(design)
  const isRecorded = design.directMap === 'recorded'
  const taken = match(design.populateClears)
    .with('nothing', () => ({ target: 'marking' }) as const)
    .with('at-lookup', () => ({ actions: ['markUptodate', 'count'], target: refused }) as const)
    .exhaustive()
  const populated = isRecorded
    ? ([
        { guard: 'image.failed', target: refused },
        { actions: 'configure', target: 'configuring' },
      ] as const)
    : ([{ guard: 'image.failed', target: refused }, taken] as const)
  const notConfigured = match(design.failedConfigure)
    .with('marked-uptodate', () => ({ actions: ['keepConfigureResult'], target: 'marking' }) as const)
    .with('undone', () => ({ actions: ['keepConfigureResult', 'discardImage'], target: refused }) as const)
    .exhaustive()
  const notPrivate = isRecorded && design.populateError === 'keeps-folio-lock' ? 'putting' : refused
  const isRefused = design.directMap === 'marked' && design.populateThroughHoles === 'refused'
  return operation<Populate, Step | Enomem | ArchFails | Eintr | Efault>()({
    guards: {
      ...invalidateLock.guards,
      ...getFolio.guards,
      ...image.guards,
      ...configuring.guards,
      hasNoSlot: ({ kernel, call }) =>
        slotsLockIsFree(kernel, call.vm) && !slotIsVisible(kernel, slotAtGfn(kernel, call.vm, call.start)),
      hasNoFile: ({ kernel, call }) =>
        slotsLockIsFree(kernel, call.vm) && !hasFile(kernel, slotAtGfn(kernel, call.vm, call.start)),
      slotsLockIsFree: ({ kernel, call }) => slotsLockIsFree(kernel, call.vm),
      isOver: ({ call }) => call.done === call.pages || call.result !== OK,
      hasNoSource: ({ kernel }) => kernel.image !== IMAGE_COPIED,
      mayLoseSource: ({ kernel }) => mayFail(kernel),
      isUnbound: scope => !isBound(scope.kernel, slotAtGfn(scope.kernel, scope.call.vm, gfnOf(scope)), pageOf(scope)),
      isPoisoned: ({ kernel, call }) => isPoisoned(kernel, call['getFolio.folio']),
      isUptodate: ({ kernel, call }) => kernel.uptodate[call['getFolio.folio']] === 1,
      isShared: scope => shareOf(scope.kernel, scope.call.vm, pageOf(scope)) !== PRIVATE,
      isTdx: ({ kernel }) => kernel.tdx === 1,
    },
    effects: {
      ...invalidateLock.effects,
      ...getFolio.effects,
      ...image.effects,
      ...configuring.effects,
      configure: ({ call }) => {
        call['configure.folio'] = call.folio
      },
      keepConfigureResult: ({ call }) => {
        call.result = call['configure.result']
      },
      // The caller has to start over.
      discardImage: scope => {
        scope.kernel.contents[frameOf(scope)] = STALE
      },
      takeSlotsLock: ({ kernel, call, self }) => {
        takeSlotsLock(kernel, self, call.vm)
        getFile(kernel, self, call.vm)
      },
      // lockdep_assert_held(&kvm->slots_lock)
      assertSlotsLock: ({ kernel, call, self }) => {
        if (!slotsLockIsHeld(kernel, self, call.vm)) kernel.assertionFired = 1 + SLOTS_LOCK_IS_NOT_HELD
      },
      failWithEfault: ({ call }) => {
        call.result = EFAULT
      },
      failWithEintr: ({ kernel, call, self }) => {
        findSignal(kernel, self)
        call.result = EINTR
      },
      lookForSignals: ({ kernel, self }) => lookForSignals(kernel, self),
      getSource,
      loseSource,
      lookUp: scope => {
        scope.call['getFolio.index'] = pageOf(scope)
      },
      holdSource: ({ kernel, self }) => getForeign(kernel, self, IMAGE_PAGE),
      // put_page(), where a page before this one was copied.
      putSource: ({ kernel, self }) => {
        putForeign(kernel, self, IMAGE_PAGE)
      },
      failWithEio: ({ call }) => {
        call.result = EIO
      },
      failToGetFolio: ({ call }) => {
        call.result = call['getFolio.result']
      },
      keepFolio: ({ call }) => {
        call.folio = call['getFolio.folio']
      },
      failWithEhwpoison: ({ call }) => {
        call.result = EHWPOISON
      },
      failWithEexist: ({ call }) => {
        call.result = EEXIST
      },
      failWithEinval: ({ call }) => {
        call.result = EINVAL
      },
      clear: ({ kernel, call }) => {
        if (kernel.uptodate[call.folio] === 0) clearFolio(kernel, call.folio)
      },
      clearAndMark: ({ kernel, call }) => {
        if (kernel.uptodate[call.folio] === 0) clearFolio(kernel, call.folio)
        kernel.uptodate[call.folio] = 1
      },
      unlockFolio: ({ kernel, call, self }) => unlockFolio(kernel, self, call.folio),
      markUptodate: scope => {
        const { kernel, call, self } = scope
        imageIsCopied(kernel, self, pageOf(scope), shareOf(kernel, call.vm, pageOf(scope)))
        imageIsMarked(kernel, self, pageOf(scope), frameOf(scope))
        kernel.uptodate[folioOf(kernel, call.folio)] = 1
      },
      count: ({ call }) => {
        call.done += 1
      },
      putFolio: ({ kernel, call, self }) => putFolio(kernel, self, call.folio),
      // Once a page is done the errno is lost, and only the number of pages is told.
      tellProgress: ({ call }) => {
        if (call.done > 0 && call.result !== OK) call.result = EIO
      },
      dropSlotsLock: ({ kernel, call, self }) => {
        putFile(kernel, self, call.vm)
        dropSlotsLock(kernel, self, call.vm)
      },
    },
  }).createMachine({
    id: 'populate',
    context: ({ input }) => input,
    meta: {
      fn: 'kvm_gmem_populate',
      locals: {
        start: cell(16),
        pages: cell(16),
        vm: cell(4),
        done: cell(16),
        result: cell(RESULTS, showResult),
        folio: cell(32),
      },
    },
    initial: 'entered',
    states: {
      entered: {
        meta: { fn: 'mutex_lock' },
        on: {
          step: [
            ...(isRefused ? ([{ actions: 'failWithEinval', target: 'returned' }] as const) : []),
            { guard: 'hasNoSlot', actions: 'failWithEinval', target: 'returned' },
            { guard: 'hasNoFile', actions: 'failWithEfault', target: 'returned' },
            { guard: 'slotsLockIsFree', actions: ['takeSlotsLock', 'assertSlotsLock'], target: entered },
          ],
        },
      },
      ...lockingInvalidate({ actions: locked, target: next }),
      checkingSignal: {
        meta: { fn: 'signal_pending' },
        on: {
          step: [
            { guard: 'isOver', actions: 'putSource', target: ended },
            { guard: 'isUnbound', actions: ['putSource', 'failWithEio'] },
            ...(design.populateSource === 'first'
              ? ([
                  { guard: 'hasNoSource', actions: 'lookForSignals', target: 'locking' },
                  { actions: ['putSource', 'lookForSignals'], target: 'gettingSource' },
                ] as const)
              : ([{ actions: ['lookForSignals', 'lookUp'], target: 'gettingFolio' }] as const)),
          ],
          eintr: { actions: ['putSource', 'failWithEintr'], target: ended },
        },
      },
      ...(design.populateSource === 'first' && {
        gettingSource: {
          meta: { fn: 'get_user_pages_fast' },
          on: {
            step: { actions: ['getSource', 'holdSource'] as const, target: 'locking' as const },
            efault: {
              guard: 'mayLoseSource' as const,
              actions: 'loseSource' as const,
              target: 'unlockingSlots' as const,
            },
          },
        },
      }),
      gettingFolio: {
        ...getFolio.config,
        onDone: [
          { guard: 'getFolio.failed', actions: 'failToGetFolio', target: after },
          { guard: 'isPoisoned', actions: ['keepFolio', 'failWithEhwpoison'], target: 'unlockingPoisoned' },
          ...match(design.populateRefuses)
            .with(
              'prepared',
              () =>
                [
                  { guard: 'isUptodate', actions: ['keepFolio', 'failWithEexist'], target: 'unlockingRefused' },
                ] as const,
            )
            .with('firmware', () => [] as const)
            .exhaustive(),
          ...(clearsFirst
            ? ([{ actions: 'keepFolio', target: 'clearing' }] as const)
            : ([{ actions: 'keepFolio', target: holdsOn ? 'checkingAttributes' : 'unlockingFolio' }] as const)),
        ],
      },
      ...(clearsFirst && {
        clearing: {
          meta: { fn: 'clear_highpage' },
          on: {
            step: {
              actions: clearing,
              target: holdsOn ? ('checkingAttributes' as const) : ('unlockingFolio' as const),
            },
          },
        },
      }),
      unlockingPoisoned: {
        meta: { fn: 'folio_unlock' },
        on: { step: { actions: 'unlockFolio', target: design.poisonedLookup === 'puts' ? 'putting' : after } },
      },
      unlockingRefused: {
        meta: { fn: 'folio_unlock' },
        on: { step: { actions: 'unlockFolio', target: 'putting' } },
      },
      unlockingFolio: {
        meta: { fn: 'folio_unlock' },
        on: { step: { actions: 'unlockFolio', target: 'checkingAttributes' } },
      },
      checkingAttributes: {
        meta: { fn: 'kvm_range_has_memory_attributes' },
        on: {
          step: [
            ...match(design.populateAttributes)
              .with('checked', () => [{ guard: 'isShared', actions: 'failWithEinval', target: notPrivate }] as const)
              .with('ignored', () => [] as const)
              .exhaustive(),
            { guard: 'isTdx', actions: tdxEntered, target: 'mapping' },
            { target: 'launching' },
          ],
        },
      },
      mapping: { ...image.tdx, onDone: populated },
      launching: { ...image.snp, onDone: populated },
      ...(isRecorded && {
        configuring: {
          ...configuring.config,
          onDone: [{ guard: 'configure.failed' as const, ...notConfigured }, { target: 'marking' as const }],
        },
      }),
      ...(design.populateClears === 'nothing' && {
        marking: {
          meta: { fn: 'folio_mark_uptodate' },
          on: { step: { actions: ['markUptodate', 'count'] as const, target: refused } } as const,
        },
      }),
      putting: { meta: { fn: 'folio_put' }, on: { step: { actions: 'putFolio', target: after } } },
      unlocking: {
        meta: { fn: 'filemap_invalidate_unlock' },
        on: {
          step: {
            actions: 'dropInvalidateLock',
            target: design.populateSource === 'first' ? 'checkingSignal' : 'unlockingSlots',
          },
        },
      },
      unlockingSlots: {
        meta: { fn: 'mutex_unlock' },
        on: { step: { actions: ['tellProgress', 'dropSlotsLock'], target: 'returned' } },
      },
      returned: { type: 'final' },
    },
  })
}

const hasFile = (kernel: Populate['kernel'], slot: number): boolean =>
  slotIsVisible(kernel, slot) && fileIsActive(kernel, slot)
