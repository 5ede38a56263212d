import { expect, it } from 'vitest'
import { casesOf } from '../../../cli/reports/cases/case.ts'
import { checkCases } from '../../../cli/reports/cases/check.ts'
import type { Ended } from '../../../cli/run/search/job.ts'
import { scenarios } from '../../../model/scenarios/index.ts'
import { promises } from '../../../spec/promises/index.ts'
import { holds, judged, violated } from '../by-hand/results.ts'

const [a, b, c] = promises.map(({ name }) => name) as [string, string, string]
const known = { promises, findings: [], healers: () => [], isNarrow: () => true }

const cases = (...outcomes: Ended[]) => {
  const [scenario] = scenarios
  const checked = outcomes.map((outcome, at) => ({
    world: { scenario: `world-${at}`, design: 'upstream' },
    scenario: scenario!,
    outcome,
  }))
  return checkCases({ checked, exitCode: 1 }, known)
}
const verdictOf = (told: ReturnType<typeof cases>, name: string) => casesOf(told).find(one => one.name === name)!

it('a promise is one case over all worlds, and one cause of many violations is told once', () => {
  const broken = judged([violated(a, 2), violated(b, 2), holds(c)])
  const told = cases(broken, broken, judged([holds(a), holds(b), holds(c, 0)]))
  expect(told.groups.map(({ name, cases }) => [name, cases.length])).toEqual([
    ['promises under upstream', 3],
    ['worlds under upstream', 3],
  ])
  expect(told.causes).toHaveLength(1)
  expect(told.causes[0]).toMatchObject({
    number: 1,
    of: 1,
    verdict: 'failed',
    promises: [a, b].sort(),
    worlds: ['world-0@upstream', 'world-1@upstream'],
  })
  const failed = [a, b].map(name => verdictOf(told, name))
  for (const one of failed) expect(one).toMatchObject({ verdict: 'failed', hasCause: true })
  for (const one of failed) expect(one.says).toMatch(/, in 2 worlds$/)
  expect(failed.flatMap(({ detail = [] }) => detail).filter(line => line.includes('does not hold'))).toHaveLength(1)
  expect(failed.flatMap(({ detail = [] }) => detail)).toContainEqual(
    `cause 1 of 1: its trace is told of ${told.causes[0]!.name}`,
  )
  expect(verdictOf(told, c).verdict).toBe('passed')
})

it('the names of cases are the same whatever is broken', () => {
  const names = (told: ReturnType<typeof cases>) => casesOf(told).map(({ name }) => name)
  expect(names(cases(judged([holds(a), violated(b, 2)])))).toEqual(names(cases(judged([violated(a, 2), holds(b, 0)]))))
})

it('a world that was not searched is a case of its own', () => {
  const told = cases(judged([holds(a)]), { kind: 'not-run' }, { kind: 'failed', message: 'x', stack: '' })
  expect(told.groups[1]!.cases.map(({ verdict, says }) => [verdict, says])).toEqual([
    ['passed', ''],
    ['open', 'not judged: interrupted'],
    ['error', 'gmemcheck failed: x'],
  ])
})
