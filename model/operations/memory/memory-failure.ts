/**
 * A frame breaks, and the kernel takes it out of use.
 *
 * Memory failure keeps the reference it takes on the folio, and holds the folio lock while it calls guest_memfd.
 *
 * Source: memory_failure(), get_hwpoison_page(), hwpoison_user_mappings(), mm/memory-failure.c; kvm_gmem_error_folio(),
 * virt/kvm/guest_memfd.c.
 * Left out: the poison entries left in host page tables (may report host faults that would be refused earlier); a failing
 * unmap; the first time the folio lock is taken and dropped, for a filter; huge folios are given up as they are.
 */
import { match } from 'ts-pattern'
import { cell } from '../../../checker/declare.ts'
import type { Design } from '../../designs/design.ts'
import {
  type BeginLocal,
  beginAndZap,
  beginInvalidation,
  beginOf,
  type EndLocal,
  endIfBound,
  endInvalidation,
  mayInvalidate,
} from '../../fragments/unmapping/invalidate-files.ts'
import type { UnmapLocal } from '../../fragments/unmapping/notify-kvm.ts'
import { unmapMappingPages } from '../../fragments/unmapping/unmap-mapping-pages.ts'
import {
  dropInvalidateLockShared,
  invalidateLockIsShareable,
  takeInvalidateLockShared,
} from '../../kernel/locks/invalidate-lock.ts'
import { folioIsUnlocked, lockFolio, unlockFolio } from '../../kernel/memory/folio.ts'
import { drainLruBatches, isOnLru } from '../../kernel/memory/lru.ts'
import {
  dropFailureMutex,
  failureMutexIsFree,
  holdPoisonedFolio,
  takeFailureMutex,
} from '../../kernel/memory/memory-failure.ts'
import { operation, type Scope, type Step } from '../../kernel/words.ts'

type MemoryFailure = Scope<'frame' | 'index' | 'vm' | UnmapLocal | BeginLocal | EndLocal>

export const memoryFailure = (design: Design) => {
  const accepted = match(design.allocator)
    .with('pages', () => 'getting' as const)
    .with('hugepages', () => 'unlockingMutex' as const)
    .exhaustive()
  const { handling, handled } = match(design.failureHandlerLock)
    .with('shared', () => ({ handling: 'locking', handled: 'unlocking' }) as const)
    .with('none', () => ({ handling: 'zapping', handled: 'unlockingFolio' }) as const)
    .exhaustive()
  return operation<MemoryFailure, Step>()({
    guards: {
      ...unmapMappingPages.guards,
      ...beginInvalidation.guards,
      ...endInvalidation.guards,
      mutexIsFree: ({ kernel }) => failureMutexIsFree(kernel),
      isPoisoned: ({ kernel, call }) => kernel.hwpoison[call.frame] === 1,
      isUnused: ({ kernel, call }) => kernel.refs[call.frame] === 0,
      isNotOnLru: ({ kernel, call }) => !isOnLru(kernel, call.frame),
      isUnlocked: ({ kernel, call }) => folioIsUnlocked(kernel, call.frame),
      isTruncated: ({ kernel, call }) => kernel.mapping[call.frame] === 0,
      mayZapMore: ({ kernel, call }) =>
        mayInvalidate(kernel, call.vm, call.index, call.index + 1) && call.vm + 1 < kernel.vms,
      mayZap: ({ kernel, call }) => mayInvalidate(kernel, call.vm, call.index, call.index + 1),
      invalidateLockIsShareable: ({ kernel }) => invalidateLockIsShareable(kernel),
    },
    effects: {
      ...unmapMappingPages.effects,
      ...beginInvalidation.effects,
      ...endInvalidation.effects,
      takeMutex: ({ kernel, self }) => takeFailureMutex(kernel, self),
      poison: ({ kernel, call }) => {
        kernel.hwpoison[call.frame] = 1
      },
      drain: ({ kernel }) => drainLruBatches(kernel),
      hold: ({ kernel, call }) => holdPoisonedFolio(kernel, call.frame),
      lockFolio: ({ kernel, call, self }) => lockFolio(kernel, self, call.frame),
      keepIndex: ({ kernel, call }) => {
        call.index = kernel.index[call.frame]!
        call['unmap.start'] = call.index
        call['unmap.pages'] = 1
      },
      takeInvalidateLockShared: ({ kernel, self }) => takeInvalidateLockShared(kernel, self),
      beginPage: ({ kernel, call }) => beginOf(kernel, call, call.index, call.index + 1),
      endPage: ({ call }) => {
        call['end.start'] = call.index
        call['end.end'] = call.index + 1
      },
      // One section of mmu_lock, which ends what it started. Not asked: who keeps files and memslots from being freed.
      zapOne: ({ kernel, call, self }) => {
        beginAndZap(kernel, self, call.vm, call.index, call.index + 1)
        endIfBound(kernel, self, call.vm, call.index, call.index + 1)
        call.vm += 1
      },
      dropInvalidateLockShared: ({ kernel, self }) => dropInvalidateLockShared(kernel, self),
      unlockFolio: ({ kernel, call, self }) => unlockFolio(kernel, self, call.frame),
      dropMutex: ({ kernel, self }) => dropFailureMutex(kernel, self),
    },
  }).createMachine({
    id: 'memoryFailure',
    context: ({ input }) => input,
    meta: { fn: 'memory_failure', locals: { frame: cell(32), index: cell(32), vm: cell(4) } },
    initial: 'lockingMutex',
    states: {
      lockingMutex: {
        meta: { fn: 'mutex_lock' },
        on: { step: { guard: 'mutexIsFree', actions: 'takeMutex', target: 'poisoning' } },
      },
      poisoning: {
        meta: { fn: 'TestSetPageHWPoison' },
        on: {
          step: [
            { guard: 'isPoisoned', target: 'unlockingMutex' },
            { actions: 'poison', target: accepted },
          ],
        },
      },
      getting: {
        meta: { fn: 'get_hwpoison_page' },
        on: {
          step: [
            { guard: 'isUnused', target: 'unlockingMutex' },
            { guard: 'isNotOnLru', actions: 'drain' },
            { actions: 'hold', target: 'lockingFolio' },
          ],
        },
      },
      lockingFolio: {
        meta: { fn: 'folio_lock' },
        on: { step: { guard: 'isUnlocked', actions: 'lockFolio', target: 'checking' } },
      },
      checking: {
        meta: { fn: 'hwpoison_user_mappings' },
        on: {
          step: [
            { guard: 'isTruncated', target: 'unlockingFolio' },
            { actions: 'keepIndex', target: 'unmapping' },
          ],
        },
      },
      unmapping: { ...unmapMappingPages.config, onDone: { target: handling } },
      locking: {
        meta: { fn: 'filemap_invalidate_lock_shared' },
        on: {
          step: {
            guard: 'invalidateLockIsShareable',
            actions: ['takeInvalidateLockShared', 'beginPage'],
            target: 'beginning',
          },
        },
      },
      beginning: { ...beginInvalidation.config, onDone: { actions: 'endPage', target: 'ending' } },
      ending: { ...endInvalidation.config, onDone: { target: handled } },
      ...(design.failureHandlerLock === 'none' && {
        zapping: {
          meta: { fn: 'kvm_gmem_zap' },
          on: {
            step: [
              { guard: 'mayZapMore' as const, actions: 'zapOne' as const },
              { guard: 'mayZap' as const, actions: 'zapOne' as const, target: 'unlockingFolio' as const },
            ],
          },
        },
      }),
      unlocking: {
        meta: { fn: 'filemap_invalidate_unlock_shared' },
        on: { step: { actions: 'dropInvalidateLockShared', target: 'unlockingFolio' } },
      },
      unlockingFolio: {
        meta: { fn: 'folio_unlock' },
        on: { step: { actions: 'unlockFolio', target: 'unlockingMutex' } },
      },
      unlockingMutex: {
        meta: { fn: 'mutex_unlock' },
        on: { step: { actions: 'dropMutex', target: 'returned' } },
      },
      returned: { type: 'final' },
    },
  })
}
