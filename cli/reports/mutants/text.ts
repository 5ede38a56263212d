/**
 * Mutants for people: a table by function, then those that no promise has killed.
 */
import type { Fate } from '../../judging/mutants/fates.ts'
import { passes } from '../../judging/mutants/fates.ts'
import type { JudgedMutant, MutantReport } from '../../judging/mutants/mutants.ts'
import { showWorld } from '../../names/world-name.ts'
import { table } from '../../text/table.ts'
import { count, counted } from '../../text/words.ts'
import { paragraph } from '../../text/wrap.ts'
import type { Page } from '../trace/telling.ts'
import { leftWords } from '../world/interrupted.ts'
import { ofKind, shareKilled } from './counts.ts'

const COLUMNS = [
  { head: 'function' },
  ...['mutants', 'killed', 'survived', 'harmless', 'equivalent', 'not judged', 'share'].map(head => ({
    head,
    right: true,
  })),
]

export function mutantsText(report: MutantReport, { palette, width }: Page): string[] {
  const { mutants, idle } = report
  const functions = [...new Set(mutants.map(({ mutant }) => mutant.fn))]
  const rows = functions.map(fn =>
    row(
      fn,
      mutants.filter(({ mutant }) => mutant.fn === fn),
    ),
  )
  const passing = mutants.filter(({ fate }) => passes(fate))
  const others = mutants.filter(({ fate }) => fate.kind !== 'killed')
  return [
    ...paragraph('', headlineOf(report), width),
    ...(passing.length > 0
      ? paragraph('', palette.bad(`a review would let ${count(passing.length)} of them pass with 0`), width)
      : []),
    '',
    ...table(COLUMNS, [...rows, ...(rows.length > 1 ? [row('all', mutants)] : [])], width).flat(),
    ...(idle.length > 0 ? ['', ...paragraph('no operation runs: ', idle.join(', '), width)] : []),
    ...others.flatMap(one => ['', ...mutantLines(one, { palette, width })]),
  ]
}

/** How many break a promise, and how many Ctrl-C has left. */
export function headlineOf({ tree, design, mutants }: MutantReport): string {
  const left = mutants.filter(({ fate }) => fate.kind === 'not judged' && fate.reason === 'interrupted').length
  const all = counted(mutants.length, 'mutant')
  const killed = ofKind(mutants, 'killed').length
  return `${leftWords(left, all, 'judged')}${all} of ${tree}${design === 'none' ? '' : `, held against ${design}`}: ${count(killed)} break a promise`
}

const row = (name: string, those: readonly JudgedMutant[]): string[] => [
  name,
  count(those.length),
  ...(['killed', 'survived', 'harmless', 'equivalent', 'not judged'] as const).map(kind =>
    count(ofKind(those, kind).length),
  ),
  `${Math.floor(100 * shareKilled(those))} %`,
]

/** Where it is, what became of it, and the lines that it changes. */
function mutantLines(
  { mutant, path, patch, fate }: JudgedMutant,
  { palette, width }: Pick<Page, 'palette' | 'width'>,
): string[] {
  const colour = passes(fate) ? palette.bad : palette.unsure
  return [
    ...paragraph('', `${path}:${mutant.line} ${mutant.fn}(): ${mutant.operator}: ${colour(fateWords(fate))}`, width),
    ...patch
      .split('\n')
      .slice(4)
      .filter(line => /^[-+]/.test(line))
      .map(line => `  ${line.replaceAll('\t', '    ')}`),
  ]
}

const fateWords = (fate: Fate): string => {
  if (fate.kind === 'killed') return `breaks ${fate.promise} in ${showWorld(fate.world)}`
  if (fate.kind === 'not judged') return `not judged: ${fate.why}`
  if (fate.kind === 'harmless') return `survived, and does no harm: ${fate.why}`
  const where = `in ${counted(fate.worlds, 'world')}`
  if (fate.kind === 'equivalent') return `equivalent ${where}`
  return `survived ${where}; a review ends with ${fate.exitCode}`
}
