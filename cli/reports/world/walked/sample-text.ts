/**
 * The result of random walks, for people: every broken promise with the walk that broke it. Claims nothing of the others.
 */
import type { Sample, Walks } from '../../../../checker/index.ts'
import type { Scenario } from '../../../../model/scenarios/parts/scenario.ts'
import type { Promised } from '../../../../spec/promise.ts'
import { showWorld, type WorldName } from '../../../names/world-name.ts'
import type { WalksEnded } from '../../../run/search/job.ts'
import { boundsWords, count, counted, environmentWords, secondsWords } from '../../../text/words.ts'
import { paragraph, wrapPhrases } from '../../../text/wrap.ts'
import type { Page } from '../../trace/telling.ts'
import { violationLines } from '../../trace/violation.ts'
import { leftWords } from '../interrupted.ts'

export interface WalkedThrough {
  readonly world: WorldName
  readonly scenario: Scenario
  readonly asked: Walks
  readonly outcome: WalksEnded
}

/** @param promises all that there are */
export function sampleText(walked: WalkedThrough, promises: readonly Promised[], page: Page): string[] {
  const { world, scenario, outcome } = walked
  const { palette, width } = page
  const name = palette.strong(showWorld(world))
  if (outcome.kind === 'not-run') return [palette.unsure(headlineOf(walked)), '', name]
  if (outcome.kind === 'failed') return [name, ...paragraph('  ', `gmemcheck failed: ${outcome.message}`, width)]
  const { sample } = outcome
  const broken = sample.judgements.flatMap(({ property, outcome }) =>
    outcome.verdict === 'violated' ? [{ promise: property, trace: outcome.trace, walk: outcome.walk }] : [],
  )
  const nameWidth = Math.max(0, ...broken.map(({ promise }) => promise.length))
  return [
    ...paragraph('', headlineOf(walked), width).map(palette.strong),
    '',
    ...broken.map(
      ({ promise, trace, walk }) =>
        `${palette.bad('violated')}  ${promise.padEnd(nameWidth)}  ${counted(trace.steps.length, 'step')}, walk ${count(walk)}`,
    ),
    ...(broken.length > 0 ? [''] : []),
    ...broken.flatMap(({ promise: name, trace, walk }) => {
      const promise = promises.find(promise => promise.name === name)!
      const result = { walk, seed: sample.seed }
      return [...violationLines({ world, scenario, trace, result, promise }, page), '']
    }),
    name,
    ...lastLines(walked, sample, width),
  ]
}

/** How many promises are broken on the walks that were made, in a sentence. */
export function headlineOf({ outcome, asked }: WalkedThrough): string {
  const left = (walks: number) => leftWords(asked.walks - walks, counted(asked.walks, 'walk'), 'made')
  if (outcome.kind === 'not-run') return `${left(0)}nothing is known`
  if (outcome.kind === 'failed') return `gmemcheck failed: ${outcome.message}`
  const { judgements, walks } = outcome.sample
  const all = counted(judgements.length, 'promise')
  const broken = judgements.filter(one => one.outcome.verdict === 'violated').length
  const cut = outcome.interrupted ? left(walks) : ''
  if (broken === 0) return `${cut}no broken promise was met, of ${all}: which proves nothing`
  return `${cut}${broken} of ${all} ${broken === 1 ? 'is' : 'are'} broken on these walks, which prove nothing of the others`
}

function lastLines({ scenario, asked }: WalkedThrough, sample: Sample, width: number): string[] {
  const { walks, steps, seed, seconds, goals } = sample
  const unreached = goals.filter(({ reached }) => !reached).map(({ goal }) => goal)
  const made = walks < asked.walks ? `${count(walks)} of ${counted(asked.walks, 'walk')}` : counted(walks, 'walk')
  const [first, ...bounds] = [...boundsWords(scenario.bounds), ...environmentWords(scenario.environment)]
  return [
    [
      `${made} of at most ${counted(asked.steps, 'step')}`,
      `${counted(steps, 'step')} in all`,
      `seed ${seed}`,
      secondsWords(seconds),
    ],
    [`within ${first}`, ...bounds],
    unreached.map((goal, index) => (index === 0 ? `not reached: ${goal}` : goal)),
  ].flatMap(phrases => wrapPhrases(phrases, width - 2).map(line => `  ${line}`))
}
