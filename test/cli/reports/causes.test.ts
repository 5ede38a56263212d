import { describe, expect, it } from 'vitest'
import { causesWords, missingCause } from '../../../cli/reports/world/causes.ts'
import type { Cause } from '../../../cli/violations/causes/triage.ts'

/** Causes that designs share, one each; `undefined` for one that none shares. */
const causes = (...asIn: readonly (string | undefined)[]) => asIn.map(one => ({ asIn: one }) as Cause)

describe('how many causes there are', () => {
  it.each([
    ['a promise that breaks for one cause', causes(undefined), 1, ''],
    ['a promise that breaks for two', causes(undefined, undefined), 1, ', for 2 causes'],
    ['several promises', causes(undefined), 3, ', all for one cause'],
    ['a promise that the base breaks', causes('base'), 1, ', and under base, too'],
    ['promises that the base breaks', causes('base'), 2, ', all for one cause, and under base, too'],
    ['causes that the base has', causes('base', 'base'), 2, ', for 2 causes, none of them new against base'],
    ['causes of its own', causes(undefined, 'base'), 2, ', for 2 causes, 1 of them new against base'],
    ['two bases', causes(undefined, 'one', 'two'), 3, ', for 3 causes, 1 of them new against one and two'],
    ['no broken promise', [], 0, ''],
  ])('is said of %s', (_, those, promises, words) => {
    expect(causesWords(those, promises)).toBe(words)
  })
})

describe('a cause that is asked for', () => {
  it('is there after any patch that has so many', () => {
    expect(missingCause(2, [0, 2])).toBeUndefined()
  })

  it.each([
    [[0], 'no broken promise was found\nleave out --cause;'],
    [[1], 'there is one\ngive --cause 1, or leave it out;'],
    [[2], 'there are 2\ngive --cause 1 to 2, or leave it out;'],
    [[0, 2, 1], 'no patch has more than 2\ngive --cause 1 to 2, or leave it out;'],
    [[0, 0], 'no broken promise was found\nleave out --cause;'],
  ])('is said to be missing of %j', (counts, words) => {
    expect(missingCause(3, counts)).toBe(`there is no cause 3: ${words} the report is told as if it were`)
  })
})
