/**
 * Runs all searches, runs one shard of them, or reads their results from the files of shards.
 */
import { existsSync, rmSync } from 'node:fs'
import { showWorld } from '../../names/world-name.ts'
import type { Ended, Job, Outcome, WalkJob, WalksEnded } from '../search/job.ts'
import { version } from '../search/version.ts'
import { trySideBySide, unrefused, walkSideBySide } from '../side-by-side.ts'
import { jobKey, walksKey } from './job-key.ts'
import { Journal } from './journal.ts'
import type { Run } from './shard-file.ts'
import { type Share, sharedOut } from './share.ts'

/** A run, and what each of its parts is expected to cost: transitions, where they are worlds. */
export interface AskedRun extends Pick<Run, 'command' | 'asked' | 'worlds'> {
  readonly costs: readonly number[]
}

export interface Searching {
  /** Whether this machine searches a part of the run. */
  readonly isMine: (world: string) => boolean
  /** Outcomes in the order of the jobs, which are of worlds that are this machine's. */
  readonly tries: (jobs: readonly Job[]) => Promise<readonly Outcome[]>
  /** Outcomes of walks, in the order of the jobs, each of which is this machine's. */
  readonly walks: (jobs: readonly WalkJob[]) => Promise<readonly WalksEnded[]>
  /** No more searches come. */
  readonly end: () => void
}

export type Searcher = (run: AskedRun) => Searching

/** @throws InputError when a job asks for something that cannot be */
export const searchesOf = async (searching: Searching, jobs: readonly Job[]): Promise<readonly Ended[]> =>
  unrefused(jobs, await searching.tries(jobs)) as readonly Ended[]

/** What a share has searched of a run whose report only all shares together can tell. */
export interface SearchedShare {
  /** How many parts of the run are this machine's. */
  readonly parts: number
  /** How many there are. */
  readonly of: number
  readonly outcomes: readonly (Ended | WalksEnded)[]
}

export const searchAll =
  (workers: number): Searcher =>
  run =>
    searchingHere(workers, costsOf(run))

export const searchingHere = (workers: number, costOf: (job: Job) => number = () => 0): Searching => ({
  isMine: () => true,
  tries: jobs => trySideBySide(jobs, workers, longestFirst(jobs.map(costOf))),
  walks: jobs => walkSideBySide(jobs, workers),
  end: () => {},
})

/** Searches a share and writes it to a file; goes on where an earlier run of the same share was stopped. */
export const searchShare =
  (shard: Share, path: string, workers: number): Searcher =>
  run => {
    const { command, asked, worlds, costs } = run
    const costOf = costsOf(run)
    const journal = new Journal(path, { command, asked, version: version(), worlds, shard })
    const mine = new Set(sharedOut(shard, costs).map(index => worlds[index]!))
    let isWhole = true
    return {
      isMine: world => mine.has(world),
      tries: async jobs => {
        const byKey = new Map(jobs.map(job => [jobKey(job), job]))
        const left = [...byKey].filter(([key]) => !journal.known.has(key))
        const outcomes = await trySideBySide(
          left.map(([key, job]) => withCheckpoint(job, costOf(job), journal.checkpointOf(key))),
          workers,
          longestFirst(left.map(([, job]) => costOf(job))),
          (index, outcome) => {
            const [key, job] = left[index]!
            if (!isFinal(outcome)) return
            journal.add(key, showWorld(job.world), outcome)
            rmSync(journal.checkpointOf(key), { force: true })
          },
        )
        isWhole &&= outcomes.every(isFinal)
        const unwritten = new Map(left.map(([key], index) => [key, outcomes[index]!]))
        return jobs.map(jobKey).map(key => journal.known.get(key) ?? unwritten.get(key)!)
      },
      walks: async jobs => {
        const left = jobs.filter(job => !journal.known.has(walksKey(job)))
        const outcomes = await walkSideBySide(left, workers, (index, outcome) => {
          if (areWhole(outcome)) journal.add(walksKey(left[index]!), showWorld(left[index]!.world), outcome)
        })
        isWhole &&= outcomes.every(areWhole)
        const made = new Map(left.map((job, index) => [walksKey(job), outcomes[index]!]))
        return jobs.map(walksKey).map(key => (journal.known.get(key) as WalksEnded | undefined) ?? made.get(key)!)
      },
      end: () => {
        if (isWhole) journal.end()
      },
    }
  }

function costsOf({ worlds, costs }: AskedRun): (job: Job) => number {
  const byWorld = new Map(worlds.map((world, index) => [world, costs[index]!]))
  return ({ world }) => byWorld.get(showWorld(world)) ?? 0
}

const longestFirst = (costs: readonly number[]): number[] =>
  costs.map((_, index) => index).sort((a, b) => costs[b]! - costs[a]! || a - b)

/** Another run would find the same. */
const isFinal = (outcome: Outcome): boolean =>
  ['not-judged', 'refused'].includes(outcome.kind) ||
  (outcome.kind === 'judged' && outcome.result.cut !== 'interrupted')

const areWhole = (outcome: Outcome): boolean => outcome.kind === 'walked' && !outcome.interrupted

/** So many transitions take minutes. */
const LONG = 3_000_000

/** A long search is written down now and then, where that can be. */
function withCheckpoint(job: Job, cost: number, file: string): Job {
  const { reduce, preemptions, exact } = job.bounds
  if (cost < LONG || reduce || exact || preemptions !== undefined || job.code || job.ways) return job
  return { ...job, checkpoint: { file, ...(existsSync(file) && { resume: true }) } }
}
