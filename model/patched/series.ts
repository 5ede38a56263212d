/**
 * Reads the patches a user names: files and directories, in the order in which they apply.
 */
import { readdirSync } from 'node:fs'
import { extname, join } from 'node:path'
import { InputError } from '../../checker/declare.ts'
import { mentioned } from '../anchors/recognize.ts'
import { type Diff, diffOf } from '../c/patch/diff.ts'
import { type Message, messagesOf } from '../c/patch/message.ts'
import type { Patch } from '../c/patch/patch.ts'
import { bytesOf, kindOf, shownPath } from '../c/tree/files.ts'
import { isRange, mailsOfRange } from '../c/tree/git-commits.ts'
import { revisionAt } from '../c/tree/tree-at.ts'

/**
 * A mail, an mbox or a diff is a file, or comes from standard input; a directory is a series, and so are the commits of
 * `REPOSITORY@A..B`. Covers and replies beside patches are passed over. Files
 * of one series are put in its order; others stay as they are named.
 *
 * @throws InputError when there is no diff at all, or one cannot be read
 */
export async function readSeries(paths: readonly string[]): Promise<Patch[]> {
  const series: Patch[] = []
  for (const path of paths) series.push(...inOrder(await patchesAt(path), shownPath(path)))
  const numbers = series.map(({ number }) => number?.at)
  const isOne = new Set(series.map(({ number }) => number?.of)).size === 1 && new Set(numbers).size === series.length
  const [first, ...others] = isOne ? inOrder(series, paths.map(shownPath).join(', ')) : series
  const missing = missingOf(series)
  return missing === undefined ? [first!, ...others] : [{ ...first!, notes: [missing, ...first!.notes] }, ...others]
}

async function patchesAt(path: string): Promise<Patch[]> {
  const shown = shownPath(path)
  const messages: Message[] = []
  for (const { bytes, where } of textsAt(path, shown)) messages.push(...(await messagesOf(bytes, where)))
  const patches = patchesIn(messages.filter(({ reply }) => !reply))
  if (patches.length > 0) return withNotes(patches, messages)
  const replies = patchesIn(messages)
  if (replies.length === 0) throw withoutDiff(shown, messages)
  return replies
}

/** Of files one by one, so that no two have to be in memory. */
function* textsAt(path: string, shown: string): Iterable<{ readonly bytes: Uint8Array; readonly where: string }> {
  const kind = kindOf(path)
  const commits = kind === 'nothing' ? revisionAt(path) : undefined
  if (commits && isRange(commits.revision))
    yield { bytes: mailsOfRange(commits.gitDirectory, commits.revision), where: shown }
  else if (kind === 'nothing')
    throw new InputError(`there is no ${shown}\ngive a mail, an mbox, a diff, or a directory of them`)
  else if (kind !== 'directory') yield { bytes: bytesOf(path), where: shown }
  else
    for (const file of filesIn(path)) {
      const bytes = bytesOf(file)
      refuseEmpty(file, bytes)
      yield { bytes, where: shownPath(file) }
    }
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

/** In the order of their numbers. @throws InputError where one is no file: a patch that is left out would go unjudged */
const filesIn = (directory: string): string[] =>
  readdirSync(directory)
    .sort(new Intl.Collator('en', { numeric: true }).compare)
    .map(name => join(directory, name))
    .filter(path => isFileOfSeries(path))

/** Directories beside the patches are passed over, unless one is called like a patch. */
function isFileOfSeries(path: string): boolean {
  const kind = kindOf(path)
  if (kind === 'directory' && !isCalledPatch(path)) return false
  if (kind === 'file') return true
  const is = { directory: 'is a directory', stream: 'is no regular file', nothing: 'leads to nothing' }[kind]
  throw new InputError(`${shownPath(path)} ${is}, and the series would be read without it\n${MEND}`)
}

/** Of files of a directory. @throws InputError when there is nothing in one that is called like a patch */
function refuseEmpty(path: string, bytes: Uint8Array): void {
  if (isCalledPatch(path) && !bytes.some(byte => byte > SPACE))
    throw new InputError(`${shownPath(path)} is empty, and the series would be read without it\n${MEND}`)
}

const MEND = 'fetch that patch again, or remove it from the directory'
const SPACE = 0x20

const isCalledPatch = (path: string): boolean => ['.patch', '.diff', '.mbox', '.eml'].includes(extname(path))

/** The patches of messages, in their order. @throws InputError when one cannot be read */
export function patchesIn(messages: readonly Message[]): Patch[] {
  const mailOf = ({ where, attachedTo }: Message) => attachedTo ?? where
  return [...new Set(messages.map(mailOf))].flatMap(mail => {
    const parts = messages.filter(message => mailOf(message) === mail)
    const found = parts.flatMap(message => {
      const diff = diffOf(message)
      return diff === undefined ? [] : [patchOf(message, diff)]
    })
    const [first, ...others] = found
    if (first === undefined) {
      refuseCut(parts[0]!)
      return []
    }
    const several = `the mail holds ${found.length} diffs, in its text and attached: each was read as a patch of its own`
    const notes = [...(others.length > 0 ? [several] : []), ...parts.flatMap(part => part.notes), ...first.notes]
    return withOwnNumbers([{ ...first, notes }, ...others])
  })
}

/** What is attached has the number of its mail, unless it has one of its own: of several patches that says nothing. */
function withOwnNumbers(patches: readonly Patch[]): Patch[] {
  const numbers = new Set(patches.map(({ number }) => number?.at))
  return numbers.size === patches.length ? [...patches] : patches.map(({ number, ...patch }) => patch)
}

function patchOf({ where, subject }: Message, diff: Diff): Patch {
  const [, at, of] = numberIn.exec(subject) ?? []
  return {
    where,
    subject: subject.replace(/^(Re: *)*(\[[^\]]*\] *)*/i, ''),
    ...(at !== undefined && { number: { at: Number(at), of: Number(of) } }),
    ...diff,
  }
}

const numberIn = /\[[^\]]*?\b(\d{1,6})\/(\d{1,6})\]/

/** A mail that is numbered as a patch and says what its diff changes has a diff, unless that was cut off. */
function refuseCut({ where, subject, text, reply }: Message): void {
  const [, at] = /\[[^\]]*PATCH[^\]]*?\b(\d{1,6})\/\d{1,6}\]/.exec(subject) ?? []
  if (reply || at === undefined || Number(at) === 0 || !/^ \d+ files? changed/m.test(text)) return
  throw new InputError(`${where} holds a diffstat, and no diff\nfetch the message again, in its raw form`)
}

/** Notes for the first patch about those that were passed over. */
function withNotes([first, ...others]: readonly Patch[], messages: readonly Message[]): Patch[] {
  const passed = messages.filter(message => message.reply && /^(diff --git |@@ -\d)/m.test(message.text))
  const notes = passed.map(
    ({ where }) => `${where} answers the patch and holds a diff of its own, which was left alone`,
  )
  return [{ ...first!, notes: [...notes, ...first!.notes] }, ...others]
}

/** Numbers of the series that no patch has. */
function missingOf(series: readonly Patch[]): string | undefined {
  const of = series[0]?.number?.of
  if (of === undefined || series.some(({ number }) => number?.of !== of)) return undefined
  const there = [...new Set(series.map(({ number }) => number!.at))].sort((a, b) => a - b)
  const gaps: string[] = []
  for (const [index, at] of [...there, of + 1].entries()) {
    const from = (there[index - 1] ?? 0) + 1
    if (from < at) gaps.push(from === at - 1 ? `${from}` : `${from} to ${at - 1}`)
  }
  if (gaps.length === 0) return undefined
  return `of the ${of} patches of the series, ${gaps.join(', ')} ${gaps.length === 1 && !gaps[0]!.includes(' ') ? 'is' : 'are'} missing`
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
