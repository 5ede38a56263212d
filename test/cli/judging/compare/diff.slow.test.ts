import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { Result } from '../../../../checker/index.ts'
import { compare, type DifferenceKind } from '../../../../cli/judging/compare/diff.ts'
import type { Ended } from '../../../../cli/run/search/job.ts'
import type { History } from '../../../../spec/observation/history.ts'
import type { Observation } from '../../../../spec/observation/observation.ts'
import { gmemcheck, root, unbroken } from '../../gmemcheck.ts'

const fixtures = join(root, 'test/fixtures/c')
const tree = ['--tree', join(fixtures, 'guest-memfd')]
const folder = mkdtempSync(join(tmpdir(), 'gmemcheck-'))
afterAll(() => rmSync(folder, { recursive: true }))

const given = (args: Observation['args'], result = 0, tells = ''): Observation => ({
  operation: 'convert',
  args,
  result,
  tells,
})
/** Each return alone, unless histories are given. */
const seeing = (observed: readonly (Observation | History)[], cut?: Result['cut']): Ended => ({
  kind: 'judged',
  result: { judgements: [], ...(cut && { cut }) } as unknown as Result,
  observed: observed.flatMap(one => ('operation' in one ? [[one]] : [one])),
})
const kinds = (first: Ended, second: Ended): [DifferenceKind, string][] =>
  compare(first, second).behaviours.map(({ kind, side }) => [kind, side])

describe('what callers see of two designs', () => {
  const page = { start: 2 }

  it('is an error or a success that the other design never gives to this call', () => {
    expect(kinds(seeing([given(page)]), seeing([given(page), given(page, 1)]))).toEqual([['error', 'second']])
    expect(kinds(seeing([given(page, 1), given(page)]), seeing([given(page, 1)]))).toEqual([['success', 'first']])
  })

  it('is told apart by the arguments of the call', () => {
    const other = given({ start: 3 }, 1)
    const all = [given(page), given({ start: 3 })]
    expect(kinds(seeing([...all, other]), seeing([...all, given(page, 1)]))).toEqual([
      ['error', 'second'],
      ['error', 'first'],
    ])
  })

  it('is data where the result is the same, and a return where the other call never ends', () => {
    expect(kinds(seeing([given(page, 0, 'zero data')]), seeing([given(page, 0, 'stale data')]))).toEqual([
      ['data', 'second'],
      ['data', 'first'],
    ])
    expect(kinds(seeing([given(page, 2)]), seeing([]))).toEqual([['return', 'first']])
  })

  it('is two returns together that the other design only gives one without the other', () => {
    const [one, other] = [given(page), given({ start: 3 })]
    const [apart, both] = [seeing([one, other]), seeing([one, other, [one, other]])]
    expect(kinds(apart, both)).toEqual([['together', 'second']])
    expect(kinds(both, apart)).toEqual([['together', 'first']])
    expect(kinds(both, both)).toEqual([])
    // What is new alone is not told once more beside others.
    expect(kinds(seeing([one]), both)).toEqual([['return', 'second']])
    // Nor is what stands together with a third.
    const three = given({ start: 4 })
    expect(kinds(seeing([one, other, three, [one, other, three]]), seeing([three, [one, other]]))).toEqual([
      ['together', 'first'],
      ['together', 'first'],
    ])
  })

  it('is only missing where the search came to an end', () => {
    expect(kinds(seeing([], 'time'), seeing([given(page)]))).toEqual([])
    expect(kinds(seeing([]), seeing([given(page)], 'time'))).toEqual([['return', 'second']])
  })
})

describe('a diff of two designs', () => {
  const args = ['diff', 'rfc-v2-split', 'rfc-v2-repaired', '--scenario', 'allocate-less-than-a-hugepage']
  const { status, stdout, stderr } = gmemcheck(...args)

  it('ends with 1, and groups what only one of them does', () => {
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' })
    expect(stdout).toContain(`rfc-v2-split and rfc-v2-repaired behave differently in 1 of 1 scenario

first   rfc-v2-split
second  rfc-v2-repaired

new errors, of calls that the second fails and the first never fails so
  allocate returns -EINVAL, in allocate-less-than-a-hugepage

lost successes, of calls that succeed in the first and never in the second
  allocate returns 0, in allocate-less-than-a-hugepage
`)
    expect(stdout).toContain(`
promises broken by the first, kept by the second
  allocation-covers-its-range, in allocate-less-than-a-hugepage
`)
  })

  it('tells the shortest way to each, which can be run again', () => {
    expect(stdout).toMatch(/\nallocate 1-2 returns -EINVAL: only under rfc-v2-repaired\n/)
    const [, world, path] = /replay it: gmemcheck replay (\S+@rfc-v2-split) (\S+)/.exec(unbroken(stdout))!
    const replayed = gmemcheck('replay', world!, path!).stdout
    expect(replayed).toContain('allocate returns 0')
  })

  it('says the same in JSON, twice the same', () => {
    const run = () => JSON.parse(gmemcheck(...args, '--format', 'json').stdout)
    const [one, other] = [run(), run()]
    expect(one).toMatchObject({ schema: 1, command: 'diff', exitCode: 1, first: { design: 'rfc-v2-split' } })
    const [scenario] = one.scenarios
    expect(scenario.behaviours.find(({ result }: { result: number }) => result === 0)).toMatchObject({
      kind: 'success',
      side: 'first',
      operation: 'allocate',
      trace: { initial: 0 },
    })
    expect(scenario.promises).toMatchObject([{ promise: 'allocation-covers-its-range', change: 'repaired' }])
    for (const each of [one, other]) delete each.timing
    expect(other).toEqual(one)
  })

  it('ends with 0 where nothing differs', () => {
    const { status, stdout } = gmemcheck('diff', 'upstream', 'upstream', '--scenario', 'punch-hole-in-pinned-page')
    expect(status).toBe(0)
    expect(stdout).toMatch(/^upstream and upstream behave alike in 1 scenario\n/)
  })

  it('ends with 3 where a search was cut, and claims nothing', () => {
    const large = ['--scenario', 'any-conversions-at-once', '--time', '0.01']
    const { status, stdout } = gmemcheck('diff', 'rfc-v2-split', 'rfc-v2-repaired', ...large)
    expect(status).toBe(3)
    expect(stdout).toMatch(/^no difference was found in 1 scenario, of which 1 were not seen whole\n/)
  })
})

describe('a diff of what several callers know together', () => {
  const world = ['--scenario', 'fault-in-page-from-two-vms']
  const { stdout } = gmemcheck('diff', 'upstream', 'upstream-repaired', ...world)

  it('tells returns that are known to both designs, of which one never gives both', () => {
    expect(stdout).toContain(`
calls that return so in both, but both of them only in the first
  guest fault, private gfn 0 returns 0, zero data, and guest fault, private gfn 0, VM 1 returns 0,
    zero data, in fault-in-page-from-two-vms
`)
  })

  it('tells the shortest way there, without what is noted on the way', () => {
    expect(stdout).not.toContain('returnedSoFar')
    const found = /both only under\s+upstream\n.*?replay it: gmemcheck replay (\S+@upstream) (\S+)/s.exec(
      unbroken(stdout),
    )!
    const replayed = gmemcheck('replay', found[1]!, found[2]!).stdout
    expect(replayed.match(/guest fault returns 0/g)).toHaveLength(2)
  })
})

describe('a diff of a design and a patch', () => {
  const quick = [...tree, '--scenario', 'convert-to-shared']

  it('compares the design with its patched code', () => {
    const path = join(folder, 'forgetful.patch')
    const text = readFileSync(join(fixtures, 'take-out.patch'), 'utf8')
    writeFileSync(path, text.replace('+\tfolio_unlock(folio);\n', '+\n'))
    const { status, stdout } = gmemcheck('diff', 'rfc-v2-split', path, ...quick)
    expect(status).toBe(1)
    expect(stdout).toContain(
      '\npromises broken by the second, kept by the first\n  calls-keep-no-locks, in convert-to-shared\n',
    )
    expect(stdout).toMatch(/folio_lock\(\) +convert-without-rollback\.c:7, folioLock\[0\]/)
    const again = /replay it: gmemcheck (replay .*)/.exec(unbroken(stdout))![1]!.split(' ')
    expect(gmemcheck(...again).stdout).toContain('calls-keep-no-locks')
  })

  it('takes a series as the code after its last patch', () => {
    const { status, stdout } = gmemcheck('diff', join(fixtures, 'series'), 'rfc-v2-split', ...quick)
    expect(status).toBe(0)
    expect(stdout).toMatch(/series and rfc-v2-split behave alike in 1 scenario\n/)
  })
})

describe('a diff', () => {
  it.each<[string, ...string[]]>([
    ["missing required argument 'second'\nsee: gmemcheck diff --help", 'upstream'],
    ['no design is called "upstraem"; did you mean upstream?', 'upstraem', 'upstream'],
    ['no scenario is called "nonesuch"', 'upstream', 'upstream', '--scenario', 'nonesuch'],
    ['are models of different code, and share no scenario', 'upstream', 'direct-map-v7'],
    ['holds no diff', 'upstream', join(fixtures, 'lowered', 'kernel.h')],
    ['can run in the place of rfc-v2-split', 'rfc-v2-split', join(fixtures, 'take-out.patch')],
    ['runs nothing that', 'rfc-v2-split', join(fixtures, 'take-out.patch'), ...tree, '--scenario', 'split-alone'],
  ])('is told of misuse: %s', (message, ...args) => {
    const { status, stdout, stderr } = gmemcheck('diff', ...args)
    expect(stderr).toContain(message)
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr.trimEnd().split('\n').length).toBeLessThanOrEqual(2)
  })
})
