/**
 * A patch as read: files, hunks, lines, and where each of them stands in the message it came in.
 */

/** One patch of a series. */
export interface Patch {
  /** The file it was read from, as the caller named it. */
  readonly where: string
  /** Without its `[PATCH …]` tag; '' when the message has none. */
  readonly subject: string
  /** From `[PATCH n/m]`, both from 1. */
  readonly number?: { readonly at: number; readonly of: number }
  readonly files: readonly FilePatch[]
  /** Notes that a reader must see first: parts that were left alone, do not fit, or are missing. */
  readonly notes: readonly string[]
}

/** The changes of a patch to one file. */
export interface FilePatch {
  /** Path in the tree after the patch; of a deleted file, the one before. Relative, without `..`. */
  readonly path: string
  /** Path before the patch; absent for a new file. */
  readonly from?: string
  readonly deleted: boolean
  /** The file it is made from stays. */
  readonly copied?: boolean
  /** Its bytes change in a way that no text shows. */
  readonly binary?: boolean
  /** File modes before and after, as git writes them, where they change. */
  readonly mode?: { readonly before: string; readonly after: string }
  /** Line of the message at which what the patch says of the file begins, from 1. */
  readonly at: number
  /** Git's names of the file before and after, shortened; absent where the diff does not say. */
  readonly blobs?: { readonly before: string; readonly after: string }
  readonly hunks: readonly Hunk[]
}

export interface Hunk {
  /** First line it replaces and how many, lines from 1; of none, the line behind which they would stand. */
  readonly old: Range
  /** The same in the file after the patch. */
  readonly new: Range
  /** The text that diff printed behind the second @@: a line of the function the hunk starts in; '' if nothing. */
  readonly context: string
  /** Line of the @@ in the message text, from 1. */
  readonly at: number
  readonly lines: readonly HunkLine[]
  /** False for a hunk quoted only in part: good enough to say what it touches, not to apply. */
  readonly complete: boolean
  /** By the hunks above it, it begins at another line after the patch than its header says. */
  readonly misplaced?: boolean
}

export interface Range {
  readonly start: number
  readonly lines: number
}

export interface HunkLine {
  readonly kind: ' ' | '+' | '-'
  readonly text: string
  /** Line in the file before the patch, from 1; absent on added lines. */
  readonly old?: number
  /** Line in the file after the patch, from 1; absent on removed lines. */
  readonly new?: number
  /** Line in the message text, from 1. */
  readonly at: number
}

/** Index of the first line, from 0; of an empty range, of the line behind it. */
export const firstIndex = ({ start, lines }: Range): number => start - (lines === 0 ? 0 : 1)

/** The @@ line of a hunk, to name it in a message. */
export const headerOf = (hunk: Hunk): string =>
  `@@ -${hunk.old.start},${hunk.old.lines} +${hunk.new.start},${hunk.new.lines} @@`
