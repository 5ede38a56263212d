/**
 * Fields that a file declares in structs of which others are known.
 */
import { describe, expect, it } from 'vitest'
import { lowerAll } from '../../../model/c/lower/lower.ts'
import { parseC } from '../../../model/c/parse/parse.ts'
import { wholeFile } from '../../../model/c/text/source.ts'
import { bindingFor } from '../../../model/code/binding.ts'
import { needsOf, withNeeds } from '../../../model/code/needs.ts'
import { designs } from '../../../model/designs/index.ts'
import { declared } from '../../../model/kernel/file/declared.c.ts'
import type { Kernel } from '../../../model/kernel/state/state.ts'
import { kernelOf } from './kernel.ts'

const upstream = designs.find(({ name }) => name === 'upstream')!

const lowered = async (fields: string, body: string, before = '') => {
  const text = `struct gmem_inode {\n\tu64 flags;\n\tstruct inode vfs_inode;\n${fields}};\n\n${before}int f(struct inode *inode)\n{\n${body}\treturn 0;\n}\n`
  return lowerAll(await parseC(wholeFile('x.c', text)), ['f'], bindingFor(upstream)).lowered[0]!
}

describe('a field that a file declares', () => {
  const counts = '\tGMEM_I(inode)->holes++;\n'

  it('is state of the world, which it needs', async () => {
    const code = await lowered('\tbool first;\n\tunsigned long holes;\n', counts)
    expect(code.assumptions.map(({ assumed }) => assumed)).toEqual([])
    expect(new Set(needsOf(code))).toEqual(new Set(['declared']))
  })

  it('is assumed where it is no number, or one too many', async () => {
    const assumed = async (fields: string) =>
      (await lowered(fields, counts)).assumptions.some(one => one.assumed.startsWith('nothing binds'))
    expect(await assumed('\tstruct list_head *holes;\n')).toBe(true)
    expect(await assumed('\tint a, b, c, d, holes;\n')).toBe(true)
    expect(await assumed('\tint a, b, c, holes;\n')).toBe(false)
  })

  it('keeps what is written, for each inode and file apart, and tells where it leaves its values', () => {
    const scenario = {
      bounds: { pages: 1, hugepage: 1, frames: 1, threads: 1, vms: 2, failures: 0 },
      environment: { tdxHoldsReferences: false },
      initial: [],
    }
    const { bounds, environment } = withNeeds(scenario, ['declared'])
    const scope = { kernel: kernelOf(bounds, environment) } as never
    const [ofInode, ofFile] = [declared.field('gmem_inode', 1, 'int', 0)!, declared.field('kvm_gmem', 1, 'int', 0)!]
    ofInode.write!(scope, 1, 3)
    ofFile.write!(scope, 2, 5)
    expect([ofInode.read!(scope, 1), ofFile.read!(scope, 1), ofFile.read!(scope, 2)]).toEqual([3, 0, 5])
    expect(() => ofInode.write!(scope, 1, 16)).toThrow('a field of struct gmem_inode is set to 16')
  })

  const makes = (body: string) => `static void __kvm_gmem_create(struct gmem_inode *gi, int n)\n{\n${body}}\n\n`
  const needsWith = async (made: string) => {
    const code = await lowered('\tint first;\n\tint holes;\n', counts, makes(made))
    const isUnknown = code.assumptions.some(one => one.assumed.startsWith('nothing binds'))
    return isUnknown ? 'unknown' : [...new Set(needsOf(code))].join()
  }

  it.each([
    ['what the code sets that makes it', '\tgi->holes = 3;\n', 'declared gmem_inode 1 3'],
    ['0 where that sets nothing', '\tgi->first = 3;\n', 'declared'],
    ['0 where that sets 0', '\tgi->holes = 0;\n', 'declared'],
    ['any number where that depends on arguments', '\tgi->holes = n;\n', 'unknown'],
    ['any number where that sets it under a condition', '\tif (n)\n\t\tgi->holes = 3;\n', 'unknown'],
    ['any number where that sets two', '\tgi->holes = 0;\n\tgi->holes = 3;\n', 'unknown'],
    ['any number where that counts it', '\tgi->holes++;\n', 'unknown'],
    ['any number where it has no such value', '\tgi->holes = 99;\n', 'unknown'],
  ])('begins with %s', async (_, made, needs) => {
    expect(await needsWith(made)).toBe(needs)
  })

  it('has its first number in the inode, or in every file', () => {
    const scenario = {
      bounds: { pages: 1, hugepage: 1, frames: 1, threads: 1, vms: 2, failures: 0 },
      environment: { tdxHoldsReferences: false },
      initial: [(_: Kernel) => {}],
    }
    const { bounds, environment, initial } = withNeeds(scenario, ['declared gmem_inode 1 3', 'declared kvm_gmem 0 5'])
    const kernel = kernelOf(bounds, environment)
    initial[0]!(kernel)
    const scope = { kernel } as never
    const [ofInode, ofFile] = [declared.field('gmem_inode', 1, 'int', 3)!, declared.field('kvm_gmem', 0, 'int', 5)!]
    expect([ofInode.read!(scope, 1), ofFile.read!(scope, 1), ofFile.read!(scope, 2)]).toEqual([3, 5, 5])
  })
})

describe('a read of such a field', () => {
  const uses = async (body: string, before = '') =>
    (await lowered('\tunsigned long holes;\n', body, before)).sites.flatMap(({ assumed }) => assumed ?? [])
  const deciding = '\tif (GMEM_I(inode)->holes)\n\t\treturn 1;\n'
  const setter = (name: string) => `void ${name}(struct inode *inode)\n{\n\tGMEM_I(inode)->holes = 1;\n}\n\n`

  it('rests on how its struct was made, if code sets it later', async () => {
    expect(await uses(deciding, setter('g'))).toEqual(['as made'])
  })
  it('is what its struct was made with, if nothing else sets it', async () => {
    expect(await uses(deciding)).toEqual([])
    expect(await uses(deciding, setter('gmem_init'))).toEqual([])
  })
  it('decides about nothing where it is counted on', async () => {
    expect(await uses('\tGMEM_I(inode)->holes++;\n')).toEqual(['counted'])
    expect(await uses('\tGMEM_I(inode)->holes += 2;\n')).toEqual(['counted'])
    expect(await uses('\treturn GMEM_I(inode)->holes++;\n')).toEqual(['as made'])
  })
})
