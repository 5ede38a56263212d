/**
 * Lists for people: a name, what it is, and who said so.
 */
import type { CatalogueItem } from '../../names/catalogue.ts'
import type { DesignDiff } from '../../names/design-diff.ts'
import { table } from '../../text/table.ts'
import { paragraph } from '../../text/wrap.ts'
import type { Page } from '../trace/telling.ts'

/** Lines of a list; items with a group stand under its name. */
export function listLines(items: readonly CatalogueItem[], { width, palette }: Page): string[] {
  if (items.length === 0) return ['none']
  return items.flatMap(({ name, group, says, notes }, index) => [
    ...(index > 0 ? [''] : []),
    ...(group !== undefined && group !== items[index - 1]?.group ? [palette.faint(`-- ${group}`), ''] : []),
    palette.strong(name),
    ...paragraph('  ', says, width),
    ...notes.flatMap(note => paragraph('  ', note, width).map(line => palette.faint(line))),
  ])
}

/** The decisions in which two designs differ, one per line. */
export function diffLines({ from, to, decisions, differing }: DesignDiff): string[] {
  if (differing.length === 0) return [`${from} and ${to} take the same ${decisions} decisions`]
  return [
    `${from} and ${to} differ in ${differing.length} of ${decisions} decisions`,
    '',
    ...table(
      [{ head: 'decision' }, { head: from }, { head: to }],
      differing.map(({ decision, from, to }) => [decision, from, to]),
    ).flat(),
  ]
}
