/**
 * The mutants of a tree: each is a patch of its own, searched in the worlds that run it, the cheapest first, until one
 * breaks a promise.
 */
import { setImmediate as others } from 'node:timers/promises'
import { InputError } from '../../../checker/declare.ts'
import { anchoredFiles } from '../../../model/anchors/index.ts'
import { type Mutant, mutated } from '../../../model/c/mutate/mutant.ts'
import { mutantsOf } from '../../../model/c/mutate/mutants.ts'
import type { CFile } from '../../../model/c/parse/parse.ts'
import { unifiedDiff } from '../../../model/c/patch/unified.ts'
import { wholeFile } from '../../../model/c/text/source.ts'
import type { Tree } from '../../../model/c/tree/tree.ts'
import { treeAt } from '../../../model/c/tree/tree-at.ts'
import { designs } from '../../../model/designs/index.ts'
import { mutantNames } from '../../../model/kernel/c/mutants/faulty.ts'
import { harmless } from '../../../model/kernel/c/mutants/harmless.ts'
import { extraction } from '../../../model/patched/extraction.ts'
import { parsed } from '../../../model/patched/machines/with-code.ts'
import { readingsOf } from '../../../model/patched/reading.ts'
import { patchesIn } from '../../../model/patched/series.ts'
import { chosenDesign } from '../../../model/patched/tree/chosen-design.ts'
import { scenarios } from '../../../model/scenarios/index.ts'
import { names } from '../../names/known.ts'
import { named } from '../../names/nearest.ts'
import { transitionsOf } from '../../names/quick.ts'
import { type ExitCode, exitCodeFor, reasonIf } from '../../run/exit-codes.ts'
import { isInterrupted } from '../../run/interrupt.ts'
import type { Ended, Job } from '../../run/search/job.ts'
import type { AskedRun, SearchedShare, Searcher } from '../../run/shards/searcher.ts'
import { worldsToReview } from '../review/worlds/chosen.ts'
import { loadRecorded } from '../suite/recorded.ts'
import { type Fate, fatesOf, INTERRUPTED, passes, type Subject } from './fates.ts'

export interface MutantRequest {
  readonly tree: string
  /** Functions; all that can run unless said. */
  readonly functions?: readonly string[] | undefined
  /** Every so many-th mutant only, from 1. */
  readonly every: number
  /** A search is cut after so many seconds. */
  readonly seconds: number
}

/** A mutant, as a patch, and what became of it. */
export interface JudgedMutant {
  readonly mutant: Mutant
  readonly path: string
  readonly patch: string
  readonly fate: Fate
}

export interface MutantReport {
  readonly tree: string
  readonly design: string
  readonly mutants: readonly JudgedMutant[]
  /** Functions of the file that no operation of the design runs. */
  readonly idle: readonly string[]
  /** 1 where a review would let one pass that is neither broken nor equivalent. */
  readonly exitCode: ExitCode
}

/** @throws InputError when the tree has no file that the model was written from, or the file no such function */
export async function judgeMutants(request: MutantRequest, searcher: Searcher): Promise<MutantReport> {
  const { tree, seconds } = request
  const { subjects, running, unplanned, run, design } = await subjectsOf(request)
  const searching = searcher(runOf(request, running))
  const found = await fatesOf(running, { seconds }, searching)
  searching.end()
  const mutants = [
    ...running.map(({ mutant, path, patch }, at) => ({ mutant, path, patch, fate: looked(found[at]!, running[at]!) })),
    ...unplanned.map(one => ({ ...one, fate: INTERRUPTED })),
  ]
  const is = (reason: 'interrupted' | 'failed') =>
    mutants.some(({ fate }) => fate.kind === 'not judged' && fate.reason === reason)
  return {
    tree,
    design: design ?? 'none',
    mutants,
    exitCode: exitCodeFor([
      ...reasonIf(is('failed'), 'failed'),
      ...reasonIf(is('interrupted'), 'interrupted'),
      ...reasonIf(
        mutants.some(({ fate }) => passes(fate)),
        'violated',
      ),
    ]),
    idle: [...new Set(subjects.map(({ mutant }) => mutant.fn).filter(name => !run.has(name)))],
  }
}

/** Judges a share of the mutants. */
export async function judgeMutantsShare(request: MutantRequest, searcher: Searcher): Promise<SearchedShare> {
  const { running, unplanned } = await subjectsOf(request)
  // A share of all mutants is no share of some.
  if (unplanned.length > 0) return { parts: 0, of: running.length + unplanned.length, outcomes: [{ kind: 'not-run' }] }
  const searching = searcher(runOf(request, running))
  const mine = running.filter((_, at) => searching.isMine(nameOf(at)))
  const outcomes: Ended[] = []
  const tries = async (jobs: readonly Job[]) => {
    const made = await searching.tries(jobs)
    outcomes.push(...made.flatMap(one => (one.kind === 'refused' || one.kind === 'walked' ? [] : [one])))
    return made
  }
  await fatesOf(mine, { seconds: request.seconds }, { ...searching, tries })
  searching.end()
  return { parts: mine.length, of: running.length, outcomes }
}

/** Each mutant is one machine's. */
const runOf = (request: MutantRequest, running: readonly Subject[]): AskedRun => ({
  command: 'mutants',
  asked: request,
  worlds: running.map((_, at) => nameOf(at)),
  // Most die in the first worlds, which are small.
  costs: running.map(() => 1),
})

const nameOf = (at: number): string => `mutant ${at + 1}`

type Planned = Subject & Pick<JudgedMutant, 'mutant' | 'path' | 'patch'>

/** All mutants that are asked for, those whose function runs, and those to which Ctrl-C left no time. */
async function subjectsOf({ tree, functions, every }: MutantRequest) {
  const start = treeAt(tree)
  const file = await fileIn(start, tree)
  const { path, text } = { path: file.source.file, text: file.source.text }
  for (const name of functions ?? [])
    named('function', file.functions, name, `gmemcheck mutants --tree ${tree} without --function`)
  const wanted = file.functions.filter(({ name, problem }) => !problem && (functions?.includes(name) ?? true))
  const all = wanted.flatMap(fn => mutantsOf(file, fn, mutantNames))
  const recorded = loadRecorded()
  const choice = { scenarios, suite: names.worlds, recorded, asked: undefined }
  const run = new Set<string>()
  const subjects: Planned[] = []
  const unplanned: Omit<JudgedMutant, 'fate'>[] = []
  let design: string | undefined
  for (const [index, mutant] of all.filter((_, at) => at % every === 0).entries()) {
    const patch = unifiedDiff(path, text, mutated(text, mutant.edit))
    // A signal is heard between two events.
    await others()
    if (isInterrupted()) {
      unplanned.push({ mutant, path, patch })
      continue
    }
    const [reading] = await readingsOf(patchesIn([messageOf(patch, index)]), start)
    const designNamed = (name: string) => named('design', designs, name, 'gmemcheck list designs')
    const chosen = chosenDesign([reading!], designNamed, designs)
    design ??= chosen.name
    const near = designs.find(({ name }) => name === design)!
    const point = { configuration: '', differs: {}, reading: reading!, extraction: extraction(reading!, near) }
    if (point.extraction.replaced.length + point.extraction.leftOut.length > 0) run.add(mutant.fn)
    const worlds = worldsToReview([point.extraction], choice)[0]!.worlds
    const size = (world: (typeof worlds)[number]) => transitionsOf(world, recorded) ?? Number.MAX_SAFE_INTEGER
    subjects.push({ mutant, path, patch, point, worlds: worlds.toSorted((a, b) => size(a) - size(b)) })
  }
  const isLeft = (fn: string) => unplanned.some(({ mutant }) => mutant.fn === fn)
  const known = subjects.filter(({ mutant }) => run.has(mutant.fn) || !isLeft(mutant.fn))
  return { subjects: known, running: known.filter(({ mutant }) => run.has(mutant.fn)), unplanned, run, design }
}

/** A survivor that somebody has looked at counts as such. */
function looked(fate: Fate, { mutant, patch }: { readonly mutant: Mutant; readonly patch: string }): Fate {
  if (fate.kind !== 'survived') return fate
  const added = patch.split('\n').filter(line => line.startsWith('+') && !line.startsWith('+++'))
  const texts = [...added, mutant.edit.text]
  const known = harmless.find(one => one.operator === mutant.operator && texts.some(text => one.text.test(text)))
  return known ? { kind: 'harmless', why: known.why } : fate
}

async function fileIn(tree: Tree, place: string): Promise<CFile> {
  for (const path of anchoredFiles) {
    const text = tree.read(path)
    if (text !== undefined) return (await parsed([wholeFile(path, text)]))[0]!
  }
  throw new InputError(`${place} has no ${[...anchoredFiles][0]}\ngive the root of a kernel tree`)
}

const messageOf = (text: string, index: number) => ({
  where: `mutant ${index}`,
  subject: '',
  text,
  reply: false,
  isMail: false,
  notes: [],
})
