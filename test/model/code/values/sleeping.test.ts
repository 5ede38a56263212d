/**
 * What may sleep: not under a spinlock, and where it faults user memory in, not under locks that such a fault takes.
 */
import { describe, expect, it } from 'vitest'
import { codeOf, NOWHERE } from '../../../../model/c/ir/run.ts'
import { lower } from '../../../../model/c/lower/lower.ts'
import { parseC } from '../../../../model/c/parse/parse.ts'
import { wholeFile } from '../../../../model/c/text/source.ts'
import { bindingFor } from '../../../../model/code/binding.ts'
import { takeInvalidateLock, takeInvalidateLockShared } from '../../../../model/kernel/locks/invalidate-lock.ts'
import { takeSlotsLock } from '../../../../model/kernel/locks/slots-lock.ts'
import { NEW_INODE } from '../../../../model/kernel/state/new-files.ts'
import type { Kernel } from '../../../../model/kernel/state/state.ts'
import { wordsOf } from '../../../../model/kernel/state/told.ts'
import { kernelOf, raised } from '../../kernel/kernel.ts'
import { designNamed } from '../worlds.ts'

const binding = bindingFor(designNamed('linux-7-3'))

/** The words for a call under a spinlock of the inode, where it may sleep. */
async function underSpinlock(call: string): Promise<string | undefined> {
  const body = `\tspin_lock(&inode->i_lock);\n\t${call};\n\tspin_unlock(&inode->i_lock);\n`
  const text = `void f(struct inode *inode, struct file *file, struct kvm *kvm)\n{\n${body}}\n`
  const lowered = lower(await parseC(wholeFile('x.c', text)), 'f', binding)
  const kernel = kernelOf({}, { parts: ['new-files'] })
  kernel.taken[3] = 1
  kernel.heldFiles[0] = 1
  const scope = { kernel, call: {}, self: 0 } as never
  const locals = lowered.locals.map(() => 0)
  for (const [at, value] of [NEW_INODE, 1, 1].entries()) locals[lowered.params[at]!.local] = value
  const code = codeOf(lowered, binding)
  const { exit } = lowered.blocks[code.run(lowered.entry, locals, scope, [])]!
  if (exit.kind !== 'call') throw new TypeError(exit.kind)
  const end = code.run(exit.to, locals, scope, [`spin_lock ${NEW_INODE}`])
  expect(end === NOWHERE).toBe(kernel.sleptInSection !== 0)
  return kernel.sleptInSection === 0 ? undefined : wordsOf(kernel.sleptInSection - 1)
}

describe('under a spinlock', () => {
  it.each(['iput(inode)', 'kvm_put_kvm(kvm)', 'kzalloc(1, GFP_KERNEL)', 'lru_add_drain_all()', 'might_sleep()'])(
    '%s may sleep',
    async call => {
      const name = call.replace(/\(.*/, '')
      expect(await underSpinlock(call)).toBe(`${name}() may sleep, and f() calls it in a section that must not`)
    },
  )

  it('fput() does not: it leaves the rest to task work', async () => {
    expect(await underSpinlock('fput(file)')).toBeUndefined()
  })
})

describe.each(['copy_from_user', 'copy_to_user'])('%s()', name => {
  const bound = binding.functions[name]!
  if (bound.kind !== 'step') throw new TypeError(bound.kind)

  it.each<[string, (kernel: Kernel) => void, readonly string[]]>([
    ['is out of order under the invalidate lock', kernel => takeInvalidateLock(kernel, 0), ['lockOrderBroken']],
    ['and where that is shared', kernel => takeInvalidateLockShared(kernel, 0), ['lockOrderBroken']],
    ['and not under slots_lock', kernel => takeSlotsLock(kernel, 0, 0), []],
    ['nor without a lock', () => {}, []],
  ])('%s, whether or not it fails', (_, lock, signals) => {
    for (const { does } of Object.values(bound.outcomes)) {
      const kernel = kernelOf()
      kernel.failuresLeft = 1
      lock(kernel)
      does({ kernel, call: { offset: 0, len: 2, mode: 0 }, self: 0 } as never, [1, 0, 2, 0, 0, 0, 0, 0])
      expect(raised(kernel)).toEqual(signals)
    }
  })
})
