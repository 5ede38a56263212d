/**
 * From diff text to files, hunks and lines with their numbers.
 */
import parseDiff from 'parse-diff'
import type { Found } from './find.ts'
import type { FilePatch, Hunk, HunkLine } from './patch.ts'
import { insideTree } from './path.ts'

/** @throws InputError when a path leads outside the tree */
export function filesOf(found: Found, where: string): FilePatch[] {
  const text = found.lines.map(line => line.text).join('\n')
  const headers = found.lines.flatMap((line, index) => (/^@@ -/.test(line.text) ? [index] : []))
  let next = 0
  return parseDiff(text).map(file => {
    const isNew = file.new === true || file.from === '/dev/null'
    const deleted = file.deleted === true || file.to === '/dev/null'
    const from = isNew ? undefined : insideTree(file.from ?? '', where)
    const path = deleted ? from! : insideTree(file.to ?? '', where)
    const hunks = file.chunks.map(chunk => hunkOf(chunk, found, headers[next++]!))
    const [, before, after] = /^([0-9a-f]+)\.\.([0-9a-f]+)/.exec(file.index?.join(' ') ?? '') ?? []
    const blobs = before !== undefined && after !== undefined && { blobs: { before, after } }
    return { path, ...(from !== undefined && { from }), deleted, ...blobs, hunks }
  })
}

function hunkOf(chunk: parseDiff.Chunk, found: Found, header: number): Hunk {
  const at = found.lines[header]!.at
  let index = header
  const lines: HunkLine[] = []
  for (const change of chunk.changes) {
    index += 1
    if (change.content.startsWith('\\')) continue
    const place = { text: change.content.slice(1), at: found.lines[index]!.at }
    if (change.type === 'add') lines.push({ kind: '+', new: change.ln, ...place })
    else if (change.type === 'del') lines.push({ kind: '-', old: change.ln, ...place })
    else lines.push({ kind: ' ', old: change.ln1, new: change.ln2, ...place })
  }
  return {
    old: { start: chunk.oldStart, lines: chunk.oldLines },
    new: { start: chunk.newStart, lines: chunk.newLines },
    context: chunk.content.replace(/^@@.*?@@ ?/, ''),
    at,
    lines,
    complete: !found.incomplete.has(at),
  }
}
