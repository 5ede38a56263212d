/**
 * Commands that a reader copies into a shell.
 */

/** A text in quotes or without, up to where a line may end: behind a space, and between the steps of a path. */
const PIECE = /(?:\$'(?:\\.|[^'\\])*'|'[^']*'|\\.|(?!\d\.\d)[^ ])*?(?:\d\.(?=\d)| +|$)/gs

/** A line that goes on ends as a shell wants it, also in the middle of a path; what is quoted stays on one line. */
export function commandLines(head: string, command: string, width: number): string[] {
  const lines: string[] = []
  let line = head
  for (const [piece] of command.matchAll(PIECE)) {
    if (piece === '') break
    if (line.length > head.length && line.length + piece.length + 1 > width) {
      lines.push(`${line}\\`)
      line = ''
    }
    line += piece
  }
  return [...lines, line]
}
