/**
 * A review as a reply to the list: plain ASCII, less than a hundred lines, what matters most first.
 */

import type { Promised } from '../../../../spec/promise.ts'
import type { Series, SeriesPoint } from '../../../judging/review/series.ts'
import { palette } from '../../../text/palette.ts'
import { counted } from '../../../text/words.ts'
import { paragraph } from '../../../text/wrap.ts'
import type { HeldAgainst } from '../../../violations/baseline/held.ts'
import type { Page } from '../../trace/telling.ts'
import { newWayWords, raceLines } from '../../trace/violation.ts'
import { placeWords } from '../../trace/words/place.ts'
import { silencedWords, unseenPhrases } from '../../world/baseline-text.ts'
import { firstSentence, notJudgedWords } from '../account.ts'
import { type BrokenPromise, brokenPromises } from '../broken.ts'
import { refusalsOf } from '../refusals.ts'
import { headlineOf, numberOf, seriesTable, worseAfter } from '../series-text.ts'
import { noteLines } from '../text.ts'
import { quoted } from './quote.ts'
import { shortened } from './shortened.ts'

const WIDTH = 72
/** Lines of the whole mail, at most. */
const MOST = 99
/** A violation that does not fit is shortened to what is left of the mail, but not below this. */
const LEAST = 30
/** Lines of the table of a series, at most. */
const TABLE = 40

/** @param promises all that there are */
export function mailLines(series: Series, promises: readonly Promised[], held?: HeldAgainst): string[] {
  const violations = series.points
    .flatMap((point, at) =>
      brokenPromises(point.review, promises)
        .filter(({ promise }) => worseAfter(point).includes(promise.name))
        .map(broken => ({ ...broken, point, at })),
    )
    .sort(
      (a, b) =>
        isAnew(a) - isAnew(b) || weight(a.promise) - weight(b.promise) || a.at - b.at || lengthOf(a) - lengthOf(b),
    )
  const top = headOf(series)
  const lines = [...(held ? [...silencedLines(held), ''] : []), ...top.lines]
  const left = { violations: 0, steps: 0, rows: top.leftOut }
  for (const violation of violations) {
    const room = MOST - FOOT - lines.length
    const told = room < LEAST ? undefined : violationLines(violation, series, room)
    if (told === undefined || told.lines.length > room) left.violations += 1
    else {
      lines.push(...told.lines)
      left.steps += told.leftOut
    }
  }
  return [...lines, ...footOf(series, left)].map(ascii)
}

/** Promises that were kept before the patch come first. */
const isAnew = ({ neverSoIn }: BrokenPromise): number => (neverSoIn === undefined ? 0 : 1)

/** The worst first: the kernel stops; calls that never end; states; warnings; contracts. */
function weight(promise: Promised): number {
  if (promise.kind === 'never' && promise.fatal) return 0
  return ['stuck', 'progress', 'invariant', 'never', 'contract'].indexOf(promise.kind)
}

const lengthOf = ({ trace }: BrokenPromise): number => trace.steps.length

const page: Page = { width: WIDTH, palette: palette(false), locals: false }

/** The opening: how the patch was judged, and the verdict; of a series the table of its patches. */
function headOf(series: Series): { lines: string[]; leftOut: number } {
  const [only, ...others] = series.points
  const { design } = only!.review.extraction
  const notes = series.points.flatMap(({ review }) => noteLines(review.reading.patch, page))
  const said = notes.length === 0 ? [] : [...notes, '']
  const what = others.length === 0 ? 'this patch' : 'this series, after each of its patches,'
  const done = `gmemcheck ran the C of ${what} in the place of its model of ${design.name}.`
  if (others.length === 0) {
    const text = `${done} ${onlyWords(only!)} ${boundsWords(series)}`
    return { lines: [...said, ...paragraph('', text.trim(), WIDTH), ...caveats(series)], leftOut: 0 }
  }
  const text = `${done} ${sentence(headlineOf(series))} ${boundsWords(series)}`
  const telling = series.points.filter(isTelling)
  const whole = seriesTable(series, series.points, page)
  const table = whole.length <= TABLE ? whole : seriesTable(series, telling, page).slice(0, TABLE)
  const leftOut = whole.length - table.length
  return { lines: [...said, ...paragraph('', text.trim(), WIDTH), '', ...table, ...caveats(series)], leftOut }
}

/** A patch of which there is something to say. */
const isTelling = ({ bisectable, breaks, breaksAnew, heals, losesSightOf }: SeriesPoint): boolean =>
  bisectable === 'unknown' || breaks.length + breaksAnew.length + heals.length + losesSightOf.length > 0

/** Of a patch that came alone: the verdict in one sentence, and what it breaks in another. */
function onlyWords(point: SeriesPoint): string {
  const { review, breaks, breaksAnew } = point
  const said = sentence(firstSentence(review, breaks, breaksAnew))
  const worse = worseAfter(point)
  return worse.length > 0 ? `${said} Broken: ${worse.join(', ')}.` : said
}

/** How far the answer goes. */
function boundsWords({ points }: Series): string {
  const worlds = points.flatMap(({ review }) => review.worlds)
  if (worlds.length === 0) return ''
  const most = (size: 'pages' | 'threads' | 'failures') =>
    Math.max(...worlds.map(({ scenario }) => scenario.bounds[size]))
  const number = new Set(worlds.map(({ scenario }) => scenario.name)).size
  return sentence(
    `this was judged in ${counted(number, 'world')} of at most ${counted(most('pages'), 'page')}, ${counted(most('threads'), 'thread')} and ${counted(most('failures'), 'injected failure')}, and says nothing about larger ones`,
  )
}

/** The basis of the verdict, and what it leaves out. */
function caveats({ points }: Series): string[] {
  const { extraction, account } = points.at(-1)!.review
  // The table of a series says it of each of its patches.
  const open = points.length === 1 ? notJudgedWords(account) : []
  return [
    ...open.flatMap(words => ['', ...paragraph('', `Not judged: ${words}`, WIDTH)]),
    ...refusalsOf(extraction)
      .slice(0, 3)
      .flatMap(({ name, file, line, reason }) => [
        '',
        ...paragraph('', `Not judged: ${name}(), ${placeWords({ file, line })}: ${reason}`, WIDTH),
      ]),
  ]
}

/** One violation: what breaks, the lines of the patch, and the race. */
function violationLines(
  {
    point,
    at,
    promise,
    trace,
    scenario,
    worlds,
    placeOf,
    neverSoIn,
  }: BrokenPromise & {
    point: SeriesPoint
    at: number
  },
  series: Series,
  room: number,
): { lines: string[]; leftOut: number } {
  const places = trace.steps.flatMap(step => placeOf(step) ?? [])
  const patch = series.points.length === 1 ? '' : `Patch ${numberOf(series, at)} breaks `
  const others = worlds.length === 1 ? '' : `, and in ${counted(worlds.length - 1, 'other world')}`
  const anew = neverSoIn === undefined ? '' : `, ${newWayWords(neverSoIn, trace)}`
  const quote = quoted(point.review.reading.hunks, places)
  const head = [
    '',
    ...(quote.length === 0 ? [] : [...quote, '']),
    ...paragraph('', `${patch}${promise.name}: ${trace.says}.`, WIDTH),
    ...paragraph('', `Promised: ${promise.statement}`, WIDTH),
    ...paragraph('', `In ${scenario.name}, after ${counted(trace.steps.length, 'step')}${others}${anew}:`, WIDTH),
    '',
  ]
  const race = raceLines(scenario, trace, { ...page, placeOf: step => placeWords(placeOf(step)) })
  const changed = point.review.reading.hunks.flatMap(({ file, functions }) =>
    functions.flatMap(({ lines }) => lines.map(line => placeWords({ file, line }))),
  )
  const told = shortened(race, room - head.length, step =>
    changed.includes(placeWords(placeOf(trace.steps[step - 1]!))),
  )
  return { lines: [...head, ...told.lines], leftOut: told.leftOut }
}

/** Lines kept free for the foot. */
const FOOT = 3

/** The parts of the review that the mail leaves out, in a line or two. */
function footOf({ points }: Series, left: { violations: number; steps: number; rows: number }): string[] {
  const { extraction, large } = points.at(-1)!.review
  const assumed = new Set(
    extraction.extracted.flatMap(one => one.assumptions.map(({ file, line }) => `${file}:${line}`)),
  )
  const out = [
    ...(left.violations > 0 ? [counted(left.violations, 'broken promise')] : []),
    ...(left.steps > 0 ? [counted(left.steps, 'step')] : []),
    ...(left.rows > 0 ? [counted(left.rows, 'table line')] : []),
    ...(assumed.size > 0 ? [counted(assumed.size, 'assumption')] : []),
    ...(large.length > 0 ? [counted(large.length, 'large world')] : []),
  ]
  return out.length === 0 ? [] : ['', ...paragraph('', `Left out: ${out.join(', ')}.`, WIDTH)]
}

/** What a baseline accepts is counted, and told no more. */
const silencedLines = (held: HeldAgainst): string[] =>
  [silencedWords(held), ...unseenPhrases(held).map(phrase => `not seen: ${phrase}`)].flatMap(words =>
    paragraph('', sentence(words), WIDTH),
  )

const sentence = (text: string): string => `${text[0]!.toUpperCase()}${text.slice(1)}.`

/** Letters without their marks, quotes and dashes as ASCII has them, a question mark for the rest. */
const ascii = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .replace(/[\u2018\u2019]/g, "'")
    .replace(/[\u201c\u201d]/g, '"')
    .replace(/[\u2010-\u2015]/g, '-')
    .replace(/[^\t -~]/gu, '?')
