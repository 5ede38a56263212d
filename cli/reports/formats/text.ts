/**
 * Reports for people. What writes them is loaded when it is asked for.
 */

import { type SharedRun, sharedWords } from '../../run/shards/share.ts'
import { paragraph } from '../../text/wrap.ts'
import type { HeldAgainst } from '../../violations/baseline/held.ts'
import type { Page } from '../trace/telling.ts'
import { explanations } from './explanations.ts'
import type { Renderer } from './reports.ts'

const lines = (all: readonly string[]): string => `${all.join('\n')}\n`

const silencedLines = async (held: HeldAgainst | undefined, page: Page): Promise<string[]> =>
  held ? (await import('../world/baseline-text.ts')).baselineLines(held, page) : []

/** Where other lines stand before the verdict, which says so, too. */
const interruptedLines = (words: string, { palette }: Page): string[] =>
  words === '' ? [] : [palette.unsure(words.replace(/: $/, ''))]

/** A share is not taken for the whole. */
const sharedLines = (shared: SharedRun | undefined, { width, palette }: Page): string[] =>
  shared === undefined ? [] : [...paragraph('', sharedWords(shared).trim(), width).map(palette.unsure), '']

const promises = async () => (await import('../../../spec/promises/index.ts')).promises

export const text: Renderer<Page> = {
  suite: async ({ unfired, ...report }, page) => {
    const { suiteText } = await import('../suite/text.ts')
    return lines(suiteText(report, { ...page, unfired }))
  },
  check: async ({ checked, held, tree, shared, exitCode }, page) => {
    const [{ checkText }, { keptFromWholeWords, treeText }, { apartFrom }, { interruptedWords }] = await Promise.all([
      import('../world/check/text.ts'),
      import('../world/check/tree.ts'),
      import('../../violations/baseline/held.ts'),
      import('../world/interrupted.ts'),
    ])
    const left = held ? apartFrom(checked, held.known) : checked
    const known = await explanations(tree !== undefined)
    const code = tree && { files: [tree.tree.file], options: tree.codeOptions }
    const cut = interruptedWords(checked.map(({ outcome }) => [outcome]))
    return lines([
      ...sharedLines(shared, page),
      ...(held || tree ? interruptedLines(cut, page) : []),
      ...(await silencedLines(held, page)),
      ...(tree ? [...treeText(tree, page), ''] : []),
      ...checkText(left, known, page, code, keptFromWholeWords({ tree, exitCode })),
    ])
  },
  sample: async (walked, page) => {
    const { sampleText } = await import('../world/walked/sample-text.ts')
    return lines(sampleText(walked, await promises(), page))
  },
  replay: async (replayed, page) => {
    const { replayText } = await import('../world/walked/replay-text.ts')
    return lines(replayText(replayed, page))
  },
  review: async (reviewed, page) => {
    const { series, alone, codeAfter, held } = reviewed
    const { interruptedIn } = await import('../review/account.ts')
    const cut = interruptedIn(series.points.map(({ review }) => review))
    const silenced = held ? [...interruptedLines(cut, page), ...(await silencedLines(held, page))] : []
    if (alone === undefined) {
      const { seriesText } = await import('../review/series-text.ts')
      return lines([...silenced, ...seriesText(series, await promises(), page, codeAfter)])
    }
    const { reviewText } = await import('../review/text.ts')
    return lines([...silenced, ...reviewText(alone, await promises(), { ...page, codeOptions: codeAfter(1) })])
  },
  mutants: async (report, page) => lines((await import('../mutants/text.ts')).mutantsText(report, page)),
  diff: async ({ limits, ...diff }, page) => {
    const { diffText } = await import('../compare/text.ts')
    return lines(diffText(diff, await promises(), page, limits))
  },
  list: async ({ items }, page) => lines((await import('../list/text.ts')).listLines(items, page)),
  decisions: async diff => lines((await import('../list/text.ts')).diffLines(diff)),
  anchors: async (found, page) => lines((await import('../list/file-anchors.ts')).fileAnchorLines(found, page)),
  sources: async ({ sources, unlocated }, page) =>
    lines((await import('../list/file-anchors.ts')).sourceLines(sources, unlocated, page)),
}
