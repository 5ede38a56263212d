/**
 * What `check` found, for people: the summary, the worlds, then the shortest trace of each broken promise.
 */
import type { Scenario } from '../../model/scenarios/scenario.ts'
import type { Outcome } from '../job.ts'
import { showWorld, type WorldName } from '../world-name.ts'
import { type Overall, overall } from './promises.ts'
import { type Page, tellingOf } from './telling.ts'
import { violationLines } from './violation.ts'
import { boundsWords, count, counted, cutWords, environmentWords, oddsWords, secondsWords, standing } from './words.ts'
import { paragraph, wrapPhrases } from './wrap.ts'

/** A world that was to be judged, and what came of it. */
export interface Checked {
  readonly world: WorldName
  readonly scenario: Scenario
  readonly outcome: Outcome
}

export function checkText(checked: readonly Checked[], page: Page): string[] {
  const judged = checked.flatMap(({ world, scenario, outcome }) =>
    outcome.kind === 'judged' ? [{ world, scenario, result: outcome.result }] : [],
  )
  const promises = overall(judged)
  const broken = promises.filter(({ standing }) => standing === 'violated')
  const scenarios = new Map(checked.map(({ scenario }) => [scenario.name, scenario]))
  return [
    headline(promises.length, broken.length, checked.length, page),
    '',
    ...summary(promises, page),
    '',
    ...checked.flatMap(world => worldLines(world, page)),
    ...broken.flatMap(({ broken: [shortest] }) => [
      '',
      ...violationLines(shortest!, tellingOf(scenarios.get(shortest!.world.scenario)!, page)),
    ]),
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

/** Broken and open promises by name; the others together. */
function summary(promises: readonly Overall[], { palette, width }: Page): string[] {
  const of = (wanted: Overall['standing']) => promises.filter(({ standing }) => standing === wanted)
  const nameWidth = Math.max(0, ...[...of('violated'), ...of('bound-reached')].map(({ promise }) => promise.length))
  const together = (head: string, which: readonly Overall[]) =>
    which.length === 0
      ? []
      : wrapPhrases(
          which.map(({ promise }) => promise),
          width - 15,
        ).map((line, index) => (index === 0 ? head : ' '.repeat(15)) + line)
  return [
    ...of('violated').flatMap(({ promise, broken }) => [
      `${palette.bad('violated'.padEnd(15))}${promise.padEnd(nameWidth)}  ${brokenWords(broken)}`,
    ]),
    ...of('bound-reached').map(
      ({ promise, cut }) =>
        `${palette.unsure('bound-reached'.padEnd(15))}${promise.padEnd(nameWidth)}  ${cutWords(cut!)}`,
    ),
    ...together(palette.good('holds'.padEnd(15)), of('holds')),
    ...together(palette.unsure('not tested'.padEnd(15)), of('vacuous')),
  ]
}

function brokenWords(broken: Overall['broken']): string {
  const [shortest, ...others] = broken
  const steps = counted(shortest!.trace.steps.length, 'step')
  return others.length === 0 ? steps : `${steps}, in ${counted(others.length + 1, 'world')}`
}

function worldLines({ world, scenario, outcome }: Checked, { palette, width }: Page): string[] {
  const name = palette.strong(showWorld(world))
  if (outcome.kind === 'not-run') return [`${name}  ${palette.unsure('not judged: interrupted')}`]
  if (outcome.kind === 'refused') return [`${name}  ${palette.bad('cannot be judged')}`, `  ${outcome.message}`]
  if (outcome.kind === 'failed') return [`${name}  ${palette.bad('gmemcheck failed')}`, `  ${outcome.message}`]
  const { result } = outcome
  const bounds = [boundsWords(scenario.bounds), environmentWords(scenario.environment)].filter(text => text !== '')
  const unreached = result.goals.filter(({ reached }) => !reached).map(({ goal }) => goal)
  return [
    name,
    `  ${[
      `${standing(result, 'violated').length} violated`,
      `${standing(result, 'holds').length} hold`,
      ...(result.cut === undefined ? [] : [`bound-reached (${cutWords(result.cut)})`]),
      `${standing(result, 'vacuous').length} not tested`,
    ].join(
      ', ',
    )}; ${count(result.states)} states, ${count(result.transitions)} transitions, depth ${result.depth}, ${secondsWords(result.seconds)}`,
    ...paragraph('  ', `within ${bounds.join('; ')}; ${oddsWords(result.collisionOdds)}`, width),
    ...(unreached.length > 0 ? paragraph('  ', `never reached: ${unreached.join(', ')}`, width) : []),
  ]
}
