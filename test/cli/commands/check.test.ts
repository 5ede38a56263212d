import { describe, expect, it } from 'vitest'
import { gmemcheck, gmemcheckInterrupted, node, unbroken } from '../gmemcheck.ts'

const sound = 'convert-to-shared@rfc-v2-split'
const broken = 'convert-two-hugepages-out-of-memory@rfc-v2-split'
const large = 'conversion-among-all@rfc-v2-split'
const promise = 'conversion-is-all-or-nothing'

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

  it('ends with 1 when something is violated before the cut', () => {
    const { status, stdout } = gmemcheck('check', broken, '--first')
    expect(status).toBe(1)
    expect(stdout).toContain('bound-reached (first violation)')
  })

  it('ends with 3 on Ctrl-C, with what is known', async () => {
    const { status, stdout, stderr } = await gmemcheckInterrupted('check', large)
    expect({ status, stderr }).toEqual({ status: 3, stderr: '' })
    expect(stdout).toContain('bound-reached (interrupted)')
  })

  it('ends with 4 when gmemcheck itself fails, in one line', () => {
    const breaksWorkers =
      "data:text/javascript,import{isMainThread}from'node:worker_threads';if(!isMainThread)performance.now=0"
    const { status, stdout } = node(['--import', breaksWorkers, 'bundle/cli/main.js', 'check', sound])
    expect(status).toBe(4)
    expect(stdout).toContain('gmemcheck failed: performance.now is not a function')
    expect(stdout).not.toMatch(/^\s+at /m)
  })

  it('gives the same JSON twice, but for the times', () => {
    const [first, second] = [1, 2].map(() => JSON.parse(gmemcheck('check', broken, sound, '--format', 'json').stdout))
    expect(first).toMatchObject({ schema: 1, command: 'check', exitCode: 1 })
    expect(Object.keys(first.timing.seconds)).toEqual([sound, broken])
    delete first.timing
    delete second.timing
    expect(second).toEqual(first)
  })

  it('tells one trace a cause in 200 lines, and as many different ones as asked for', () => {
    const traces = (...args: string[]) => gmemcheck('check', broken, ...args).stdout.match(/^ {2}known as .*$/gm)!
    const { stdout } = gmemcheck('check', broken)
    expect(stdout.split('\n').length).toBeLessThanOrEqual(201)
    expect(stdout).toMatch(/, for \d+ causes\n\ncause /)
    const [two, three] = [traces('--all', '2'), traces('--all', '3')]
    expect([...new Set(three)]).toHaveLength(3)
    expect(three.slice(0, 2)).toEqual(two)
  })

  it('leaves out of traces what the violation does not need', () => {
    const steps = (...args: string[]) =>
      gmemcheck('check', broken, '--all', '1', ...args).stdout.match(/^ {3,4}\d+ {2}/gm)!
    expect(steps('--why').length).toBeLessThan(steps().length)
    expect(steps()).toEqual(expect.arrayContaining(steps('--why')))
  })

  it('tells programs the causes that people are told of, the worst first', () => {
    const { causes } = JSON.parse(gmemcheck('check', broken, '--format', 'json').stdout)
    expect(causes.length).toBeGreaterThan(0)
    const promises = causes.flatMap((cause: { promises: string[] }) => cause.promises)
    expect(new Set(promises).size).toBe(promises.length)
    expect(causes[0]).toMatchObject({ worlds: [broken], told: { world: broken } })
  })

  it('says the same in text and in JSON', () => {
    const json = JSON.parse(gmemcheck('check', broken, '--format', 'json').stdout)
    const { stdout } = gmemcheck('check', broken, '--all')
    const violated = json.worlds[0].promises.filter(({ verdict }: { verdict: string }) => verdict === 'violated')
    expect(violated.length).toBeGreaterThan(3)
    for (const { promise, trace, replay } of violated) {
      expect(stdout).toContain(`${promise} does not hold: `)
      expect(stdout.replace(/\s+/g, ' ')).toContain(trace.says)
      expect(unbroken(stdout)).toContain(`replay it: ${replay}\n`)
    }
  })
})
