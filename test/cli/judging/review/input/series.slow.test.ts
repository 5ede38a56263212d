import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { gmemcheck, headline, root, unbroken } from '../../../gmemcheck.ts'

const fixtures = join(root, 'test/fixtures/c')
/** The second of its patches forgets an unlock, the third puts it back; the fourth is no code. */
const series = join(fixtures, 'series')
const inSeries = readdirSync(series).map(name => join(series, name))
const tree = ['--tree', join(fixtures, 'guest-memfd')]
const quick = ['--scenario', 'convert-to-shared']
/** Begins with a file of its own, so that it needs no tree. */
const storeErrors = join(fixtures, 'store-errors')

const folder = mkdtempSync(join(tmpdir(), 'gmemcheck-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** A copy of the series with one of its patches changed. */
function changed(at: number, change: (text: string) => string): string {
  const copy = mkdtempSync(join(folder, 'series-'))
  cpSync(series, copy, { recursive: true })
  const path = join(copy, readdirSync(copy)[at]!)
  const text = readFileSync(path, 'utf8')
  const after = change(text)
  expect(after).not.toBe(text)
  writeFileSync(path, after)
  return copy
}

describe('a review of a series', () => {
  const { status, stdout, stderr } = gmemcheck('review', series, ...tree, ...quick)

  it('ends with 1 though a later patch heals what one breaks', () => {
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' })
    expect(headline(stdout)).toMatch(
      /^(\d+) of \1 changed statements judged: after 1 of 4 patches, but not after the last, the code breaks a promise that the tree keeps$/,
    )
  })

  it('says in one table which patch breaks a promise, which heals it, and where a bisection is safe', () => {
    expect(stdout).toContain(`
patch  bisect   subject
  1/4  yes      guest_memfd: Take folios out in a function of its own
       changes  take_out(), take_apart()
  2/4  no       guest_memfd: Leave unlocking to the caller
       changes  take_out()
       breaks   calls-keep-no-locks
  3/4  yes      guest_memfd: Unlock folios that are taken out
       changes  take_apart()
       heals    calls-keep-no-locks
  4/4  yes      Documentation: Say how folios are converted
       changes  nothing that is modelled
`)
  })

  it('shows the trace of what breaks, in the lines of the patch that breaks it', () => {
    expect(stdout).toMatch(
      /\npatch 2\/4 {2}guest_memfd: Leave unlocking.*\n\n\S+ does not hold: [\s\S]*\n\nconvert-without-rollback.c, lines after the patch\n/,
    )
    expect(stdout).toMatch(/folio_lock\(\) +convert-without-rollback\.c:7, folioLock\[0\]/)
    expect(stdout.match(/does not hold/g)).toHaveLength(1)
  })

  it('tells how to run it again, in the code after that patch', () => {
    const [, command] = /\n {2}replay it: gmemcheck (.*)\n/.exec(unbroken(stdout))!
    expect(command).toMatch(/^replay convert-to-shared@rfc-v2-split \S+ --patch \S+\/series --after 2 --tree \S+$/)
    const again = gmemcheck(...command!.split(' '))
    expect(again.status).toBe(1)
    expect(again.stdout).toMatch(/folio_lock\(\) +convert-without-rollback\.c:7, folioLock\[0\]/)
    expect(again.stdout).toMatch(/after step \d+, calls-keep-no-locks does not hold/)
    // The third patch of the series heals it.
    const healed = gmemcheck(...command!.replace('--after 2', '--after 3').split(' '))
    expect(healed.stdout).not.toContain('calls-keep-no-locks does not hold')
    const beyond = gmemcheck(...command!.replace('--after 2', '--after 5').split(' '))
    expect(beyond).toMatchObject({ status: 2, stdout: '' })
    expect(beyond.stderr).toContain('series: there are 4 patches, and --after asks for 5\nsay --after 1 to 4')
    expect(gmemcheck('replay', 'convert-to-shared@rfc-v2-split', '0', '--after', '2').status).toBe(2)
  })

  it('reads an mbox and files in any order the same way', () => {
    const mbox = join(folder, 'series.mbox')
    writeFileSync(mbox, [2, 0, 3, 1].map(at => readFileSync(inSeries[at]!, 'utf8')).join('\n'))
    // How to run it again names the files.
    const told = (text: string) => unbroken(text).replace(/--patch .*/, '')
    const review = (...paths: string[]) => told(gmemcheck('review', ...paths, ...tree, ...quick).stdout)
    expect(review(mbox)).toBe(told(stdout))
    expect(review(...inSeries.toReversed())).toBe(told(stdout))
  })

  it('needs no tree where an earlier patch shows what a later one changes', () => {
    const scenario = ['--scenario', 'set-range-of-unallocated-pages-out-of-memory']
    const { status, stdout } = gmemcheck('review', storeErrors, ...scenario)
    expect(status).toBe(1)
    expect(stdout).toContain(`
patch  bisect   subject
  1/3  no       set-range: Record the state of a range
       changes  record(), kvm_gmem_set_direct_map()
       breaks   successful-changes-are-recorded
       open     kvm_gmem_set_direct_map()
       why open set-range.c:18, after the patch: err: in no world it is true
  2/3  no       set-range: Notice that there is no memory
       changes  record()
       breaks   calls-keep-no-locks
       heals    successful-changes-are-recorded
  3/3  yes      set-range: Unlock on errors too
       changes  kvm_gmem_set_direct_map()
       heals    calls-keep-no-locks
`)
  })
})

describe('a review of a series, in JSON', () => {
  const run = () => JSON.parse(gmemcheck('review', series, ...tree, ...quick, '--format', 'json').stdout)
  const first = run()

  it('says of each patch what it breaks and heals', () => {
    expect(first).toMatchObject({ schema: 1, command: 'review', exitCode: 1, against: 'rfc-v2-split' })
    expect(first.says).toMatch(
      /changed statements judged: after 1 of 4 patches, but not after the last, the code breaks/,
    )
    const points: { breaks: string[]; heals: string[]; bisectable: string; asBefore: boolean }[] = first.points
    expect(points.map(point => point.bisectable)).toEqual(['yes', 'no', 'yes', 'yes'])
    expect(points.map(point => point.breaks)).toEqual([[], ['calls-keep-no-locks'], [], []])
    expect(points.map(point => point.heals)).toEqual([[], [], ['calls-keep-no-locks'], []])
  })

  it('searches nothing anew for a patch that changes no modelled code', () => {
    expect(first.points.map(({ asBefore }: { asBefore: boolean }) => asBefore)).toEqual([false, false, false, true])
    const [, , third, fourth] = first.timing.seconds['convert-to-shared@rfc-v2-split'].slice(1)
    expect(fourth).toBe(third)
  })

  it('is the same twice, but for the time', () => {
    const second = run()
    for (const one of [first, second]) delete one.timing
    expect(second).toEqual(first)
  })
})

describe('a series that cannot be reviewed', () => {
  it.each<[string, () => string[]]>([
    [
      '0002-guest_memfd-Leave-unlocking-to-the-caller.patch: hunk 1 of convert-without-rollback.c (@@ -6,7 +6,6 @@',
      () => [changed(0, text => text.replace('+\tfolio_unlock(folio);', '+\tfolio_end(folio);')), ...tree],
    ],
    [
      'is truncated or damaged: the hunk at line',
      () => [changed(2, text => text.slice(0, text.indexOf('+\tfolio_unlock'))), ...tree],
    ],
    ['is a binary file', () => [changed(3, text => `${text}\0`), ...tree]],
    ['holds two patches numbered 1/4', () => [changed(1, text => text.replace('PATCH 2/4', 'PATCH 1/4')), ...tree]],
    ['which the tree does not have', () => [series, '--tree', fixtures]],
    ['runs nothing that the patches change', () => [series, ...tree, '--scenario', 'map-pfn-without-reference']],
  ])('ends with 2: %s', (message, args) => {
    const { status, stdout, stderr } = gmemcheck('review', ...args())
    expect(stderr).toContain(message)
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
  })

  it('ends with 3 when one of its patches holds what cannot be read, and nothing breaks', () => {
    const asm = changed(0, text => text.replace('+\tfolio_unlock(folio);', '+\tasm volatile("nop");'))
    const path = join(asm, readdirSync(asm)[0]!)
    const { status, stdout } = gmemcheck('review', path, inSeries[3]!, ...tree)
    expect(status).toBe(3)
    expect(stdout).toContain('  1/4  unknown  guest_memfd: Take folios out in a function of its own\n')
    expect(stdout).toMatch(/refused {2}kvm_gmem_convert_execute_work\(\): /)
    // the second patch meets it as well
    expect(stdout.match(/kvm_gmem_convert_execute_work\(\): /g)).toHaveLength(1)
  })
})
