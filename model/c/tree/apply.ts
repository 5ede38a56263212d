/**
 * Applies a patch to a tree in memory: every context line must be there; where it stands may have moved.
 */
import { InputError } from '../../../checker/declare.ts'
import { type FilePatch, firstIndex, type Hunk, headerOf, type Patch } from '../patch/patch.ts'
import { hole, isHole, unseenText, withRoom } from './shown.ts'
import { type Tree, withFiles } from './tree.ts'

export interface Applied {
  /** The tree after the patch. */
  readonly tree: Tree
  /** By how many lines a hunk landed below the place its header names. */
  readonly shift: ReadonlyMap<Hunk, number>
}

/** @throws InputError naming the hunk and the line that does not fit */
export function applyPatch(tree: Tree, patch: Patch): Applied {
  const files = new Map<string, string | undefined>()
  const shift = new Map<Hunk, number>()
  const soFar = withFiles(tree, files)
  for (const file of patch.files) {
    if (isTextKept(file) || isNeverRead(soFar, file)) continue
    const before = textBefore(soFar, file, patch)
    const after = file.hunks.length === 0 ? before : applyHunks(before, file, patch, shift)
    if (file.from !== undefined && file.from !== file.path && !file.copied) files.set(file.from, undefined)
    files.set(file.path, file.deleted ? undefined : after)
  }
  return { tree: soFar, shift }
}

/** Only its mode changes, or what changes is no text. */
const isTextKept = ({ hunks, binary, from, path, deleted }: FilePatch): boolean =>
  binary === true || (hunks.length === 0 && from === path && !deleted)

/** Documentation and the like is not looked into: a tree may be no more than its C. */
const isNeverRead = (tree: Tree, { from, path }: FilePatch): boolean =>
  from !== undefined && ![from, path].some(one => /\.[ch]$/.test(one)) && tree.read(from) === undefined && !tree.unseen

function textBefore(tree: Tree, file: FilePatch, patch: Patch): string {
  const text = tree.read(file.from ?? file.path)
  if (file.from === undefined) {
    if (text !== undefined) throw new InputError(`${patch.where} creates ${file.path}, which the tree has already`)
    return ''
  }
  if (text === undefined && tree.unseen) return unseenText
  if (text === undefined)
    throw new InputError(
      `${patch.where} changes ${file.from}, which the tree does not have\ncheck what --tree points at`,
    )
  return text
}

function applyHunks(before: string, file: FilePatch, patch: Patch, landed: Map<Hunk, number>): string {
  const lines = before.split('\n')
  const hasHoles = lines.some(isHole)
  const made: string[] = []
  let taken = 0
  let drift = 0
  let growth = 0
  const take = (to: number) => {
    while (taken < to) made.push(lines[taken++]!)
  }
  for (const [index, hunk] of file.hunks.entries()) {
    const old = hunk.lines.filter(line => line.kind !== '+').map(line => line.text)
    // Of a hunk that is quoted in part, what is left out moves the text below it, but no line that is known.
    const expected = (hasHoles ? firstIndex(hunk.new) - growth : firstIndex(hunk.old)) + drift
    if (hasHoles) withRoom(lines, expected + old.length)
    const at = placeOf(lines, old, expected, taken)
    if (at === undefined || (!hunk.complete && !hasHoles))
      throw misfit(lines, hunk, index, { expected, growth: hasHoles ? growth : 0 }, file, patch)
    if (hunk.misplaced && (hasHoles || at !== expected)) throw misplaced(hunk, file, patch)
    take(at)
    if (isHole(made.at(-1) ?? '')) made[made.length - 1] = hole(hunk.context)
    for (const { kind, text } of hunk.lines) if (kind !== '-') made.push(text)
    taken = at + old.length
    landed.set(hunk, at + growth - firstIndex(hunk.new))
    drift += at - expected
    growth += hunk.lines.filter(line => line.kind !== '-').length - old.length
  }
  take(lines.length)
  return made.join('\n')
}

/**
 * The place nearest to the expected one, not before `from`, where all lines stand; holes may be any line, but only where
 * the hunk is expected. Indices from 0.
 */
function placeOf(lines: readonly string[], old: readonly string[], expected: number, from: number): number | undefined {
  const last = lines.length - old.length
  for (let distance = 0; distance <= Math.max(expected - from, last - expected); distance++)
    for (const at of distance === 0 ? [expected] : [expected - distance, expected + distance])
      if (at >= from && at <= last && old.every((text, offset) => isText(lines[at + offset]!, text, distance === 0)))
        return at
  return undefined
}

const isText = (line: string, text: string, expected: boolean): boolean => line === text || (expected && isHole(line))

/** A patch that was made for other code than the tree has. */
export class Misfit extends InputError {
  readonly patch: Patch

  constructor(message: string, patch: Patch) {
    super(message)
    this.patch = patch
  }
}

/** @param growth lines that hunks before this one have added, and patches before this one count */
function misfit(
  lines: readonly string[],
  hunk: Hunk,
  index: number,
  { expected, growth }: { expected: number; growth: number },
  file: FilePatch,
  patch: Patch,
) {
  const name = `hunk ${index + 1} of ${file.path} (${headerOf(hunk)}, line ${hunk.at})`
  if (!hunk.complete)
    return new InputError(
      `${patch.where}: ${name} is quoted only in part, so it cannot be applied\ngive the patch itself`,
    )
  if (isThere(lines, file))
    return new Misfit(
      `${patch.where}: ${name} does not apply: the tree has this patch already\ngive the tree before it, such as --tree DIRECTORY@REVISION`,
      patch,
    )
  const old = hunk.lines.filter(line => line.kind !== '+')
  const findIndex = (as: (text: string) => string) =>
    old.findIndex(({ text }, at) => expected + at >= lines.length || !isText(as(lines[expected + at]!), as(text), true))
  const inWords = findIndex(squeezed)
  const offset = inWords < 0 ? findIndex(text => text) : inWords
  const there = lines[expected + offset]
  const has = lines.some(isHole) ? 'the patches before it leave' : 'the tree has'
  const wanted = old[offset]?.text ?? ''
  const is = there === undefined ? 'the file ends before it' : `${has} "${there.trim()}"`
  if (inWords < 0 && there !== undefined)
    return new Misfit(
      `${patch.where}: ${name} does not apply: at line ${expected + offset + 1 + growth}, "${wanted.trim()}", it differs ` +
        'from the tree in tabs and blanks\nfetch the message again, in its raw form',
      patch,
    )
  return new Misfit(
    `${patch.where}: ${name} does not apply: at line ${expected + offset + 1 + growth} it expects ` +
      `"${wanted.trim()}", ${is}\ngive the tree the patch was made for, and the patches before it`,
    patch,
  )
}

/** Whether the file is as the patch leaves it, where it changes something. */
function isThere(lines: readonly string[], { hunks }: FilePatch): boolean {
  return (
    !lines.some(isHole) &&
    hunks.some(hunk => hunk.lines.some(({ kind }) => kind === '+')) &&
    hunks.every(({ lines: changed, new: range }) => {
      const after = changed.filter(({ kind }) => kind !== '-').map(({ text }) => text)
      return placeOf(lines, after, firstIndex(range), 0) !== undefined
    })
  )
}

/** The tree might tell where the hunk belongs, and does not have its lines there. */
const misplaced = (hunk: Hunk, file: FilePatch, patch: Patch): InputError =>
  new InputError(
    `${patch.where}, line ${hunk.at}: ${headerOf(hunk)} does not agree with the hunks of ${file.path} above it\n` +
      'fetch the message again, or give the tree that the patch was made for',
  )

const squeezed = (text: string): string => text.replace(/\s+/g, ' ').trim()
