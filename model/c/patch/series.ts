/**
 * Reads the patches a user names: files and directories, in the order in which they apply.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { InputError } from '../../../checker/declare.ts'
import { mentioned } from '../../anchors/recognize.ts'
import { filesOf } from './diff.ts'
import { findDiff } from './find.ts'
import { type Message, messagesOf } from './message.ts'
import type { Patch } from './patch.ts'

/**
 * A mail, an mbox or a diff is a file; a directory is a series. Covers and replies beside patches are passed over. Files
 * of one series are put in its order; others stay as they are named.
 *
 * @throws InputError when there is no diff at all, or one cannot be read
 */
export async function readSeries(paths: readonly string[]): Promise<Patch[]> {
  const series: Patch[] = []
  for (const path of paths) series.push(...inOrder(await patchesAt(path), path))
  const numbers = series.map(({ number }) => number?.at)
  const isOne = new Set(series.map(({ number }) => number?.of)).size === 1 && new Set(numbers).size === series.length
  return isOne ? inOrder(series, paths.join(', ')) : series
}

async function patchesAt(path: string): Promise<Patch[]> {
  if (!existsSync(path))
    throw new InputError(`there is no ${path}\ngive a mail, an mbox, a diff, or a directory of them`)
  const files = statSync(path).isDirectory() ? filesIn(path) : [path]
  const messages: Message[] = []
  for (const file of files) messages.push(...(await messagesOf(readFileSync(file), file)))
  const patches = messages.flatMap(patchOf)
  const originals = patches.filter(patch => !patch.reply)
  const chosen = originals.length > 0 ? originals : patches
  if (chosen.length === 0) throw withoutDiff(path, messages)
  return chosen.map(({ reply, ...patch }) => patch)
}

function withoutDiff(path: string, messages: readonly Message[]): InputError {
  const about = mentioned(messages.map(({ subject, text }) => `${subject} ${text}`).join(' '))
  const give = 'give the patch itself: a mail, an mbox, the output of git diff, or a directory of them'
  if (about === undefined) return new InputError(`${path} holds no diff\n${give}`)
  return new InputError(
    `${path} holds no diff; it speaks of "${about.title}", from which ${about.after} was modelled\n` +
      `judge that (gmemcheck check ${about.after}), or ${give}`,
  )
}

const filesIn = (directory: string): string[] =>
  readdirSync(directory)
    .sort(new Intl.Collator('en', { numeric: true }).compare)
    .map(name => join(directory, name))
    .filter(file => statSync(file).isFile())

/** A patch, and whether it came in a reply: as a suggestion, or quoted. */
function patchOf(message: Message): (Patch & { reply: boolean })[] {
  const found = findDiff(message)
  if (found === undefined) return []
  const number = /\[[^\]]*?\b(\d+)\/(\d+)\]/.exec(message.subject)
  return [
    {
      where: message.where,
      subject: message.subject.replace(/^(Re: *)*(\[[^\]]*\] *)*/i, ''),
      ...(number && { number: { at: Number(number[1]), of: Number(number[2]) } }),
      files: filesOf(found, message.where),
      notes: found.notes,
      reply: /^re:/i.test(message.subject),
    },
  ]
}

/** By number where all have one, as they came otherwise. */
function inOrder(patches: Patch[], path: string): Patch[] {
  if (!patches.every(patch => patch.number !== undefined)) return patches
  const sorted = patches.toSorted((a, b) => a.number!.at - b.number!.at)
  const twice = sorted.find((patch, index) => sorted[index + 1]?.number?.at === patch.number!.at)
  if (twice)
    throw new InputError(
      `${path} holds two patches numbered ${twice.number!.at}/${twice.number!.of}\nkeep one version of the series`,
    )
  return sorted
}
