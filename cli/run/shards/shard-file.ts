/**
 * The outcomes of a shard in a file, one a line: what ran, then each outcome as it comes, then a checksum of all of it.
 *
 * Until it is whole the file is called `FILE.part`: a shard that was killed goes on from there.
 */
import { createHash } from 'node:crypto'
import {
  array,
  type InferOutput,
  integer,
  minValue,
  number,
  object,
  picklist,
  pipe,
  safeParse,
  strictObject,
  string,
  unknown,
} from 'valibot'
import { InputError } from '../../../checker/declare.ts'
import { kindOf, shownPath, writtenText } from '../../../model/c/tree/files.ts'
import type { Outcome } from '../search/job.ts'

/** Grows when a file of before would be misread. */
const FORMAT = 2

const positive = pipe(number(), integer(), minValue(1))
const header = strictObject({
  gmemcheck: picklist(['shard']),
  format: number(),
  /** A checksum of the sources: outcomes of others are no outcomes of these. */
  version: string(),
  command: picklist(['check', 'tree', 'suite', 'review', 'mutants', 'diff', 'sample']),
  /** What was asked for, as the command reads it again. */
  asked: object({}),
  /** The names of all parts of the run, most often worlds, also those of other shards. */
  worlds: array(string()),
  shard: strictObject({ at: positive, of: positive }),
})

export interface Run extends Omit<InferOutput<typeof header>, 'gmemcheck' | 'format' | 'asked' | 'shard'> {
  readonly asked: unknown
}
export interface ShardHead extends Run {
  readonly shard: InferOutput<typeof header>['shard']
}

const done = strictObject({ search: string(), world: string(), outcome: unknown() })

export interface ShardText {
  readonly head: ShardHead
  /** By the name of the search. */
  readonly outcomes: ReadonlyMap<string, Outcome>
  /** Its last line is there. */
  readonly isWhole: boolean
  /** Bytes of the lines that are whole. */
  readonly length: number
}

export const headLine = ({ version, command, asked, worlds, shard }: ShardHead): string =>
  `${JSON.stringify({ gmemcheck: 'shard', format: FORMAT, version, command, asked: sorted(asked), worlds, shard })}\n`

/** Options may come in any order. */
const sorted = (asked: unknown): object =>
  Object.fromEntries(Object.entries(asked as object).sort(([a], [b]) => (a < b ? -1 : 1)))

/** @param search by its name: see `jobKey` */
export const outcomeLine = (search: string, world: string, outcome: Outcome): string =>
  `${JSON.stringify({ search, world, outcome })}\n`

/** @param before all other lines */
export const lastLine = (before: string): string => `${JSON.stringify({ sha256: checksum(before) })}\n`

const checksum = (text: string): string => createHash('sha256').update(text).digest('hex')

/** @param advice where the file is another's @throws InputError when it cannot be read, or is no shard of this version of the format */
export function readShard(file: string, advice: string): ShardText {
  if (kindOf(file) === 'nothing')
    throw new InputError(`there is no ${shownPath(file)}\ngive the file that a shard wrote`)
  const text = writtenText(file)
  const lines = text.slice(0, text.lastIndexOf('\n') + 1).split(/(?<=\n)/)
  const head = headOf(file, lines[0] ?? '', advice)
  const outcomes = new Map<string, Outcome>()
  let length = lines[0]!.length
  for (const line of lines.slice(1)) {
    const value = parsed(line)
    if (typeof value === 'object' && value !== null && 'sha256' in value) {
      const isWhole = value.sha256 === checksum(text.slice(0, length)) && length + line.length === text.length
      if (!isWhole) throw damaged(file)
      return { head, outcomes, isWhole, length: text.length }
    }
    const { success, output } = safeParse(done, value)
    if (!success || outcomes.has(output.search)) throw damaged(file)
    outcomes.set(output.search, output.outcome as Outcome)
    length += line.length
  }
  return { head, outcomes, isWhole: false, length: Buffer.byteLength(text.slice(0, length)) }
}

function headOf(file: string, line: string, advice: string): ShardHead {
  const value = parsed(line)
  const { success, output } = safeParse(header, value)
  if (!success) throw new InputError(`${file} is no file of a shard, or is damaged in its first line\n${advice}`)
  if (output.format !== FORMAT)
    throw new InputError(
      `${file} was written in format ${output.format}, and this gmemcheck reads ${FORMAT}\n${advice}`,
    )
  // What was asked for is read again by the command itself.
  return { ...output, asked: (value as { readonly asked: unknown }).asked }
}

const damaged = (file: string): InputError => new InputError(`${file} is damaged\nremove it, and run the shard again`)

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
