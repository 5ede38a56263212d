import { describe, expect, it } from 'vitest'
import { gmemcheck } from '../gmemcheck.ts'

const broken = 'convert-two-hugepages-out-of-memory@rfc-v2-split'

describe('every command', () => {
  it.each(['suite', 'check', 'sample', 'review', 'replay', 'list'])('%s explains itself', command => {
    const { status, stdout, stderr } = gmemcheck(command, '--help')
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(stdout).toContain(`Usage: gmemcheck ${command}`)
    expect(stdout).toContain('--format')
  })

  it('explains itself in 80 columns', () => {
    const commands = gmemcheck('--help').stdout.matchAll(/^ {2}([a-z]+) /gm)
    for (const args of [[], ...[...commands].map(([, name]) => [name!]), ['baseline', 'update']]) {
      const long = gmemcheck(...args, '--help')
        .stdout.split('\n')
        .filter(line => line.length > 80)
      expect({ args, long }).toEqual({ args, long: [] })
    }
  })

  it('uses colours only on a terminal', () => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what it looks for
    expect(gmemcheck('check', broken).stdout).not.toMatch(/\x1b/)
  })
})
