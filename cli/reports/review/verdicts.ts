/**
 * A patch judged by its anchors, for people and for programs.
 */

import { type AnchoredVerdicts, type AnchoredWorld, brokenPromises } from '../../judging/review/anchors/verdicts.ts'
import type { DesignDiff } from '../../names/design-diff.ts'
import type { Ended } from '../../run/search/job.ts'
import { count, counted } from '../../text/words.ts'
import { paragraph } from '../../text/wrap.ts'
import type { Page } from '../trace/telling.ts'

/** Claims no more than was seen. */
export function verdictHeadline({ patch, worlds, reasons }: AnchoredVerdicts, { palette, width }: Page): string[] {
  const newly = brokenPromises(worlds).filter(({ before, after }) => after.some(name => !before.includes(name)))
  const where = `in ${counted(worlds.length, 'world')}, judged by anchors`
  const say = (text: string, paint = palette.strong) => paragraph('', text, width).map(paint)
  if (patch.before === undefined) {
    const { length } = brokenPromises(worlds).filter(({ after }) => after.length > 0)
    const broken = `${counted(length, 'promise')} ${length === 1 ? 'is' : 'are'} broken`
    return say(`after the patch ${broken}, ${where}; no design stands for the code before it`)
  }
  if (newly.length > 0)
    return say(`the patch breaks ${counted(newly.length, 'promise')} that ${patch.before} keeps, ${where}`, palette.bad)
  if (reasons.length > 0) return say(`no newly broken promise was found ${where}, but not every world was seen whole`)
  return say(`the patch keeps every promise that ${patch.before} keeps, ${where}`)
}

/** @param differing in what the designs before and after differ; nothing without a design before */
export function verdictLines({ patch, worlds }: AnchoredVerdicts, differing: DesignDiff | undefined, page: Page) {
  const promises = brokenPromises(worlds)
  const newly = promises.filter(({ before, after }) => after.some(name => !before.includes(name)))
  const mended = promises.filter(({ before, after }) => before.some(name => !after.includes(name)))
  const say = (head: string, text: string) => paragraph(`  ${head.padEnd(WIDTH)}  `, text, page.width)
  const broken = (side: 'before' | 'after') =>
    promises.filter(one => one[side].length > 0).map(({ promise }) => promise)
  const changes = (head: string, those: typeof promises, in_: (one: (typeof promises)[number]) => string[]) =>
    those.flatMap(one => say(head, `${one.promise}, in ${in_(one).join(', ')}`))
  return [
    '',
    ...paragraph('judged by anchors  ', `${patch.author}, "${patch.title}"`, page.width),
    ...(patch.before === undefined
      ? say('before', 'no design stands for the code before it')
      : say('before', `${patch.before} breaks ${listed(broken('before'))}`)),
    ...say('after', `${patch.after} breaks ${listed(broken('after'))}`),
    ...(patch.before === undefined
      ? []
      : [
          ...changes('broken', newly, ({ before, after }) => after.filter(name => !before.includes(name))).map(
            page.palette.bad,
          ),
          ...changes('repaired', mended, ({ before, after }) => before.filter(name => !after.includes(name))).map(
            page.palette.good,
          ),
        ]),
    ...(differing ? say('decisions', differing.differing.map(decisionWords).join(', ') || 'the same') : []),
    ...say(
      'worlds',
      `${counted(worlds.length, 'scenario')}, ${count(statesOf(worlds))} states; each trace: gmemcheck check ${patch.after} SCENARIO`,
    ),
  ]
}

const WIDTH = 'decisions'.length

/** The decisions that differ are those of this patch and of patches between that were not judged alone. */
const decisionWords = ({ decision, from, to }: DesignDiff['differing'][number]) => `${decision} ${from} -> ${to}`

const listed = (names: readonly string[]): string =>
  names.length === 0 ? 'no promise' : `${counted(names.length, 'promise')}: ${names.join(', ')}`

const statesOf = (worlds: readonly AnchoredWorld[]): number =>
  worlds
    .flatMap(({ before, after }) => [before, after])
    .reduce((sum, outcome) => sum + (outcome?.kind === 'judged' ? outcome.result.states : 0), 0)

export const verdictJson = ({ patch, worlds }: AnchoredVerdicts, differing: DesignDiff | undefined) => ({
  patch: { name: patch.name, author: patch.author, title: patch.title },
  ...(patch.before !== undefined && { before: patch.before }),
  after: patch.after,
  ...(differing && { differing: differing.differing }),
  promises: brokenPromises(worlds),
  worlds: worlds.map(({ scenario, before, after }) => ({
    scenario,
    ...(before && { before: sizeJson(before) }),
    after: sizeJson(after),
  })),
})

function sizeJson(outcome: Ended) {
  if (outcome.kind !== 'judged') return { outcome: outcome.kind }
  const { states, transitions, cut } = outcome.result
  return { outcome: cut === undefined ? 'whole' : 'cut', states, transitions }
}
