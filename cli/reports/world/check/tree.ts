/**
 * The head of what is told of a tree: what of it runs as C, what stands in by hand, what is not judged, and what never ran.
 */
import type { TreeFunction } from '../../../../model/patched/tree/functions.ts'
import { isHit } from '../../../judging/review/lines.ts'
import type { Missed } from '../../../judging/tree/coverage.ts'
import type { PossibleViolation, TreeJudged } from '../../../judging/tree/judged.ts'
import { assumptionsIn, openOfTree } from '../../../judging/tree/tree.ts'
import { showWorld } from '../../../names/world-name.ts'
import { exitCodeFor } from '../../../run/exit-codes.ts'
import { count, counted } from '../../../text/words.ts'
import { paragraph } from '../../../text/wrap.ts'
import type { Page } from '../../trace/telling.ts'
import type { CheckReport } from './report.ts'

export function treeText({ tree, coverage, possible, large, lacking }: TreeJudged, { palette, width }: Page): string[] {
  const { functions, extraction, file, skippedConfigurations } = tree
  const those = (treatment: TreeFunction['treatment']) => functions.filter(one => one.treatment === treatment)
  const asC = those('as C').length
  const called = functions.length - those('not called').length
  return [
    palette.strong(
      `${asC} of the ${counted(called, 'function')} that an entry of ${file.source.file} reaches run as C`,
    ),
    ...paragraph('  ', `around them stands the nearest known design, ${extraction.design.name}`, width),
    ...list(
      'not looked at, for other code is compiled there; judge it with --config',
      skippedConfigurations.length === 0 ? [] : [skippedConfigurations.join(', ')],
      width,
    ),
    ...list('no world has these, for the tree has none of them', lacking, width),
    ...section('written by hand, in the place of the C', those('by hand'), width),
    ...section('not judged', those('not judged'), width),
    ...section('not called', those('not called'), width),
    ...list('assumed', assumptionsIn(extraction), width),
    ...list('possible only, if these do what is assumed of them', possible.map(possibleWords), width),
    ...paragraph('  ', coverageWords(coverage.ran), width),
    ...(coverage.silent.length > 0
      ? paragraph(
          '    ',
          `assertions on ${numbered(coverage.silent)} never fire, and no branch is counted for it`,
          width,
        )
      : []),
    ...coverage.missed.flatMap(one => paragraph('    ', missedWords(one), width)),
    ...(large.length > 0
      ? paragraph('  ', `too large to be searched unless they are named: ${large.map(showWorld).join(', ')}`, width)
      : []),
  ]
}

/** `; left open, which keeps it from 0: 6 worlds are too large …`, where what is not judged of a tree does. */
export function keptFromWholeWords({ tree, exitCode }: Pick<CheckReport, 'tree' | 'exitCode'>): string {
  if (tree === undefined || exitCode !== exitCodeFor(['open'])) return ''
  const { large, assumed, byHand, notJudged } = openOfTree(tree)
  const is = (number: number) => (number === 1 ? 'is' : 'are')
  const phrases = [
    ...(large > 0 ? [`${counted(large, 'world')} ${is(large)} too large to be searched unless named`] : []),
    ...(assumed > 0 ? [`it is assumed what ${counted(assumed, 'call')} ${assumed === 1 ? 'does' : 'do'}`] : []),
    ...(byHand > 0 ? [`${counted(byHand, 'function')} ${is(byHand)} written by hand, in the place of the C`] : []),
    ...(notJudged > 0 ? [`${counted(notJudged, 'function')} ${is(notJudged)} not judged`] : []),
  ]
  return phrases.length === 0 ? '' : `; left open, which keeps it from 0: ${phrases.join(', ')}`
}

const possibleWords = ({ promise, world, assumed }: PossibleViolation): string =>
  `${promise} in ${showWorld(world)}, if ${assumed.join(' and ')}`

const list = (head: string, those: readonly string[], width: number): string[] =>
  those.length === 0 ? [] : [`  ${head}:`, ...those.flatMap(one => paragraph('    ', one, width))]

function section(head: string, those: readonly TreeFunction[], width: number): string[] {
  const words = those.map(({ fn, entry, why }) => `${fn.name}()${entry === undefined ? '' : ` (${entry})`}: ${why}`)
  return list(head, words, width)
}

function coverageWords({ lines, branches }: TreeJudged['coverage']['ran']): string {
  const ran = (counts: readonly (number | undefined)[], unit: readonly [string, string]) => {
    const hit = counts.filter(isHit).length
    return `${count(hit)} of ${counted(counts.length, ...unit)} (${Math.floor((100 * hit) / Math.max(1, counts.length))} %)`
  }
  const counts = lines.map(([, count]) => count)
  const outcomes = branches.map(({ count }) => count)
  return `of all these functions ${ran(counts, ['line', 'lines'])} and ${ran(outcomes, ['branch', 'branches'])} ran in some world`
}

function missedWords({ fn, lines, branches }: Missed): string {
  const parts = [
    ...(lines.length > 0 ? [`no world comes to ${numbered(lines)}`] : []),
    ...(branches.length > 0 ? [`of the condition on ${numbered(branches)} one outcome is never seen`] : []),
  ]
  return `${fn}(): ${parts.join('; ')}`
}

const numbered = (lines: readonly number[]): string => `${lines.length === 1 ? 'line' : 'lines'} ${lines.join(', ')}`
