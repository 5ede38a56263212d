/**
 * The file of a shard while it runs: outcomes are on disk before the next search ends.
 */
import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs'
import { InputError } from '../../../checker/declare.ts'
import type { Ended } from '../../search/job.ts'
import { headLine, lastLine, outcomeLine, readShard, type ShardHead } from './shard-file.ts'

export class Journal {
  /** By job: what earlier runs of the shard have found. */
  readonly known: ReadonlyMap<number, Ended>
  private readonly path: string
  private readonly part: string
  private file: number | undefined

  /** @throws InputError when a file of that name is of another run, or cannot be written */
  constructor(path: string, head: ShardHead) {
    this.path = path
    this.part = `${path}.part`
    const file = [path, this.part].find(existsSync)
    const before = file === undefined ? undefined : readShard(file)
    if (before !== undefined && headLine(before.head) !== headLine(head))
      throw new InputError(
        `${file} is of another run, or of another version of gmemcheck\nremove it, or name another with --shard-file`,
      )
    this.known = before?.outcomes ?? new Map()
    if (before?.isWhole) return
    try {
      this.file = openSync(this.part, before ? 'r+' : 'wx')
      // A line that was cut is none.
      if (before) ftruncateSync(this.file, before.length)
      this.append(before ? '' : headLine(head))
    } catch (error) {
      throw new InputError(
        `${this.part} cannot be written: ${(error as Error).message}\nname another with --shard-file`,
      )
    }
  }

  /** Where the search of a job is written down while it lasts. */
  checkpointOf(job: number): string {
    return `${this.part}.${job}.checkpoint`
  }

  add(job: number, outcome: Ended): void {
    this.append(outcomeLine(job, outcome))
  }

  /** All outcomes are there: the file takes its name. */
  end(): void {
    if (this.file === undefined) return
    this.append(lastLine(readFileSync(this.part, 'utf8')))
    closeSync(this.file)
    renameSync(this.part, this.path)
  }

  private append(text: string): void {
    if (this.file === undefined) throw new TypeError('the shard has ended')
    const bytes = Buffer.from(text)
    const { size: end } = fstatSync(this.file)
    for (let at = 0; at < bytes.length; ) at += writeSync(this.file, bytes, at, bytes.length - at, end + at)
    fsyncSync(this.file)
  }
}
