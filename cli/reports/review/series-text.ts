/**
 * The review of a series, for people: a table of its patches, then a trace for each cause of what one of them
 * breaks.
 */

import { type Extraction, heldAgainst } from '../../../model/patched/extraction.ts'
import type { Promised } from '../../../spec/promise.ts'
import type { Bisectable, Series, SeriesPoint } from '../../judging/review/series.ts'
import type { PatchEffect } from '../../judging/review/worlds/promises.ts'
import { promisesNamed, promisesThat } from '../../judging/review/worlds/result.ts'
import { counted } from '../../text/words.ts'
import { paragraph } from '../../text/wrap.ts'
import type { Page } from '../trace/telling.ts'
import { MOST_LINES } from '../world/fitting.ts'
import { interruptedIn, judgedWords, notJudgedNames, notJudgedWords } from './account.ts'
import { type BrokenPromise, brokenLines, brokenPromises } from './broken.ts'
import { patchLines } from './patch.ts'
import { refusalsOf, refusalWords } from './refusals.ts'
import { noteLines } from './text.ts'

/**
 * @param promises all that there are
 * @param codeAfter the options by which `replay` finds the code after so many patches
 */
export const seriesText = (
  series: Series,
  promises: readonly Promised[],
  page: Page,
  codeAfter: (patches: number) => string,
): string[] => {
  const head = [
    ...series.points.flatMap(({ review }) => noteLines(review.reading.patch, page)),
    ...paragraph('', headlineOf(series), page.width).map(
      series.points.some(point => worseAfter(point).length > 0) ? page.palette.bad : page.palette.strong,
    ),
    '',
    ...paragraph('against  ', `${designOf(series)}, ${worldsWords(series)}`, page.width),
    '',
    ...seriesTable(series, series.points, page),
  ]
  const parts = series.points.flatMap((_, at) => {
    const part = brokenAt(series, at, promises, { ...page, codeOptions: codeAfter(at + 1) })
    return part === undefined ? [] : [part]
  })
  const around = parts.reduce((sum, { before, after }) => sum + before.length + after.length, head.length)
  const room = Math.floor((MOST_LINES - around) / parts.length)
  return [...head, ...parts.flatMap(({ before, broken, after }) => [...before, ...broken(room), ...after])]
}

/** What is worse after a patch than before it. */
export function brokenAfter(point: SeriesPoint, promises: readonly Promised[]): BrokenPromise[] {
  const worse = worseAfter(point)
  return worse.length === 0
    ? []
    : brokenPromises(point.review, promises).filter(({ promise }) => worse.includes(promise.name))
}

/** The parts of a patch that break a promise, and how. `--format json` has all parts. */
function brokenAt(series: Series, at: number, promises: readonly Promised[], page: Page) {
  const point = series.points[at]!
  const broken = brokenAfter(point, promises)
  if (broken.length === 0) return undefined
  const head = paragraph('', `patch ${numberOf(series, at)}  ${subjectOf(point)}`, page.width).map(page.palette.strong)
  return {
    before: ['', ...head],
    broken: (room: number) => brokenLines(broken, page, room),
    after: patchLines(point.review, page),
  }
}

/** Promises that are worse after a patch than before it, by name. */
export const worseAfter = ({ breaks, breaksAnew }: SeriesPoint): string[] => [...breaks, ...breaksAnew]

const lastOf = ({ points }: Series): Extraction => points.at(-1)!.review.extraction

const designOf = (series: Series): string => lastOf(series).design.name

function worldsWords({ points }: Series): string {
  const numbers = points.map(({ review }) => review.worlds.length)
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)]
  return `in ${least === most ? counted(most, 'world') : `${least} to ${counted(most, 'world')}`} after each patch`
}

function sayWorse(series: Series): string {
  const before = heldAgainst(lastOf(series))
  const is = (change: PatchEffect) => series.points.some(({ review }) => promisesThat(review.worlds, change).length > 0)
  const anew = `in a way in which ${before} never does`
  if (!is('broken')) return anew
  return is('broken anew') ? `that ${before} keeps, or one ${anew}` : `that ${before} keeps`
}

/** How many of all changed statements were judged, and with what verdict. Claims no more than was seen. */
export function headlineOf(series: Series): string {
  return `${interruptedIn(series.points.map(({ review }) => review))}${verdictOf(series)}`
}

function verdictOf(series: Series): string {
  const { points } = series
  const number = (bisectable: Bisectable) => points.filter(point => point.bisectable === bisectable).length
  const all = counted(points.length, 'patch', 'patches')
  const much = judgedWords(points.flatMap(({ review }) => review.account))
  const unknown = number('unknown') > 0 ? `; after ${number('unknown')} it could not be judged in full` : ''
  if (number('no') > 0) {
    const last = points.at(-1)!.bisectable === 'no' ? 'also after the last' : 'but not after the last'
    return `${much}: after ${number('no')} of ${all}, ${last}, the code breaks a promise ${sayWorse(series)}${unknown}`
  }
  if (unknown !== '') return `${much}: no newly broken promise was found after any of ${all}${unknown}`
  return `${much}: after each of ${all} the code keeps every promise that ${heldAgainst(lastOf(series))} keeps`
}

/**
 * One block per patch: number, whether it is safe to bisect through, subject; what it changes, and of which promises.
 *
 * @param points of the series, those to be said
 */
export function seriesTable(
  series: Series,
  points: readonly SeriesPoint[],
  { width, palette }: Pick<Page, 'width' | 'palette'>,
): string[] {
  const numbers = series.points.map((_, at) => numberOf(series, at))
  const first = Math.max('patch'.length, ...numbers.map(number => number.length))
  const gap = ' '.repeat(first + 2)
  const paint: Readonly<Record<Bisectable, (text: string) => string>> = {
    yes: palette.good,
    no: palette.bad,
    unknown: palette.unsure,
  }
  return [
    `${'patch'.padEnd(first)}  bisect   subject`,
    ...points.flatMap(point => {
      const { bisectable } = point
      const [line, ...more] = paragraph(`${gap}${' '.repeat(BISECT)}`, subjectOf(point), width)
      const head = `${numbers[series.points.indexOf(point)]!.padStart(first)}  ${paint[bisectable](bisectable)}${' '.repeat(BISECT - bisectable.length)}`
      return [
        head + line!.slice(first + 2 + BISECT),
        ...more,
        ...rowsOf(series, point).flatMap(row => paragraph(`${gap}${row[0].padEnd(BISECT)}`, row[1], width)),
      ]
    }),
  ]
}

/** `bisect` and its values, and two blanks. */
const BISECT = 'unknown'.length + 2

function rowsOf(
  series: Series,
  { changes, breaks, breaksAnew, heals, losesSightOf, repairs, asBefore, bisectable, review }: SeriesPoint,
): (readonly [string, string])[] {
  const rows: (readonly [string, readonly string[]])[] = [
    ['changes', changes.length === 0 ? ['nothing that is modelled'] : changes.map(name => `${name}()`)],
    ['breaks', breaks],
    ['anew', breaksAnew.map(name => `${name} (broken before, but never so)`)],
    ['reaches', promisesNamed(review.worlds, 'reached now').map(name => `${name} (behind what it repairs)`)],
    ['known', promisesNamed(review.worlds, 'known')],
    ['heals', heals],
    ['hides', losesSightOf.map(name => `${name} (broken before, not put to the test any more)`)],
    // Where something breaks, others may only be unreached.
    ['repairs', bisectable === 'no' ? [] : repairs],
    ['refused', newRefusals(series, review)],
    ['open', [...review.lost.map(one => `${one} no more`), ...review.changed, ...notJudgedNames(review.account)]],
    ...notJudgedWords(review.account).map(words => ['why open', [words]] as const),
    ['searched', asBefore && changes.length > 0 ? ['nothing: the code that runs is as before'] : []],
  ]
  return rows.flatMap(([what, words]) => (words.length === 0 ? [] : [[what, words.join(', ')] as const]))
}

/** Of functions that stay as written by hand: a refusal is told of the first patch that meets it. */
function newRefusals({ points }: Series, review: SeriesPoint['review']): string[] {
  const refusals = points.map(point => refusalsOf(point.review.extraction).map(refusalWords))
  const at = points.findIndex(point => point.review === review)
  return refusals[at]!.filter(words => !refusals.slice(0, at).some(told => told.includes(words)))
}

const subjectOf = ({ review }: SeriesPoint): string => review.reading.patch.subject || review.reading.patch.where

/** As the mails count, or as the patches stand. */
export const numberOf = ({ points }: Series, at: number): string => {
  const { number } = points[at]!.review.reading.patch
  return number ? `${number.at}/${number.of}` : `${at + 1}/${points.length}`
}
