/**
 * The first sentence of a review, read alone.
 */
import { describe, expect, it } from 'vitest'
import type { PatchEffect } from '../../../cli/judging/review/worlds/promises.ts'
import type { Review } from '../../../cli/judging/review/worlds/result.ts'
import { firstSentence } from '../../../cli/reports/review/account.ts'
import { promiseLines } from '../../../cli/reports/review/text.ts'
import type { Ended } from '../../../cli/run/search/job.ts'
import { palette } from '../../../cli/text/palette.ts'
import { holds, judged } from '../by-hand/results.ts'

const whole = judged([holds('a-promise')])

/** Of one changed statement that was judged. @param changes of each world, the effect on each promise */
function reviewOf(changes: readonly Readonly<Record<string, PatchEffect>>[], after: Ended = whole): Review {
  const review = {
    account: [{ class: 'judged', file: 'f.c', name: 'f' }],
    extraction: { design: { name: 'upstream' }, baseline: new Map([['f', '']]) },
    worlds: changes.map((promises, at) => ({
      world: { scenario: `world-${at}`, design: 'upstream' },
      configuration: '',
      before: whole,
      after,
      promises: Object.entries(promises).map(([promise, change]) => ({ promise, change })),
    })),
    lost: [],
    changed: [],
    large: [],
    onlyInLarge: [],
    skippedConfigurations: [],
    reading: { base: [{}], patch: {} },
  }
  return review as unknown as Review
}
const said = (...args: Parameters<typeof reviewOf>) => firstSentence(reviewOf(args[0], args[1]))
const page = { width: 120, palette: palette(false), locals: false }

describe('the first sentence of a review', () => {
  it('tells what a baseline accepts', () => {
    expect(said([{ a: 'kept' }])).toBe(
      '1 of 1 changed statement judged, none breaks a promise: the patched code keeps every promise that the tree keeps, in 1 world',
    )
    expect(said([{ a: 'known', b: 'known' }, { a: 'known' }])).toBe(
      '1 of 1 changed statement judged, none breaks a promise but 2 that a baseline accepts: the patched code keeps every promise that the tree keeps, but for 2 that a baseline accepts as broken, in 2 worlds',
    )
  })

  it('begins with Ctrl-C, where that came', () => {
    expect(said([{}, {}], { kind: 'not-run' })).toMatch(
      /^interrupted, with 2 of 2 worlds not searched to their end: 1 of 1 changed statement judged: no newly broken/,
    )
    expect(said([{ a: 'open' }], judged([holds('a')], { cut: 'interrupted' }))).toMatch(
      /^interrupted, with 1 of 1 world not searched to its end: /,
    )
    expect(said([{ a: 'open' }], judged([holds('a')], { cut: 'time' }))).not.toContain('interrupted')
    const left = { class: 'not judged', why: 'interrupted', file: 'f.c', name: 'f', inFunction: true }
    const review = { ...reviewOf([{ a: 'kept' }]), account: [left] } as unknown as Review
    expect(firstSentence(review)).toMatch(/^interrupted, with 1 of 1 changed statement not judged: /)
  })

  it('does not say of all worlds what some of them show', () => {
    const worlds = [{ a: 'broken' }, { a: 'broken' }, { a: 'broken anew' }, { a: 'kept' }] as const
    expect(said(worlds)).toBe(
      '1 of 1 changed statement judged: the patched code breaks 1 promise that the tree keeps, in 3 of 4 worlds (in 1 of them the tree breaks it, too, but never so)',
    )
    const lines = promiseLines(reviewOf(worlds).worlds, page)
    expect(lines).toContain('  broken        a, in 2 worlds (broken anew in 1 other)')
    expect(lines.join('\n')).not.toContain('  broken anew')
  })
})
