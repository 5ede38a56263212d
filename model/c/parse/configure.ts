/**
 * Chooses between the branches of `#if`: what is not compiled becomes blank, at the same length.
 *
 * CONFIG_ symbols are set unless said otherwise, other symbols are not defined; every choice that is no certainty is
 * listed, so that it can be printed as an assumption.
 */
import { DEEPEST, tooDeep } from './limits.ts'
import { blanked } from './mask.ts'
import type { Source, Span } from './source.ts'

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

/** @param unset CONFIG_ symbols that are not set */
export function configure(source: Source, unset: ReadonlySet<string>): { text: string; choices: Choice[] } {
  const lines = source.text.split('\n')
  const choices: Choice[] = []
  const spans = source.shown === 'all' ? [{ start: 1, end: lines.length }] : source.shown
  for (const span of spans) for (const choice of configureSpan(lines, span, unset, source.file)) choices.push(choice)
  return { text: lines.join('\n'), choices }
}

function configureSpan(lines: string[], span: Span, unset: ReadonlySet<string>, file: string): Choice[] {
  const choices: Choice[] = []
  const levels: ConditionLevel[] = []
  const open: number[] = []
  for (let line = span.start; line <= span.end; line++) {
    const text = lines[line - 1]!
    const directive = /^\s*#\s*(ifdef|ifndef|if|elif|else|endif)\b(.*)$/.exec(text)
    const outer = levels.slice(0, -1).every(level => level.live)
    if (!directive) {
      if (!levels.every(level => level.live)) lines[line - 1] = blanked(text)
      continue
    }
    lines[line - 1] = blanked(text)
    const [, word, rest] = directive
    if (word === 'endif') {
      levels.pop()
      const from = open.pop() ?? -1
      if (choices[from]) choices[from] = { ...choices[from], end: line }
      continue
    }
    if (word === 'else' || word === 'elif') {
      if (levels.length === 0) {
        // The branch above the window is the one that is read.
        levels.push({ live: false, done: true })
        open.push(choices.length)
        choices.push({
          line,
          text: text.trim(),
          assumed: 'the branch before it is compiled',
          start: span.start,
          end: span.end,
        })
        continue
      }
      const level = levels.at(-1)!
      const holds = word === 'else' || decide(`${word} ${rest}`, unset).holds
      level.live = outer && !level.done && holds
      level.done ||= level.live
      continue
    }
    const { holds, certain } = decide(`${word} ${rest}`, unset)
    const live = levels.every(level => level.live) && holds
    levels.push({ live, done: live || !levels.every(level => level.live) })
    if (levels.length > DEEPEST) throw tooDeep(file, line, 'branches of #if', DEEPEST)
    open.push(choices.length)
    if (certain) open[open.length - 1] = -1
    else
      choices.push({
        line,
        text: text.trim(),
        assumed: holds ? 'it holds' : 'it does not hold',
        start: line,
        end: span.end,
      })
  }
  return choices
}

/** Whether a condition holds, and whether that is certain. A condition that is not understood is taken to hold. */
function decide(directive: string, unset: ReadonlySet<string>): { holds: boolean; certain: boolean } {
  const bare = directive.replace(/\/\*.*?\*\/|\/\/.*/g, '').trim()
  const word = bare.split(/\s/, 1)[0]!
  const text = bare.slice(word.length).trim()
  if (word === 'ifdef') return symbol(text, unset)
  if (word === 'ifndef') return negated(symbol(text, unset))
  const terms = text.split('&&').map(term => term.trim())
  const values = terms.map(term => {
    const inner = /^(!?)\s*(?:defined\s*\(?|IS_ENABLED\(|IS_BUILTIN\(|IS_REACHABLE\()\s*(\w+)\)?$/.exec(term)
    if (inner) return inner[1] === '!' ? negated(symbol(inner[2]!, unset)) : symbol(inner[2]!, unset)
    if (/^[01]$/.test(term)) return { holds: term === '1', certain: true }
    return { holds: true, certain: false }
  })
  return { holds: values.every(value => value.holds), certain: values.every(value => value.certain) }
}

const symbol = (name: string, unset: ReadonlySet<string>) =>
  name.trim().startsWith('CONFIG_')
    ? { holds: !unset.has(name.trim()), certain: unset.has(name.trim()) }
    : { holds: name.trim() === '__KERNEL__', certain: true }

const negated = ({ holds, certain }: { holds: boolean; certain: boolean }) => ({ holds: !holds, certain })
