/**
 * Claims and findings: whether the worlds bear them out, and the verdicts they rest on.
 */
import { match } from 'ts-pattern'
import type { Claim } from '../../../spec/claims/claim.ts'
import type { Finding } from '../../../spec/findings/finding.ts'
import { type Borne, type Expectation, isBorneOut, isContradicted } from '../../judging/suite/borne-out.ts'
import { showWorld } from '../../names/world-name.ts'
import { paragraph, wrapPhrases } from '../../text/wrap.ts'
import type { Page } from '../trace/telling.ts'

export const claimLines = (borne: Borne<Claim>, page: Page): string[] => [
  ...headLines(borne, borne.of.finding, `${borne.of.name} (${borne.of.who})`, page),
  ...expectationLines(borne.expectations, page),
]

export const findingLines = (borne: Borne<Finding>, page: Page): string[] => [
  ...headLines(borne, 'shown', borne.of.name, page),
  ...expectationLines(borne.expectations, page),
]

/** The verdict on a claim or finding, and its name. */
function headLines(borne: Borne<unknown>, said: string, name: string, { palette, width }: Page): string[] {
  const [first, ...rest] = paragraph(' '.repeat(WORD_WIDTH), name, width)
  const head = (word: string, colour: (text: string) => string) => [
    colour(word.padEnd(WORD_WIDTH)) + first!.slice(WORD_WIDTH),
    ...rest,
  ]
  if (isContradicted(borne)) return head(`not ${said}`, palette.bad)
  return isBorneOut(borne) ? head(said, palette.good) : head('not judged', palette.unsure)
}
const WORD_WIDTH = 'not-a-model-matter  '.length

const INDENT = '   '

/** World by world. */
function expectationLines(expectations: readonly Expectation[], { palette, width }: Page): string[] {
  const worlds = [...new Set(expectations.map(({ world }) => showWorld(world)))]
  return worlds.flatMap(world => {
    const phrases = expectations
      .filter(expectation => showWorld(expectation.world) === world)
      .map(({ promise, expected, got }) => {
        if (got === expected) return `${promise} ${got}`
        const words = `${promise} ${gotWords(got)} (expected: ${expected})`
        return got === 'not-judged' ? palette.unsure(words) : palette.bad(words)
      })
    return [INDENT + world, ...wrapPhrases(phrases, width - 2 * INDENT.length).map(line => INDENT + INDENT + line)]
  })
}

const gotWords = (got: Expectation['got']): string =>
  match(got)
    .with('holds', 'violated', verdict => verdict)
    .with('vacuous', () => 'never put to the test')
    .with('unknown-promise', () => 'no such promise')
    .with('not-judged', () => 'not judged')
    .with('not-listed', () => 'no such world in the suite')
    .exhaustive()
