/**
 * Damaged input of every kind: what is read has every changed line that the text has, or the reading is refused in one
 * message. The seed is fixed; `RUNS=10000 SEED=2 npx vitest run test/model/c/patch/fuzz.test.ts` tries others.
 */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { InputError } from '../../../../checker/declare.ts'
import { messagesOf } from '../../../../model/c/patch/message.ts'
import type { Patch } from '../../../../model/c/patch/patch.ts'
import { plain } from '../../../../model/c/patch/plain.ts'
import { patchesIn } from '../../../../model/patched/series.ts'
import { diff, log, mail, signature } from './mails.ts'

const numRuns = Number(process.env.RUNS ?? 300)
const seed = Number(process.env.SEED ?? 1)

/** Three files, all changed lines different from each other and from all else. */
const more = `${diff}diff --git a/virt/pond.c b/virt/pond.c
index 3333333..4444444 100644
--- a/virt/pond.c
+++ b/virt/pond.c
@@ -5,7 +5,6 @@ int pond(void)
 	int deep;
 
 	deep = 1;
-	deep += fill(pond_of(1));
 	return deep;
 }
 
@@ -40,3 +39,4 @@ void drain(void)
 	spin_lock(&pond.lock);
 	pond.water = 0;
+	pond.fish = 0;
 	spin_unlock(&pond.lock);
diff --git a/virt/new.c b/virt/new.c
new file mode 100644
index 0000000..5555555
--- /dev/null
+++ b/virt/new.c
@@ -0,0 +1,3 @@
+int new_one;
+
+int new_two;
`
const stat = ` virt/new.c  | 3 +++
 virt/pond.c | 2 +-
 virt/pool.c | 8 +++++++-
 3 files changed, 11 insertions(+), 2 deletions(-)

`
const whole = mail('[PATCH] pool: Fail when empty', `A log.\n\n- with a list\n---\n${stat}${more}${signature}`)
const plainDiff = more
const traditional = more.replace(/^(diff --git|index|new file) .*\n/gm, '')
const series = [1, 2]
  .map(at =>
    `From 1234 Mon Sep 17 00:00:00 2001\n${mail(`[PATCH ${at}/2] pool`, log + diff.replaceAll('pool', `pool${at}`) + signature)}`.replaceAll(
      'virt/pool.c |',
      `virt/pool${at}.c |`,
    ),
  )
  .join('\n')
const encoded = mail(
  '[PATCH] pool',
  Buffer.from(log + more)
    .toString('base64')
    .replace(/.{76}/g, '$&\n'),
  'Content-Transfer-Encoding: base64\n',
)
const printable = mail(
  '[PATCH] pool',
  (log + diff).replaceAll('=', '=3D').replaceAll('\t', '=09'),
  'Content-Transfer-Encoding: quoted-printable\n',
)

/** What happens to text on its way. */
type Damage = (lines: readonly string[]) => string[]
const place = fc.integer({ min: 0, max: 9_999 }).map(part => part / 10_000)
const at = (part: number, lines: readonly unknown[]): number => Math.floor(part * lines.length)
const damage: fc.Arbitrary<Damage> = fc.oneof(
  place.map(
    part => (lines: readonly string[]) =>
      lines
        .join('\n')
        .slice(0, Math.floor(part * lines.join('\n').length))
        .split('\n'),
  ),
  place.map(
    part => (lines: readonly string[]) =>
      lines
        .join('\n')
        .slice(Math.floor(part * 0.3 * lines.join('\n').length))
        .split('\n'),
  ),
  place.map(part => (lines: readonly string[]) => lines.toSpliced(at(part, lines), 1)),
  fc.tuple(place, fc.integer({ min: 1, max: 6 })).map(
    ([part, count]) =>
      (lines: readonly string[]) =>
        lines.toSpliced(at(part, lines), count),
  ),
  fc.tuple(place, place).map(
    ([from, to]) =>
      (lines: readonly string[]) =>
        lines.toSpliced(at(to, lines), 0, lines[at(from, lines)] ?? ''),
  ),
  fc
    .tuple(
      place,
      fc.constantFrom(
        '',
        'garbage',
        '@@',
        '-- ',
        '---',
        '> quoted',
        '-\tadded(one);',
        '@@ -1 +1 @@',
        '[ more ]',
        '\\ No newline at end of file',
        'diff --git a/x b/x',
        '+++ b/x.c',
      ),
    )
    .map(
      ([part, text]) =>
        (lines: readonly string[]) =>
          lines.toSpliced(at(part, lines), 0, text),
    ),
  fc.tuple(place, place, fc.integer({ min: 0, max: 127 })).map(([part, column, code]) => (lines: readonly string[]) => {
    const line = lines[at(part, lines)] ?? ''
    const index = Math.floor(column * line.length)
    return lines.toSpliced(at(part, lines), 1, line.slice(0, index) + String.fromCharCode(code) + line.slice(index + 1))
  }),
  fc.tuple(place, place, place).map(
    ([from, to, count]) =>
      (lines: readonly string[]) =>
        lines.toSpliced(
          at(from, lines),
          Math.floor(count * 8),
          ...lines.slice(at(to, lines), at(to, lines) + Math.floor(count * 8)),
        ),
  ),
  place.map(
    part => (lines: readonly string[]) =>
      lines.map((line, index) =>
        index === at(part, lines) ? line.replace(/\d/, digit => String((Number(digit) + 1) % 10)) : line,
      ),
  ),
)

/** The patches of a text, or the one message that refuses it. */
async function readOrRefused(text: string): Promise<readonly Patch[] | string> {
  try {
    return patchesIn(await messagesOf(Buffer.from(text, 'latin1'), 'x.patch'))
  } catch (error) {
    expect(error, (error as Error).stack).toBeInstanceOf(InputError)
    const { message } = error as Error
    expect(message.split('\n').length).toBeLessThanOrEqual(2)
    expect(message).toContain('x.patch')
    return message
  }
}

const changedIn = (patches: readonly Patch[]) =>
  patches.flatMap(({ files }) =>
    files.flatMap(({ hunks }) => hunks.flatMap(({ lines }) => lines.filter(({ kind }) => kind !== ' '))),
  )

const isChange = (line: string): boolean => /^[+-]/.test(line) && !/^(\+\+\+ |--- |-- ?$|---$)/.test(line)

/** Lines that change something below the first file's names and above a signature. */
function changesShown(text: string): number[] {
  const lines = text.split('\n')
  const first = lines.findIndex(
    (line, index) =>
      line.startsWith('diff --git ') || (line.startsWith('--- ') && lines[index + 1]?.startsWith('+++ ')),
  )
  if (first < 0) return []
  const end = lines.findIndex((line, index) => index > first && /^-- ?$/.test(line))
  return lines.flatMap((line, index) =>
    index > first && (end < 0 || index < end) && isChange(line) ? [index + 1] : [],
  )
}

const some = fc.array(damage, { minLength: 1, maxLength: 2 })
const done = (text: string, damages: readonly Damage[]) =>
  damages.reduce<readonly string[]>((lines, one) => one(lines), text.split('\n')).join('\n')

describe('a damaged text', () => {
  it.each([
    ['a mail', whole],
    ['a diff', plainDiff],
    ['a diff without git', traditional],
  ])('that was %s loses no changed line that it shows', async (_, text) => {
    await fc.assert(
      fc.asyncProperty(some, async damages => {
        const given = done(text, damages)
        const patches = await readOrRefused(given)
        if (typeof patches === 'string') return
        const read = new Set(changedIn(patches).map(({ at: line }) => line))
        if (read.size > 0) expect(changesShown(plain(given)).filter(line => !read.has(line))).toEqual([])
      }),
      { numRuns, seed },
    )
  })

  it('that was a mail with its diffstat has as many changes as before, or is refused', async () => {
    const before = changedIn((await readOrRefused(whole)) as readonly Patch[]).length
    expect(before).toBe(13)
    await fc.assert(
      fc.asyncProperty(damage, async one => {
        const given = done(whole, [one])
        const patches = await readOrRefused(given)
        if (typeof patches === 'string' || patches.length === 0) return
        const hasStat = given.includes(stat)
        if (hasStat) expect(changedIn(patches).length).toBeGreaterThanOrEqual(before)
      }),
      { numRuns, seed },
    )
  })

  it.each([
    ['an mbox', series],
    ['a base64 mail', encoded],
    ['a quoted-printable mail', printable],
  ])('that was %s is read or refused', async (_, text) => {
    expect(await readOrRefused(text)).toHaveProperty('length')
    await fc.assert(
      fc.asyncProperty(some, async damages => {
        await readOrRefused(done(text, damages))
      }),
      { numRuns, seed },
    )
  })

  it('that is no text at all is read or refused', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async bytes => {
        await readOrRefused(Buffer.from(bytes).toString('latin1'))
      }),
      { numRuns, seed },
    )
  })
})
