/**
 * What a selftest says of steps that user space cannot bring about.
 */
import { describe, expect, it } from 'vitest'
import type { TraceStep } from '../../../../checker/index.ts'
import { selftestCall } from '../../../../cli/reports/selftest/calls.ts'
import { unforcedWords } from '../../../../cli/reports/selftest/forced.ts'
import type { TraceCall } from '../../../../cli/reports/selftest/order.ts'

const step = (fn: string, event = 'step') => ({ fn, event }) as TraceStep
const steps = [
  { ...step('kvm_gmem_get_pfn'), starts: {} },
  step('filemap_grab_folio', 'enomem'),
  step('kvm_arch_gmem_make_private', 'eio'),
  step('fput'),
]
const told = steps.map(({ fn, event }, index) => ({
  number: index + 1,
  thread: 0,
  text: event === 'step' ? `${fn}()` : `${fn}() fails: -${event.toUpperCase()}`,
  changes: [],
  needed: true,
}))
const call = { number: 0, thread: 0, operation: 'guest fault', args: {}, after: [], beside: [], steps: [0, 1, 2, 3] }

describe('steps that user space cannot bring about', () => {
  it('are said with the function to override, but for the allocation that fail-nth has fail', () => {
    const fails: TraceCall = { ...call, fails: { step: 1, nth: 1 } }
    expect(unforcedWords(fails, steps, told)).toEqual([
      'Step 3, kvm_arch_gmem_make_private() fails: -EIO: user space cannot force it; override what ' +
        'kvm_arch_gmem_make_private() returns by -EIO: with fail_function or bpf_override_return() where ' +
        'ALLOW_ERROR_INJECTION() names it, else by a return in its C.',
    ])
  })

  it('are said of a second allocation that fails, of signals and of locals that nobody sets', () => {
    const others = [
      step('xas_split_alloc', 'enomem'),
      step('signal_pending', 'eintr'),
      step('kvm_gmem_populate', 'one'),
    ]
    const [second, signal, local] = unforcedWords({ ...call, steps: [0, 1, 2] }, others, told)
    expect(second).toContain('beside another failure of the same call; override what xas_split_alloc() returns')
    expect(signal).toContain('send one meanwhile, or override what signal_pending() returns by -EINTR')
    expect(local).toContain('set the local in the C')
  })
})

it('has an access of a page that is mapped already look it up all the same, or says that it does not fault', () => {
  const asked = (operation: string, isMapped: boolean) => selftestCall(operation, { gfn: 1, page: 1 }, 0, isMapped)
  expect(asked('guest fault', false)).toEqual({ does: 'guest_access(0, PAGE(1))' })
  expect(asked('guest fault', true)?.does).toBe('prefault(0, PAGE(1))')
  expect(asked('guest fault', true)?.note).toContain('would not fault')
  expect(asked('host fault', false)?.note).toBeUndefined()
  expect(asked('host fault', true)?.note).toContain('does not fault')
})
