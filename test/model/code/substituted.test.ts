import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseC } from '../../../model/c/parse/parse.ts'
import { wholeFile } from '../../../model/c/text/source.ts'
import { judged } from './worlds.ts'

const path = new URL('../../fixtures/c/guest-memfd/convert-without-rollback.c', import.meta.url).pathname
const text = readFileSync(path, 'utf8')
const convert = async (scenario: string, from = '', to = '') => {
  expect(text).toContain(from)
  const file = await parseC(wholeFile('convert.c', text.replace(from, to)))
  return judged({ scenario, operation: 'convert', file })
}
const broken = ({ verdicts }: { verdicts: Readonly<Record<string, string>> }) =>
  Object.keys(verdicts).filter(name => verdicts[name] === 'violated')

describe('a conversion of our own, in the place of the hand-written one', () => {
  it('keeps every promise while it has memory, and ends where the hand-written one ends', async () => {
    const ours = await convert('convert-to-shared')
    expect(broken(ours)).toEqual(broken(judged({ scenario: 'convert-to-shared', operation: 'convert' })))
    expect(ours.reached['split-hugepage']).toBe(true)
  })

  it('does not restore what a failed split has taken out', async () => {
    const ours = await convert('convert-to-shared-out-of-memory')
    expect(broken(ours)).toContain('failed-conversion-restores-state')
    const steps = ours.trace('failed-conversion-restores-state')
    const lines = text.split('\n')
    const inC = steps.filter(step => step.place)
    expect(inC.map(step => step.fn)).toContain('folio_ref_freeze')
    for (const { fn, place } of inC) {
      expect(lines[place!.line - 1]).toContain(place!.callee)
      if (place!.within === 'take_apart') expect(lines[place!.from[0]! - 1]).toContain('take_apart(inode, folio)')
      expect(fn).not.toBe('')
    }
    expect(steps.find(step => step.fn === 'filemap_invalidate_lock')!.place).toBeUndefined()
  })

  it('leaves hugepages split that go private', async () => {
    expect(broken(await convert('convert-to-private'))).toContain('private-hugepages-are-merged')
  })
})

describe('a defect put into the C', () => {
  it('is found: an unlock is dropped', async () => {
    expect(broken(await convert('convert-to-shared', '\tfolio_unlock(folio);\n'))).toContain('calls-keep-no-locks')
  })

  it('is found: a put is dropped', async () => {
    expect(broken(await convert('convert-to-shared', '\t\tfolio_put(folio);\n'))).toContain('calls-can-return')
  })

  it('is found: a put too many', async () => {
    expect(
      broken(await convert('convert-to-shared', 'folio_put(folio);', 'folio_put(folio);\n\t\tfolio_put(folio);')),
    ).toContain('references-have-owners')
  })

  it('is found: a loop ends one page early', async () => {
    // A guest fault on the page left out allocates a hugepage that it cannot add, again and again.
    const lost = await convert('convert-to-shared-during-guest-fault', 'at < pages;', 'at + 1 < pages;')
    expect(broken(lost)).toContain('calls-can-return')
    expect(broken(await convert('convert-to-shared-during-guest-fault'))).not.toContain('calls-can-return')
  })

  it('is found: an error is lost to a variable that shadows it', async () => {
    const lost = await convert(
      'convert-to-shared-out-of-memory',
      '\t\terr = take_apart(inode, folio);',
      '\t\tint err = take_apart(inode, folio);',
    )
    expect(broken(lost)).not.toEqual(broken(await convert('convert-to-shared-out-of-memory')))
  })

  it('is found: the result is never set', async () => {
    const unset = '\terr = kvm_gmem_shareability_apply(inode, work, to_shared ? SHAREABILITY_ALL : SHAREABILITY_GUEST);'
    const lost = await convert('convert-unallocated', unset, unset.replace('err = ', ''))
    expect(broken(lost)).toContain('no-unset-value-is-read')
  })
})
