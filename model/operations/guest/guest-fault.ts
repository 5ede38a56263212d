/**
 * A guest access to a gfn, private or shared, that has no SPTE: KVM finds the pfn and maps it, as large as its folio was when
 * it was looked up.
 *
 * Source: kvm_tdp_page_fault(), kvm_mmu_faultin_pfn(), is_page_fault_stale(), kvm_tdp_mmu_map(), arch/x86/kvm/mmu/;
 * kvm_gmem_get_pfn(), virt/kvm/guest_memfd.c.
 * Left out: shared faults through the host mapping (slots that are not guest_memfd only); emulation of an access that has
 * no memslot: it fails. A stale fault returns to the guest, which may fault again as another call; KVM_PRE_FAULT_MEMORY
 * tries again in place, inside one read section of kvm->srcu.
 */
import { match } from 'ts-pattern'
import { cell } from '../../../checker/declare.ts'
import type { Design } from '../../designs/design.ts'
import { type GetPfnLocal, getPfn } from '../../fragments/pfn/get-pfn.ts'
import type { ArchFails } from '../../fragments/pfn/prepare.ts'
import { shareOf } from '../../kernel/attributes/shareability.ts'
import { putFolio } from '../../kernel/memory/folio.ts'
import { enterSlots, GONE, leaveSlots, slotMissing } from '../../kernel/memslots/memslots.ts'
import { pageAtGfn, slotAtGfn } from '../../kernel/memslots/places.ts'
import { endFault, startFault } from '../../kernel/mmu/faults.ts'
import { installSpte, mustRetry, mustRetryUnlocked, rangeIsEmpty } from '../../kernel/mmu/mmu.ts'
import {
  EAGAIN,
  EFAULT,
  ENOENT,
  INVALID,
  OK,
  PRIVATE,
  RESULTS,
  RETRY,
  showResult,
  showShare,
} from '../../kernel/state/values.ts'
import { type Enomem, operation, type Scope, type Step } from '../../kernel/words.ts'

type GuestFaultLocal = 'gfn' | 'kind' | 'vm' | 'result' | 'missing' | 'frame' | 'folio' | 'level' | GetPfnLocal
type GuestFault = Scope<GuestFaultLocal>

const slotAccessed = ({ kernel, call }: GuestFault): number => slotAtGfn(kernel, call.vm, call.gfn)

export const guestFault = (design: Design) => faultOn(design, false)

/** KVM_PRE_FAULT_MEMORY of one gfn. Source: kvm_vcpu_pre_fault_memory(), kvm_tdp_page_prefault(). */
export const prefault = (design: Design) => faultOn(design, true)

const faultOn = (design: Design, inPlace: boolean) => {
  const retried = inPlace ? 'entered' : 'returned'
  const endTry = inPlace ? 'endTry' : 'endFault'
  const noSlot = inPlace ? 'failWithoutSlot' : 'failWithEfault'
  const { onInvalidSlot, waiting } = match({ inPlace, design })
    .with({ inPlace: false }, () => ({
      onInvalidSlot: { guard: 'slotWasInvalid', actions: ['retry', 'endFault'], target: 'returned' } as const,
      waiting: {},
    }))
    .with({ design: { prefaultOnInvalidSlot: 'fails' } }, () => ({
      onInvalidSlot: { guard: 'slotWasInvalid', actions: ['failWithEagain', 'endFault'], target: 'returned' } as const,
      waiting: {},
    }))
    .with({ design: { prefaultOnInvalidSlot: 'retries' } }, () => ({
      onInvalidSlot: { guard: 'slotWasInvalid', actions: 'endTry', target: 'waiting' } as const,
      // It tries again and again: that is told as waiting for a memslot that is valid, or gone.
      waiting: {
        waiting: {
          meta: { fn: 'kvm_tdp_page_prefault' },
          on: { step: { guard: 'slotIsNotInvalid' as const, target: 'entered' as const } },
        },
      },
    }))
    .exhaustive()
  const pfn = getPfn(design)
  const finish = match(design.pfnReference)
    .with('kept', () => ['putFolio'] as const)
    .with('dropped', () => [] as const)
    .exhaustive()
  return operation<GuestFault, Step | Enomem | ArchFails>()({
    guards: {
      ...pfn.guards,
      slotWasGone: ({ call }) => call.missing === GONE,
      slotWasInvalid: ({ call }) => call.missing === INVALID,
      slotIsNotInvalid: scope => slotMissing(scope.kernel, slotAccessed(scope)) !== INVALID,
      isStale: ({ call }) => call.result === RETRY,
      kindDiffers: ({ kernel, call }) => shareOf(kernel, call.vm, pageAtGfn(kernel, call.gfn)) !== call.kind,
      mustRetryUnlocked: ({ kernel, call, self }) => mustRetryUnlocked(kernel, call.vm, call.gfn, self),
      rangeIsEmpty: ({ kernel, call }) => rangeIsEmpty(kernel, call.vm),
      mustRetry: ({ kernel, call, self }) => mustRetry(kernel, call.vm, call.gfn, self),
    },
    effects: {
      ...pfn.effects,
      enterSlots: ({ kernel, call, self }) => enterSlots(kernel, self, call.vm),
      // kvm_mmu_do_page_fault(); KVM_MEMSLOT_INVALID is a flag of the copy that is found meanwhile.
      lookUpSlot: scope => {
        scope.call.missing = slotMissing(scope.kernel, slotAccessed(scope))
      },
      tryOnce: ({ kernel, call, self }) => {
        call.result = OK
        startFault(kernel, self, call.vm, call.kind, call.gfn)
      },
      endTry: ({ kernel, call, self }) => endFault(kernel, self, call.vm, call.kind),
      failWithEfault: ({ call }) => {
        call.result = EFAULT
      },
      // kvm_handle_noslot_fault(): a shared access would be emulated, which a prefault cannot ask for.
      failWithoutSlot: ({ call }) => {
        call.result = call.kind === PRIVATE ? EFAULT : ENOENT
      },
      failWithEagain: ({ call }) => {
        call.result = EAGAIN
      },
      retry: ({ call }) => {
        call.result = RETRY
      },
      findPfn: ({ call }) => {
        call['getPfn.gfn'] = call.gfn
        call['getPfn.vm'] = call.vm
      },
      keepError: ({ call }) => {
        call.result = call['getPfn.result']
      },
      keepPfn: ({ call }) => {
        call.folio = call['getPfn.folio']
        call.frame = call['getPfn.frame']
        call.level = call['getPfn.level']
      },
      putFolio: ({ kernel, call, self }) => putFolio(kernel, self, call.folio),
      takeMmuLock: ({ kernel, call, self }) => {
        kernel.mmuReaders[call.vm]! |= 1 << self
      },
      warnEmptyRange: ({ kernel }) => {
        kernel.warnEmptyRange = 1
      },
      installSpte: ({ kernel, call, self }) => {
        if (((kernel.zappedSince >> self) & 1) === 1) kernel.installedStale = 1 + call.gfn
        installSpte(kernel, call.vm, call.kind, call.gfn, call.frame, call.level)
      },
      dropMmuLock: ({ kernel, call, self }) => {
        kernel.mmuReaders[call.vm]! &= ~(1 << self)
      },
      endFault: ({ kernel, call, self }) => {
        leaveSlots(kernel, self, call.vm)
        endFault(kernel, self, call.vm, call.kind)
      },
    },
  }).createMachine({
    id: 'guestFault',
    context: ({ input }) => input,
    meta: {
      fn: 'kvm_tdp_page_fault',
      locals: {
        gfn: cell(16),
        kind: cell(2, showShare),
        vm: cell(4),
        result: cell(RESULTS, showResult),
        missing: cell(3),
        frame: cell(32),
        folio: cell(32),
        level: cell(2),
      },
    },
    initial: inPlace ? 'entering' : 'entered',
    states: {
      ...(inPlace && {
        entering: {
          meta: { fn: 'kvm_vcpu_pre_fault_memory' },
          on: { step: { actions: 'enterSlots' as const, target: 'entered' as const } },
        },
      }),
      entered: {
        meta: { fn: 'kvm_mmu_faultin_pfn' },
        on: {
          step: {
            actions: inPlace ? ['tryOnce', 'lookUpSlot'] : ['enterSlots', 'tryOnce', 'lookUpSlot'],
            target: 'checkingKind',
          },
        },
      },
      checkingKind: {
        meta: { fn: 'kvm_mem_is_private' },
        on: {
          step: [
            { guard: 'kindDiffers', actions: ['failWithEfault', 'endFault'], target: 'returned' },
            { guard: 'slotWasGone', actions: [noSlot, 'endFault'], target: 'returned' },
            onInvalidSlot,
            { target: 'checkingSequence' },
          ],
        },
      },
      ...waiting,
      checkingSequence: {
        meta: { fn: 'mmu_invalidate_retry_gfn_unsafe' },
        on: {
          step: [
            { guard: 'mustRetryUnlocked', actions: ['retry', endTry], target: retried },
            { actions: 'findPfn', target: 'gettingPfn' },
          ],
        },
      },
      gettingPfn: {
        ...pfn.config,
        onDone: [
          { guard: 'getPfn.failed', actions: ['keepError', 'endFault'], target: 'returned' },
          { actions: 'keepPfn', target: 'checkingSequenceAgain' },
        ],
      },
      checkingSequenceAgain: {
        meta: { fn: 'mmu_invalidate_retry_gfn_unsafe' },
        on: {
          step: [{ guard: 'mustRetryUnlocked', actions: 'retry', target: 'finishing' }, { target: 'checkingStale' }],
        },
      },
      checkingStale: {
        meta: { fn: 'is_page_fault_stale' },
        on: {
          step: [
            {
              guard: 'rangeIsEmpty',
              actions: ['takeMmuLock', 'warnEmptyRange', 'retry'],
              target: 'finishingUnderMmuLock',
            },
            { guard: 'mustRetry', actions: ['takeMmuLock', 'retry'], target: 'finishingUnderMmuLock' },
            { actions: 'takeMmuLock', target: 'mapping' },
          ],
        },
      },
      mapping: {
        meta: { fn: 'kvm_tdp_mmu_map' },
        on: { step: { actions: 'installSpte', target: 'finishingUnderMmuLock' } },
      },
      finishingUnderMmuLock: {
        meta: { fn: 'kvm_mmu_finish_page_fault' },
        on: {
          step: [
            ...(inPlace
              ? ([{ guard: 'isStale', actions: [...finish, 'dropMmuLock', 'endTry'], target: 'entered' }] as const)
              : []),
            { actions: [...finish, 'dropMmuLock', 'endFault'], target: 'returned' },
          ],
        },
      },
      finishing: {
        meta: { fn: 'kvm_mmu_finish_page_fault' },
        on: { step: { actions: [...finish, endTry], target: retried } },
      },
      returned: { type: 'final' },
    },
  })
}
