/**
 * How much of a tree has run: the lines and branches of all functions that an entry of the file reaches.
 *
 * What was not lowered counts as not run.
 */
import type { Judgement } from '../../../checker/index.ts'
import { statementsOf } from '../../../model/c/changes/statements.ts'
import type { CFile } from '../../../model/c/parse/parse.ts'
import { childOf, lineOf } from '../../../model/c/text/grammar.ts'
import { isAssertion } from '../../../model/kernel/c/neutral.ts'
import type { Marked } from '../../../model/patched/machines/operation-code.ts'
import type { TreeFunction } from '../../../model/patched/tree/functions.ts'
import type { Ended } from '../../run/search/job.ts'
import { isHit, type RanLines, ranLines } from '../review/lines.ts'
import type { JudgedTree } from './tree.ts'

export interface TreeCoverage {
  readonly ran: RanLines
  /** Lines of assertions of which nothing but that they hold was ever seen: the other outcome counts as no branch. */
  readonly silent: readonly number[]
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
): TreeCoverage {
  const asC = functions.filter(({ treatment }) => treatment === 'as C')
  const within = ({ start }: Marked) => asC.some(({ fn }) => fn.node.startIndex <= start && start < fn.node.endIndex)
  const marks = outcomes.flatMap(marksOf).filter(within)
  const idle = functions
    .filter(({ treatment }) => treatment === 'by hand' || treatment === 'not judged')
    .flatMap(one => unmarked(file, one))
  const all = ranLines([...marks, ...idle], file.source.text)
  const asserting = linesOfAssertions(asC)
  const neverFires = ({ line, count }: RanLines['branches'][number]) => asserting.has(line) && !isHit(count)
  const ran = { ...all, branches: all.branches.filter(branch => !neverFires(branch)) }
  const silent = [...new Set(all.branches.filter(neverFires).map(({ line }) => line))]
  return { ran, silent, missed: asC.flatMap(one => missedIn(one, ran)) }
}

/** Code that ran where no promise was put to the test has proved nothing: it counts as not run. */
function marksOf(outcome: Ended): readonly Marked[] {
  if (outcome.kind !== 'judged') return []
  const isTested = outcome.result.judgements.some(isPut)
  return (outcome.marks ?? []).map(mark => (isTested ? mark : { ...mark, came: false }))
}

/**
 * Whether something of the world was put to the test: a state or a return was looked at. Signals are judged on every step, and
 * whether calls end in every state, whatever the code does.
 */
const isPut = ({ kind, judged, outcome: { verdict } }: Judgement): boolean =>
  verdict === 'violated' || (judged > 0 && (kind === 'state' || kind === 'return'))

/** Lines on which an assertion stands, or part of its condition. */
function linesOfAssertions(functions: readonly TreeFunction[]): ReadonlySet<number> {
  const calls = functions.flatMap(({ fn }) => fn.node.descendantsOfType('call_expression'))
  const found = calls.filter(call => isAssertion(childOf(call!, 'function')?.text ?? ''))
  return new Set(
    found.flatMap(call => {
      const first = lineOf(call!)
      return Array.from({ length: call!.text.split('\n').length }, (_, at) => first + at)
    }),
  )
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
