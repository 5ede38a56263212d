import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { InputError } from '../../../../checker/declare/errors.ts'
import { readSeries } from '../../../../model/patched/series.ts'
import { diff, log, mail, quoted, signature } from './mails.ts'

function file(text: string | Uint8Array, name = 'given.patch'): string {
  const path = join(mkdtempSync(join(tmpdir(), 'gmemcheck-')), name)
  writeFileSync(path, text)
  return path
}
const read = async (text: string | Uint8Array) => readSeries([file(text)])
const failure = async (text: string | Uint8Array): Promise<string> => {
  const error = await read(text).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(InputError)
  return (error as InputError).message
}

/** What the diff says, however it is wrapped. */
async function expectThePatch(text: string | Uint8Array) {
  const [patch, ...more] = await read(text)
  expect(more).toEqual([])
  expect(patch!.files.map(one => one.path)).toEqual(['virt/pool.c'])
  const hunks = patch!.files[0]!.hunks
  expect(hunks.map(hunk => [hunk.old.start, hunk.old.lines, hunk.new.start, hunk.new.lines])).toEqual([
    [1, 6, 1, 7],
    [10, 4, 11, 9],
  ])
  const added = hunks.flatMap(hunk => hunk.lines.filter(line => line.kind === '+'))
  expect(added.map(line => line.new)).toEqual([3, 4, 15, 16, 17, 18, 19])
  expect(added[1]!.text).toBe('\t\treturn -ENOMEM;')
  expect(hunks.every(hunk => hunk.complete)).toBe(true)
  return patch!
}

describe('reading a patch', () => {
  it('reads a plain diff, and knows in which line of the message a line of the file stands', async () => {
    const patch = await expectThePatch(diff)
    const lines = diff.split('\n')
    for (const line of patch.files[0]!.hunks.flatMap(hunk => hunk.lines))
      expect(lines[line.at - 1]).toBe(`${line.kind}${line.text}`)
    expect(patch.files[0]!.hunks[1]!.context).toBe('int pool_give(struct pool *p)')
  })

  it('reads a diff without git headers', () =>
    expectThePatch(diff.replace(/^diff .*\nindex .*\n/, '')).then(patch => expect(patch.subject).toBe('')))

  it('reads a mail, its number and its subject', async () => {
    const patch = await expectThePatch(mail('[RFC PATCH v2 3/6] pool: Fail when empty', log + diff + signature))
    expect(patch.subject).toBe('pool: Fail when empty')
    expect(patch.number).toEqual({ at: 3, of: 6 })
  })

  it('reads a quoted-printable mail', () => {
    const body = (log + diff).replaceAll('=', '=3D').replaceAll('\t', '=09').replaceAll('->', '-=\n>')
    return expectThePatch(
      mail(
        '[PATCH] pool',
        body,
        'Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n',
      ),
    )
  })

  it('reads a base64 mail with DOS line ends', () =>
    expectThePatch(
      mail(
        '[PATCH] pool',
        Buffer.from((log + diff).replaceAll('\n', '\r\n')).toString('base64'),
        'Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n',
      ),
    ))

  it('reads a patch that is attached', () => {
    const parts = `--x\nContent-Type: text/plain\n\nSee below.\n--x\nContent-Type: text/x-patch; name=a.patch\nContent-Disposition: attachment\n\n${diff}\n--x--\n`
    return expectThePatch(mail('[PATCH] pool', parts, 'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n'))
  })

  it('reads an archive page with the discussion below the patch, and leaves what is quoted and suggested there', async () => {
    const suggestion = diff.replaceAll('pool', 'other')
    const page = `[PATCH 1/2] pool\n\nPosted by A 3 weeks ago\n${log}${diff}${signature}Posted by B 2 weeks ago\n${quoted(diff)}\n\nHow about\n\n${suggestion}\n`
    const patch = await expectThePatch(page)
    expect(patch.notes[0]).toBe('of the 2 patches of the series, 2 is missing')
    expect(patch.notes[1]).toMatch(
      /given.patch, post 2 answers the patch and holds a diff of its own, which was left alone$/,
    )
    expect(patch.notes).toHaveLength(2)
  })

  it('reads a diff that is only quoted, two deep, with remarks between its lines', () => {
    const remarked = quoted(diff, '> > ').replace('> > +\t\treturn', '\nWhy?\n\n> > +\t\treturn')
    return expectThePatch(mail('Re: [PATCH] pool', `On Monday, A wrote:\n> On Sunday, B wrote:\n${remarked}\n`))
  })

  it('marks a hunk that is quoted only in part', async () => {
    const cut = quoted(diff).split('\n').slice(0, -4).join('\n')
    const [patch] = await read(mail('Re: [PATCH] pool', `${cut}\n\nAgreed.\n`))
    expect(patch!.files[0]!.hunks.map(hunk => hunk.complete)).toEqual([true, false])
    expect(patch!.files[0]!.hunks[1]!.new.lines).toBe(5)
  })

  it('accepts context lines of a quotation that lost their leading blank', async () => {
    const bare = quoted(diff.replaceAll('\n ', '\n'))
    const [patch] = await read(mail('Re: [PATCH] pool', bare))
    expect(patch!.files[0]!.hunks[0]!.lines.map(line => line.kind).join('')).toBe('  -++   ')
  })

  it('does not take the signature of a mail for a removed line', async () => {
    expect(await failure(diff.slice(0, diff.indexOf('+\treturn p->size')) + signature)).toMatch(/truncated or damaged/)
  })
})

describe('reading a series', () => {
  const numbered = (at: number) => mail(`[PATCH ${at}/3] pool ${at}`, log + diff + signature)

  it('orders an mbox by number, passing over cover and replies', async () => {
    const mbox = [
      mail('[PATCH 0/3] pool', 'Cover.\n'),
      numbered(2),
      numbered(1),
      mail('Re: [PATCH 2/3]', quoted(diff)),
      numbered(3),
    ]
    const series = await read(mbox.map(one => `From 1234 Mon Sep 17 00:00:00 2001\n${one}`).join('\n'))
    expect(series.map(patch => patch.subject)).toEqual(['pool 1', 'pool 2', 'pool 3'])
    expect(series[0]!.where).toMatch(/message 3$/)
  })

  it('orders a directory as its files are counted', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'gmemcheck-'))
    mkdirSync(join(directory, 'more'))
    for (const at of [10, 9, 1])
      writeFileSync(join(directory, `${at}-pool.patch`), diff.replace('index 1', `index ${at % 9}`))
    writeFileSync(join(directory, 'README'), 'What this is.\n')
    const series = await readSeries([directory])
    expect(series.map(patch => patch.where.slice(directory.length + 1))).toEqual([
      '1-pool.patch',
      '9-pool.patch',
      '10-pool.patch',
    ])
  })

  it('refuses two versions of one patch', async () => {
    const twice = [numbered(1), numbered(1)].map(one => `From 1 Mon Sep 17 00:00:00 2001\n${one}`).join('\n')
    expect(await failure(twice)).toMatch(/holds two patches numbered 1\/3/)
  })
})

describe('what is no patch', () => {
  it('says so of text without a diff', async () => {
    expect(await failure('A log without its diff.\n--- \n+++ \n')).toMatch(/given.patch holds no diff/)
  })
  it('says so of a binary file', async () => {
    expect(await failure(Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, 0, 1))).toMatch(/is a binary file/)
  })
  it('says so of a mail that is HTML only', async () => {
    expect(await failure(mail('[PATCH] x', '<pre>x</pre>', 'Content-Type: text/html\n'))).toMatch(
      /without a plain text part/,
    )
  })
  it('says so of a file that is not there', async () => {
    await expect(readSeries(['/nowhere/x.patch'])).rejects.toThrow(/there is no \/nowhere\/x.patch/)
  })
  it('says where a diff breaks off', async () => {
    expect(await failure(diff.slice(0, diff.indexOf('+{')))).toMatch(
      /the hunk at line 14 .* breaks off after 4 old and 6 new lines/,
    )
  })
  it('refuses diffs of merges', async () => {
    expect(await failure('diff --git a/x b/x\n--- a/x\n+++ b/x\n@@@ -1 -1 +1 @@@\n')).toMatch(/combined diff/)
  })
  it.each(['a\\..\\b', '"b/x\\033[31m.c"'])('refuses the characters of the path %s', async path => {
    expect(await failure(`--- a/x\n+++ ${path}\n@@ -1 +1 @@\n-a\n+b\n`)).toMatch(/has a character that no path/)
  })
  it.each(['../../etc/passwd', '/etc/passwd', 'a/../../b', 'C:/x'])('refuses the path %s', async path => {
    expect(await failure(`--- a/x\n+++ ${path}\n@@ -1 +1 @@\n-a\n+b\n`)).toMatch(/leads outside the tree/)
  })
})
