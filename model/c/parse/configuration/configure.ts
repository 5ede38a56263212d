/**
 * Chooses between the branches of `#if`: what is not compiled becomes blank, at the same length.
 *
 * CONFIG_ symbols are set unless said otherwise, other symbols are not defined; every choice that is no certainty is
 * listed, so that it can be printed as an assumption.
 */

import type { Configuration } from '../../text/configuration.ts'
import { DEEPEST, tooDeep } from '../../text/limits.ts'
import { blanked } from '../../text/mask.ts'
import type { Source, Span } from '../../text/source.ts'
import { conditionOf } from './conditions.ts'
import { directivesIn } from './directives.ts'

/** A condition somebody else decides, and the lines that depend on it. */
export interface Choice extends Span {
  /** Line of the directive, from 1. */
  readonly line: number
  readonly text: string
  readonly assumed: string
}

interface ConditionLevel {
  /** A branch of this level is being compiled. */
  live: boolean
  /** Some branch was, or an outer level is dead. */
  done: boolean
}

export function configure(source: Source): { text: string; choices: Choice[] } {
  const { configuration = {} } = source
  const lines = source.text.split('\n')
  const choices: Choice[] = []
  const spans = source.shown === 'all' ? [{ start: 1, end: lines.length }] : source.shown
  for (const span of spans)
    for (const choice of configureSpan(lines, span, configuration, source.file)) choices.push(choice)
  return { text: lines.join('\n'), choices }
}

function configureSpan(lines: string[], span: Span, configuration: Configuration, file: string): Choice[] {
  const choices: Choice[] = []
  const levels: ConditionLevel[] = []
  const open: number[] = []
  const blank = (from: number, to: number) => {
    for (let line = from; line <= to; line++) lines[line - 1] = blanked(lines[line - 1]!)
  }
  let next = span.start
  for (const { word, rest, start, end } of directivesIn(lines, span)) {
    if (!levels.every(level => level.live)) blank(next, start - 1)
    next = end + 1
    const text = lines[start - 1]!.trim()
    blank(start, end)
    if (word === 'endif') {
      levels.pop()
      const from = open.pop() ?? -1
      if (choices[from]) choices[from] = { ...choices[from], end }
      continue
    }
    if (word === 'else' || word === 'elif') {
      if (levels.length === 0) {
        // The branch above the window is the one that is read.
        levels.push({ live: false, done: true })
        open.push(choices.length)
        choices.push({
          line: end,
          text,
          assumed: 'the branch before it is compiled',
          start: span.start,
          end: span.end,
        })
        continue
      }
      const level = levels.at(-1)!
      const holds = word === 'else' || decide(word, rest, configuration).holds
      const outer = levels.slice(0, -1).every(one => one.live)
      level.live = outer && !level.done && holds
      level.done ||= level.live
      continue
    }
    const { holds, certain } = decide(word, rest, configuration)
    const live = levels.every(level => level.live) && holds
    levels.push({ live, done: live || !levels.every(level => level.live) })
    if (levels.length > DEEPEST) throw tooDeep(file, end, 'branches of #if', DEEPEST)
    open.push(choices.length)
    if (certain) open[open.length - 1] = -1
    else
      choices.push({
        line: end,
        text,
        assumed: holds ? 'it holds' : 'it does not hold',
        start: end,
        end: span.end,
      })
  }
  if (!levels.every(level => level.live)) blank(next, span.end)
  return choices
}

/** Whether a condition holds, and whether that is certain. A condition that is not understood is taken to hold. */
function decide(word: string, rest: string, configuration: Configuration): { holds: boolean; certain: boolean } {
  const { symbols, holds } = conditionOf(word, rest)
  const value = holds(configuration)
  const isSaid = symbols.every(name => configuration[name] !== undefined)
  return { holds: value ?? true, certain: value !== undefined && isSaid }
}
