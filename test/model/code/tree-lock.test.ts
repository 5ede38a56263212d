/**
 * The tree of attributes is looked at and changed under its external lock, and says so.
 */
import { describe, expect, it } from 'vitest'
import { codeOf } from '../../../model/c/ir/run.ts'
import { lower } from '../../../model/c/lower/lower.ts'
import { parseC } from '../../../model/c/parse/parse.ts'
import { wholeFile } from '../../../model/c/text/source.ts'
import { bindingFor } from '../../../model/code/binding.ts'
import { takeInvalidateLock, takeInvalidateLockShared } from '../../../model/kernel/locks/invalidate-lock.ts'
import type { Kernel } from '../../../model/kernel/state/state.ts'
import { wordsOf } from '../../../model/kernel/state/told.ts'
import { kernelOf } from '../kernel/kernel.ts'
import { designNamed } from './worlds.ts'

const binding = bindingFor(designNamed('in-place-conversion'))
const nothing = () => {}
const shared = (kernel: Kernel) => takeInvalidateLockShared(kernel, 0)
const exclusive = (kernel: Kernel) => takeInvalidateLock(kernel, 0)
const ofOther = (kernel: Kernel) => takeInvalidateLock(kernel, 1)

const told = (kernel: Kernel) => (kernel.assertionFired === 0 ? undefined : wordsOf(kernel.assertionFired - 1))

const lowered = async (check: string) => {
  const tree = '\tstruct maple_tree *mt = &GMEM_I(inode)->attributes;\n\n'
  return lower(await parseC(wholeFile('x.c', `void f(struct inode *inode)\n{\n${tree}\t${check};\n}\n`)), 'f', binding)
}

/** What fires in a check of the attributes of an inode. */
async function fired(check: string, lock: (kernel: Kernel) => void): Promise<string | undefined> {
  const code = await lowered(check)
  const kernel = kernelOf()
  lock(kernel)
  const locals = code.locals.map(() => 0)
  locals[code.params[0]!.local] = 1
  codeOf(code, binding).run(code.entry, locals, { kernel, call: {}, self: 0 } as never, [])
  return told(kernel)
}

describe('lockdep_assert()', () => {
  const [held, written] = ['lockdep_assert(mt_lock_is_held(mt))', 'lockdep_assert(mt_write_lock_is_held(mt))']

  it.each<[string, (kernel: Kernel) => void, readonly boolean[]]>([
    ['without the lock', nothing, [true, true]],
    ['where another thread has it', ofOther, [true, true]],
    ['where it is shared, unless it must not be', shared, [false, true]],
    ['not where it is held', exclusive, [false, false]],
  ])('fires %s', async (_, lock, fires) => {
    const words = await Promise.all([held, written].map(check => fired(check, lock)))
    expect(words).toEqual([held, written].map((check, at) => (fires[at] ? `${check} fires in f()` : undefined)))
  })

  it('asks lockdep_is_held() of locks that are known', async () => {
    const check = 'lockdep_assert(lockdep_is_held(&inode->i_mapping->invalidate_lock))'
    expect(await fired(check, nothing)).toMatch(/fires in f\(\)$/)
    expect(await fired(check, shared)).toBeUndefined()
  })

  it.each(['lockdep_assert(lockdep_is_held(&mt->ma_lock))', 'lockdep_assert(nobody_knows(inode))'])(
    'is not seen of others: %s',
    async check => {
      expect(await fired(check, nothing)).toBeUndefined()
      expect((await lowered(check)).blind.map(({ why }) => why).join()).toMatch(/is not known here$/)
    },
  )
})

describe.each([
  ['mas_preallocate', 'rcu_dereference_check(', false],
  ['mas_store_prealloc', 'rcu_dereference_protected(', true],
  ['mas_store_gfp', 'rcu_dereference_protected(', true],
] as const)('%s()', (name, check, forWrite) => {
  const bound = binding.functions[name]!
  if (bound.kind !== 'step') throw new TypeError(bound.kind)

  it.each<[string, (kernel: Kernel) => void, boolean]>([
    ['not held', nothing, true],
    ['shared', shared, forWrite],
    ['held', exclusive, false],
  ])('asserts, whether or not it fails, that its lock is held: it is %s', (_, lock, fires) => {
    for (const { does } of Object.values(bound.outcomes)) {
      const kernel = kernelOf()
      kernel.failuresLeft = 1
      lock(kernel)
      does({ kernel, call: { 'creation.flags': 0 }, self: 0 } as never, [48, 0, 1, 0, 2, 9, 1])
      const said = told(kernel)
      expect(said?.slice(0, said.indexOf('(') + 1)).toBe(fires ? check : undefined)
    }
  })
})
