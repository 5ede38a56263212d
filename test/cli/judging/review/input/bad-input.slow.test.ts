import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { gmemcheck, root } from '../../../gmemcheck.ts'

const folder = mkdtempSync(join(tmpdir(), 'gmemcheck-'))
afterAll(() => rmSync(folder, { recursive: true }))

const fixtures = join(root, 'test/fixtures/c')
const tree = ['--tree', join(fixtures, 'guest-memfd')]
const patch = readFileSync(join(fixtures, 'take-out.patch'), 'utf8')

function written(name: string, text: string | Uint8Array): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

function changed(from: string, to: string): string {
  expect(patch).toContain(from)
  return written('changed.patch', patch.replace(from, to))
}

/** The first line of the new function exchanged for others, the counts of the hunk made to fit. */
function withLines(...lines: string[]): string {
  const more = lines.length - 1
  return written(
    'lines.patch',
    patch
      .replace('@@ -2,6 +2,13 @@', `@@ -2,6 +2,${13 + more} @@`)
      .replace('@@ -14,9 +21,7 @@', `@@ -14,9 +${21 + more},7 @@`)
      .replace('+\tfolio_lock(folio);\n', lines.map(line => `+\t${line}\n`).join('')),
  )
}

const rows = (count: number, length: number) => [
  ...Array.from({ length: count }, (_, at) => `pgoff_t row${at}[${length}];`),
  ...Array.from({ length: count }, (_, at) => `row${at}[0] = folio->index;`),
  ...Array.from({ length: count }, (_, at) => `if (row${at}[0] == 2) folio_lock(folio);`),
]

describe('a review is told what is wrong with', () => {
  it.each<[string, () => string, string]>([
    ['a text without a diff', () => written('a.txt', 'Subject: nothing\n\nNo diff.\n'), 'holds no diff'],
    [
      'a diff that does not apply: hunk and line',
      () => changed(' \twhile (!folio_ref_freeze(folio, pages))', ' \twhile (!folio_ref_freeze(folio, 1))'),
      'hunk 2 of convert-without-rollback.c (@@ -14,9 +21,7 @@, line 23) does not apply: at line 15',
    ],
    ['a binary file', () => written('a.bin', new Uint8Array([0x44, 0, 0x45])), 'is a binary file'],
    [
      'a truncated mail',
      () => written('t.mbox', patch.slice(0, patch.indexOf('+\tfolio_unlock'))),
      'is truncated or damaged: the hunk at line 9 (@@ -2,6 +2,13 @@',
    ],
    [
      'a mail of HTML alone',
      () => written('h.eml', 'From: a@b.c\nSubject: x\nContent-Type: text/html\n\n<p>--- a/x.c</p>\n'),
      'is a mail without a plain text part',
    ],
    [
      'a path that leads outside the tree',
      () => changed('+++ b/convert-without-rollback.c', '+++ b/../../convert-without-rollback.c'),
      'line 7: the path "b/../../convert-without-rollback.c" leads outside the tree',
    ],
    [
      'C that does not parse: line and construct',
      () => changed('+\tfolio_unlock(folio);\n', '+\tfolio_unlock(folio;\n'),
      'convert-without-rollback.c:9: take_out() does not parse: a ")" is missing',
    ],
    [
      'a function with an array that fits no state',
      () => withLines(...rows(1, 100)),
      'no state holds kvm_gmem_convert_execute_work(): an array of 100 entries is too large for a state',
    ],
    [
      'a function whose locals together are larger than a state',
      () => withLines(...rows(17, 64)),
      'bytes of locals where other threads run, a state has room for 1024',
    ],
  ])('%s', (_, path, message) => {
    const { status, stdout, stderr } = gmemcheck('review', path(), ...tree, '--scenario', 'convert-to-shared')
    expect(stderr).toContain(message)
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr.trimEnd().split('\n').length).toBeLessThanOrEqual(2)
  })

  it('what cannot be read in the tree already is no fault of the patch', () => {
    const name = 'convert-without-rollback.c'
    const text = readFileSync(join(fixtures, 'guest-memfd', name), 'utf8')
    const from = '\tif (pages == 1)\n'
    expect(text).toContain(from)
    written(name, text.replace(from, '\tif (pages == 1 @@ 2)\n'))
    const { status, stdout } = gmemcheck('review', join(fixtures, 'take-out.patch'), '--tree', folder)
    expect(status).toBe(3)
    expect(stdout).toMatch(/refused {2}convert-without-rollback\.c:\d+: /)
  })
})
