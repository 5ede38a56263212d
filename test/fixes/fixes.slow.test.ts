/**
 * Public fixes, taken out of trees that have them and put back. A tree is no part of the repository: GMEMCHECK_TREES names
 * a directory with trees 6.12, 7.3 (.ci/kernel-trees fetches them) and mainline.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { gmemcheck } from '../cli/gmemcheck.ts'
import { cleanUps } from './clean-ups.ts'
import { conversionFixes } from './conversion.ts'
import { excluded } from './excluded.ts'
import { BREAKS } from './fix.ts'
import { guestMemfdFixes } from './guest-memfd.ts'
import { kvmMainFixes } from './kvm-main.ts'
import { mmuFixes } from './mmu.ts'
import { otherFixes } from './other-files.ts'
import { patchesOf, type Tried } from './patches.ts'
import { sevFixes } from './sev.ts'
import { unposted } from './unposted.ts'

const trees = process.env.GMEMCHECK_TREES ?? 'none'
const folder = mkdtempSync(join(tmpdir(), 'gmemcheck-'))
afterAll(() => rmSync(folder, { recursive: true }))

const fixes = [...guestMemfdFixes, ...conversionFixes, ...kvmMainFixes, ...mmuFixes, ...sevFixes, ...otherFixes]
const review = ({ patch, tree }: Tried, scenario?: string) =>
  gmemcheck('review', patch, '--tree', tree, ...(scenario === undefined ? [] : ['--scenario', scenario]))

it('no fix is tried that is said not to be tried', () => {
  const sources = new Set(fixes.map(({ source }) => source))
  expect(excluded.filter(({ source }) => sources.has(source))).toEqual([])
})

for (const version of ['6.12', '7.3', 'mainline']) {
  const tried = fixes.filter(({ edits }) => version in edits)
  if (!existsSync(join(trees, version)))
    it.skip(
      `tries ${tried.length} fixes in ${version}: GMEMCHECK_TREES has no such tree, and nothing of this is tested`,
    )
  else
    describe.each(tried)(`$name in ${version}`, fix => {
      const patches = patchesOf(fix, version, trees, join(folder, `${fix.name}@${version}`))
      it('is found when it is taken out', () => expect(fix.reversed).toContain(review(patches.reversed).status))
      // What the model does not run is told as such whichever way the patch goes.
      const isRun = fix.file.endsWith('guest_memfd.c') || fix.reversed === BREAKS
      if (isRun)
        it('breaks nothing when it is put back, and leads with what it repairs', () => {
          const { status, stdout } = review(patches.forward)
          expect(fix.forward ?? [0, 3]).toContain(status)
          if (status === 0 && fix.reversed === BREAKS) expect(stdout).toMatch(/^the patch repairs /)
        })
    })
  if (existsSync(join(trees, version)))
    it.each(unposted.filter(({ edits }) => version in edits))(`$name in ${version} is found`, fix => {
      const { reversed } = patchesOf(fix, version, trees, join(folder, `${fix.name}@${version}`))
      expect(fix.reversed).toContain(review(reversed, fix.scenario).status)
    })
  if (existsSync(join(trees, version)))
    it.each(cleanUps.filter(({ edits }) => version in edits))(`$name in ${version} breaks nothing`, change => {
      const { reversed } = patchesOf(change, version, trees, join(folder, `${change.name}@${version}`))
      expect(review(reversed, change.scenario)).toMatchObject({ status: 0 })
    })
}
