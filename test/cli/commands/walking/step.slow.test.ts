/**
 * A world walked by hand, with the commands on a pipe.
 */
import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { gmemcheck, gmemcheckReading, root, unbroken } from '../../gmemcheck.ts'

const world = 'convert-to-shared-during-guest-fault@exact-window'
const stepped = (commands: readonly string[], ...options: string[]) =>
  gmemcheckReading(`${commands.join('\n')}\n`, 'step', world, ...options)

describe('step', () => {
  it('says which steps each CPU could take, takes them, and takes them back', () => {
    const { status, stdout, stderr } = stepped(['0', '0', 'back 2', '1'])
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(stdout).toContain('0     CPU0  calls guest fault, private gfn 3\n1     CPU1  calls convert 2 to shared\n')
    expect(stdout).toContain('2  CPU0 kvm_mmu_faultin_pfn(): faulting[0] {} -> {0}\n')
    expect(stdout.match(/^at the beginning$/gm)).toHaveLength(2)
    expect(stdout).toMatch(/1 {2}CPU1 calls convert 2 to shared[\s\S]*come here again: gmemcheck replay \S+ 1\n$/)
  })

  it('runs on to the nearest violation, which replay finds again', () => {
    const { stdout } = stepped(['run'])
    expect(stdout).toContain('huge-mappings-are-not-mixed does not hold')
    const [, ...command] = /come here again: (gmemcheck .*)/.exec(unbroken(stdout))![1]!.split(' ')
    const again = gmemcheck(...command)
    expect(again.status).toBe(1)
    expect(again.stdout).toContain('huge-mappings-are-not-mixed does not hold')
  })

  it('finds no violation where a design keeps its promises, and says what it looked at', () => {
    const { stdout } = gmemcheckReading('run\n', 'step', 'convert-to-shared-during-guest-fault@rfc-v2-repaired')
    expect(stdout).toMatch(/nothing more is broken in any of the [\d,]+ states that can be reached from here/)
  })

  it('draws memory as it is, and marks what the last step has changed', () => {
    const { stdout } = stepped(['run', 'memory'])
    expect(stdout).toMatch(/shareability {2}private {2}private {2}>shared +private\n/)
    expect(stdout).toMatch(/private SPTE {2}- +- +frame 0, huge {2}frame 1, huge\n/)
  })

  it('begins after a path', () => {
    expect(stepped([], '--from', '0.0.1').stdout).toMatch(/^3 {2}CPU1 calls convert 2 to shared\n/)
  })

  /** On a terminal, whose input comes from a file and ends with it. */
  const typed = (commands: string) =>
    spawnSync('script', ['-qec', `${root}cli/gmemcheck step ${world}`, '/dev/null'], {
      input: commands,
      encoding: 'utf8',
      timeout: 30_000,
    })

  it.each([
    ['', 'at the beginning'],
    ['0\n0\n', 'kvm_mmu_faultin_pfn()'],
    ['0', '0     CPU0  calls guest fault'],
  ])('ends on a terminal with its input: %j', (commands, says) => {
    const { status, stdout, error } = typed(commands)
    expect({ status, error }).toEqual({ status: 0, error: undefined })
    expect(stdout).toContain(says)
  })

  it('fits 80 columns', () => {
    const { stdout } = stepped(['run', 'memory', 'way', 'path'], '--width', '80')
    expect(stdout.split('\n').filter(line => line.length > 80)).toEqual([])
  })

  it.each([
    ['9', 'step 1, "9", is not possible: possible there 0, 1'],
    ['jump', '"jump" is no command, and no step'],
    ['back x', '"x" is no number of steps'],
    ['0.7', 'step 2, "7", is not possible'],
  ])('refuses %s, takes nothing, and ends with 2', (command, message) => {
    const { status, stdout } = stepped([command, 'path'])
    expect(status).toBe(2)
    expect(stdout).toContain(message)
    expect(stdout.trimEnd().split('\n').at(-1)).toBe('at the beginning')
  })

  it('refuses a path that is not possible before it begins', () => {
    const { status, stdout, stderr } = stepped([], '--from', '0.5')
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toContain('step 2, "5", is not possible')
  })
})
