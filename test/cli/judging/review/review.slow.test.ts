import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { unifiedDiff } from '../../../../model/c/patch/unified.ts'
import { gmemcheck, headline, root, unbroken } from '../../gmemcheck.ts'

const fixtures = join(root, 'test/fixtures/c')
const patch = join(fixtures, 'take-out.patch')
const file = 'convert-without-rollback.c'
const tree = ['--tree', join(fixtures, 'guest-memfd')]
const quick = ['--scenario', 'convert-to-shared']

const folder = mkdtempSync(join(tmpdir(), 'gmemcheck-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** The patch with some of its text replaced, in a file. */
function changed(from: string, to: string): string {
  const text = readFileSync(patch, 'utf8')
  expect(text).toContain(from)
  const path = join(folder, 'changed.patch')
  writeFileSync(path, text.replace(from, to))
  return path
}

/** The author forgot to unlock; empty lines keep the counts of the hunk. */
const forgetful = () => changed('+\tfolio_unlock(folio);\n', '+\n')

/** A patch that brings the file itself: there is no code before it, so that it is held against what is written by hand. */
function adding(): string {
  const lines = readFileSync(join(fixtures, 'guest-memfd', file), 'utf8')
    .trimEnd()
    .split('\n')
  const head = `--- /dev/null\n+++ b/${file}\n@@ -0,0 +1,${lines.length} @@\n`
  const path = join(folder, 'adding.patch')
  writeFileSync(path, `${head}${lines.map(line => `+${line}\n`).join('')}`)
  return path
}

describe('a review of a patch that only moves code', () => {
  const { status, stdout, stderr } = gmemcheck('review', patch, ...tree, ...quick)

  it('ends with 0, and says in which functions it looked', () => {
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(headline(stdout)).toMatch(
      /^(\d+) of \1 changed statements judged, none breaks a promise: the patched code keeps every promise that the tree keeps, in 1 world$/,
    )
    expect(stdout).toContain('  2-14   runs as patched: take_out()\n')
    expect(stdout).toContain('  21-27  runs as patched: take_apart()\n')
    expect(stdout).toContain('in place of what is written by hand  kvm_gmem_convert_execute_work()')
    expect(stdout).toContain('before the patch as in the tree      kvm_gmem_convert_execute_work()')
    expect(stdout).toMatch(/^convert-to-shared +(\d+) +\1$/m)
  })

  it('has no trace to tell', () => {
    expect(stdout).not.toContain('does not hold')
    expect(stdout.split('\n').length).toBeLessThan(40)
  })
})

describe('a review of a patch that breaks many promises', () => {
  const pages = readFileSync(join(fixtures, 'guest-memfd/pages.c'), 'utf8')
  const early = pages
    .replace('\tfilemap_invalidate_unlock(inode->i_mapping);\n\treturn 0;\n', '\treturn 0;\n')
    .replace('\ttruncate_inode_pages_range(', '\tfilemap_invalidate_unlock(inode->i_mapping);\n$&')
  const path = join(folder, 'early.patch')
  writeFileSync(path, unifiedDiff('pages.c', pages, early))
  const scenarios = 'punch-hole-twice-at-once,punch-hole-during-allocation,delete-memslot-of-part'
  const { status, stdout } = gmemcheck('review', path, ...tree, '--against', 'upstream', '--scenario', scenarios)
  const lines = stdout.trimEnd().split('\n')

  it('tells a trace of each cause in two hundred lines, the first with all that is told of it', () => {
    expect(status).toBe(1)
    const [, causes] = /^breaks \d+ promises, for (\d+) causes$/m.exec(stdout)!
    expect(Number(causes)).toBeGreaterThan(4)
    expect(stdout).not.toContain('no trace is told')
    expect(lines.filter(line => line.startsWith('  so  '))).toHaveLength(1)
    expect(lines.length).toBeLessThanOrEqual(200)
  })
})

describe('a review of a patch that forgets an unlock', () => {
  it('ends with 1, and shows where in the C the promise breaks', () => {
    const { status, stdout } = gmemcheck('review', forgetful(), ...tree, ...quick)
    expect(status).toBe(1)
    expect(headline(stdout)).toMatch(
      /^\d+ of \d+ changed statements? judged: the patched code breaks 1 promise that the tree keeps, in 1 world/,
    )
    expect(stdout).toContain('broken        calls-keep-no-locks, in convert-to-shared')
    expect(stdout.replace(/\s+/g, ' ')).toMatch(/ in convert-to-shared@rfc-v2-split \([^)]*\) with the patched code /)
    expect(stdout).toMatch(/folio_lock\(\) +convert-without-rollback\.c:7, folioLock\[0\]/)
    expect(unbroken(stdout)).toMatch(
      /replay it: gmemcheck replay convert-to-shared@rfc-v2-split [\w.]+ --patch \S+ --tree \S+\n/,
    )
  })

  it('tells the same, and that the cause is not there, where another cause is asked for', () => {
    const asked = ['review', forgetful(), ...tree, ...quick]
    const [whole, missing] = [asked, [...asked, '--cause', '2']].map(args => gmemcheck(...args))
    expect(missing).toMatchObject({
      status: 2,
      stdout: whole!.stdout,
      stderr: 'there is no cause 2: there is one\ngive --cause 1, or leave it out; the report is told as if it were\n',
    })
  })

  it('tells how to run it again', () => {
    const { stdout } = gmemcheck('review', forgetful(), ...tree, ...quick)
    const [, command] = /replay it: gmemcheck (.*)\n/.exec(unbroken(stdout))!
    const again = gmemcheck(...command!.split(' '))
    expect(again.status).toBe(1)
    expect(again.stdout).toMatch(/folio_lock\(\) +convert-without-rollback\.c:7, folioLock\[0\]/)
    expect(again.stdout).toMatch(/after step \d+, calls-keep-no-locks does not hold/)
    // Without the patched code the path leads elsewhere, or nowhere.
    expect(gmemcheck(...command!.split(' ').slice(0, 3)).stdout).not.toContain('calls-keep-no-locks does not hold')
    const idle = command!.replace('convert-to-shared@', 'map-pfn-without-reference@').split(' ')
    expect(gmemcheck(...idle)).toMatchObject({ status: 2, stdout: '' })
    const treeless = gmemcheck(...command!.replace(/ --tree \S+/, '').split(' '))
    expect(treeless.status).toBe(2)
    expect(treeless.stderr).toMatch(/runs nothing that .* changes\n(?:give --tree|.*could not be read)/)
  })

  it('says the same in JSON, twice the same', () => {
    const run = () => JSON.parse(gmemcheck('review', forgetful(), ...tree, ...quick, '--format', 'json').stdout)
    const [first, second] = [run(), run()]
    expect(first).toMatchObject({ schema: 1, command: 'review', exitCode: 1, against: 'rfc-v2-split' })
    expect(first.asInTree).toEqual(['kvm_gmem_convert_execute_work'])
    const [world] = first.worlds
    expect(world.before.states).not.toBe(world.after.states)
    const broken = world.promises.filter(({ change }: { change: string }) => change === 'broken')
    expect(broken.map(({ promise }: { promise: string }) => promise)).toEqual(['calls-keep-no-locks'])
    const places = broken[0].trace.steps.flatMap((step: { place?: object }) => step.place ?? [])
    expect(places).toContainEqual(expect.objectContaining({ within: 'take_out', line: 7, callee: 'folio_lock' }))
    for (const one of [first, second]) delete one.timing
    expect(second).toEqual(first)
  })
})

describe('a review', () => {
  it('tells what breaks from what is broken in the model too, and from what is repaired', () => {
    // This conversion never merges, and never rolls back: what goes wrong in a rollback cannot go wrong here.
    const scenarios = 'convert-to-private,convert-to-shared-out-of-memory'
    const { status, stdout } = gmemcheck('review', adding(), '--scenario', scenarios)
    expect(status).toBe(1)
    expect(headline(stdout)).toMatch(
      /judged: the patched code breaks \d+ promises? that rfc-v2-split keeps, and \d+ in ways in which\s/,
    )
    expect(stdout).toContain('broken        private-hugepages-are-merged, in convert-to-private\n')
    expect(stdout).toContain('repaired      readding-after-failed-split-works, in convert-to-shared-out-of-memory\n')
    expect(stdout).toContain('broken anew   failed-conversion-restores-state, in convert-to-shared-out-of-memory\n')
    expect(stdout).toMatch(/^ {2}still broken {2}\d+: .*no-unset-value-is-read/ms)
    expect(stdout).not.toContain('no-unset-value-is-read does not hold')
  })

  it('says of a promise once that it breaks, and that other worlds break it before and after', () => {
    const worlds = 'set-part-of-large-folio-out-of-memory,set-folio-during-truncation'
    const against = ['--against', 'direct-map-counts-right', '--scenario', worlds]
    const { stdout } = gmemcheck('review', join(fixtures, 'defects', 'errors', 'lost-error.patch'), ...tree, ...against)
    const promise = 'successful-changes-are-made'
    const [said] = stdout.split(/\n\S+ does not hold/)
    expect(said!.replace(/\s+/g, ' ')).toContain(
      ` broken ${promise}, in set-part-of-large-folio-out-of-memory (broken before and after in 1 other) still broken `,
    )
    expect(said!.split(promise)).toHaveLength(2)
  })

  it('ends with 3 where no world comes to what the patch changes', () => {
    const poison = join(fixtures, 'defects', 'folios', 'kept-poisoned-folio.patch')
    const without = ['--against', 'upstream', '--scenario', 'fault-in-page-twice']
    const { status, stdout } = gmemcheck('review', poison, ...tree, ...without)
    expect(headline(stdout)).toBe('0 of 2 changed statements judged; not judged: kvm_gmem_get_pfn()')
    expect(stdout).toMatch(/\n {2}never run {2}kvm_gmem_get_pfn\(\), in no world: \d+ folio_unlock\(\)\n/)
    expect(status).toBe(3)
    const json = JSON.parse(gmemcheck('review', poison, ...tree, ...without, '--format', 'json').stdout)
    expect(json.neverRun).toMatchObject({ functions: ['kvm_gmem_get_pfn'], calls: [{ callee: 'folio_unlock' }] })
  })

  it('puts nothing where the design has no way to', () => {
    // Memory failure has no handler for hugepages of an allocator.
    const marks = join(fixtures, 'defects', 'locks', 'failure-locks-for-write.patch')
    const { status, stdout } = gmemcheck('review', marks, ...tree, '--against', 'rfc-v2-split')
    expect(headline(stdout)).toMatch(/^0 of \d+ changed statements? judged; not judged: /)
    expect(stdout).toContain('extracted, not run: kvm_gmem_error_folio()')
    expect(status).toBe(3)
  })

  it('ends with 3 where a changed function stays as written by hand', () => {
    const added = '+static void kvm_gmem_unmap_private(struct kvm_gmem *gmem, pgoff_t start, pgoff_t end)\n+{\n+}\n'
    const path = join(folder, 'by-hand.patch')
    const lost = `--- /dev/null\n+++ b/by-hand.c\n@@ -0,0 +1,3 @@\n${added}`
    writeFileSync(path, `${readFileSync(patch, 'utf8')}${lost}`)
    const { status, stdout } = gmemcheck('review', path, ...tree, ...quick)
    expect(headline(stdout)).toMatch(/ judged, none breaks a promise, in 1 world; not judged: /)
    expect(stdout).toContain(
      '\n  not judged  kvm_gmem_unmap_private(), which stays as written by hand, from other code\n',
    )
    expect(status).toBe(3)
  })

  it('ends with 3 where a changed function is seen in part and stays as written by hand', () => {
    const asks = '@@ -90,2 +90,2 @@ static int kvm_gmem_convert_should_proceed(struct inode *inode)'
    const part = `--- a/part.c\n+++ b/part.c\n${asks}\n \tint ret = 0;\n-\tend = start + 1;\n+\tend = start;\n`
    const path = join(folder, 'in-part.patch')
    writeFileSync(path, `${readFileSync(adding(), 'utf8')}${part}`)
    const { status, stdout } = gmemcheck('review', path, ...quick)
    expect(headline(stdout)).toMatch(/ judged, none breaks a promise, in 1 world; not judged: /)
    expect(stdout.replace(/\s+/g, ' ')).toContain(
      'not judged kvm_gmem_convert_should_proceed(), which stays as written by hand: give the whole of it with --tree',
    )
    expect(status).toBe(3)
  })

  it('names what it read and nothing runs', () => {
    const path = join(folder, 'idle.patch')
    writeFileSync(path, '--- /dev/null\n+++ b/idle.c\n@@ -0,0 +1,4 @@\n+static int idle(int a)\n+{\n+\treturn a;\n+}\n')
    const { stdout } = gmemcheck('review', path)
    expect(stdout).toContain('extracted from the C: 1 function\n  read, and run by nothing here        idle()\n')
  })

  it('ends with 3 when a search was cut, and claims nothing', () => {
    const { status, stdout } = gmemcheck(
      'review',
      patch,
      ...tree,
      '--scenario',
      'any-conversions-in-turn',
      '--time',
      '0.01',
    )
    expect(status).toBe(3)
    expect(headline(stdout)).toMatch(/: no newly broken promise was found, in 1 world, but \d+ are open/)
  })

  it('ends with 3 when it sees too little of the code to run it', () => {
    const { status, stdout } = gmemcheck('review', patch)
    expect(status).toBe(3)
    expect(headline(stdout)).toMatch(/^0 of \d+ changed statements? judged; not judged: /)
  })

  it('ends with 3 when the code holds what it cannot read, and says where', () => {
    const asm = changed('+\tfolio_unlock(folio);\n', '+\tasm volatile("nop");\n')
    const { status, stdout } = gmemcheck('review', asm, ...tree)
    expect(status).toBe(3)
    expect(stdout).toMatch(/refused {2}convert-without-rollback\.c:9: take_out\(\): /)
  })

  it.each([
    ['', 'needs --tree: nothing here names the function that it changes', 'a function that nothing here names'],
    [' static int unheard_of(void)', 'unmodelled: unheard_of() (seen in part)', 'unheard_of()'],
    [' struct unheard_of {', 'unmodelled: in no function that is named', 'a function that nothing here names'],
  ])('ends with 3 where a hunk shows too little, here behind "@@%s"', (context, words, name) => {
    const path = join(folder, 'hunk.patch')
    const file = 'virt/kvm/guest_memfd.c'
    writeFileSync(
      path,
      `--- a/${file}\n+++ b/${file}\n@@ -400,3 +400,2 @@${context}\n \tsome();\n-\tother();\n \tmore();\n`,
    )
    const { status, stdout } = gmemcheck('review', path)
    expect(stdout).toContain(words)
    expect(status).toBe(3)
    expect(headline(stdout)).toBe(`0 of 1 changed statement judged; not judged: ${name}`)
  })

  it('ends with 0 when the patch touches nothing that the model knows', () => {
    const path = join(folder, 'text.patch')
    writeFileSync(path, '--- a/Documentation/a.rst\n+++ b/Documentation/a.rst\n@@ -1 +1 @@\n-one\n+two\n')
    const { status, stdout } = gmemcheck('review', path)
    expect(status).toBe(0)
    expect(headline(stdout)).toBe('no changed statement has to be judged; outside: Documentation/a.rst')
    expect(stdout).toContain('1  unmodelled: no C\n')
  })

  it.each<[string, ...string[]]>([
    ['there is no patch to review\nname one, write - for standard input'],
    ['there is no nowhere.patch\ngive a mail', 'nowhere.patch'],
    ['hunk 1 of convert-without-rollback.c (@@ -2,6 +2,13 @@, line 9) does not apply', patch, patch],
    ['holds no diff', join(fixtures, 'lowered', 'kernel.h')],
    ['changes convert-without-rollback.c, which the tree does not have', patch, '--tree', fixtures],
    ['no design is called "rfc-v2-splt"; did you mean rfc-v2-split?', patch, '--against', 'rfc-v2-splt'],
    ['no scenario is called "convert-to-shraed"', patch, ...tree, '--scenario', 'convert-to-shraed'],
    ['map-pfn-without-reference@rfc-v2-split runs nothing', patch, ...tree, '--scenario', 'map-pfn-without-reference'],
  ])('is told of misuse: %s', (message, ...args) => {
    const { status, stdout, stderr } = gmemcheck('review', ...args)
    expect(stderr).toContain(message)
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr.trimEnd().split('\n').length).toBeLessThanOrEqual(2)
  })
})
