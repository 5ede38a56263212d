import { mkdtempSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readSeries } from '../../../../model/patched/series.ts'
import { diff, log, mail, read, signature } from './mails.ts'

const whole = mail('[PATCH] pool: Fail when empty', log + diff + signature)
const header = '@@ -10,4 +11,9 @@ int pool_give(struct pool *p)'

const folder = () => mkdtempSync(join(tmpdir(), 'gmemcheck-'))
function file(text: string | Uint8Array, name = 'given.patch'): string {
  const path = join(folder(), name)
  writeFileSync(path, text)
  return path
}

/** What is said of a text that cannot be read, without the name of its file. */
async function refusal(text: string | Uint8Array): Promise<string> {
  const path = file(text)
  const error = await readSeries([path]).catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({ name: 'InputError' })
  const { message } = error as Error
  expect(message.split('\n')).toHaveLength(2)
  expect(message).toContain(path)
  return message.replace(path, '')
}

const lines = whole.split('\n')
const lineOf = (text: string): number => lines.findIndex(line => line.startsWith(text)) + 1
/** The whole mail with one line exchanged for others. */
function withLine(text: string, ...others: readonly string[]): string {
  expect(lineOf(text)).toBeGreaterThan(0)
  return lines.toSpliced(lineOf(text) - 1, 1, ...others).join('\n')
}

it('is no damage what b4 writes below a single patch', async () => {
  const tracked =
    '\n---\nbase-commit: 905d58fdc62fe1fc3a84278cb086e5987061a418\nchange-id: 20261129-try-296d4f4fe5d8\n\nBest regards,\n'
  const [patch] = await readSeries([file(whole.replace(signature, tracked + signature))])
  const [same] = await readSeries([file(whole)])
  expect(patch!.files.map(one => one.hunks)).toEqual(same!.files.map(one => one.hunks))
  await expect(readSeries([file(whole.replace(signature, `\n---\nnothing: 1\n${signature}`))])).rejects.toThrow(
    'stands behind the hunk',
  )
})

describe('a damaged diff is refused, with the line of the file', () => {
  it('is read while it is whole', async () => {
    const [patch] = await readSeries([file(whole)])
    expect(patch!.notes).toEqual([])
    expect(patch!.files[0]!.hunks).toHaveLength(2)
    expect(lines[patch!.files[0]!.hunks[1]!.at - 1]).toBe(header)
  })

  const hunk = lineOf(header)
  it.each<[string, string, string | RegExp]>([
    ['a hunk header that lost a sign', withLine(header, header.slice(1)), `, line ${hunk}: "@ -10,4 +11,9`],
    ['a hunk header with a letter', withLine(header, header.replace('4 +', 'x +')), `, line ${hunk}: "@@ -10,x`],
    [
      'a hunk header that says too little',
      withLine(header, '@@ -10,1 +11,1 @@'),
      `, line ${hunk + 2}: " \tp->free++;" stands`,
    ],
    ['a hunk header that says too much', withLine(header, '@@ -10,5 +11,9 @@'), `the hunk at line ${hunk} (@@ -10,5`],
    [
      'a hunk of no lines',
      withLine(header, '@@ -9,0 +10,0 @@', header),
      `, line ${hunk}: "@@ -9,0 +10,0 @@" is the header`,
    ],
    ['a hunk at line 0', withLine(header, '@@ -0,4 +11,9 @@'), 'begins at line 0'],
    [
      'a hunk that begins before the last one ends',
      withLine(header, '@@ -5,4 +6,9 @@'),
      `, line ${hunk}: the hunk begins before`,
    ],
    ['a number that no file has', withLine(header, '@@ -999999999,4 +11,9 @@'), 'more than 1000000 lines'],
    ['a count that no file has', withLine(header, '@@ -10,999999999 +11,9 @@'), 'more than 1000000 lines'],
    ['no hunk header', withLine(header), `, line ${hunk}: " {" stands behind the hunk at line`],
    ['text between hunks', withLine(header, 'and', header), `, line ${hunk + 1}: "@@ -10,4 +11,9`],
    [
      'an empty line and text between hunks',
      withLine(header, '', '[ more ]', header),
      `line ${hunk + 1} above it, "[ more ]"`,
    ],
    ['a line lost', withLine('+int pool_size'), `the hunk at line ${hunk} (${header.slice(0, 20)}`],
    ['a line twice', withLine('+int pool_size', '+int pool_size(struct pool *p)', '+int'), 'which counts fewer lines'],
    ['a line of another kind', withLine('+int pool_size', '*int pool_size'), `, "*int pool_size"`],
    ['an end within a hunk', whole.slice(0, whole.indexOf('+int pool_size')), /breaks off after 4 old and 5 new lines/],
    [
      'an end at a hunk',
      whole.slice(0, whole.indexOf(header)),
      ', line 9: the diffstat says that 8 lines of virt/pool.c',
    ],
    [
      'an end before the first hunk',
      whole.slice(0, whole.indexOf('@@ -1,6')),
      'names a file, and no hunk of it follows',
    ],
    ['an end before the diff', mail('[PATCH 2/3] pool', log), 'holds a diffstat, and no diff'],
    [
      'a file that the diffstat names alone',
      withLine(' virt/pool.c |', ' virt/pool.c | 8 ++', ' virt/x.c | 1 +'),
      'names virt/x.c',
    ],
    ['no first name', withLine('--- a/virt'), 'stands where the first name of the file must'],
    ['no second name', withLine('+++ b/virt'), 'stands where the second name of the file must'],
    ['another first name', withLine('--- a/virt', '--- a/virt/pond.c'), 'begins a file with two names'],
    [
      'other names than git says',
      withLine('diff --git', 'diff --git a/virt/pond.c b/virt/pond.c'),
      'does not agree with the names',
    ],
    [
      'names that are both nothing',
      '--- /dev/null\n+++ /dev/null\n@@ -1 +1 @@\n-a\n+b\n',
      'both names of the file are /dev/null',
    ],
    ['a new file with lines before', withLine('--- a/virt', '--- /dev/null'), 'begins a file that is new'],
    ['a git header with a damaged line below', withLine('index 1111111', 'jndex 1..2'), 'no hunk of it follows'],
    [
      'no git header',
      withLine('diff --git'),
      `, line ${lineOf('index 1111111') - 1}: "index 1111111..2222222 100644" looks`,
    ],
    ['a hunk without a file', mail('[PATCH] x', diff.slice(diff.indexOf('@@'))), 'no file is named above it'],
    ['no beginning', diff.slice(diff.indexOf('+\tif')), 'no file is named above it'],
    ['a file twice', `${diff}\n${diff}`, 'changes virt/pool.c again, after line 1'],
    ['a combined diff', diff.replace('diff --git a/virt/pool.c b/', 'diff --cc '), 'belongs to a combined diff'],
    ['hunks of a merge', diff.replace('@@ -1,6 +1,7 @@', '@@@ -1,6 -1,6 +1,7 @@@'), 'belongs to a combined diff'],
    ['a context diff below', `${diff}\n***************\n*** 1 ****\n`, 'belongs to a context diff'],
    ['a file that only one tree has', `${diff}Only in b/virt: new.c\n`, 'whose change is not shown'],
    ['zero bytes', `${whole}\0`, 'is a binary file'],
    [
      'zero bytes in base64',
      mail('[PATCH] x', Buffer.from(`${diff}\0`).toString('base64'), 'Content-Transfer-Encoding: base64\n'),
      'is binary once it is decoded',
    ],
    ['a line of a megabyte', withLine('+int pool_size', `+${'x'.repeat(2 ** 20)}`), 'more than'],
    ['a line of twenty thousand characters', withLine('+int pool_size', `+${'x'.repeat(20_000)}`), 'more than 10000'],
    ['a subject of a megabyte', mail('['.repeat(2 ** 20), diff), 'more than'],
  ])('%s', async (_, text, said) => {
    expect(await refusal(text)).toEqual(
      typeof said === 'string' ? expect.stringContaining(said) : expect.stringMatching(said),
    )
  })

  it('mails within mails, and parts within parts', async () => {
    let forwarded = mail('[PATCH] pool', diff)
    for (let depth = 0; depth < 5; depth++) forwarded = mail('Fwd', forwarded, 'Content-Type: message/rfc822\n')
    expect(await refusal(forwarded)).toContain('mails within mails')
    const parts = Array.from(
      { length: 1000 },
      (_, at) => `--b${at}\nContent-Type: multipart/mixed; boundary=b${at + 1}\n\n`,
    )
    const deep = mail('[PATCH] pool', parts.join('\n'), 'Content-Type: multipart/mixed; boundary=b0\n')
    expect(await refusal(deep)).toContain('cannot be taken apart')
  })

  it('files that end nowhere, or are not there', async () => {
    await expect(readSeries(['/dev/zero'])).rejects.toThrow('/dev/zero is larger than 64 MiB')
    const path = join(folder(), 'link')
    symlinkSync('/nowhere', path)
    await expect(readSeries([path])).rejects.toThrow(`there is no ${path}`)
  })
})

describe('a diff that is right is read, however it is spelt', () => {
  const pathsOf = (text: string) => read(text).files.map(({ path, from }) => [from, path])
  const body = '@@ -1 +1 @@\n-a\n+b\n'

  it.each<[string, string, [string | undefined, string][]]>([
    ['no counts', `--- a/x.c\n+++ b/x.c\n${body}`, [['x.c', 'x.c']]],
    ['no prefix', `diff --git x.c x.c\n--- x.c\n+++ x.c\n${body}`, [['x.c', 'x.c']]],
    ['mnemonic prefixes', `diff --git i/x.c w/x.c\n--- i/x.c\n+++ w/x.c\n${body}`, [['x.c', 'x.c']]],
    [
      'two trees and times',
      `diff -urNp old/v/x.c new/v/x.c\n--- old/v/x.c\t2024-01-01 10:00\n+++ new/v/x.c\t2024-01-02 10:00\n${body}`,
      [['v/x.c', 'v/x.c']],
    ],
    ['a backup', `--- v/x.c.orig\n+++ v/x.c\n${body}`, [['v/x.c', 'v/x.c']]],
    [
      'quilt',
      `Index: linux/v/x.c\n${'='.repeat(67)}\n--- linux.orig/v/x.c\n+++ linux/v/x.c\n${body}`,
      [['v/x.c', 'v/x.c']],
    ],
    [
      'a quoted name',
      `diff --git "a/v/\\303\\244.c" "b/v/\\303\\244.c"\n--- "a/v/\\303\\244.c"\n+++ "b/v/\\303\\244.c"\n${body}`,
      [['v/ä.c', 'v/ä.c']],
    ],
    [
      'a name with a blank',
      `diff --git a/v/x y.c b/v/x y.c\n--- a/v/x y.c\t\n+++ b/v/x y.c\t\n${body}`,
      [['v/x y.c', 'v/x y.c']],
    ],
    [
      'a new file by its day',
      `--- old/x.c\t1970-01-01 01:00:00 +0100\n+++ new/x.c\t2024-01-01 10:00\n@@ -0,0 +1 @@\n+a\n`,
      [[undefined, 'new/x.c']],
    ],
    [
      'no end of line',
      `--- a/x.c\n+++ b/x.c\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+b\n\\ No newline at end of file\n`,
      [['x.c', 'x.c']],
    ],
    ['a mode', 'diff --git a/x.sh b/x.sh\nold mode 100644\nnew mode 100755\n', [['x.sh', 'x.sh']]],
    [
      'a file moved whole',
      'diff --git a/x.c b/y.c\nsimilarity index 100%\nrename from x.c\nrename to y.c\n',
      [['x.c', 'y.c']],
    ],
    [
      'an empty file',
      'diff --git a/x.c b/x.c\nnew file mode 100644\nindex 000000000000..e69de29bb2d1\n',
      [[undefined, 'x.c']],
    ],
    [
      'a file whose deletion is not shown',
      'diff --git a/x.c b/x.c\ndeleted file mode 100644\nindex 1234567..0000000\n',
      [['x.c', 'x.c']],
    ],
    [
      'a binary file',
      'diff --git a/x.bin b/x.bin\nindex 1234567..89abcde 100644\nBinary files a/x.bin and b/x.bin differ\n',
      [['x.bin', 'x.bin']],
    ],
    [
      'bytes',
      `diff --git a/x.bin b/x.bin\nindex 1234567..89abcde 100644\nGIT binary patch\nliteral 3\nKcmZQ%U|?Wj\n\nliteral 0\nHcmV?d00001\n\ndiff --git a/x.c b/x.c\n--- a/x.c\n+++ b/x.c\n${body}`,
      [
        ['x.bin', 'x.bin'],
        ['x.c', 'x.c'],
      ],
    ],
    [
      'an indented diff in the log',
      `A log:\n\n    diff --git a/y.c b/y.c\n    --- a/y.c\n    +++ b/y.c\n    @@ -1 +1 @@\n    -a\n    +b\n---\n- a list\n+ more of it\n\n--- a/x.c\n+++ b/x.c\n${body}`,
      [['x.c', 'x.c']],
    ],
    [
      'a signature, and a list behind it',
      `--- a/x.c\n+++ b/x.c\n${body}-- \n2.49.0\n\n- one\n+ two\n`,
      [['x.c', 'x.c']],
    ],
    ['a signature without its blank', `--- a/x.c\n+++ b/x.c\n${body}--\n2.49.0\n`, [['x.c', 'x.c']]],
    ['empty lines for blank ones', `--- a/x.c\n+++ b/x.c\n@@ -1,3 +1,3 @@\n\n-a\n+b\n\n`, [['x.c', 'x.c']]],
    ['a footer of a list', `--- a/x.c\n+++ b/x.c\n${body}\n_______\nthe list\n`, [['x.c', 'x.c']]],
  ])('%s', (_, text, paths) => {
    expect(pathsOf(text)).toEqual(paths)
    expect(read(text).notes).toEqual([])
  })

  it('keeps the file that another was copied from', () => {
    const copy = 'diff --git a/x.c b/y.c\nsimilarity index 100%\ncopy from x.c\ncopy to y.c\n'
    expect(read(copy).files[0]).toMatchObject({ from: 'x.c', path: 'y.c', copied: true })
  })

  it('says which modes a file has', () => {
    const mode = 'diff --git a/x.sh b/x.sh\nold mode 100644\nnew mode 100755\n'
    expect(read(mode).files[0]!.mode).toEqual({ before: '100644', after: '100755' })
  })
})

describe('what a reader must know first', () => {
  const notesOf = async (...texts: readonly string[]) =>
    (await readSeries(texts.map((text, at) => file(text, `${at}.patch`)))).flatMap(patch => patch.notes)

  it('is a second diff, which is read too', async () => {
    const other = diff.replaceAll('pool', 'pond')
    const text = mail('[PATCH] pool', `${log}${diff}${signature}\nBy the way:\n\n${other}`)
    const [patch] = await readSeries([file(text)])
    expect(patch!.files.map(({ path }) => path)).toEqual(['virt/pool.c', 'virt/pond.c'])
    expect(patch!.notes).toContain(
      `another diff begins at line ${text.split('\n').indexOf('diff --git a/virt/pond.c b/virt/pond.c') + 1}, below the end of the first one: all were read as one patch`,
    )
  })

  it('is a second part of a mail, read behind the first', async () => {
    const part = (text: string) => `--x\nContent-Type: text/plain\n\n${text}\n`
    const parts = `${part(diff)}${part(diff.replaceAll('pool', 'pond'))}--x--\n`
    const text = mail('[PATCH] pool', parts, 'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n')
    const [patch, ...others] = await readSeries([file(text)])
    expect(others).toEqual([])
    expect(patch!.files.map(({ path }) => path)).toEqual(['virt/pool.c', 'virt/pond.c'])
    expect(patch!.notes).toEqual([
      expect.stringMatching(/^another diff begins at line \d+, below the end of the first/),
    ])
  })

  it('is a second attachment, read as a patch of its own, and one that nobody can read', async () => {
    const part = (name: string, text: string) =>
      `--x\nContent-Type: text/x-patch; name=${name}\nContent-Disposition: attachment; filename=${name}\n\n${text}\n`
    const bytes = `--x\nContent-Type: image/png; name=c.png\nContent-Disposition: attachment; filename=c.png\nContent-Transfer-Encoding: base64\n\nAAAA\n`
    const parts = `${part('a.patch', diff)}${part('b.txt', diff.replaceAll('pool', 'pond'))}${bytes}--x--\n`
    const text = mail('[PATCH] pool', parts, 'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n')
    const series = await readSeries([file(text)])
    expect(series.flatMap(({ files }) => files.map(({ path }) => path))).toEqual(['virt/pool.c', 'virt/pond.c'])
    expect(series.flatMap(({ notes }) => notes)).toEqual([
      'the mail holds 2 diffs, in its text and attached: each was read as a patch of its own',
      'c.png, attached to the mail, is binary and was not read',
    ])
  })

  it.each([
    [[1, 3], 'of the 3 patches of the series, 2 is missing'],
    [[2], 'of the 3 patches of the series, 1, 3 are missing'],
    [[1, 2, 3], undefined],
  ])('is a number that no patch of the series has: given %j', async (given, note) => {
    const notes = await notesOf(...given.map(at => mail(`[PATCH v2 ${at}/3] pool`, diff + signature)))
    expect(notes).toEqual(note === undefined ? [] : [note])
  })

  it('is a diffstat that says less', async () => {
    const less = whole.replace('| 8 +', '| 7 +')
    expect(less).not.toBe(whole)
    expect(await notesOf(less)).toEqual([
      'line 9: the diffstat says that 7 lines of virt/pool.c change, the hunks change 8',
    ])
  })

  it('is that the diff was quoted', async () => {
    const quotedDiff = diff.trimEnd().replaceAll(/^/gm, '> ')
    expect(await notesOf(mail('Re: [PATCH] pool', `${quotedDiff}\n`))).toEqual([
      'the diff was read from a quotation, which may leave parts of it out',
    ])
  })
})

describe('what steers a terminal', () => {
  it('is text in subjects, names and lines', async () => {
    const sequence = '\u001b]0;owned\u0007'
    const text = mail(`[PATCH] be${sequence}\u202enign`, diff.replace('return -ENOMEM', `return ${sequence}\u2066\r x`))
    const [patch] = await readSeries([file(text)])
    expect(patch!.subject).toBe('be\\u001b]0;owned\\u0007\\u202enign')
    expect(JSON.stringify(patch)).toContain('return \\\\u001b]0;owned\\\\u0007\\\\u2066  x')
    expect(JSON.stringify(patch)).not.toMatch(/[\p{Cc}\p{Cf}]/u)
  })
})
