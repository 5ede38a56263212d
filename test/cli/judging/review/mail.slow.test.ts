import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { quoted } from '../../../../cli/reports/review/mail/quote.ts'
import { shortened } from '../../../../cli/reports/review/mail/shortened.ts'
import { gmemcheck, root } from '../../gmemcheck.ts'

const fixtures = join(root, 'test/fixtures/c')
const how = ['--tree', join(fixtures, 'guest-memfd'), '--format', 'mail']
const quick = ['--scenario', 'convert-to-shared']
const takeOut = join(fixtures, 'take-out.patch')

const folder = mkdtempSync(join(tmpdir(), 'gmemcheck-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Plain text, lines short but for quoted code, and few of them. */
function expectMail(text: string) {
  expect(text).toMatch(/^[\t\n -~]+$/)
  const lines = text.trimEnd().split('\n')
  expect(lines.length).toBeLessThan(100)
  expect(lines.filter(line => line.length > 72 && !line.startsWith('> '))).toEqual([])
  expect(lines.filter(line => line !== line.trimEnd())).toEqual([])
}

describe('a review of a series as a reply to the list', () => {
  const { status, stdout } = gmemcheck('review', join(fixtures, 'series'), ...how, ...quick)

  it('is a mail, with the exit code of the review', () => {
    expect(status).toBe(1)
    expectMail(stdout)
  })

  it('has the table of the series', () => {
    expect(stdout).toContain('\n  2/4  no       guest_memfd: Leave unlocking to the caller\n')
    expect(stdout).toContain('       heals    calls-keep-no-locks\n')
  })

  it('quotes the lines that break the promise, and tells the race below them', () => {
    expect(stdout).toContain(`
> @@ -6,7 +6,6 @@ static void take_out(struct folio *folio)
>  {
>  	folio_lock(folio);
>  	__filemap_remove_folio(folio, NULL);
> -	folio_unlock(folio);
>  }
>
>  static int take_apart(struct inode *inode, struct folio *folio)

Patch 2/4 breaks calls-keep-no-locks: `)
    expect(stdout).toMatch(/\n14 +folio_lock\(\) +convert-without-rollback\.c:7,\n +folioLock\[0\] - -> CPU0\n/)
  })
})

describe('a review of one patch as a reply to the list', () => {
  it('says in a paragraph that nothing breaks, and how far that goes', () => {
    const { status, stdout } = gmemcheck('review', takeOut, ...how, ...quick)
    expect(status).toBe(0)
    expectMail(stdout)
    expect(stdout.replaceAll('\n', ' ')).toMatch(
      /^gmemcheck ran the C of this patch .* keeps every promise that the tree keeps, in 1 world\. This was judged in 1 world of at most 4 pages, 1 thread and 0 injected failures, and says nothing about larger ones\./,
    )
  })

  it('puts what matters most first, keeps below a hundred lines, and says what that leaves out', () => {
    const path = join(folder, 'forgetful.patch')
    writeFileSync(path, readFileSync(takeOut, 'utf8').replace('+\tfolio_unlock(folio);\n', '+\tfolio_put(folio);\n'))
    const scenarios = 'convert-to-shared,convert-to-shared-during-guest-fault,convert-to-shared-out-of-memory'
    const { status, stdout } = gmemcheck('review', path, ...how, '--scenario', scenarios)
    expect(status).toBe(1)
    expectMail(stdout)
    expect(stdout.replaceAll('\n', ' ')).toContain(
      'breaks 2 promises that the tree keeps, in 3 worlds. Broken: calls-keep-no-locks, references-do-not-underflow.',
    )
    expect(stdout).toContain('\n\nreferences-do-not-underflow: a reference of the folio at frame 0 ')
    expect(stdout.trimEnd()).toMatch(/\n\nLeft out: 1 broken promise\.$/)
  })

  it('names what is broken apart from what was not judged', () => {
    const path = join(folder, 'half.patch')
    const other = '--- /dev/null\n+++ b/drivers/other.c\n@@ -0,0 +1 @@\n+int a;\n'
    const patch = readFileSync(takeOut, 'utf8').replace('+\tfolio_unlock(folio);\n', '+\tfolio_put(folio);\n')
    writeFileSync(path, patch.replace('--- a/', `${other}--- a/`))
    const { status, stdout } = gmemcheck('review', path, ...how, ...quick)
    expect(status).toBe(1)
    expect(stdout.replaceAll('\n', ' ')).toMatch(
      /; not judged: [^:]*\. Broken: calls-keep-no-locks, [a-z-]+\. This was judged /,
    )
  })

  it('is not for other commands', () => {
    const { status, stderr } = gmemcheck('suite', '--format', 'mail')
    expect(status).toBe(2)
    expect(stderr).toMatch(/^--format cannot be "mail"\ngive one of text, json, /)
  })
})

describe('a trace in fewer lines', () => {
  const lines = ['CPU0', ...Array.from({ length: 30 }, (_, at) => `${String(at + 1).padStart(2)}  step`)]

  it('stays as it is where there is room', () => {
    expect(shortened(lines, 31, () => false)).toEqual({ lines, leftOut: 0 })
  })

  it('keeps its first and last steps, and those that matter', () => {
    const told = shortened(lines, 13, step => step === 12)
    expect(told.lines).toEqual([
      'CPU0',
      ' 1  step',
      '    [steps 2 to 11]',
      '12  step',
      '    [steps 13 to 22]',
      ...lines.slice(-8),
    ])
    expect(told.leftOut).toBe(20)
  })
})

describe('a quotation', () => {
  const line = (kind: ' ' | '+' | '-', text: string) => ({ kind, text, at: 1 })
  const hunk = {
    hunk: {
      old: { start: 10, lines: 21 },
      new: { start: 12, lines: 22 },
      context: 'int f(void)',
      at: 1,
      lines: [
        ...Array.from({ length: 20 }, (_, at) => line(' ', `\tcall${at}();`)),
        line('-', '\tput();'),
        line('+', '\tget();'),
        line('+', '\tget();'),
      ],
      complete: true,
    },
    file: 'a.c',
    start: 12,
    end: 33,
    isC: true,
    functions: [{ name: 'f', whole: true, lines: [32, 33] }],
    unplaced: false,
  }
  const place = (within: string, at: number) => ({ file: 'a.c', line: at, within, from: [], callee: 'call' })

  it('shows changed lines with a little of what is around them', () => {
    expect(quoted([hunk], [place('f', 14)])).toEqual([
      '> @@ -10,21 +12,22 @@ int f(void)',
      '>  \tcall17();',
      '>  \tcall18();',
      '>  \tcall19();',
      '> -\tput();',
      '> +\tget();',
      '> +\tget();',
    ])
  })

  it('is empty where the trace runs through nothing that changes', () => {
    expect(quoted([hunk], [place('g', 14)])).toEqual([])
  })
})
