/**
 * Files that propose designs and scenarios: TypeScript or JavaScript, run as it is.
 */
import { existsSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { InputError } from '../../checker/declare.ts'
import type { NamedDesign } from '../../model/designs/design.ts'
import type { Kernel } from '../../model/kernel/state/state.ts'
import type { Scenario } from '../../model/scenarios/parts/scenario.ts'
import { allDesigns, allScenarios, type Proposal, propose } from '../names/proposed.ts'
import { callOthers, runFile, willRun } from './running.ts'

/** Whether a word of a command line is a file, and no name. */
export const isFile = (word: string): boolean => /^\.{0,2}\/|\.[cm]?[jt]s$/.test(word)

/** Whether a word names a file that is run: patches are files, too. */
export const isProgram = (word: string): boolean => /\.[cm]?[jt]s$/.test(word)

const loaded = new Map<string, Promise<Proposal>>()

/** Makes the names of a file known in this thread. @throws InputError when it cannot be run, or proposes nothing */
export function loadProposal(file: string): Promise<Proposal> {
  const path = resolve(file)
  const known = loaded.get(path)
  if (known) return known
  const loading = proposalIn(path, file)
  loaded.set(path, loading)
  return loading
}

async function proposalIn(path: string, shown: string): Promise<Proposal> {
  const exported = Object.values((await moduleAt(path, shown)) as object).flatMap(one =>
    Array.isArray(one) ? one : [one],
  )
  const those = [...new Set(exported)].filter(one => typeof one === 'object' && one !== null)
  const proposal = {
    designs: those.filter((one): one is NamedDesign => 'decisions' in one),
    scenarios: those.filter((one): one is Scenario => 'threads' in one && 'bounds' in one).map(withCalls),
  }
  if (proposal.designs.length + proposal.scenarios.length === 0)
    throw new InputError(
      `${shown} exports no design and no scenario\nexport what defineDesign or defineScenario returns`,
    )
  for (const { name } of proposal.designs) refuseTaken(shown, 'design', name, allDesigns())
  for (const { name } of proposal.scenarios) refuseTaken(shown, 'scenario', name, allScenarios())
  propose(proposal)
  return proposal
}

const withCalls = (scenario: Scenario): Scenario => ({
  ...scenario,
  initial: scenario.initial.map(set => (kernel: Kernel) => callOthers(() => set(kernel))),
})

function refuseTaken(file: string, kind: string, name: string, known: readonly { readonly name: string }[]): void {
  if (known.some(one => one.name === name))
    throw new InputError(`${file} defines the ${kind} "${name}", which there is already\ngive it another name`)
}

/** What a file exports; imports of gmemcheck are of this one. @throws InputError when it cannot be run */
export async function moduleAt(path: string, shown: string): Promise<unknown> {
  if (!existsSync(path))
    throw new InputError(`there is no ${shown}\nmake a file for a design: gmemcheck new design NAME`)
  if (!statSync(path).isFile())
    throw new InputError(`${shown} is no file\ngive one that exports a design: gmemcheck new design NAME makes one`)
  willRun(shown)
  const { createJiti } = await import('jiti')
  const jiti = createJiti(path, { alias: { gmemcheck: api() }, fsCache: false, moduleCache: false })
  try {
    return await runFile(() => jiti.import(path))
  } catch (error) {
    if (error instanceof InputError) throw new InputError(`${shown}: ${error.message}`)
    throw new InputError(`${troubleWords(error, path, shown)}\nmend the file: it could not be run to its end`)
  }
}

/** In one line: where in the file, as far as that is known, and what. */
function troubleWords(error: unknown, path: string, shown: string): string {
  if (!(error instanceof Error)) return `${shown}: ${String(error)}`
  const { message, stack = '' } = error
  // A parser names the file itself, in a line of its own, and counts lines from 1 and columns from 0.
  const [said] = message.split('\n')
  const [, line] = new RegExp(`${literally(path)}:(\\d+)`).exec(`${message}\n${stack}`) ?? []
  return `${shown}${line === undefined ? '' : `:${line}`}: ${said!.replace(/^ParseError: /, '').trim()}`
}

const literally = (text: string): string => text.replace(/[^\w/]/g, '\\$&')

/** The module that such files import. */
const api = (): string =>
  fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? '../../bundle/cli/api.js' : '../api.js', import.meta.url))
