/**
 * Runs two designs, or a design and a patched one, through the scenarios they share, and compares what callers see.
 */

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { InputError } from '../../../checker/declare.ts'
import { type NamedDesign, subjectOf } from '../../../model/designs/design.ts'
import { machinesFor } from '../../../model/operations/machines.ts'
import { type Extraction, extraction } from '../../../model/patched/extraction.ts'
import { GUEST_MEMFD, type Lacking, lackedBy, leavingOut } from '../../../model/patched/lacking.ts'
import { type CodeInPlace, codeOf } from '../../../model/patched/machines/with-code.ts'
import { readPatches } from '../../../model/patched/reading.ts'
import { chosenDesign } from '../../../model/patched/tree/chosen-design.ts'
import { operationsOf, type Scenario } from '../../../model/scenarios/parts/scenario.ts'
import { type History, historyKey } from '../../../spec/observation/history.ts'
import type { WorldChoice } from '../../names/choice.ts'
import { codeOptions, proposalOptions } from '../../names/code-options.ts'
import { named, noSuch } from '../../names/nearest.ts'
import { isProposed } from '../../names/proposed.ts'
import { isLarge } from '../../names/quick.ts'
import { compareText } from '../../names/world-name.ts'
import { isProgram, loadProposal } from '../../proposals/load.ts'
import { checkTypes } from '../../proposals/types.ts'
import type { Ended, Job, SearchBounds } from '../../run/search/job.ts'
import { type Searching, searchesOf } from '../../run/shards/searcher.ts'
import { warn } from '../../text/output.ts'
import { treeNamed } from '../tree/tree.ts'
import { type Behaviour, type ComparedWorld, compare, type Side } from './diff.ts'

/** A design, or one with the code of a patch or a tree in it. */
export interface Compared {
  /** As the command line has it. */
  readonly name: string
  readonly design: NamedDesign
  readonly code?: CodeInPlace
  /** The file that defines the design. */
  readonly proposal?: string
  /** By which options `replay` finds the code; '' without code. */
  readonly codeOptions: string
  /** Whether an operation runs the code. */
  readonly runsCode: (operation: string) => boolean
  /** What the code does not have, and once it is compared, what that of the other one does not. */
  readonly lacking: Lacking
}

export interface DiffRequest {
  readonly designs: readonly NamedDesign[]
  readonly tree?: string
}

/**
 * Reads both arguments of a comparison. Each names a design, a file that defines one, a kernel tree, or a patch to the other design or to
 * the design that its code is known by.
 *
 * @throws InputError when a word names neither, a patch cannot be read, nothing of it can run, or the two have no
 * operation in common
 */
export async function comparedBy(words: readonly [string, string], asked: DiffRequest): Promise<[Compared, Compared]> {
  const designs = words.map(word => asked.designs.find(({ name }) => name === word))
  const base = designs.find(design => design !== undefined)
  const [first, second] = await Promise.all(
    words.map((word, at) => (designs[at] ? plain(designs[at]) : ofFile(word, base, asked))),
  )
  if (subjectOf(first!.design) !== subjectOf(second!.design))
    throw new InputError(
      `${first!.name} and ${second!.name} are models of different code, and share no scenario\ngive two designs of one section of gmemcheck list designs`,
    )
  const lacking = [first!, second!].flatMap(one => one.lacking)
  return [
    { ...first!, lacking },
    { ...second!, lacking },
  ]
}

const plain = (design: NamedDesign): Compared => ({
  name: design.name,
  design,
  codeOptions: '',
  runsCode: () => false,
  lacking: [],
})

/** @throws InputError when it defines no design, or several */
async function ofFile(word: string, base: NamedDesign | undefined, asked: DiffRequest): Promise<Compared> {
  if (!isProgram(word)) return patched(word, base, asked)
  const { designs } = await loadProposal(word)
  checkTypes(word)
  const [design, ...others] = designs
  if (design === undefined || others.length > 0)
    throw new InputError(
      `${word} defines ${design ? 'several designs' : 'no design'}\ngive a file with one: gmemcheck new design NAME makes it`,
    )
  return { ...plain(design), proposal: word }
}

async function patched(word: string, base: NamedDesign | undefined, asked: DiffRequest): Promise<Compared> {
  if (isTree(word)) return ofTree(word, base)
  if (!existsSync(word)) {
    const names = asked.designs.map(({ name }) => name)
    throw noSuch('design', names, word, 'gmemcheck list designs, or give a patch or a tree')
  }
  const readings = await readPatches([word], asked.tree)
  const last = readings.at(-1)!
  const designNamed = (name: string) => named('design', asked.designs, name, 'gmemcheck list designs')
  const design = base ?? chosenDesign(readings, designNamed, asked.designs)
  const found = extraction(last, design)
  const { replaced } = found
  if (replaced.length === 0)
    throw new InputError(
      `none of the code that ${word} changes can run in the place of ${design.name}\n${asked.tree === undefined ? 'give the code that it applies to: --tree DIRECTORY; or ' : ''}see why: gmemcheck review ${word}`,
    )
  for (const note of readings.flatMap(({ patch }) => patch.notes)) warn(`note: ${note}`)
  return {
    name: word,
    design,
    codeOptions: codeOptions([word], asked.tree),
    code: codeOf(last.files, replaced, found),
    ...ofCode(found),
  }
}

/** A directory with the file in it, or a revision of one. */
const isTree = (word: string): boolean =>
  existsSync(join(word, GUEST_MEMFD)) || (word.includes('@') && existsSync(word.slice(0, word.lastIndexOf('@'))))

async function ofTree(place: string, base: NamedDesign | undefined): Promise<Compared> {
  const { extraction, code } = await treeNamed(place, base?.name)
  return {
    name: place,
    design: extraction.design,
    codeOptions: codeOptions([], place),
    code,
    ...ofCode(extraction),
  }
}

const ofCode = ({ modelled, replaced, lacking }: Extraction): Pick<Compared, 'runsCode' | 'lacking'> => ({
  runsCode: operation => modelled.replaceable.get(operation)?.some(name => replaced.includes(name)) ?? false,
  lacking,
})

/**
 * Scenarios to compare in, by name: those asked for; else those in which the suite judges both designs; if there are none,
 * those in which it judges either of them. All of these have only operations of both. Large ones only where they are asked for.
 *
 * @throws InputError when a scenario asked for does not exist or runs nothing of a patch, or when there is none
 */
export function scenariosToCompare(both: readonly [Compared, Compared], choice: WorldChoice) {
  const { asked, scenarios, recorded } = choice
  if (asked) return { scenarios: [...new Set(asked)].map(name => askedFor(name, scenarios, both)), large: [] }
  const shared = sharedBy(both, choice)
  const names = `${both[0].name} and ${both[1].name}`
  const isLeftOut = ({ name }: Scenario) =>
    both.some(({ design }) => isLarge({ scenario: name, design: design.name }, recorded))
  const [quick, large] = [shared.filter(one => !isLeftOut(one)), shared.filter(isLeftOut)]
  if (quick.length === 0)
    throw new InputError(
      large.length > 0
        ? `${names} share only large scenarios\nname some: --scenario ${large.map(({ name }) => name).join(',')}`
        : `${names} share no scenario\nsee what each is judged in: gmemcheck list designs, gmemcheck list scenarios`,
    )
  return { scenarios: quick, large }
}

function askedFor(name: string, scenarios: readonly Scenario[], both: readonly Compared[]): Scenario {
  const scenario = named('scenario', scenarios, name, 'gmemcheck list scenarios')
  if (runsWhatDiffers(scenario, both)) return scenario
  const patch = both.find(({ code }) => code !== undefined)!
  throw new InputError(
    `${name} runs nothing that ${patch.name} changes\nname another scenario, or none for all that do`,
  )
}

/** Of two designs, everything may differ; of a patch, what runs its code. */
function runsWhatDiffers(scenario: Scenario, both: readonly Compared[]): boolean {
  const withCode = both.filter(({ code }) => code !== undefined)
  const runs = (operation: string) => withCode.some(({ runsCode }) => runsCode(operation))
  return withCode.length === 0 || operationsOf(scenario).some(runs)
}

function sharedBy(both: readonly Compared[], { scenarios, suite }: WorldChoice): Scenario[] {
  const isJudged = (scenario: Scenario, { design }: Compared) =>
    suite.some(one => one.scenario === scenario.name && one.design === design.name && one.mutation === undefined)
  const has = both.map(({ design }) => new Set(Object.keys(machinesFor(design))))
  const possible = scenarios
    .filter(scenario => operationsOf(scenario).every(operation => has.every(one => one.has(operation))))
    .filter(scenario => runsWhatDiffers(scenario, both))
    .filter(scenario => lackedBy(scenario, both[0]!.lacking) === undefined)
    .toSorted((a, b) => compareText(a.name, b.name))
  const byBoth = possible.filter(scenario => both.every(one => isJudged(scenario, one)))
  const judged = byBoth.length > 0 ? byBoth : possible.filter(scenario => both.some(one => isJudged(scenario, one)))
  return possible.filter(scenario => isProposed(scenario) || judged.includes(scenario))
}

/** The files that define the scenario or the design. */
const proposalsFor = (scenario: Scenario, { proposal }: Compared, both: readonly Compared[]): string[] =>
  (isProposed(scenario) ? both.map(one => one.proposal) : [proposal]).filter(file => file !== undefined)

/** By which options `replay` finds what one of both runs in the scenario; '' where it needs none. */
export const replayOptions = (scenario: Scenario, one: Compared, both: readonly Compared[]): string =>
  [one.codeOptions, proposalOptions(proposalsFor(scenario, one, both))].filter(options => options !== '').join(' ')

/** Each scenario searched under both, then again where something differs, for the shortest ways there. */
export async function compareIn(
  scenarios: readonly Scenario[],
  both: readonly [Compared, Compared],
  bounds: SearchBounds,
  searching: Searching,
): Promise<ComparedWorld[]> {
  const jobOf = (scenario: Scenario, one: Compared, observe: NonNullable<Job['observe']>): Job => {
    const proposals = proposalsFor(scenario, one, both)
    return {
      world: { scenario: scenario.name, design: one.design.name },
      ...leavingOut(one.lacking),
      bounds,
      observe,
      ...(one.code && { code: one.code }),
      ...(proposals.length > 0 && { proposals }),
    }
  }
  const outcomes = await searchesOf(
    searching,
    scenarios.flatMap(scenario => both.map(one => jobOf(scenario, one, 'all'))),
  )
  const worlds = scenarios.map((scenario, at): ComparedWorld => {
    const [first, second] = [outcomes[2 * at]!, outcomes[2 * at + 1]!]
    const [a, b] = both.map(({ design }) => ({ scenario: scenario.name, design: design.name }))
    return {
      scenario,
      first: a!,
      second: b!,
      outcomes: { first, second },
      searches: [first, second],
      ...compare(first, second),
    }
  })
  const wanted = worlds.flatMap((world, at) =>
    sides.flatMap(side => {
      const histories = world.behaviours.filter(one => one.side === side).map(({ returns }) => returns)
      return histories.length === 0 ? [] : [{ at, side, histories }]
    }),
  )
  if (wanted.length === 0) return worlds
  const traced = await searchesOf(
    searching,
    wanted.map(({ at, side, histories }) => jobOf(scenarios[at]!, both[sides.indexOf(side)]!, histories)),
  )
  return worlds.map((world, at) => ({
    ...world,
    searches: [...world.searches, ...traced.filter((_, index) => wanted[index]!.at === at)],
    behaviours: world.behaviours.map(behaviour => {
      const found = traced[wanted.findIndex(one => one.at === at && one.side === behaviour.side)]!
      const trace = traceOf(found, behaviour.returns)
      return { ...behaviour, ...(trace && { trace }) } satisfies Behaviour
    }),
  }))
}

const sides: readonly Side[] = ['first', 'second']

function traceOf(outcome: Ended, returns: History) {
  if (outcome.kind !== 'judged') return undefined
  const key = historyKey(returns)
  const found = outcome.result.judgements.find(({ property }) => property === key)?.outcome
  return found?.verdict === 'violated' ? found.trace : undefined
}
