import { describe, expect, it } from 'vitest'
import { gmemcheck, node, unbroken } from '../../gmemcheck.ts'

const sound = 'convert-to-shared@rfc-v2-split'
const broken = 'convert-two-hugepages-out-of-memory@rfc-v2-split'
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
})
