/**
 * Words of a command line among which files of proposals stand.
 */
import { InputError } from '../../checker/declare.ts'
import { names } from '../names/known.ts'
import type { Proposal } from '../names/proposed.ts'
import { parseName } from '../names/world-name.ts'
import { isFile, loadProposal } from './load.ts'
import { checkTypes } from './types.ts'

export interface ProposedWords {
  /** With names in the place of files. */
  readonly words: readonly string[]
  readonly files: readonly string[]
}

/**
 * A file in the place of the design stands for its designs, in its scenarios and in those in which the suite judges the
 * design that they are based on; elsewhere it stands for its scenarios.
 *
 * @throws InputError when a file cannot be run, or has nothing to judge
 */
export async function withProposals(words: readonly string[]): Promise<ProposedWords> {
  const files = words.filter(isFile)
  if (files.length === 0) return { words, files }
  const proposals = new Map<string, Proposal>()
  for (const file of files) {
    proposals.set(file, await loadProposal(file))
    checkTypes(file)
  }
  const [first, ...rest] = words
  const scenarios = rest.flatMap(word => proposals.get(word)?.scenarios.map(({ name }) => name) ?? [word])
  const own = proposals.get(first!)
  if (own === undefined) return { words: [first!, ...scenarios], files }
  if (own.designs.length === 0)
    throw new InputError(
      `${first} has scenarios, and no design to judge in them\nname a design first: gmemcheck check DESIGN ${first}`,
    )
  const ofItself = own.scenarios.map(({ name }) => name)
  return {
    words: own.designs.flatMap(({ name, base }) =>
      (scenarios.length > 0 ? scenarios : [...ofItself, ...scenariosOf(base!, first!, ofItself)]).map(scenario =>
        scenario.includes('@') ? scenario : `${parseName(scenario).head}@${name}`,
      ),
    ),
    files,
  }
}

/** Those in which the suite judges a design, or the one it is based on. */
function scenariosOf(design: string, file: string, others: readonly string[]): string[] {
  const found = names.worlds.filter(world => world.design === design && world.mutation === undefined)
  if (found.length + others.length > 0) return found.map(({ scenario }) => scenario)
  throw new InputError(`the suite judges ${design} in no scenario\nname some: gmemcheck check ${file} SCENARIO…`)
}
