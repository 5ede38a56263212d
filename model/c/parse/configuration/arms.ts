/**
 * The arms of `#if`, and what the configuration must be for each to be compiled.
 */

import type { Configuration } from '../../text/configuration.ts'
import type { Source, Span } from '../../text/source.ts'
import { type Condition, conditionOf } from './conditions.ts'
import { directivesIn } from './directives.ts'

/** From an `#if` to its `#endif`. */
export interface Conditional extends Span {
  /** The first line without layout. */
  readonly text: string
  /** In the order of the file; what stands for a missing `#else` is one, too. */
  readonly arms: readonly ConditionalArm[]
}

/** What must hold, and what must not, for an arm to be compiled; of conditionals around it as well. */
type ConditionalArm = readonly { readonly condition: Condition; readonly holds: boolean }[]

interface Open {
  readonly start: number
  readonly text: string
  readonly around: ConditionalArm
  /** Conditions of the arms so far. */
  readonly conditions: Condition[]
  readonly arms: ConditionalArm[]
  hasElse: boolean
}

/** What is known of the `#if`s of a file, by their first line. */
interface Conditionals {
  readonly whole: readonly Conditional[]
  /** Lines of directives whose `#if` is not shown. */
  readonly loose: readonly number[]
}

/** One that is not shown to its `#endif` ends with what is shown. */
export function conditionalsIn({ text, shown }: Pick<Source, 'text' | 'shown'>): Conditionals {
  const lines = text.split('\n')
  const whole: Conditional[] = []
  const loose: number[] = []
  const spans = shown === 'all' ? [{ start: 1, end: lines.length }] : shown
  for (const span of spans) {
    const open: Open[] = []
    const close = (one: Open, end: number) => {
      if (!one.hasElse) one.arms.push(armOf(one))
      whole.push({ start: one.start, end, text: one.text, arms: one.arms })
    }
    for (const { word, rest, start, end } of directivesIn(lines, span)) {
      if (word.startsWith('if')) open.push(opened(word, rest, start, open.at(-1)))
      else if (open.length === 0) loose.push(start)
      else if (word === 'endif') close(open.pop()!, end)
      else goOn(open.at(-1)!, word, rest)
    }
    for (const one of open.reverse()) close(one, span.end)
  }
  return { whole: whole.sort((a, b) => a.start - b.start), loose }
}

function opened(word: string, rest: string, start: number, outer: Open | undefined): Open {
  const condition = conditionOf(word, rest)
  const around = outer?.arms.at(-1) ?? []
  const text = `#${word} ${rest.trim()}`.replace(/\s+/g, ' ')
  return {
    start,
    text,
    around,
    conditions: [condition],
    arms: [[...around, { condition, holds: true }]],
    hasElse: false,
  }
}

function goOn(open: Open, word: string, rest: string): void {
  const others = armOf(open)
  if (word === 'else') {
    open.hasElse = true
    open.arms.push(others)
    return
  }
  const condition = conditionOf(word, rest)
  open.arms.push([...others, { condition, holds: true }])
  open.conditions.push(condition)
}

/** The arm that is compiled where none so far is. */
const armOf = ({ around, conditions }: Open): ConditionalArm => [
  ...around,
  ...conditions.map(condition => ({ condition, holds: false })),
]

/** CONFIG_ symbols that decide whether some arm is compiled. */
export const symbolsOf = ({ arms }: Pick<Conditional, 'arms'>): string[] => [
  ...new Set(arms.flatMap(arm => arm.flatMap(({ condition }) => condition.symbols))),
]

/** So many symbols of one arm are tried together. */
const MOST_TOGETHER = 5

/**
 * Of the configurations in which an arm is compiled, one that differs from the given one in as few symbols as possible.
 *
 * @param free symbols that may differ
 * @returns nothing where there is none; `unknown` where that is not understood
 */
export function configurationFor(
  arm: ConditionalArm,
  given: Configuration,
  free: readonly string[],
): Configuration | 'unknown' | undefined {
  const symbols = [...new Set(arm.flatMap(({ condition }) => condition.symbols))].filter(name => free.includes(name))
  if (symbols.length > MOST_TOGETHER) return 'unknown'
  const all = Array.from({ length: 1 << symbols.length }, (_, bits) => symbols.filter((_, at) => bits & (1 << at)))
  let isUnderstood = true
  for (const flipped of all.sort((a, b) => a.length - b.length)) {
    const one = flippedIn(given, flipped)
    const values = arm.map(({ condition, holds }) => {
      const value = condition.holds(one)
      return value === undefined ? undefined : value === holds
    })
    if (values.every(value => value === true)) return one
    if (!values.includes(false)) isUnderstood = false
  }
  return isUnderstood ? undefined : 'unknown'
}

/** @param names which the given configuration names */
export const flippedIn = (given: Configuration, names: readonly string[]): Configuration => ({
  ...given,
  ...Object.fromEntries(names.map(name => [name, !given[name]])),
})
