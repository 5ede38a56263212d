/**
 * A kernel tree as a design: which of its functions run as C, and in which worlds.
 */
import { InputError } from '../../../checker/declare.ts'
import type { CFile } from '../../../model/c/parse/parse.ts'
import { saidResults } from '../../../model/code/assumptions.ts'
import { designs } from '../../../model/designs/index.ts'
import { askedConfiguration, refuseUndecided } from '../../../model/patched/configured/asked.ts'
import { otherConfigurations } from '../../../model/patched/configured/configurations.ts'
import { type Extraction, extraction } from '../../../model/patched/extraction.ts'
import { lackedBy } from '../../../model/patched/lacking.ts'
import { type CodeInPlace, codeOf } from '../../../model/patched/machines/with-code.ts'
import { functionsOfTree, type TreeFunction } from '../../../model/patched/tree/functions.ts'
import { nearestDesign } from '../../../model/patched/tree/nearest-design.ts'
import { readTree } from '../../../model/patched/tree/read-tree.ts'
import { operationsOf } from '../../../model/scenarios/parts/scenario.ts'
import { refuseKnown, refuseUncalled } from '../../names/assumed-calls.ts'
import type { SaidOfCode } from '../../names/code-options.ts'
import { names, scenarioNamed } from '../../names/known.ts'
import { named } from '../../names/nearest.ts'
import { isLarge } from '../../names/quick.ts'
import { compareWorlds, type WorldName } from '../../names/world-name.ts'
import { type Reason, reasonIf } from '../../run/exit-codes.ts'
import { loadRecorded } from '../suite/recorded.ts'

export interface JudgedTree {
  /** As it was named. */
  readonly place: string
  readonly file: CFile
  /** Configurations in which other code is compiled, `CONFIG_NUMA=n`: none of that is judged. */
  readonly skippedConfigurations: readonly string[]
  readonly extraction: Extraction
  /** What an entry of the file reaches. */
  readonly functions: readonly TreeFunction[]
  readonly code: CodeInPlace
}

/**
 * @param against the design that is written by hand around the C; the nearest unless said
 * @throws InputError when there is no such tree, or no such design
 */
export async function treeNamed(
  place: string,
  against?: string,
  { assume = [], config }: SaidOfCode = {},
): Promise<JudgedTree> {
  const asked = askedConfiguration(config)
  const { file, around } = await readTree(place, config && asked)
  refuseUndecided(asked, [file])
  const design =
    against === undefined ? nearestDesign(file) : named('design', designs, against, 'gmemcheck list designs')
  const said = saidResults(assume)
  refuseUncalled(said, [file])
  refuseKnown(said, [file], design)
  const touched = file.functions.map(({ name }) => name)
  const found = extraction({ files: [file], base: [], around, touched }, design, said)
  return {
    place,
    file,
    skippedConfigurations: otherConfigurations(file, asked),
    extraction: found,
    functions: functionsOfTree(file, found),
    code: codeOf([file], found.replaced, found),
  }
}

/** Worlds that are to be searched, and those left out for their size. */
interface TreeWorlds {
  readonly worlds: readonly WorldName[]
  readonly large: readonly WorldName[]
  /** What worlds of the design have and the tree does not, in words: they are left out. */
  readonly lacking: readonly string[]
}

/**
 * The worlds in which the C of a tree runs: those of the suite for the design around it that are quick, or the scenarios
 * asked for.
 *
 * @throws InputError when a scenario does not exist, runs none of the C, or has what the tree does not
 */
export function worldsOfTree({ place, extraction }: JudgedTree, asked: readonly string[]): TreeWorlds {
  const { design } = extraction
  const runs = (name: string) => runsCodeOf({ extraction }, name)
  const lacks = (name: string) => lackedBy(scenarioNamed(name), extraction.lacking)
  for (const name of asked) {
    if (!runs(name))
      throw new InputError(`${name} runs no C of ${place}\nname another scenario, or none for all that do`)
    const lacked = lacks(name)
    if (lacked !== undefined)
      throw new InputError(
        `${name} needs ${lacked.without}, and ${place} has none\nname another scenario, or none for all it can run`,
      )
  }
  const listed = names.worlds
    .filter(world => world.design === design.name && world.mutation === undefined)
    .map(world => world.scenario)
    .filter(runs)
  const lacking = extraction.lacking.map(({ without }) => without)
  const worlds = [...new Set(asked.length > 0 ? asked : listed.filter(name => lacks(name) === undefined))]
    .map((scenario): WorldName => ({ scenario, design: design.name }))
    .sort(compareWorlds)
  const recorded = loadRecorded()
  const isLeftOut = (world: WorldName) => asked.length === 0 && isLarge(world, recorded)
  return {
    worlds: worlds.filter(world => !isLeftOut(world)),
    large: worlds.filter(isLeftOut),
    lacking,
  }
}

/** Whether a scenario runs any C of a tree. @throws InputError when it does not exist */
export const runsCodeOf = (
  { extraction: { modelled, replaced } }: Pick<JudgedTree, 'extraction'>,
  scenario: string,
): boolean =>
  operationsOf(scenarioNamed(scenario)).some(operation =>
    modelled.replaceable.get(operation)?.some(fn => replaced.includes(fn)),
  )

/** What is not judged of a tree keeps the answer from being whole. */
export const reasonsOfTree = (tree: JudgedTree, { large }: TreeWorlds): Reason[] =>
  reasonIf(
    Object.values(openOfTree({ tree, large })).some(those => those > 0),
    'open',
  )

/** How much of what is not judged. */
export function openOfTree({ tree, large }: { readonly tree: JudgedTree } & Pick<TreeWorlds, 'large'>) {
  const number = (wanted: TreeFunction['treatment']) =>
    tree.functions.filter(({ treatment }) => treatment === wanted).length
  return {
    /** Worlds that are too large unless they are named. */
    large: large.length,
    /** Calls that nothing binds. */
    assumed: assumptionsIn(tree.extraction).length,
    byHand: number('by hand'),
    notJudged: number('not judged'),
  }
}

/** Of the code that runs: what is assumed of calls that nothing binds. */
export const assumptionsIn = ({ sides }: Extraction): string[] => [
  ...new Set(
    sides.after.lowered.flatMap(({ code }) =>
      code.assumptions
        .filter(({ assumed }) => assumed.startsWith('nothing binds'))
        .map(({ line, assumed }) => `line ${line}: ${assumed}`),
    ),
  ),
]
