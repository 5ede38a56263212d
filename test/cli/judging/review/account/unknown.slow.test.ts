/**
 * Patches of C that calls what nothing binds.
 */

import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { gmemcheck, headline, root } from '../../../gmemcheck.ts'

const folder = mkdtempSync(join(tmpdir(), 'gmemcheck-'))
afterAll(() => rmSync(folder, { recursive: true }))

const fixture = readFileSync(join(root, 'test/fixtures/c/guest-memfd/pages.c'), 'utf8')
const locks = '\tfilemap_invalidate_lock(inode->i_mapping);\n\tfor_each'
const truncates = '\ttruncate_inode_pages_range(inode->i_mapping, offset, offset + len - 1);\n'

type Change = readonly [from: string, to: string]
const changed = (text: string, [from, to]: Change): string => {
  expect(text.split(from)).toHaveLength(2)
  return text.replace(from, () => to)
}

/** A review of a change of the fixture, to which something was done before. */
function reviewed(name: string, before: readonly Change[], change: Change, ...options: readonly string[]) {
  const base = before.reduce(changed, fixture)
  const texts = { before: base, after: changed(base, change) }
  for (const [side, text] of Object.entries(texts)) {
    mkdirSync(join(folder, name, side), { recursive: true })
    writeFileSync(join(folder, name, side, 'pages.c'), text)
  }
  const cwd = join(folder, name)
  const { stdout } = spawnSync('git', ['diff', '--no-index', 'before', 'after'], { cwd, encoding: 'utf8' })
  writeFileSync(join(cwd, 'a.patch'), stdout.replaceAll('a/before/', 'a/').replaceAll('b/after/', 'b/'))
  const args = ['--tree', join(cwd, 'before'), '--against', 'upstream', '--scenario', 'punch-hole']
  return gmemcheck('review', join(cwd, 'a.patch'), ...args, ...options)
}

const beside = (text: string): Change => [locks, locks.replace('\n', `\n${text}`)]

describe('a violation', () => {
  it('is possible where it needs a call that nothing binds to fail', () => {
    const adds = beside('\tif (reserve_hole(inode))\n\t\treturn -ENOMEM;\n')
    const { status, stdout } = reviewed('fails', [], adds)
    expect(status).toBe(3)
    expect(headline(stdout)).toContain('is possible, in 1 world, if reserve_hole() returns 1')
    expect(stdout).toContain('calls-keep-no-locks may not hold')
    const narrowed = reviewed('narrowed', [], adds, '--assume', 'reserve_hole=noop')
    expect(narrowed.status).toBe(3)
    expect(narrowed.stdout).not.toContain('possible')
  })

  it('is a verdict where such a call stands beside it, untouched and given nothing shared', () => {
    const { status, stdout } = reviewed('beside', [beside('\tcount_holes(1);\n')], [truncates, ''])
    expect(status).toBe(1)
    expect(stdout).toContain('nothing binds count_holes(): it is taken to do nothing')
  })

  it('is possible where such a call is given what is shared', () => {
    const { status, stdout } = reviewed('shared', [beside('\tnote_hole(inode);\n')], [truncates, ''])
    expect(status).toBe(3)
    expect(headline(stdout)).toContain('is possible, in 1 world, if note_hole() does nothing')
  })
})

describe('an assumption that is not in play', () => {
  it('does not change the exit code', () => {
    const neutral: Change = [
      '\tstruct gmem_file *view;\n\n\tfilemap_invalidate_lock(',
      '\tstruct gmem_file *view;\n\n\tcond_resched();\n\tfilemap_invalidate_lock(',
    ]
    const { status, stdout } = reviewed('untouched', [beside('\tnote_hole(inode);\n')], neutral)
    expect([status, stdout.includes('nothing binds note_hole()')]).toEqual([0, true])
  })
})

describe('an assumption in play', () => {
  it('keeps a review from saying 0', () => {
    const { status, stdout } = reviewed('in-play', [], beside('\tnote_hole(inode);\n'))
    expect(status).toBe(3)
    expect(stdout).toContain('nothing binds note_hole(), which is taken to do nothing')
  })
})
