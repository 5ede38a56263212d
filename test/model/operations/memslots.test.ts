/**
 * Calls beside memslots that come and go, in the order of the source.
 */
import { describe, expect, it } from 'vitest'
import type { Kernel } from '../../../model/kernel/state/state.ts'
import { INVALID, PRIVATE, SHARED } from '../../../model/kernel/state/values.ts'
import { bound } from '../../../model/scenarios/parts/memslots.ts'
import { runAlone } from './alone.ts'

const slotIs = (visible: number) => (kernel: Kernel) => {
  bound(kernel, 0)
  kernel.slotVisible[0] = visible
}
const access = (operation: string, kind: number, visible: number) => ({
  operation,
  args: { gfn: 0, kind, vm: 0 },
  parts: ['memslots', 'vm-attributes'] as const,
  initial: slotIs(visible),
})
const [GONE, VISIBLE] = [0, 1]

describe('an access of a vCPU', () => {
  it.each([
    ['the other kind, whatever the memslot', SHARED, INVALID, '-EFAULT'],
    ['the other kind, without a memslot', SHARED, GONE, '-EFAULT'],
    ['to a memslot that is being deleted', PRIVATE, INVALID, 'RET_PF_RETRY'],
    ['without a memslot', PRIVATE, GONE, '-EFAULT'],
    ['to a memslot', PRIVATE, VISIBLE, '0'],
  ])('%s', (_, kind, visible, result) => {
    expect(runAlone('linux-7-3', access('guest fault', kind, visible))).toMatchObject({ result })
  })
})

describe('a prefault', () => {
  it.each([
    ['linux-7-3', 'the other kind, whatever the memslot', SHARED, INVALID, '-EFAULT'],
    ['linux-7-3', 'a memslot that is being deleted', PRIVATE, INVALID, '-EAGAIN'],
    ['linux-6-12', 'the other kind, whatever the memslot', SHARED, INVALID, '-EFAULT'],
    ['linux-6-12', 'a memslot that is being deleted', PRIVATE, INVALID, 'waits'],
  ])('of %s: %s', (design, _, kind, visible, result) => {
    expect(runAlone(design, access('prefault', kind, visible))).toMatchObject({ result })
  })
})

describe('deleting a memslot', () => {
  it('waits for readers twice: before it zaps, and before it unbinds and frees', () => {
    const { fns } = runAlone('linux-7-3', {
      operation: 'delete memslot',
      args: { vm: 0, second: 0 },
      parts: ['memslots'],
      initial: slotIs(VISIBLE),
    })
    const told = ['kvm_swap_active_memslots', 'synchronize_srcu_expedited', 'kvm_arch_flush_shadow_memslot']
    expect(fns.filter(fn => [...told, 'kvm_gmem_unbind', 'kvm_free_memslot'].includes(fn)).slice(0, 6)).toEqual([
      ...told,
      'kvm_swap_active_memslots',
      'synchronize_srcu_expedited',
      'kvm_gmem_unbind',
    ])
  })
})
