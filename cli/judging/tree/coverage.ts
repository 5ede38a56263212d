/**
 * How much of a tree has run: the lines and branches of all functions that an entry of the file reaches.
 *
 * What was not lowered counts as not run.
 */
import { statementsOf } from '../../../model/c/changes/statements.ts'
import type { CFile } from '../../../model/c/parse/parse.ts'
import type { TreeFunction } from '../../../model/patched/tree/functions.ts'
import type { Marked } from '../../../model/patched/with-code.ts'
import type { Ended } from '../../search/job.ts'
import { isHit, type RanLines, ranLines } from '../review/lines.ts'
import type { JudgedTree } from './tree.ts'

export interface TreeCoverage {
  readonly ran: RanLines
  /** By function, lines and conditions that never ran; those of functions that run as C only. */
  readonly missed: readonly Missed[]
}

export interface Missed {
  readonly fn: string
  /** Lines to which no world came, from 1. */
  readonly lines: readonly number[]
  /** Lines with a condition of which one outcome was never seen. */
  readonly branches: readonly number[]
}

/** @param outcomes of the searches that ran the tree's code */
export function coverageOfTree(
  { file, functions }: Pick<JudgedTree, 'file' | 'functions'>,
  outcomes: readonly Ended[],
) {
  const asC = functions.filter(({ treatment }) => treatment === 'as C')
  const within = ({ start }: Marked) => asC.some(({ fn }) => fn.node.startIndex <= start && start < fn.node.endIndex)
  const marks = outcomes.flatMap(outcome => (outcome.kind === 'judged' ? (outcome.marks ?? []) : [])).filter(within)
  const idle = functions.filter(({ treatment }) => treatment !== 'as C').flatMap(one => unmarked(file, one))
  const ran = ranLines([...marks, ...idle], file.source.text)
  return { ran, missed: asC.flatMap(one => missedIn(one, ran)) }
}

/** The marks that a function would have. */
function unmarked(file: CFile, { fn }: TreeFunction): Marked[] {
  const never = { file: file.source.file, came: false, atomic: false }
  return statementsOf(file, fn).flatMap(({ kind, node, marked: { startIndex: start, endIndex: end } }): Marked[] => {
    if (kind === 'signature' || kind === 'label') return []
    if (kind === 'declaration' && node.descendantsOfType('init_declarator').length === 0) return []
    const outcomes = kind === 'condition' ? (['yes', 'no'] as const) : (['ran'] as const)
    return outcomes.map(outcome => ({ start, end, outcome, ...never }))
  })
}

function missedIn({ fn }: TreeFunction, { lines, branches }: RanLines): Missed[] {
  const inside = (line: number) => fn.start <= line && line <= fn.end
  const never = lines.filter(([line, count]) => inside(line) && !isHit(count)).map(([line]) => line)
  const half = branches.filter(({ line, count }) => inside(line) && !never.includes(line) && !isHit(count))
  if (never.length === 0 && half.length === 0) return []
  return [{ fn: fn.name, lines: never, branches: [...new Set(half.map(({ line }) => line))] }]
}
