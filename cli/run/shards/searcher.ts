/**
 * Who finds the outcomes of jobs: this machine all of them, this machine its share, or the files of all shares.
 */
import { existsSync, rmSync } from 'node:fs'
import { showWorld } from '../../names/world-name.ts'
import type { Ended, Job } from '../../search/job.ts'
import { version } from '../../search/version.ts'
import { searchSideBySide } from '../side-by-side.ts'
import { Journal } from './journal.ts'
import type { Run } from './shard-file.ts'
import { jobsOf, type Share } from './share.ts'

/** Worlds, with what each is expected to cost: transitions. */
export interface Jobs {
  readonly jobs: readonly Job[]
  readonly costs: readonly number[]
}

/** Outcomes in the order of the jobs; of jobs that are not this machine's there is none. */
export type Searcher = (asked: Pick<Run, 'command' | 'asked'>, jobs: Jobs) => Promise<readonly (Ended | undefined)[]>

export const searchAll =
  (workers: number): Searcher =>
  async (_, { jobs, costs }) =>
    searchSideBySide(jobs, workers, longestFirst(costs))

const longestFirst = (costs: readonly number[]): number[] =>
  costs.map((_, index) => index).sort((a, b) => costs[b]! - costs[a]! || a - b)

/** Searches a share and writes it to a file; goes on where an earlier run of the same share was stopped. */
export const searchShare =
  (shard: Share, path: string, workers: number): Searcher =>
  async (asked, { jobs, costs }) => {
    const worlds = jobs.map(({ world }) => showWorld(world))
    const journal = new Journal(path, { ...asked, version: version(), worlds, shard })
    const mine = jobsOf(shard, costs)
    const left = mine.filter(job => !journal.known.has(job))
    const found = new Map(journal.known)
    const outcomes = await searchSideBySide(
      left.map(job => withCheckpoint(jobs[job]!, costs[job]!, journal.checkpointOf(job))),
      workers,
      longestFirst(left.map(job => costs[job]!)),
      (index, outcome) => {
        if (!isFinal(outcome)) return
        journal.add(left[index]!, outcome)
        rmSync(journal.checkpointOf(left[index]!), { force: true })
      },
    )
    for (const [index, job] of left.entries()) found.set(job, outcomes[index]!)
    if (outcomes.every(isFinal)) journal.end()
    return jobs.map((_, job) => found.get(job))
  }

/** Another run would find the same. */
const isFinal = (outcome: Ended): boolean =>
  outcome.kind === 'not-judged' || (outcome.kind === 'judged' && outcome.result.cut !== 'interrupted')

/** So many transitions take minutes. */
const LONG = 3_000_000

/** A long search is written down now and then, where that can be. */
function withCheckpoint(job: Job, cost: number, file: string): Job {
  const { reduce, preemptions, exact } = job.bounds
  if (cost < LONG || reduce || exact || preemptions !== undefined) return job
  return { ...job, checkpoint: { file, ...(existsSync(file) && { resume: true }) } }
}
