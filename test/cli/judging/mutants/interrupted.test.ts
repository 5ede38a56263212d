/**
 * Ctrl-C while mutants are judged: what it leaves is not judged, whatever was being done.
 */
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { judgeMutants, judgeMutantsShare } from '../../../../cli/judging/mutants/mutants.ts'
import { mutantsJson } from '../../../../cli/reports/mutants/json.ts'
import { mutantsText } from '../../../../cli/reports/mutants/text.ts'
import { answered, onInterrupt } from '../../../../cli/run/interrupt.ts'
import type { Job, Outcome } from '../../../../cli/run/search/job.ts'
import type { Searcher } from '../../../../cli/run/shards/searcher.ts'
import { palette } from '../../../../cli/text/palette.ts'
import { holds, judged } from '../../by-hand/results.ts'
import { root } from '../../gmemcheck.ts'

const folder = mkdtempSync(join(tmpdir(), 'mutants-'))
const asked = { tree: folder, functions: ['kvm_gmem_punch_hole'], every: 4, seconds: 60 }
const page = { width: 100, palette: palette(false), locals: false }

beforeAll(() => {
  mkdirSync(join(folder, 'virt/kvm'), { recursive: true })
  copyFileSync(join(root, 'test/fixtures/c/guest-memfd/pages.c'), join(folder, 'virt/kvm/guest_memfd.c'))
})
afterAll(() => rmSync(folder, { recursive: true }))
afterEach(answered)

const searching =
  (outcomeOf: (job: Job) => Outcome): Searcher =>
  () => ({ isMine: () => true, tries: async jobs => jobs.map(outcomeOf), walks: async () => [], end: () => {} })

const notRun: Outcome = { kind: 'not-run' }
const cut = judged([holds('a-promise')], { cut: 'interrupted' })
/** Nothing is broken, so that all survive: then others are asked to tell them from the code that they were made of. */
const whole: Outcome = { ...judged([holds('a-promise')]), ...{ points: [], marks: [], digest: 'the same' } } as Outcome

describe('mutants that Ctrl-C leaves', () => {
  it.each([
    ['before their searches', () => notRun],
    ['in the midst of them', () => cut],
    ['while survivors are told from the code they were made of', (job: Job) => (job.digest ? notRun : whole)],
  ] as const)('are not judged: %s', async (_, outcomeOf) => {
    const report = await judgeMutants(asked, searching(outcomeOf))
    const { length } = report.mutants
    expect(length).toBeGreaterThan(2)
    expect(report.exitCode).toBe(3)
    expect(report.mutants.map(({ fate }) => fate)).toEqual(
      report.mutants.map(() => ({ kind: 'not judged', why: 'interrupted', reason: 'interrupted' })),
    )
    const says = new RegExp(`^interrupted, with ${length} of ${length} mutants not judged: ${length} mutants of `)
    expect(mutantsJson(report).says).toMatch(says)
    expect(mutantsText(report, page).join(' ')).toMatch(says)
  })

  it('are not judged where it comes before they are planned, and no share of them is', async () => {
    const { forget } = onInterrupt(() => {})
    process.emit('SIGINT', 'SIGINT')
    const report = await judgeMutants(
      asked,
      searching(() => notRun),
    )
    expect(report.exitCode).toBe(3)
    expect(report.idle).toEqual([])
    expect(mutantsJson(report).says).toMatch(/^interrupted, with \d+ of \d+ mutants not judged: /)
    const never: Searcher = () => {
      throw new Error('a share is written down')
    }
    const share = await judgeMutantsShare(asked, never)
    expect(share.outcomes).toEqual([notRun])
    forget()
  })

  it('is not what a failure of gmemcheck is taken for', async () => {
    const failed: Outcome = { kind: 'failed', message: 'the table is full', stack: '' }
    const report = await judgeMutants(
      asked,
      searching(() => failed),
    )
    expect(report.exitCode).toBe(4)
    expect(mutantsText(report, page).join('\n')).toContain('not judged: the table is full')
    expect(mutantsJson(report).says).not.toContain('interrupted')
  })
})
