/**
 * Every command that README shows can be run as it stands.
 */
import { describe, expect, it } from 'vitest'
import { gmemcheck } from '../gmemcheck.ts'
import { examples } from './readme.ts'

describe('README', () => {
  it('shows examples', () => expect(examples.length).toBeGreaterThan(3))

  it.each(examples)('shows a command that works: gmemcheck %s', args => {
    const { status, stdout, stderr } = gmemcheck(...args.split(' '))
    // Examples show broken promises, or none; a search that is cut, or a mistake, would be a poor example.
    expect([0, 1]).toContain(status)
    expect(stderr).toBe('')
    expect(stdout).not.toBe('')
  })
})
