/**
 * A patch in a review: its hunks, what became of its functions, and what was assumed about them.
 */
import type { Extraction, Treatment } from '../../../model/patched/extraction.ts'
import type { Unreached } from '../../../model/patched/reached.ts'
import type { PlacedHunk } from '../../../model/patched/reading.ts'
import type { Review } from '../../judging/review/worlds/result.ts'
import { counted, range } from '../../text/words.ts'
import { paragraph } from '../../text/wrap.ts'
import type { Page } from '../trace/telling.ts'
import { refusalWords } from './refusals.ts'

export function patchLines(review: Review, page: Page): string[] {
  const { reading, extraction, unjudged } = review
  const files = [...new Set(reading.hunks.map(({ file }) => file))]
  return [
    ...files.flatMap(file => {
      const hunks = reading.hunks.filter(hunk => hunk.file === file)
      const places = hunks.map(({ start, end }) => range(start, end))
      const width = Math.max(...places.map(place => place.length))
      return [
        '',
        `${file}, lines after the patch`,
        ...hunks.flatMap((hunk, index) =>
          paragraph(`  ${places[index]!.padEnd(width)}  `, hunkWords(hunk, extraction), page.width),
        ),
      ]
    }),
    ...functionLines(extraction, page),
    ...unreachedLines(unjudged.neverRun, page),
    ...unjudged.byHand.flatMap(({ name, whole }) =>
      paragraph('  not judged  ', `${name}(), ${whole ? FROM_OTHER_CODE : SEEN_IN_PART}`, page.width).map(
        page.palette.unsure,
      ),
    ),
  ]
}

const FROM_OTHER_CODE = 'which stays as written by hand, from other code'
const SEEN_IN_PART = 'which stays as written by hand: give the whole of it with --tree'

/** Of each function, the lines whose calls no world came to. */
function unreachedLines({ calls }: Unreached, { width, palette }: Page): string[] {
  const names = [...new Set(calls.map(({ within }) => within))]
  return names.flatMap(name => {
    const lines = [...new Set(calls.filter(({ within }) => within === name).map(({ line }) => line))]
    const words = lines.map(line => `${line} ${calledAt(calls, line)}`).join(', ')
    return paragraph('  never run  ', `${name}(), in no world: ${words}`, width).map(palette.unsure)
  })
}

const calledAt = (calls: Unreached['calls'], line: number): string =>
  [...new Set(calls.filter(one => one.line === line).map(({ callee }) => `${callee}()`))].join(' ')

/** `runs as patched: a(), b(); modelled by hand: c() (in part)`. */
function hunkWords({ isC, functions, unplaced }: PlacedHunk, { treatment }: Extraction): string {
  if (!isC) return 'unmodelled: no C'
  if (unplaced) return 'needs --tree: nothing here names the function that it changes'
  if (functions.length === 0) return 'unmodelled: in no function that is named'
  return Object.entries(treatmentWords)
    .flatMap(([kind, words]) => {
      const those = functions.filter(({ name }) => treatment.get(name) === kind)
      const said = those.map(({ name, whole }) => `${name}()${whole ? '' : ' (seen in part)'}`)
      return those.length === 0 ? [] : [`${words}: ${said.join(', ')}`]
    })
    .join('; ')
}

/** Assumptions of several functions about one line are one. */
function functionLines(extraction: Extraction, { width, palette }: Page): string[] {
  const { extracted, refused, replaced, baseline, treatment } = extraction
  const idle = extracted
    .map(({ name }) => name)
    .filter(name => ['modelled', 'understood'].includes(treatment.get(name)!))
  const assumptions = new Map<string, string>()
  for (const { assumptions: those } of extracted)
    for (const { file, line, text, assumed } of those)
      assumptions.set(`${file}:${line} ${text}`, `${file}:${line}: ${text.replace(/\s+/g, ' ')}: ${assumed}`)
  return [
    ...(extracted.length + refused.length > 0
      ? ['', `extracted from the C: ${counted(extracted.length, 'function')}`]
      : []),
    ...namesLines('in place of what is written by hand', replaced, width),
    ...namesLines('before the patch as in the tree', [...baseline.keys()], width),
    ...namesLines('read, and run by nothing here', idle, width),
    ...[...assumptions.values()].flatMap(text => paragraph('  assumed  ', text, width)),
    ...refused.flatMap(one =>
      paragraph('  refused  ', `${one.file}:${one.line}: ${refusalWords(one)}`, width).map(palette.unsure),
    ),
  ]
}

const namesLines = (head: string, names: readonly string[], width: number): string[] =>
  names.length === 0
    ? []
    : paragraph(
        `  ${head.padEnd('in place of what is written by hand'.length)}  `,
        names.map(name => `${name}()`).join(', '),
        width,
      )

const treatmentWords: Readonly<Record<Treatment, string>> = {
  checked: 'runs as patched',
  modelled: 'modelled by hand',
  understood: 'extracted, not run',
  unmodelled: 'unmodelled',
}
