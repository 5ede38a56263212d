/**
 * What `check` found, for people: the summary, the worlds, then the shortest trace of each broken promise.
 */
import type { Result } from '../../checker/result.ts'
import type { Scenario } from '../../model/scenarios/scenario.ts'
import type { Promised } from '../../spec/promise.ts'
import type { Ended } from '../job.ts'
import { showWorld, type WorldName } from '../world-name.ts'
import { type Overall, overall } from './promises.ts'
import { shownLength } from './table.ts'
import type { Page } from './telling.ts'
import { violationLines } from './violation.ts'
import {
  boundsWords,
  counted,
  cutWords,
  environmentWords,
  oddsWords,
  type Standing,
  secondsWords,
  standing,
} from './words.ts'
import { paragraph, wrapPhrases } from './wrap.ts'

/** A world that was to be judged, and what came of it. */
export interface Checked {
  readonly world: WorldName
  readonly scenario: Scenario
  readonly outcome: Ended
}

/** @param promises all that there are */
export function checkText(checked: readonly Checked[], promises: readonly Promised[], page: Page): string[] {
  const judged = checked.flatMap(({ world, scenario, outcome }) =>
    outcome.kind === 'judged' ? [{ world, scenario, result: outcome.result }] : [],
  )
  const verdicts = overall(judged)
  const broken = verdicts.filter(({ standing }) => standing === 'violated')
  const scenarios = new Map(checked.map(({ scenario }) => [scenario.name, scenario]))
  return [
    headline(verdicts.length, broken.length, checked.length, page),
    '',
    ...summary(verdicts, page),
    '',
    ...checked.flatMap(world => worldLines(world, page)),
    ...broken.flatMap(({ promise: name, broken: [shortest] }) => {
      const scenario = scenarios.get(shortest!.world.scenario)!
      const promise = promises.find(promise => promise.name === name)!
      return ['', ...violationLines({ ...shortest!, scenario, promise }, page)]
    }),
  ]
}

function headline(promises: number, broken: number, worlds: number, { palette }: Page): string {
  const where = worlds === 1 ? 'in this world' : `in these ${worlds} worlds`
  const text =
    broken === 0
      ? `none of ${counted(promises, 'promise')} is broken`
      : `${broken} of ${counted(promises, 'promise')} ${broken === 1 ? 'is' : 'are'} broken`
  return palette.strong(`${text} ${where}`)
}

/** Broken and open promises one by one; the others by name only when they are few. */
function summary(verdicts: readonly Overall[], { palette, width }: Page): string[] {
  const of = (wanted: Standing) => verdicts.filter(({ standing }) => standing === wanted)
  const nameWidth = Math.max(0, ...[...of('violated'), ...of('bound-reached')].map(({ promise }) => promise.length))
  const line = (head: string, promise: string, words: string) =>
    `${head}${' '.repeat(HEAD_WIDTH - shownLength(head))}${promise.padEnd(nameWidth)}  ${words}`
  const together = (head: string, those: readonly Overall[]) => {
    if (those.length === 0) return []
    const names = those.map(({ promise }) => promise)
    const text = those.length > FEW ? [counted(those.length, 'promise')] : wrapPhrases(names, width - HEAD_WIDTH)
    return text.map((line, index) => (index === 0 ? head : '').padEnd(HEAD_WIDTH) + line)
  }
  return [
    ...of('violated').map(({ promise, broken }) => line(palette.bad('violated'), promise, brokenWords(broken))),
    ...of('bound-reached').map(({ promise, cut }) => line(palette.unsure('bound-reached'), promise, cutWords(cut!))),
    ...together('holds', of('holds')),
    ...together('not tested', of('vacuous')),
  ]
}
const HEAD_WIDTH = 15
const FEW = 6

function brokenWords(broken: Overall['broken']): string {
  const [shortest, ...others] = broken
  const steps = counted(shortest!.trace.steps.length, 'step')
  return others.length === 0 ? steps : `${steps}, in ${counted(others.length + 1, 'world')}`
}

function worldLines({ world, scenario, outcome }: Checked, { palette, width }: Page): string[] {
  const name = palette.strong(showWorld(world))
  if (outcome.kind === 'not-run') return [`${name}  ${palette.unsure('not judged: interrupted')}`]
  if (outcome.kind === 'failed') return [name, ...paragraph('  ', `gmemcheck failed: ${outcome.message}`, width)]
  const { result } = outcome
  const bounds = [boundsWords(scenario.bounds), environmentWords(scenario.environment)].filter(text => text !== '')
  const unreached = result.goals.filter(({ reached }) => !reached).map(({ goal }) => goal)
  return [
    name,
    ...paragraph('  ', `${verdictsWords(result)}; ${sizeWords(result)}`, width),
    ...paragraph('  ', `within ${bounds.join('; ')}; ${oddsWords(result.collisionOdds)}`, width),
    ...(unreached.length > 0 ? paragraph('  ', `never reached: ${unreached.join(', ')}`, width) : []),
  ]
}

function verdictsWords(result: Result): string {
  const numbered = (wanted: Standing, words: string) => {
    const { length } = standing(result, wanted)
    return length === 0 ? [] : [`${length} ${words}`]
  }
  return [
    ...numbered('violated', 'violated'),
    ...numbered('holds', 'hold'),
    ...numbered('bound-reached', `bound-reached (${result.cut && cutWords(result.cut)})`),
    ...numbered('vacuous', 'not tested'),
  ].join(', ')
}

const sizeWords = ({ states, transitions, depth, seconds }: Result): string =>
  `${counted(states, 'state')}, ${counted(transitions, 'transition')}, depth ${depth}, ${secondsWords(seconds)}`
