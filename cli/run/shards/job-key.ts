/**
 * What a search is of, as a name: machines that make the same search find the same outcome.
 */
import { createHash } from 'node:crypto'
import type { Job, WalkJob } from '../search/job.ts'

/** Code has a checksum of its texts beside them. */
const withoutTexts = (key: string, value: unknown) => (key === 'sources' ? undefined : value)

/** A checksum of all that decides the outcome. Memory, directories and threads of one machine do not. */
export function jobKey({ bounds, checkpoint: _, ...job }: Job): string {
  const { bytes, spill, threads, ...limits } = bounds
  return checksum({ ...job, limits })
}

/** The same of walks. */
export const walksKey = (job: WalkJob): string => checksum(job)

const checksum = (job: unknown): string =>
  createHash('sha256').update(JSON.stringify(job, withoutTexts)).digest('hex').slice(0, 32)
