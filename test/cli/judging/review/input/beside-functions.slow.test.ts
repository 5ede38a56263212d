/**
 * What a patch brings beside functions: named, shown as text, and said before the verdict.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { quoted } from '../../../../../cli/reports/review/mail/quote.ts'
import type { PlacedHunk } from '../../../../../model/patched/reading.ts'
import { patchOf } from '../../../../model/c/patch/mails.ts'
import { gmemcheck, root } from '../../../gmemcheck.ts'

const folder = mkdtempSync(join(tmpdir(), 'gmemcheck-'))
afterAll(() => rmSync(folder, { recursive: true }))

function written(text: string, name = 'given.patch'): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

const git = (name: string) => `diff --git a/${name} b/${name}\n--- a/${name}\n+++ b/${name}\n`
const file = 'virt/kvm/guest_memfd.c'
const change = `${git(file)}@@ -2,3 +2,3 @@ static int first(void)\n {\n-\tone();\n+\ttwo();\n }\n`
const mail = (subject: string, body: string) => `From: A Developer <a@example.org>\nSubject: ${subject}\n\n${body}`

describe('what comes from a patch', () => {
  const sequence = '\u001b]0;owned\u0007\u009b31m\u202e'
  const given = mail(
    `[PATCH] be${sequence}nign`,
    change.replace('two', `two${sequence}`).replace('first', `fi${sequence}rst`),
  )

  it.each(['text', 'mail', 'json'])('reaches no terminal as anything but text: --format %s', format => {
    const { status, stdout, stderr } = gmemcheck('review', written(given), '--format', format)
    expect({ status, stderr }).toEqual({ status: 3, stderr: '' })
    expect(stdout).toMatch(/be.*owned.*nign|gmemcheck ran/)
    expect(stdout).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u)
  })

  it('reaches no terminal in a message', () => {
    const path = written(`${given}@@ -9 +9 @@ ${sequence}\n`, `a${sequence}.patch`)
    const { status, stdout, stderr } = gmemcheck('review', path)
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toContain('\\u001b]0;owned\\u0007\\u009b31m\\u202e')
    expect(stderr).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u)
  })

  it('is quoted to the width, and no further', () => {
    const [hunk] = patchOf(change.replace('two()', `two(${'x'.repeat(200)})`)).files[0]!.hunks
    const read: PlacedHunk = {
      hunk: hunk!,
      file,
      start: 2,
      end: 4,
      isC: true,
      functions: [{ name: 'first', whole: true, lines: [3] }],
      unplaced: false,
    }
    const lines = quoted([read], [{ file, line: 3, within: 'first' } as Parameters<typeof quoted>[1][number]])
    expect(lines).toHaveLength(5)
    expect(lines[3]).toMatch(/^> \+\ttwo\(x+\.\.\.$/)
    expect(lines.every(line => line.length <= 72)).toBe(true)
  })
})

describe('a part that a series lacks is said first', () => {
  const path = () => written(mail('[PATCH v2 2/3] one', change))
  const note = 'of the 3 patches of the series, 1, 3 are missing'

  it.each(['text', 'mail'])('in %s', format => {
    expect(gmemcheck('review', path(), '--format', format).stdout.split('\n')[0]).toBe(`note: ${note}`)
  })
  it('in JSON', () => {
    const { stdout } = gmemcheck('review', path(), '--format', 'json')
    expect(JSON.parse(stdout).notes).toEqual([note])
    expect(stdout.indexOf(note)).toBeLessThan(stdout.indexOf('"against"'))
  })
})

describe('what is no function is named, and not judged', () => {
  it.each<[string, string, RegExp]>([
    [
      'a macro',
      `${git(file)}@@ -7,2 +7,3 @@\n #include "kvm_mm.h"\n \n+#define folio_unlock(f) do { } while (0)\n`,
      /folio_unlock/,
    ],
    [
      'a table, of which a member goes',
      `${git(file)}@@ -314,4 +314,3 @@ static pgoff_t index_of(struct kvm_memory_slot *slot)\n static struct file_operations own_fops = {\n-\t.release = own_release,\n \t.open = own_open,\n };\n`,
      /own_fops/,
    ],
    [
      'a table that is cut',
      `${git(file)}@@ -378,3 +378,2 @@ static const struct address_space_operations own_aops = {\n \t.migrate_folio = own_migrate,\n-\t.free_folio = own_free,\n };\n`,
      /unknown|names|own_aops/,
    ],
    [
      'a function behind a label',
      `${git(file)}@@ -198,3 +198,2 @@ out:\n \tr = -EINTR;\n-\tfilemap_invalidate_unlock(mapping);\n \treturn r;\n`,
      /--tree|unknown|names/,
    ],
    [
      'a file that is gone',
      `diff --git a/${file} b/${file}\ndeleted file mode 100644\nindex 1234567..0000000\n`,
      /guest_memfd\.c/,
    ],
    [
      'a file that is moved',
      `diff --git a/${file} b/virt/kvm/gmem.c\nsimilarity index 100%\nrename from ${file}\nrename to virt/kvm/gmem.c\n`,
      /gmem\.c/,
    ],
    [
      'bytes',
      `diff --git a/${file} b/${file}\nindex 1234567..89abcde 100644\nBinary files a/${file} and b/${file} differ\n`,
      /guest_memfd\.c/,
    ],
  ])('%s', (_, text, named) => {
    const { status, stdout, stderr } = gmemcheck('review', written(text))
    expect({ status, stderr }).toEqual({ status: 3, stderr: '' })
    expect(stdout).toMatch(named)
    expect(stdout).not.toContain('keeps every promise')
  })

  it('a second definition of a function', () => {
    const tree = join(root, 'test/fixtures/c/guest-memfd')
    const lines = readFileSync(join(tree, 'pages.c'), 'utf8').trimEnd().split('\n')
    const second = '\n+\n+static void give_up(struct folio *folio)\n+{\n+}\n'
    const patch = `--- a/pages.c\n+++ b/pages.c\n@@ -${lines.length} +${lines.length},5 @@\n ${lines.at(-1)}${second}`
    const options = ['--tree', tree, '--against', 'upstream', '--scenario', 'fault-in-page-of-second-vm']
    const { status, stdout } = gmemcheck('review', written(patch), ...options)
    expect(status).toBe(3)
    expect(stdout).toContain('a second give_up()')
  })
})
