/**
 * A review for people: the verdict, a trace for each cause of broken promises, what was not judged, then the
 * worlds and the parts of the patch that all this rests on.
 */
import type { Closest } from '../../../model/anchors/closest.ts'
import type { AnchorPatch } from '../../../model/anchors/source.ts'
import type { Patch } from '../../../model/c/patch/patch.ts'
import { absentFrom } from '../../../model/patched/lacking.ts'
import type { Promised } from '../../../spec/promise.ts'
import type { AnchoredReview } from '../../judging/review/anchors/review.ts'
import type { PatchEffect } from '../../judging/review/worlds/promises.ts'
import {
  configurationOf,
  inWords,
  promisesThat,
  type Review,
  type ReviewedWorld,
} from '../../judging/review/worlds/result.ts'
import type { Ended } from '../../run/search/job.ts'
import { table } from '../../text/table.ts'
import { count, counted, cutWords } from '../../text/words.ts'
import { paragraph } from '../../text/wrap.ts'
import type { Page } from '../trace/telling.ts'
import { MOST_LINES } from '../world/fitting.ts'
import { accountLines, firstSentence } from './account.ts'
import { anchorLines } from './anchors.ts'
import { assumptionsOf, behindOf, brokenLines, brokenPromises } from './broken.ts'
import { patchLines } from './patch.ts'
import { verdictHeadline, verdictLines } from './verdicts.ts'

/** @param promises all that there are */
export function reviewText(review: AnchoredReview, promises: readonly Promised[], page: Page): string[] {
  const { reading, extraction, worlds, configurations, anchors, verdicts, differing } = review
  const broken = brokenPromises(review, promises)
  const before = [
    ...noteLines(reading.patch, page),
    ...(verdicts ? verdictHeadline(verdicts, page) : headline(review, page)),
    '',
    ...paragraph('patch    ', reading.patch.subject || reading.patch.where, page.width),
    ...paragraph('against  ', extraction.design.name, page.width),
    ...(configurations.length > 0 ? paragraph('also     ', `where ${configurations.join(', ')}`, page.width) : []),
    ...(review.closest ? paragraph('before   ', closestWords(review.closest), page.width) : []),
    ...(review.recognized ? paragraph('known as ', recognizedWords(review.recognized), page.width) : []),
    ...promiseLines(worlds, page),
    ...(verdicts ? verdictLines(verdicts, differing, page) : []),
  ]
  const after = [
    ...accountLines(review.account, page),
    ...worldLines(review, page),
    ...lackingLines(review, page),
    ...patchLines(review, page),
    ...anchorLines(anchors, extraction.design.name, page),
  ]
  return [...before, ...brokenLines(broken, page, MOST_LINES - before.length - after.length), ...after]
}

/** The lines before the verdict: how much of the input was read. */
export const noteLines = (
  { notes }: Pick<Patch, 'notes'>,
  { width, palette }: Pick<Page, 'width' | 'palette'>,
): string[] => notes.flatMap(note => paragraph('note: ', note, width).map(palette.unsure))

const closestWords = ({ source, matching, known }: Closest): string =>
  `${matching} of ${counted(known, 'function')} that the model knows ${matching === 1 ? 'is' : 'are'} as in ${source.name}`

const recognizedWords = ({ name, author, after }: AnchorPatch): string =>
  `${name} (${author}), which ${after} was modelled from`

function headline(review: Review, { palette, width }: Page): string[] {
  const isBad = (['broken', 'broken anew'] as const).some(change => promisesThat(review.worlds, change).length > 0)
  return paragraph('', firstSentence(review), width).map(isBad ? palette.bad : palette.strong)
}

/**
 * Kept ones by number only: they are many. Worlds may differ about a promise: where some of them tell a change, those that
 * break it as before are said beside it, and nowhere else.
 */
export function promiseLines(worlds: readonly ReviewedWorld[], { palette, width }: Page): string[] {
  if (worlds.length === 0) return []
  const those = (change: PatchEffect) => promisesThat(worlds, change)
  const changed = (Object.keys(AS_BEFORE) as (keyof typeof AS_BEFORE)[]).flatMap(those).map(({ promise }) => promise)
  const asBefore = (promise: string) => those('still broken').find(one => one.promise === promise)?.worlds.length ?? 0
  const broken = those('broken').map(({ promise }) => promise)
  const anewBeside = (promise: string) => those('broken anew').find(one => one.promise === promise)?.worlds.length ?? 0
  const each = (change: keyof typeof AS_BEFORE, paint: (text: string) => string) =>
    // Worlds in which the code before breaks it, too, stand beside those in which it does not.
    those(change).flatMap(({ promise, worlds }) => {
      if (change === 'broken anew' && broken.includes(promise)) return []
      const anew = change === 'broken' ? anewBeside(promise) : 0
      const others = asBefore(promise)
      const notes = [
        ...(anew === 0 ? [] : [`broken anew in ${anew} ${anew === 1 ? 'other' : 'others'}`]),
        ...(others === 0 ? [] : [`${AS_BEFORE[change]} in ${others} ${others === 1 ? 'other' : 'others'}`]),
      ]
      const beside = notes.length === 0 ? '' : ` (${notes.join('; ')})`
      const rests =
        change === 'possible'
          ? `, if ${assumptionsOf(promise, worlds)}`
          : change === 'reached now'
            ? `: before the patch the same run breaks ${behindOf(promise, worlds)}, and goes no further`
            : ''
      return paragraph(headOf(change), `${promise}, ${whereWords(worlds)}${rests}${beside}`, width).map(paint)
    })
  const names = (change: PatchEffect) => {
    const found = those(change)
      .map(({ promise }) => promise)
      .filter(promise => change !== 'still broken' || !changed.includes(promise))
    return found.length === 0 ? [] : paragraph(headOf(change), `${found.length}: ${found.join(', ')}`, width)
  }
  const not = new Set(
    (['broken', 'broken anew', 'possible', 'reached now', 'known', 'repaired', 'still broken', 'open'] as const)
      .flatMap(those)
      .map(one => one.promise),
  )
  const kept = those('kept').filter(({ promise }) => !not.has(promise)).length
  return [
    '',
    'promises',
    ...each('broken', palette.bad),
    ...each('broken anew', palette.bad),
    ...each('possible', palette.unsure),
    ...each('reached now', palette.unsure),
    ...each('repaired', palette.good),
    ...(those('broken').length > 0 && those('repaired').length > 0 ? paragraph(headOf(''), UNREACHED, width) : []),
    ...names('known'),
    ...names('open'),
    ...names('still broken'),
    `${headOf('kept')}${count(kept)}${kept > 0 ? ', in every world that puts them to the test' : ''}`,
  ]
}

/** A note on worlds that break a promise before and after, beside those where its verdict changed. */
const AS_BEFORE = {
  broken: 'broken before and after',
  'broken anew': 'broken as before',
  possible: 'broken before and after',
  'reached now': 'broken before and after',
  repaired: 'still broken',
} as const

/** A world that ends early breaks less. */
const UNREACHED = '(repaired, or no longer reached where the code breaks something else first)'

const headOf = (change: PatchEffect | ''): string => `  ${change.padEnd('still broken'.length)}  `

const whereWords = (those: readonly ReviewedWorld[]): string =>
  inWords(those.length === 1 ? `in ${those[0]!.world.scenario}` : `in ${those.length} worlds`, configurationOf(those))

/** Worlds in which a promise changed or is open, and what all others come to: control points differ in most of them. */
function worldLines({ worlds, large }: Review, { width }: Page): string[] {
  if (worlds.length === 0) return []
  const isSaid = (one: ReviewedWorld) => worlds.length <= FEW || changeWords(one) !== ''
  const said = worlds.filter(isSaid)
  const others = worlds.filter(one => !isSaid(one))
  const heads = [
    { head: 'worlds' },
    { head: 'states before', right: true },
    { head: 'after', right: true },
    { head: '' },
  ]
  const rows = [
    ...said.map(one => [
      inWords(one.world.scenario, one.configuration),
      sizeWords([one.before]),
      sizeWords([one.after]),
      changeWords(one),
    ]),
    ...(others.length > 0
      ? [
          [
            said.length > 0 ? `${others.length} others` : `all ${others.length}`,
            sizeWords(others.map(({ before }) => before)),
            sizeWords(others.map(({ after }) => after)),
            'each with --format json',
          ],
        ]
      : []),
  ]
  return [
    '',
    ...table(heads, rows, width).flat(),
    ...(large.length > 0
      ? paragraph('too large unless asked for  ', large.map(({ scenario }) => scenario).join(', '), width)
      : []),
  ]
}

/** What worlds of the design have, and the code does not. */
function lackingLines({ worlds, extraction }: Review, { width }: Page): string[] {
  const scenarios = worlds.map(({ scenario }) => scenario)
  const absent = absentFrom(scenarios, extraction.lacking)
  return absent.length === 0
    ? []
    : ['', ...paragraph('in no world, for the code has none of it  ', absent.join(', '), width)]
}

/** So many worlds are said one by one. */
const FEW = 12

function sizeWords(outcomes: readonly Ended[]): string {
  const results = outcomes.flatMap(outcome => (outcome.kind === 'judged' ? [outcome.result] : []))
  if (results.length < outcomes.length) return outcomes.length === 1 ? outcomes[0]!.kind : 'not all judged'
  const [cut] = results.flatMap(result => result.cut ?? [])
  return `${count(results.reduce((sum, { states }) => sum + states, 0))}${cut ? ` (cut: ${cutWords(cut)})` : ''}`
}

const changeWords = ({ promises, before, after }: ReviewedWorld): string =>
  [
    ...[before, after].flatMap(outcome =>
      outcome.kind === 'failed' || outcome.kind === 'not-judged' ? [outcome.message] : [],
    ),
    ...(['broken', 'broken anew', 'possible', 'reached now', 'known', 'repaired', 'open'] as const).flatMap(change => {
      const { length } = promises.filter(one => one.change === change)
      return length === 0 ? [] : [`${count(length)} ${change}`]
    }),
  ].join(', ')
