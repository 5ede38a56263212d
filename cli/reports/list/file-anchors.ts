/**
 * Hashes of functions, and what is known of them.
 */
import type { AnchorSource } from '../../../model/anchors/source.ts'
import type { FileAnchor } from '../../../model/patched/file-anchors.ts'
import { table } from '../../text/table.ts'
import { count } from '../../text/words.ts'
import { paragraph } from '../../text/wrap.ts'
import type { Page } from '../trace/telling.ts'

export function fileAnchorLines(found: readonly FileAnchor[], { width }: Page): string[] {
  if (found.length === 0) return ['no function of these files is modelled']
  const heads = [{ head: 'function' }, { head: 'hash' }, { head: 'known' }]
  const rows = found.map(({ name, hash, sources, versions }) => [`${name}()`, hash, knownWords(sources, versions)])
  return table(heads, rows, width).flat()
}

function knownWords(sources: readonly AnchorSource[], versions: readonly AnchorSource[]): string {
  if (sources.length > 0) return `as in ${sources.map(({ name }) => name).join(' or ')}`
  return versions.length > 0 ? 'as in none' : 'no text known'
}

export const fileAnchorJson = ({ sources, versions, ...one }: FileAnchor) => ({
  ...one,
  sources: sources.map(({ name }) => name),
  versions: versions.map(({ name }) => name),
})

/** @param unlocated functions without any body */
export function sourceLines(sources: readonly AnchorSource[], unlocated: readonly string[], { width }: Page): string[] {
  return [
    ...sources.flatMap(({ name, where, file, designs, bodies }) => [
      name,
      ...paragraph('  from       ', where, width),
      ...paragraph('  file       ', file, width),
      ...paragraph('  designs    ', designs.join(', '), width),
      ...paragraph('  functions  ', `${count(Object.keys(bodies).length)} located`, width),
    ]),
    ...paragraph('no text known  ', unlocated.map(name => `${name}()`).join(', '), width),
  ]
}
