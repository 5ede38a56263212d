/**
 * The worlds of a suite: what was seen of each, what is violated there, and what is not as expected.
 */
import type { Entry } from '../../../spec/suite/entry.ts'
import type { SuiteWorld } from '../../judging/suite/report.ts'
import { showWorld } from '../../names/world-name.ts'
import { table } from '../../text/table.ts'
import { count, counted, cutWords, secondsWords } from '../../text/words.ts'
import { paragraph, wrapPhrases } from '../../text/wrap.ts'
import type { Page } from '../trace/telling.ts'

const NUMBERS = ['violated', 'hold', 'untested', 'states', 'transitions', 'depth', 'time']

export function suiteWorldLines(worlds: readonly SuiteWorld[], { palette, width }: Page): string[] {
  const [head, ...rows] = table(
    [{ head: 'world' }, ...NUMBERS.map(head => ({ head, right: true }))],
    worlds.map(world => [showWorld(world.world), ...numbers(world)]),
    width,
  )
  const below = (text: string) => paragraph('  ', text, width)
  return [
    ...head!,
    ...worlds.flatMap(({ entry, outcome, differences }, index) => [
      ...rows[index]!,
      ...violatedLines(entry, width - 2).map(line => `  ${palette.faint(line)}`),
      ...differences.flatMap(below).map(palette.bad),
      ...(outcome.kind === 'failed' ? below(`gmemcheck failed: ${outcome.message}`).map(palette.bad) : []),
    ]),
  ]
}

function numbers({ outcome, entry }: SuiteWorld): string[] {
  if (outcome.kind !== 'judged') {
    return NUMBERS.map((_, at) => (at > 0 ? '' : outcome.kind === 'failed' ? 'failed' : 'not judged'))
  }
  const { states, transitions, depth, seconds, cut } = outcome.result
  const verdicts = entry
    ? [Object.keys(entry.violated).length, entry.holds.length, entry.vacuous.length].map(String)
    : [`cut: ${cutWords(cut!)}`, '', '']
  return [...verdicts, count(states), count(transitions), String(depth), secondsWords(seconds)]
}

const violatedLines = (entry: Entry | undefined, width: number): string[] =>
  wrapPhrases(
    Object.entries(entry?.violated ?? {}).map(([promise, steps]) => `${promise} (${counted(steps, 'step')})`),
    width,
  )
