import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { gmemcheck, root } from '../../gmemcheck.ts'

const folder = mkdtempSync(join(tmpdir(), 'gmemcheck-'))
afterAll(() => rmSync(folder, { recursive: true }))

const file = 'convert-without-rollback.c'
const tree = ['--tree', join(root, 'test/fixtures/c/guest-memfd')]
const quick = ['--scenario', 'convert-to-shared']

/** A patch of the fixture: a check of the error, and new functions at the end. */
function patchOf(...added: string[]): string {
  const lines = readFileSync(join(root, 'test/fixtures/c/guest-memfd', file), 'utf8').split('\n')
  const at = lines.indexOf(
    '\treturn err;',
    lines.findIndex(line => line.includes('convert_execute_work')),
  )
  const context = lines.slice(at - 1, at + 3)
  const text = [
    `--- a/${file}`,
    `+++ b/${file}`,
    `@@ -${at},3 +${at},${4 + added.length} @@ static int kvm_gmem_convert_execute_work(struct inode *inode)`,
    ` ${context[0]}`,
    '+\tWARN_ON(err > 0);',
    ` ${context[1]}`,
    ` ${context[2]}`,
    ...added.map(line => `+${line}`),
    '',
  ]
  const path = join(folder, `${added.length}.patch`)
  writeFileSync(path, text.join('\n'))
  return path
}

const review = (...args: string[]) => JSON.parse(gmemcheck('review', ...args, '--format', 'json').stdout)
const anchorsOf = (...args: string[]) =>
  review(...args).anchors.map(({ name, anchorage }: Record<string, unknown>) => [name, anchorage])

describe('anchors in a review', () => {
  let stdout: string
  beforeAll(() => {
    ;({ stdout } = gmemcheck('review', patchOf(), ...tree, ...quick))
  })

  it('tell code that nothing was modelled from, and what runs there', () => {
    expect(stdout).toMatch(/^modelled in rfc-v2-split +control points +operations +promises +broken by it$/m)
    expect(stdout).toMatch(/^kvm_gmem_convert_execute_work\(\) +[1-9]\d* +1 +\d{2,} +\d\d$/m)
    expect(stdout).toContain('  stale          not as in RFC v2 38/51: kvm_gmem_convert_execute_work()\n')
  })

  it('say the same in JSON, with where and what', () => {
    const [anchor] = review(patchOf(), ...tree, ...quick).anchors
    expect(anchor).toMatchObject({ name: 'kvm_gmem_convert_execute_work', file, anchorage: 'stale' })
    expect(anchor.before.hash).not.toBe(anchor.after.hash)
    expect(anchor.before.sources).toEqual([])
    expect(anchor.designs).toEqual(['rfc-v2-split'])
    expect(anchor.points).toContainEqual(expect.objectContaining({ operation: 'convert' }))
    expect(anchor.promises).toEqual(expect.arrayContaining([...anchor.broken, 'calls-keep-no-locks']))
    const counts = [anchor.points.length, 1, anchor.promises.length, anchor.broken.length]
    expect(stdout).toMatch(new RegExp(`^kvm_gmem_convert_execute_work\\(\\) +${counts.join(' +')}$`, 'm'))
  })

  it('never guess: a body that is seen in part needs the tree', () => {
    expect(anchorsOf(patchOf())).toEqual([['kvm_gmem_convert_execute_work', 'unknown']])
    expect(gmemcheck('review', patchOf()).stdout).toContain('needs --tree   kvm_gmem_convert_execute_work()')
  })

  it('tell what is new from what is modelled from a text nobody has', () => {
    const zap = ['', 'static void kvm_gmem_zap(void)', '{', '\tcond_resched();', '}']
    expect(anchorsOf(patchOf(...zap), ...tree, ...quick)).toEqual([
      ['kvm_gmem_convert_execute_work', 'stale'],
      ['kvm_gmem_zap', 'added'],
    ])
    writeFileSync(join(folder, 'zap.c'), `${zap.slice(1).join('\n')}\n`)
    const path = join(folder, 'zap.patch')
    writeFileSync(path, '--- a/zap.c\n+++ b/zap.c\n@@ -2,2 +2,3 @@\n {\n+\tcpu_relax();\n \tcond_resched();\n')
    expect(anchorsOf(path, '--tree', folder)).toEqual([['kvm_gmem_zap', 'unlocated']])
  })
})

/** What git calls the file before and after is all that the two have in common. */
const known = (path: string, blobs: string) =>
  `diff --git a/${path} b/${path}\nindex ${blobs} 100644\n--- a/${path}\n+++ b/${path}\n@@ -1 +1 @@\n-one\n+two\n`

describe('a patch that a design was read from', () => {
  it('is known by its blobs, and judged by the designs before and after it', () => {
    const path = join(folder, 'known.patch')
    writeFileSync(path, known('virt/kvm/guest_memfd.c', '95e338a29910..f4fa5e040fd1'))
    const { status, stdout } = gmemcheck('review', path, '--scenario', 'fault-in-page-of-second-vm')
    expect(status).toBe(0)
    expect(stdout).toMatch(
      /^the patch keeps every promise that prepares-at-first-access keeps, in 1 world, judged by anchors\n/,
    )
    expect(stdout).toContain('known as the prepared flag abstracted (Paolo Bonzini, 2024-11)')
    expect(stdout).toMatch(/^ {2}repaired +private-pages-belong-to-their-vm, in fault-in-page-of-second-vm$/m)
    expect(stdout).toContain('preparesFor every-vm -> faulting-vm')
  })

  it('is not that patch when only one of the blobs is the same', () => {
    const path = join(folder, 'other.patch')
    writeFileSync(path, known('virt/kvm/guest_memfd.c', '95e338a..1234567'))
    const { stdout } = gmemcheck('review', path)
    expect(stdout).not.toContain('known as')
  })

  it('ends with 3 where no design stands for the code before it', () => {
    const path = join(folder, 'follow.patch')
    writeFileSync(path, known('include/linux/kvm_host.h', 'ef2763c2b12e..a45308c7d2d9'))
    const { status, stdout } = gmemcheck('review', path)
    expect(status).toBe(3)
    expect(stdout).toContain('follow-pfn-v7 breaks 4 promises: ')
  })

  it('is named where its diff is missing', () => {
    const path = join(folder, 'log.txt')
    writeFileSync(path, 'Commit b8552431 says:\n\nWhy it was done.\n')
    const { status, stderr } = gmemcheck('review', path)
    expect(status).toBe(2)
    expect(stderr).toMatch(
      /holds no diff; it speaks of "KVM: guest_memfd: delay .*prepares-at-first-access was modelled/,
    )
    expect(stderr.trimEnd().split('\n').length).toBe(2)
  })
})

const directory = process.env.GMEMCHECK_THREADS ?? ''
const mails = existsSync(directory) ? readdirSync(directory).map(name => join(directory, name)) : []

describe.skipIf(mails.length === 0)('mails', () => {
  const mail = (number: string) => mails.find(path => path.includes(`/${number}_`))!

  it('of the flag abstracted: every function, what needs the tree, and both designs', () => {
    const found = review(mail('000'))
    expect(found.verdicts).toMatchObject({ before: 'prepares-at-first-access', after: 'prepared-flag-abstracted' })
    expect(found.anchors.map(({ name, anchorage }: Record<string, unknown>) => [name, anchorage])).toEqual([
      ['kvm_gmem_mark_prepared', 'added'],
      ['kvm_gmem_prepare_folio', 'unknown'],
      ['__kvm_gmem_get_pfn', 'unknown'],
      ['kvm_gmem_get_pfn', 'unknown'],
      ['kvm_gmem_populate', 'unknown'],
    ])
    expect(found.hunks.every(({ functions }: { functions: unknown[] }) => functions.length > 0)).toBe(true)
  }, 60_000)

  it.each([
    ['002', 'RFC v2 38/51', 16],
    ['003', 'direct map RFC v3 3/6', 4],
  ])(
    'of %s: its bodies are what the model was written from',
    (number, source, bodies) => {
      const scenario = number === '002' ? 'convert-to-shared' : 'set-range-of-unallocated-pages-out-of-memory'
      const { anchors } = review(mail(number), '--scenario', scenario)
      const after = anchors.flatMap((one: { after?: { sources: string[] } }) => one.after?.sources ?? [])
      expect(after).toEqual(Array(bodies).fill(source))
    },
    60_000,
  )
})
