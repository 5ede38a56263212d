/**
 * What a baseline has silenced, for people. It stands before the verdict, which is about the rest.
 */
import { match } from 'ts-pattern'
import type { WaysCut } from '../../run/search/job.ts'
import { counted, cutWords, listWords } from '../../text/words.ts'
import { paragraph } from '../../text/wrap.ts'
import type { HeldAgainst } from '../../violations/baseline/held.ts'
import type { Page } from '../trace/telling.ts'

export const baselineLines = (held: HeldAgainst, { width, palette }: Page): string[] => [
  ...paragraph('', `${silencedWords(held)}; apart from ${held.silenced === 1 ? 'that' : 'those'}:`, width).map(
    palette.unsure,
  ),
  ...unseenPhrases(held).flatMap(phrase => paragraph('  not seen  ', phrase, width).map(palette.unsure)),
  ...held.known.flatMap(({ fingerprint, place, why }) =>
    paragraph('  known     ', `${fingerprint}  ${why ?? place}`, width),
  ),
  ...held.vanished.flatMap(({ fingerprint, place, why }) =>
    paragraph('  vanished  ', `${fingerprint}  ${why ?? place}`, width).map(palette.good),
  ),
  '',
]

/** How many violations are silenced, and by what. */
export function silencedWords({ file, known, silenced, vanished }: HeldAgainst): string {
  const gone =
    vanished.length === 0
      ? ''
      : `; ${counted(vanished.length, 'entry', 'entries')} vanished: remove with gmemcheck baseline update`
  return `${counted(silenced, 'violation')} silenced by ${counted(known.length, 'entry', 'entries')} of ${file}${gone}`
}

/** The verdict does not count silenced violations: a sentence says so, for readers who see nothing but the verdict. */
export const apartFromSilenced = (held: HeldAgainst | undefined, verdict: string): string =>
  held && held.silenced > 0
    ? `${silencedWords(held)}; apart from ${held.silenced === 1 ? 'that' : 'those'}: ${verdict}`
    : verdict

/** Where other ways to break a silenced promise may not have been seen: a phrase for each reason. */
export function unseenPhrases({ unseen }: Pick<HeldAgainst, 'unseen'>): string[] {
  return [...new Set(unseen.map(({ cut }) => cut))].map(cut => {
    const those = unseen.filter(one => one.cut === cut)
    const promises = [...new Set(those.map(({ promise }) => promise))]
    const worlds = [...new Set(those.flatMap(one => one.worlds))]
    const where = worlds.length === 1 ? worlds[0] : `${counted(worlds.length, 'world')}, such as ${worlds[0]}`
    return `other ways to break ${fewOf(promises)}, behind what is silenced, in ${where}: ${whyUnseen(cut)}`
  })
}

const FEW = 3

const fewOf = (names: readonly string[]): string =>
  names.length <= FEW ? listWords(names) : listWords([...names.slice(0, FEW), `${names.length - FEW} more`])

const whyUnseen = (cut: WaysCut): string =>
  match(cut)
    .with('many', () => 'many were found, and there may be more')
    .with('endless', () => 'of calls that go round for ever, only one way is looked for')
    .with('not-judged', () => 'the code does something that no world knows')
    .otherwise(limit => `the search for them was cut: ${cutWords(limit)}`)
