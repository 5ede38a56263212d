/**
 * How much of a patch was judged: the first sentence of every report, and the statements behind it.
 */
import type { Accounted, Class } from '../../../model/c/account/told.ts'
import { heldAgainst } from '../../../model/patched/extraction.ts'
import { postedOriginal } from '../../judging/review/worlds/original.ts'
import { isWorse } from '../../judging/review/worlds/promises.ts'
import {
  configurationOf,
  inWords,
  isCut,
  promisesNamed,
  promisesThat,
  type Review,
} from '../../judging/review/worlds/result.ts'
import { count, counted } from '../../text/words.ts'
import { paragraph } from '../../text/wrap.ts'
import type { Page } from '../trace/telling.ts'
import { interruptedWords, leftWords } from '../world/interrupted.ts'
import { assumptionsOf, worseWords } from './broken.ts'

const those = (account: readonly Accounted[], kind: Class): Accounted[] => account.filter(one => one.class === kind)

/**
 * How many of the changed statements were judged, with what verdict, and what was not judged. Claims no more than was seen.
 *
 * @param broken names of promises to be said to be broken, where they are said @param anew of those broken in new ways
 */
export function firstSentence(
  review: Review,
  broken: readonly string[] = promisesNamed(review.worlds, 'broken'),
  anew: readonly string[] = promisesNamed(review.worlds, 'broken anew'),
): string {
  const { account, extraction } = review
  const [judged, not] = [those(account, 'judged').length, those(account, 'not judged')]
  const outside = [...new Set(those(account, 'outside').map(({ file }) => file))]
  const worse = worseWords(broken, anew, heldAgainst(extraction))
  const broke = `the patched code ${worse}${whereBrokenWords(review, [...broken, ...anew])}`
  const much = judgedWords(account)
  const found =
    worse === undefined
      ? `${much}${foundWords(review, judged, not.length)}`
      : judged === 0 && not.length > 0
        ? `${broke}, though none of its ${counted(not.length, 'changed statement')} could be judged by itself`
        : `${much}: ${broke}`
  const rest = not.length > 0 ? `; not judged: ${listed(notJudgedNames(account))}` : ''
  const isWhole = worse === undefined && not.length === 0
  const large =
    (isWhole || review.onlyInLarge.length > 0) && review.large.length > 0
      ? `; too large and not searched: ${listed(review.large.map(({ scenario }) => scenario))}${onlyInLargeWords(review)}`
      : ''
  const lost = review.lost.length > 0 ? `seen before the patch and never after it: ${listed(review.lost)}` : ''
  const changed = review.changed.length > 0 ? `other results of the same calls: ${listed(review.changed, 2)}` : ''
  const seen = [lost, changed].filter(words => words !== '').join('; ')
  // A broken promise is worse.
  const [first, last] = worse === undefined ? [seen && `${seen}; `, ''] : ['', seen && `; ${seen}`]
  const posted = postedOriginal(review)
  const against = posted ? `beside ${posted.name} as posted: ` : ''
  const repairs = worse === undefined && seen === '' ? repairsWords(review) : ''
  const reached = promisesNamed(review.worlds, 'reached now')
  const behind = reached.length > 0 ? `reached now, behind what the patch repairs: ${listed(reached)}; ` : ''
  const skippedConfigurations =
    review.skippedConfigurations.length > 0 ? `not looked at: ${listed(review.skippedConfigurations)}; ` : ''
  const cut = interruptedIn([review])
  return `${cut}${skippedConfigurations}${behind}${first}${repairs}${against}${found}${last}${rest}${large}${outside.length > 0 ? `; outside: ${listed(outside)}` : ''}`
}

/** What Ctrl-C has left of a patch, or of a series; '' where it did not come. */
export function interruptedIn(reviews: readonly Pick<Review, 'worlds' | 'account'>[]): string {
  const worlds = reviews.flatMap(review => review.worlds.map(({ before, after }) => [before, after]))
  const account = reviews.flatMap(review => review.account)
  return (
    interruptedWords(worlds) ||
    leftWords(account.filter(isCut).length, counted(account.length, 'changed statement'), 'judged')
  )
}

/** What runs in large worlds only, and how they are searched; '' where everything runs in another world too. */
function onlyInLargeWords({ onlyInLarge }: Review): string {
  if (onlyInLarge.length === 0) return ''
  const operations = onlyInLarge.map(({ operation }) => operation)
  const scenarios = [...new Set(onlyInLarge.map(({ scenario }) => `--scenario ${scenario}`))]
  return `, and ${listed(operations)} ${operations.length === 1 ? 'runs' : 'run'} the patched code nowhere else: give ${scenarios.join(' ')}`
}

/** The promises that a pure repair mends; '' where something may be broken, or was not searched. */
function repairsWords({ worlds }: Review): string {
  if (promisesThat(worlds, 'possible').length + promisesThat(worlds, 'open').length > 0) return ''
  const repaired = promisesThat(worlds, 'repaired')
  if (repaired.length === 0) return ''
  const where = new Set(repaired.flatMap(one => one.worlds)).size
  return `the patch repairs ${listed(repaired.map(({ promise }) => promise))}, in ${counted(where, 'world')}; `
}

/** `3 of 4 changed statements judged`. */
export function judgedWords(account: readonly Accounted[]): string {
  const judged = those(account, 'judged').length
  const all = judged + those(account, 'not judged').length
  return all === 0
    ? 'no changed statement has to be judged'
    : `${count(judged)} of ${counted(all, 'changed statement')} judged`
}

function foundWords(review: Review, judged: number, not: number): string {
  const { worlds, extraction } = review
  const unjudged = worlds.filter(({ before, after }) => before.kind !== 'judged' || after.kind !== 'judged').length
  if (unjudged > 0 && interruptedIn([review]) !== '') return ': no newly broken promise was found until then'
  if (unjudged > 0)
    return unjudged === worlds.length
      ? `: none of ${counted(worlds.length, 'world')} could be judged`
      : `: ${count(unjudged)} of ${counted(worlds.length, 'world')} not judged, and no newly broken promise was found in the others`
  const accepted = promisesThat(worlds, 'known').length
  const none = `, none breaks a promise${accepted === 0 ? '' : ` but ${accepted} that a baseline accepts`}`
  const open = promisesThat(worlds, 'open').length
  if (open > 0) return `: no newly broken promise was found${whereWords(review)}, but ${open} are open`
  const possible = promisesThat(worlds, 'possible')
  if (possible.length > 0)
    return `: breaking ${counted(possible.length, 'promise')} is possible${whereWords(review)}, if ${[...new Set(possible.map(one => assumptionsOf(one.promise, one.worlds)))].join(' or ')}`
  if (not + review.lost.length + review.changed.length > 0) return judged > 0 ? `${none}${whereWords(review)}` : ''
  if (worlds.length === 0) return ''
  if (promisesThat(worlds, 'reached now').length > 0) return `${none}${whereWords(review)}`
  const others = accepted === 0 ? '' : `, but for ${accepted} that a baseline accepts as broken`
  const keeps = `the patched code keeps every promise that ${heldAgainst(extraction)} keeps${others}${whereWords(review)}`
  return judged > 0 ? `${none}: ${keeps}` : `: ${keeps}`
}

const whereWords = ({ worlds }: Pick<Review, 'worlds'>): string => `, in ${counted(worlds.length, 'world')}`

/** `, in 2 of 20 worlds`: those in which one of the promises is broken, of all that were searched. */
function whereBrokenWords(review: Review, broken: readonly string[]): string {
  const { worlds } = review
  const where = worlds.filter(({ promises }) =>
    promises.some(({ promise, change }) => isWorse(change) && broken.includes(promise)),
  )
  const { length } = where
  const words =
    length === worlds.length ? whereWords({ worlds }) : `, in ${count(length)} of ${counted(worlds.length, 'world')}`
  return `${inWords(words, configurationOf(where))}${alsoAnewWords(review)}`
}

/** Worlds may differ: what the code before keeps in some of them it breaks in others, and the patched code there anew. */
function alsoAnewWords({ worlds, extraction }: Review): string {
  const kept = promisesNamed(worlds, 'broken')
  const anew = promisesThat(worlds, 'broken anew').filter(({ promise }) => kept.includes(promise))
  const { size } = new Set(anew.flatMap(one => one.worlds))
  if (size === 0) return ''
  return ` (in ${size} of them ${heldAgainst(extraction)} breaks ${anew.length === 1 ? 'it' : listed(anew.map(({ promise }) => promise))}, too, but never so)`
}

/** Functions and other parts of a patch of which something was not judged, in the order of the patch. */
export const notJudgedNames = (account: readonly Accounted[]): string[] => [
  ...new Set(those(account, 'not judged').map(({ inFunction, name }) => (inFunction ? `${name}()` : name))),
]

/** So many names are listed one by one. */
const FEW = 8

const listed = (names: readonly string[], few = FEW): string =>
  names.length <= few ? names.join(', ') : `${names.slice(0, few).join(', ')} and ${count(names.length - few)} more`

/** Each statement that was not judged, with its line and why; of the others how many there are. */
export function accountLines(account: readonly Accounted[], { width, palette }: Page): string[] {
  const not = those(account, 'not judged')
  const rest = (['same', 'neutral', 'assertion', 'unreferenced', 'outside'] as const).flatMap(kind => {
    const { length } = those(account, kind)
    return length === 0 ? [] : [`${count(length)} ${kind}`]
  })
  return [
    ...(not.length > 0 ? ['', 'changed and not judged'] : []),
    ...gathered(not).flatMap(({ side, place, text, why }) =>
      paragraph(`  ${side.padEnd('before'.length)}  `, `${place}: ${text}: ${why}`, width).map(palette.unsure),
    ),
    ...(rest.length > 0 ? ['', ...paragraph('need not be judged  ', rest.join(', '), width)] : []),
  ]
}

/** The same where room is dear: the first of them, and how many more there are. */
export function notJudgedWords(account: readonly Accounted[]): string[] {
  const all = gathered(those(account, 'not judged'))
  const told = all.slice(0, MOST).map(({ side, place, text, why }) => `${place}, ${side} the patch: ${text}: ${why}`)
  return all.length > MOST ? [...told, `${count(all.length - MOST)} more: --format json has them`] : told
}

/** So many statements are told where room is dear. */
const MOST = 3

/** Statements of one function that follow one another, and were not judged for the same reason, are told as one. */
function gathered(account: readonly Accounted[]) {
  const found: { side: string; place: string; text: string; why: string; key: string; more: number }[] = []
  for (const { side, file, line, text, why: reason = '', name, configuration = '' } of account) {
    const why = inWords(reason, configuration)
    const key = `${side} ${file} ${name} ${why}`
    const last = found.at(-1)
    if (last?.key === key) last.more += 1
    else found.push({ side, place: `${nameOf(file)}:${line}`, text, why, key, more: 0 })
  }
  return found.map(({ more, text, ...one }) => ({ ...one, text: more > 0 ? `${text} and ${more} more` : text }))
}

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1)
