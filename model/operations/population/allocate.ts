/**
 * Allocates the pages of a range: fallocate() without punching a hole.
 *
 * With a custom allocator the range is rounded to hugepages, unless others are refused.
 *
 * Source: kvm_gmem_allocate(), virt/kvm/guest_memfd.c (RFC v2 33/51).
 * Left out: whether the range lies in the file.
 */
import { match } from 'ts-pattern'
import { cell } from '../../../checker/declare.ts'
import type { Design } from '../../designs/design.ts'
import { type FolioLookupLocal, lookUpFolio } from '../../fragments/pfn/get-pfn.ts'
import type { ArchFails } from '../../fragments/pfn/prepare.ts'
import { indexInFile } from '../../kernel/file/filemap.ts'
import {
  dropInvalidateLockShared,
  invalidateLockIsShareable,
  takeInvalidateLockShared,
} from '../../kernel/locks/invalidate-lock.ts'
import { folioPages, putFolio, unlockFolio } from '../../kernel/memory/folio.ts'
import { roundDown, roundUp } from '../../kernel/state/indices.ts'
import { findSignal, lookForSignals } from '../../kernel/state/interruption.ts'
import { EINTR, EINVAL, RESULTS, showResult } from '../../kernel/state/values.ts'
import { type Enomem, operation, type Scope, type Step } from '../../kernel/words.ts'

type AllocateLocal = 'start' | 'pages' | 'result' | 'index' | 'end' | 'folio' | FolioLookupLocal
type Allocate = Scope<AllocateLocal>

/** A signal is pending. */
type Eintr = { type: 'eintr' }

export const allocate = (design: Design) => {
  const getFolio = lookUpFolio(design)
  const ending = match(design.allocationEnd)
    .with('rounded-down', () => 'endRoundedDown' as const)
    .with('rounded-up', () => 'endRoundedUp' as const)
    .exhaustive()
  const refused = match(design.fallocateRanges)
    .with('pages', () => [] as const)
    .with('hugepages', () => [{ guard: 'isUnaligned', actions: 'failWithEinval', target: 'returned' }] as const)
    .exhaustive()
  return operation<Allocate, Step | Enomem | Eintr | ArchFails>()({
    guards: {
      ...getFolio.guards,
      invalidateLockIsShareable: ({ kernel }) => invalidateLockIsShareable(kernel),
      isUnaligned: ({ kernel, call }) => call.start % kernel.hugepage !== 0 || call.pages % kernel.hugepage !== 0,
      isBeyond: ({ kernel, call }) => call.start + call.pages > kernel.pages,
      isOver: ({ call }) => call.index >= call.end,
      isNotOver: ({ call }) => call.index < call.end,
    },
    effects: {
      ...getFolio.effects,
      takeInvalidateLockShared: ({ kernel, call, self }) => {
        takeInvalidateLockShared(kernel, self)
        call.index = roundDown(kernel, call.start)
      },
      endRoundedDown: ({ kernel, call }) => {
        call.end = roundDown(kernel, call.start + call.pages)
      },
      endRoundedUp: ({ kernel, call }) => {
        call.end = roundUp(kernel, call.start + call.pages)
      },
      failWithEinval: ({ call }) => {
        call.result = EINVAL
      },
      dropInvalidateLockShared: ({ kernel, self }) => dropInvalidateLockShared(kernel, self),
      failWithEintr: ({ kernel, call, self }) => {
        findSignal(kernel, self)
        call.result = EINTR
      },
      lookForSignals: ({ kernel, self }) => lookForSignals(kernel, self),
      getNext: ({ kernel, call }) => {
        call['getFolio.index'] = indexInFile(kernel, call.index)
      },
      failToGetFolio: ({ call }) => {
        call.result = call['getFolio.result']
      },
      // folio_next_index()
      goOn: ({ kernel, call }) => {
        call.folio = call['getFolio.folio']
        call.index = kernel.index[call.folio]! + folioPages(kernel, call.folio)
      },
      unlockFolio: ({ kernel, call, self }) => unlockFolio(kernel, self, call.folio),
      putFolio: ({ kernel, call, self }) => putFolio(kernel, self, call.folio),
    },
  }).createMachine({
    id: 'allocate',
    context: ({ input }) => input,
    meta: {
      fn: 'kvm_gmem_allocate',
      locals: {
        start: cell(16),
        pages: cell(16),
        result: cell(RESULTS, showResult),
        index: cell(32),
        end: cell(32),
        folio: cell(32),
      },
    },
    initial: 'locking',
    states: {
      locking: {
        meta: { fn: 'filemap_invalidate_lock_shared' },
        on: {
          step: [
            { guard: 'isBeyond', actions: 'failWithEinval', target: 'returned' },
            ...refused,
            {
              guard: 'invalidateLockIsShareable',
              actions: ['takeInvalidateLockShared', ending],
              target: 'allocating',
            },
          ],
        },
      },
      allocating: {
        meta: { fn: 'kvm_gmem_allocate' },
        on: {
          step: [
            { guard: 'isOver', target: 'unlocking' },
            { actions: ['lookForSignals', 'getNext'], target: 'gettingFolio' },
          ],
          eintr: { guard: 'isNotOver', actions: 'failWithEintr', target: 'unlocking' },
        },
      },
      gettingFolio: {
        ...getFolio.config,
        onDone: [
          { guard: 'getFolio.failed', actions: 'failToGetFolio', target: 'unlocking' },
          { actions: 'goOn', target: 'unlockingFolio' },
        ],
      },
      unlockingFolio: {
        meta: { fn: 'folio_unlock' },
        on: { step: { actions: 'unlockFolio', target: 'putting' } },
      },
      putting: { meta: { fn: 'folio_put' }, on: { step: { actions: 'putFolio', target: 'allocating' } } },
      unlocking: {
        meta: { fn: 'filemap_invalidate_unlock_shared' },
        on: { step: { actions: 'dropInvalidateLockShared', target: 'returned' } },
      },
      returned: { type: 'final' },
    },
  })
}
