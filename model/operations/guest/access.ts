/**
 * Accesses to memory that is mapped already: what they leave in the frame.
 *
 * Source: the machine; page tables as kvm_tdp_mmu_map() and finish_fault() left them.
 */
import { cell } from '../../../checker/declare.ts'
import { spteAt, spteFrame, spteIsHuge } from '../../kernel/mmu/mmu.ts'
import { GUEST, HOST, showShare } from '../../kernel/state/values.ts'
import { operation, type Scope, type Step } from '../../kernel/words.ts'

/** The guest writes to a gfn, if an SPTE of that kind maps it with a small page. */
export const guestWrite = () =>
  operation<Scope<'gfn' | 'kind' | 'vm'>, Step>()({
    guards: {
      isMapped: ({ kernel, call }) => {
        const spte = spteAt(kernel, call.vm, call.kind, call.gfn)
        return spte !== 0 && !spteIsHuge(spte)
      },
    },
    effects: {
      write: ({ kernel, call }) => {
        kernel.contents[spteFrame(spteAt(kernel, call.vm, call.kind, call.gfn))] = GUEST
      },
    },
  }).createMachine({
    id: 'guestWrite',
    context: ({ input }) => input,
    meta: { fn: 'guest', locals: { gfn: cell(16), kind: cell(2, showShare), vm: cell(4) } },
    initial: 'writing',
    states: {
      writing: {
        meta: { fn: 'guest' },
        on: { step: [{ guard: 'isMapped', actions: 'write', target: 'returned' }, { target: 'returned' }] },
      },
      returned: { type: 'final' },
    },
  })

/** The host writes to a page, if a host page table maps it. */
export const hostWrite = () =>
  operation<Scope<'page'>, Step>()({
    guards: { isMapped: ({ kernel, call }) => kernel.hostPte[call.page] !== 0 },
    effects: {
      write: ({ kernel, call }) => {
        const frame = kernel.hostPte[call.page]! - 1
        kernel.contents[frame] = HOST
      },
    },
  }).createMachine({
    id: 'hostWrite',
    context: ({ input }) => input,
    meta: { fn: 'host', locals: { page: cell(16) } },
    initial: 'writing',
    states: {
      writing: {
        meta: { fn: 'host' },
        on: { step: [{ guard: 'isMapped', actions: 'write', target: 'returned' }, { target: 'returned' }] },
      },
      returned: { type: 'final' },
    },
  })
