import { readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { describe, expect, it } from 'vitest'
import { gmemcheck, gmemcheckInterrupted, node, unbroken } from '../../gmemcheck.ts'
import { unexplained, unnamed } from '../../json-members.ts'

const sound = 'convert-to-shared@rfc-v2-split'
const broken = 'convert-two-hugepages-out-of-memory@rfc-v2-split'
const promise = 'conversion-is-all-or-nothing'
const large = 'conversion-among-all@rfc-v2-split'

describe('check', () => {
  it('ends with 0 when everything holds, and says within which bounds and at what odds', () => {
    const { status, stdout, stderr } = gmemcheck('check', sound)
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(stdout).toMatch(/within 4 pages in hugepages of 2, .*odds of a missed state below 1 in 10\^/s)
  })

  it('ends with 1 when something is violated, and shows a path that replay breaks it by', () => {
    const { status, stdout } = gmemcheck('check', broken, '--promise', promise)
    expect(status).toBe(1)
    expect(stdout).toContain(`${promise} does not hold`)
    const [, ...command] = /replay it: (gmemcheck .*)/.exec(unbroken(stdout))![1]!.split(' ')
    const replayed = gmemcheck(...command)
    expect(replayed.status).toBe(1)
    expect(replayed.stdout).toContain(`${promise} does not hold`)
    const shorter = gmemcheck(...command.slice(0, -1), command.at(-1)!.replace(/\.[^.]*$/, ''))
    expect(shorter.status).toBe(0)
    expect(shorter.stdout).toContain('no promise is broken on the way')
  })

  it('ends with 3 when a search is cut, and claims nothing of what it left open', () => {
    const { status, stdout } = gmemcheck('check', sound, '--depth', '3')
    expect(status).toBe(3)
    expect(stdout).toContain('bound-reached (depth)')
    expect(stdout).not.toMatch(/\bholds?\b/)
  })

  it('ends with 0 where a bound on preemptions leaves nothing out, and says so', () => {
    const { status, stdout } = gmemcheck('check', sound, '--preemptions', '100')
    expect(status).toBe(0)
    expect(stdout.replace(/\s+/g, ' ')).toContain('all runs: more than 0 preemptions would add nothing')
  })

  it('ends with 1 when something is violated before the cut', () => {
    const { status, stdout } = gmemcheck('check', broken, '--first')
    expect(status).toBe(1)
    expect(stdout).toContain('bound-reached (first violation)')
  })

  it('ends with 4 when gmemcheck itself fails, in one line', () => {
    const breaksWorkers =
      "data:text/javascript,import{isMainThread}from'node:worker_threads';if(!isMainThread)performance.now=0"
    const { status, stdout } = node(['--import', breaksWorkers, 'bundle/cli/main.js', 'check', sound, '--no-cache'])
    expect(status).toBe(4)
    expect(stdout).toContain('gmemcheck failed: performance.now is not a function')
    expect(stdout).not.toMatch(/^\s+at /m)
  })

  it('ends with 3 on Ctrl-C, with what is known', async () => {
    const { status, stdout, stderr } = await gmemcheckInterrupted('check', large)
    expect({ status, stderr }).toEqual({ status: 3, stderr: '' })
    expect(stdout).toContain('bound-reached (interrupted)')
  })

  it('gives the same JSON twice, but for the times', () => {
    const [first, second] = [1, 2].map(() => JSON.parse(gmemcheck('check', broken, sound, '--format', 'json').stdout))
    expect(first).toMatchObject({ schema: 1, command: 'check', exitCode: 1 })
    expect(Object.keys(first.timing.seconds)).toEqual([sound, broken])
    const { trace } = first.worlds[1].promises.find((one: { verdict: string }) => one.verdict === 'violated')
    expect(unexplained(first)).toEqual([])
    for (const part of [first.causes[0], first.worlds[1], first.worlds[1].promises[0], trace, trace.steps[0]])
      expect(unnamed(part)).toEqual([])
    delete first.timing
    delete second.timing
    expect(second).toEqual(first)
  })
})

describe('a check by several threads', () => {
  // In a process of its own: what it reserves, others could not have.
  it('makes do with less where the memory it may take cannot be reserved', () => {
    const world = ['check', 'set-folio-during-set-and-fault@direct-map-rfc-v3', '--workers', '2', '--format', 'json']
    const [usual, vast] = [[], ['--memory', String(2 ** 30)]].map(more => gmemcheck(...world, ...more))
    const verdicts = (text: string) =>
      JSON.parse(text).worlds[0].promises.map((one: { promise: string; verdict: string }) => [one.promise, one.verdict])
    expect({ status: vast!.status, stderr: vast!.stderr }).toEqual({ status: usual!.status, stderr: '' })
    expect(verdicts(vast!.stdout)).toEqual(verdicts(usual!.stdout))
  })
})

describe('a check that finds violations', () => {
  const json = JSON.parse(gmemcheck('check', broken, '--format', 'json').stdout)
  const { stdout } = gmemcheck('check', broken, '--all')
  const few = gmemcheck('check', broken, '--all', '2').stdout
  const traces = (text: string) => text.match(/^ {2}known as .*$/gm)!

  it('tells one trace a cause in 200 lines, and as many different ones as asked for', () => {
    const { stdout } = gmemcheck('check', broken)
    expect(stdout.split('\n').length).toBeLessThanOrEqual(201)
    expect(stdout).toMatch(/, for \d+ causes\n\n {3}cause /)
    const [two, three] = [traces(few), traces(gmemcheck('check', broken, '--all', '3').stdout)]
    expect([...new Set(three)]).toHaveLength(3)
    expect(three.slice(0, 2)).toEqual(two)
  })

  it('tells of one cause, by its number in the table, all that it breaks and its trace whole', () => {
    const { causes } = json
    const { status, stdout } = gmemcheck('check', broken, '--cause', '2')
    expect(status).toBe(1)
    expect(stdout).toContain(`\ncause 2 of ${causes.length}  ${causes[1].cause}  (`)
    expect(traces(stdout)).toEqual([`  known as  ${causes[1].told.fingerprint}`])
  })

  it('tells all that it would, and ends as misused, where there is no cause of that number', () => {
    const ordinary = gmemcheck('check', broken)
    const missing = `there is no cause 99: there are ${json.causes.length}`
    const page = `${tmpdir()}/gmemcheck-cause-${process.pid}.html`
    const { status, stdout, stderr } = gmemcheck('check', broken, '--cause', '99', '--html', page)
    expect({ status, stderr: stderr.split('\n')[0] }).toEqual({ status: 2, stderr: missing })
    expect(traces(stdout)).toEqual(traces(ordinary.stdout))
    expect(readFileSync(page, 'utf8')).toContain('</h1>')
    rmSync(page)
    const cut = gmemcheck('check', 'convert-to-shared@rfc-v2-repaired', '--depth', '1', '--cause', '1')
    expect(cut.status).toBe(3)
    expect(cut.stderr).toMatch(/^there is no cause 1: no broken promise was found\n/)
  })

  it('leaves out of traces what the violation does not need', () => {
    const steps = (text: string) => text.match(/^ {3,4}\d+ {2}/gm)!
    const needed = steps(gmemcheck('check', broken, '--all', '2', '--why').stdout)
    expect(needed.length).toBeLessThan(steps(few).length)
    expect(steps(few)).toEqual(expect.arrayContaining(needed))
  })

  it('tells programs the causes that people are told of, the worst first', () => {
    const { causes } = json
    expect(causes.length).toBeGreaterThan(0)
    const promises = causes.flatMap((cause: { promises: string[] }) => cause.promises)
    expect(new Set(promises).size).toBe(promises.length)
    expect(causes[0]).toMatchObject({ worlds: [broken], told: { world: broken } })
  })

  it('says the same in text and in JSON', () => {
    const violated = json.worlds[0].promises.filter(({ verdict }: { verdict: string }) => verdict === 'violated')
    expect(violated.length).toBeGreaterThan(3)
    for (const { promise, trace, replay } of violated) {
      expect(stdout).toContain(`${promise} does not hold: `)
      expect(stdout.replace(/\s+/g, ' ')).toContain(trace.says)
      expect(unbroken(stdout)).toContain(`replay it: ${replay}\n`)
    }
  })
})
