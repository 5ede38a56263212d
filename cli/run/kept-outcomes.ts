/**
 * Outcomes of earlier runs, kept on disk: a search that was made to its end is not made again.
 *
 * The name of a file is a checksum of all that decides the outcome: gmemcheck itself, Node, the world, its bounds, and the C
 * that runs in it. A file begins with a checksum of the rest, and is left out where it does not fit.
 */
import { createHash, randomUUID } from 'node:crypto'
import { readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { basename, join } from 'node:path'
import { deserialize, serialize } from 'node:v8'
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { makeFolder } from '../text/folder.ts'
import { warn } from '../text/output.ts'
import type { Job, Outcome } from './search/job.ts'
import { version } from './search/version.ts'

/** Bytes of all files together: beyond, those go that were not used for the longest time. */
const MOST = 2 ** 28
/** Bytes of the checksum that a file begins with. */
const CHECKSUM = 32

/** Where outcomes are kept: as XDG has it, or where `GMEMCHECK_CACHE` says; nowhere if that is empty. */
function directory(): string | undefined {
  const { GMEMCHECK_CACHE: said, XDG_CACHE_HOME: caches } = process.env
  if (said === '') return undefined
  return said ?? join(caches?.startsWith('/') ? caches : join(homedir(), '.cache'), 'gmemcheck')
}

/** The outcomes that are kept, for a run of searches. */
export class KeptOutcomes {
  private readonly folder = directory()
  private readonly maker = this.folder === undefined ? '' : `${version()} ${process.version}`
  private added = false
  private failed = false

  /** The outcome of a job, if it is kept. */
  find(job: Job): Outcome | undefined {
    const file = this.fileOf(job)
    if (file === undefined) return undefined
    let bytes: Buffer
    try {
      bytes = readFileSync(file)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') this.tell(`${file} cannot be read`, error)
      return undefined
    }
    try {
      const content = bytes.subarray(CHECKSUM)
      if (!bytes.subarray(0, CHECKSUM).equals(checksum(file, content))) throw new Error('its checksum does not fit')
      const outcome = deserialize(inflateRawSync(content)) as Outcome
      touch(file)
      return outcome
    } catch (error) {
      this.tell(`${file} is damaged and is not used`, error)
      return undefined
    }
  }

  /** Keeps an outcome, if another search would come to the same. */
  add(job: Job, outcome: Outcome): void {
    const file = isFinal(outcome) ? this.fileOf(job) : undefined
    if (file === undefined || this.failed) return
    const content = deflateRawSync(serialize(outcome), { level: 1 })
    const part = `${file}.${randomUUID()}.part`
    try {
      makeFolder(this.folder!, 0o700)
      writeFileSync(part, Buffer.concat([checksum(file, content), content]))
      renameSync(part, file)
      this.added = true
    } catch (error) {
      // What is left of it goes when room is made.
      this.failed = true
      this.tell(`outcomes cannot be kept in ${this.folder}`, error)
    }
  }

  /** Makes room, once no more are added. */
  end(): void {
    if (!this.added) return
    try {
      makeRoom(this.folder!)
    } catch (error) {
      this.tell(`old outcomes cannot be removed from ${this.folder}`, error)
    }
  }

  /** Nothing for a job that reads or writes files of its own. */
  private fileOf(job: Job): string | undefined {
    if (this.folder === undefined || job.checkpoint !== undefined || (job.proposals ?? []).length > 0) return undefined
    // The id of C stands for its text.
    const { code, ...others } = job
    const { sources: _, ...which } = code ?? { sources: [] }
    return join(
      this.folder,
      createHash('sha256')
        .update(this.maker)
        .update(serialize([others, which]))
        .digest('hex'),
    )
  }

  private told = false

  /** Says once what is wrong with what is kept: searches are made all the same. */
  private tell(what: string, error: unknown): void {
    if (!this.told)
      warn(
        `${what}: ${(error as Error).message}\nsearches are made all the same; --no-cache does without kept outcomes`,
      )
    this.told = true
  }
}

/** No limit cut the search, nor any part of it. */
const isFinal = (outcome: Outcome): boolean =>
  outcome.kind === 'not-judged' ||
  (outcome.kind === 'judged' &&
    outcome.result.cut === undefined &&
    outcome.result.judgements.every(one => one.outcome.verdict !== 'bound-reached'))

/** Of what is kept and under which name: a file that takes the place of another one does not fit. */
const checksum = (file: string, content: Uint8Array): Buffer =>
  createHash('sha256').update(basename(file)).update(content).digest()

/** Notes that a file was used. Whoever may only read it leaves that out. */
function touch(file: string): void {
  const now = new Date()
  try {
    utimesSync(file, now, now)
  } catch {}
}

/** Removes what was not used for the longest time, until the rest has no more than so many bytes. */
export function makeRoom(folder: string, most = MOST): void {
  const files = readdirSync(folder).flatMap(name => {
    const path = join(folder, name)
    const stats = statSync(path, { throwIfNoEntry: false })
    return stats === undefined ? [] : [{ path, size: stats.size, used: stats.mtimeMs }]
  })
  let bytes = files.reduce((sum, { size }) => sum + size, 0)
  for (const { path, size } of files.sort((a, b) => a.used - b.used)) {
    if (bytes <= most) return
    rmSync(path, { force: true })
    bytes -= size
  }
}
