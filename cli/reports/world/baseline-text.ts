/**
 * What a baseline has silenced, for people: said before the verdict, which is about all else.
 */

import { counted } from '../../text/words.ts'
import { paragraph } from '../../text/wrap.ts'
import type { HeldAgainst } from '../../violations/baseline/held.ts'
import type { Page } from '../trace/telling.ts'

export const baselineLines = ({ file, known, silenced, vanished }: HeldAgainst, { width, palette }: Page): string[] => [
  ...paragraph(
    '',
    `${silencedWords({ file, known, silenced, vanished })}; apart from ${silenced === 1 ? 'that' : 'those'}:`,
    width,
  ).map(palette.unsure),
  ...known.flatMap(({ fingerprint, place, why }) =>
    paragraph('  known     ', `${fingerprint}  ${why ?? place}`, width),
  ),
  ...vanished.flatMap(({ fingerprint, place, why }) =>
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
