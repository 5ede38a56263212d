/**
 * Fields that a file declares in structs of which others are known.
 */
import { describe, expect, it } from 'vitest'
import { lowerAll } from '../../../model/c/lower/lower.ts'
import { parseC } from '../../../model/c/parse/parse.ts'
import { wholeFile } from '../../../model/c/parse/source.ts'
import { bindingFor } from '../../../model/code/binding.ts'
import { needsOf, withNeeds } from '../../../model/code/needs.ts'
import { designs } from '../../../model/designs/index.ts'
import { declared } from '../../../model/kernel/file/declared.c.ts'
import { kernelOf } from './kernel.ts'

const upstream = designs.find(({ name }) => name === 'upstream')!

const lowered = async (fields: string, body: string) => {
  const text = `struct gmem_inode {\n\tu64 flags;\n\tstruct inode vfs_inode;\n${fields}};\n\nint f(struct inode *inode)\n{\n${body}\treturn 0;\n}\n`
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
    const [ofInode, ofFile] = [declared.field('gmem_inode', 1, 'int')!, declared.field('kvm_gmem', 1, 'int')!]
    ofInode.write!(scope, 1, 3)
    ofFile.write!(scope, 2, 5)
    expect([ofInode.read!(scope, 1), ofFile.read!(scope, 1), ofFile.read!(scope, 2)]).toEqual([3, 0, 5])
    expect(() => ofInode.write!(scope, 1, 16)).toThrow('a field of struct gmem_inode is set to 16')
  })
})
