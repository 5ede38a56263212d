/**
 * A repair lets code run that an endless loop kept from running, and that breaks promises as it always would have.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { unifiedDiff } from '../../../../../model/c/patch/unified.ts'
import { gmemcheck, root } from '../../../gmemcheck.ts'

const folder = mkdtempSync(join(tmpdir(), 'gmemcheck-'))
afterAll(() => rmSync(folder, { recursive: true }))

const file = 'convert-with-rollback.c'
const whole = readFileSync(join(root, 'test/fixtures/c/guest-memfd', file), 'utf8')

function edited(text: string, from: string, to: string): string {
  expect(text.split(from)).toHaveLength(2)
  return text.replace(from, () => to)
}

const rollback = `	while (err && to_shared && index > work->start) {
		index -= pages;
		merge_at(inode, index, pages);
	}
`
/** Of an unsigned index that begins at 0, every value is at least the start. */
const endless = `	if (!err || !to_shared)
		return err;
	for (index -= pages; index >= work->start; index -= pages)
		merge_at(inode, index, pages);
`
const ending = `	if (!err || !to_shared)
		return err;
	while (index > work->start) {
		index -= pages;
		merge_at(inode, index, pages);
	}
`
const before = edited(
  edited(whole, rollback, endless),
  'while (at-- > 0)\n\t\ttake_out(page_at(folio, at))',
  'for (back = 0; back < at; back++)\n\t\ttake_out(page_at(folio, back))',
).replace('size_t pages, at;', 'size_t pages, at, back;')
const mended = edited(before, endless, ending)

function reviewed(after: string) {
  const tree = join(folder, 'tree')
  mkdirSync(tree, { recursive: true })
  writeFileSync(join(tree, file), before)
  const patch = join(folder, 'one.patch')
  writeFileSync(patch, `Subject: [PATCH] One\n\n${unifiedDiff(file, before, after)}`)
  const worlds = ['convert-from-zero-out-of-memory', 'convert-two-items-on-tdx-out-of-memory']
  const how = ['--tree', tree, '--against', 'rfc-v2-split', ...worlds.flatMap(world => ['--scenario', world])]
  const { status, stdout } = gmemcheck('review', patch, ...how, '--format', 'json')
  const { says, worlds: searched } = JSON.parse(stdout) as {
    says: string
    worlds: { promises: { promise: string; change: string; behind?: { promise: string; after: number } }[] }[]
  }
  const changed = searched.flatMap(({ promises }) => promises)
  const named = (change: string) => [
    ...new Set(changed.filter(one => one.change === change).map(({ promise }) => promise)),
  ]
  return { status, says, changed, named }
}

describe('what a repair reaches', () => {
  it('is told first, and is no reason for exit 1', () => {
    const { status, says, changed, named } = reviewed(mended)
    expect(named('repaired')).toContain('no-index-wraps')
    expect(named('reached now')).toContain('failed-conversion-restores-state')
    expect([...named('broken'), ...named('broken anew')]).toEqual([])
    for (const { change, behind } of changed)
      if (change === 'reached now') expect(behind).toMatchObject({ promise: 'no-index-wraps' })
    expect(says).toMatch(/^reached now, behind what the patch repairs: .*failed-conversion-restores-state/)
    expect(says).not.toContain('keeps every promise')
    expect(status).not.toBe(1)
  })

  it.each([
    [
      'the error is lost before the loop',
      edited(mended, `${ending}`, ending.replace('return err;', 'return err;\n\terr = 0;')),
    ],
    [
      'the error is lost where it comes up',
      edited(mended, '\t\tif (err)\n\t\t\tbreak;', '\t\tif (err) {\n\t\t\tlost = err;\n\t\t\tbreak;\n\t\t}')
        .replace('pgoff_t index;\n\tint err;', 'pgoff_t index;\n\tint err, lost = 0;')
        .replace(ending, ending.replace('!err ||', '!lost ||'))
        .replace('lost = err;', 'lost = err;\n\t\t\terr = 0;'),
    ],
    ['the error is lost behind the loop', edited(mended, `${ending}\treturn err;`, `${ending}\treturn 0;`)],
    ['the error is lost in the loop', edited(mended, 'index > work->start) {', 'index > work->start || (err = 0)) {')],
    ['the loop does nothing', edited(mended, '\t\tmerge_at(inode, index, pages);\n\t}', '\t}')],
  ])('is broken by the patch where %s', (_, after) => {
    const { status, named } = reviewed(after)
    expect(named('repaired')).toContain('no-index-wraps')
    expect([...named('broken'), ...named('broken anew')]).not.toEqual([])
    expect(status).toBe(1)
  })

  it('is broken by the patch in each promise that another way than the shortest breaks', () => {
    const { status, named } = reviewed(edited(mended, 'if (err)\n\t\tgoto add;', 'if (err)\n\t\treturn err;'))
    expect(named('broken')).toEqual(
      expect.arrayContaining(['conversion-rollback-works', 'failed-conversion-restores-state']),
    )
    expect(status).toBe(1)
  })
})
