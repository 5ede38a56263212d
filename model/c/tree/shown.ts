/**
 * A tree that nobody gave, as far as patches show it: text with holes, which the patches of a series fill in.
 *
 * A hole is one unknown line. The hole above a known line tells in which function that line stands, where a hunk says so.
 */
import type { Tree } from './tree.ts'

/** No text has this character: what has it is refused as binary. */
const MARK = '\0'

/** A tree of which nothing is known. */
export const unseenTree: Tree = { read: () => undefined, unseen: true }

/** The text of a file of which nothing is known. */
export const unseenText = MARK

/** An unknown line. @param context what diff says of the lines below it */
export const hole = (context = ''): string => MARK + context

export const isHole = (line: string): boolean => line.startsWith(MARK)

/** The note about the lines below a hole; '' above the first line of a file. */
export const contextBelow = (line: string | undefined): string => line?.slice(MARK.length) ?? ''

/** Adds unknown lines until there are more than `count`: the end of the file stays unknown. */
export function withRoom(lines: string[], count: number): void {
  while (lines.length <= count) lines.push(hole())
}
