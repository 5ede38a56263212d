import { describe, expect, it } from 'vitest'
import { gmemcheck, unbroken } from '../../gmemcheck.ts'
import { unexplained } from '../../json-members.ts'

const world = 'convert-to-shared-during-guest-fault@exact-window'
const sample = (...args: string[]) => gmemcheck('sample', world, '--walks', '600', ...args)

describe('sample', () => {
  it('tells what broke, by a walk that replays, and ends with 1', () => {
    const { status, stdout, stderr } = sample('--seed', '3')
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' })
    expect(stdout).toMatch(/after \d+ steps \(on walk \d+ of seed 3; there may be shorter paths\)/)
    const [, ...command] = /replay it: (gmemcheck .*)/.exec(unbroken(stdout))![1]!.split(' ')
    expect(gmemcheck(...command).status).toBe(1)
  })
  it('claims nothing when it finds nothing, and ends with 3', () => {
    const { status, stdout } = sample('--promise', 'no-index-wraps')
    expect(status).toBe(3)
    expect(stdout).toContain('no broken promise was met, of 1 promise: which proves nothing')
    expect(stdout).not.toMatch(/\bholds?\b/)
  })
  it('says the same whatever the number of workers', () => {
    const told = (workers: string) => {
      const { timing, ...rest } = JSON.parse(sample('--seed', '3', '--format', 'json', '--workers', workers).stdout)
      expect(unexplained({ timing, ...rest })).toEqual([])
      expect(timing.seconds).toBeGreaterThan(0)
      return rest
    }
    const alone = told('1')
    expect(alone).toMatchObject({ command: 'sample', outcome: 'sampled', walks: 600, exitCode: 1 })
    expect(told('3')).toEqual(alone)
  })
})
