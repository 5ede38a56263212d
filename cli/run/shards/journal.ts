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
import { writtenText } from '../../../model/c/tree/files.ts'
import { reasonOf } from '../../text/whole-file.ts'
import type { Outcome } from '../search/job.ts'
import { headLine, lastLine, outcomeLine, readShard, type ShardHead } from './shard-file.ts'

/** Nothing that somebody else wrote is written over. */
const ANOTHER = 'remove it, or name another with --shard-file'

export class Journal {
  /** By the name of the search: what this and earlier runs of the shard have found. */
  readonly known: Map<string, Outcome>
  private readonly path: string
  private readonly part: string
  private file: number | undefined
  /** Bytes that this run knows of: where there are others, another run writes to the file as well. */
  private length = 0

  /** @throws InputError when a file of that name is of another run, or cannot be written */
  constructor(path: string, head: ShardHead) {
    this.path = path
    this.part = `${path}.part`
    const file = [path, this.part].find(one => existsSync(one))
    const before = file === undefined || isBarelyBegun(file, head) ? undefined : readShard(file, ANOTHER)
    if (before !== undefined && headLine(before.head) !== headLine(head))
      throw new InputError(`${file} is of another run, or of another version of gmemcheck\n${ANOTHER}`)
    this.known = new Map(before?.outcomes)
    if (before?.isWhole) {
      if (file === this.part) renameSync(this.part, path)
      return
    }
    try {
      // A file that has lost its end is a shard that has not ended.
      if (file === path) renameSync(path, this.part)
      this.file = openSync(this.part, before ? 'r+' : 'w')
      // A line that was cut is none.
      if (before) ftruncateSync(this.file, before.length)
      this.length = before?.length ?? 0
      this.append(before ? '' : headLine(head))
    } catch (error) {
      if (error instanceof InputError) throw error
      throw new InputError(`${path} cannot be written: ${reasonOf(error as Error)}\nname another with --shard-file`)
    }
  }

  /** Where a search is written down while it lasts. */
  checkpointOf(search: string): string {
    return `${this.part}.${search}.checkpoint`
  }

  add(search: string, world: string, outcome: Outcome): void {
    this.append(outcomeLine(search, world, outcome))
    this.known.set(search, outcome)
  }

  /** All outcomes are there: the file takes its name. */
  end(): void {
    if (this.file === undefined) return
    this.refuseOther(this.file)
    this.append(lastLine(readFileSync(this.part, 'utf8')))
    closeSync(this.file)
    renameSync(this.part, this.path)
  }

  private append(text: string): void {
    if (this.file === undefined) throw new TypeError('the shard has ended')
    this.refuseOther(this.file)
    const bytes = Buffer.from(text)
    for (let at = 0; at < bytes.length; ) at += writeSync(this.file, bytes, at, bytes.length - at, this.length + at)
    this.length += bytes.length
    fsyncSync(this.file)
  }

  /** @throws InputError where the lines of two runs would be mixed */
  private refuseOther(file: number): void {
    if (fstatSync(file).size !== this.length)
      throw new InputError(
        `another run writes to ${this.path}, too, and has it now\nlet it end, or name another file with --shard-file`,
      )
  }
}

/** The shard was killed before the first line of its file was whole. */
const isBarelyBegun = (file: string, head: ShardHead): boolean => headLine(head).startsWith(writtenText(file))
