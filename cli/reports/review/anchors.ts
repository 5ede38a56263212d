/**
 * What the model has of the functions that a patch changes, and how their code compares with what it was modelled from.
 */
import type { AnchorSource } from '../../../model/anchors/source.ts'
import type { Anchorage, AnchoredFunction, Body } from '../../judging/review/anchors/functions.ts'
import { table } from '../../text/table.ts'
import { count } from '../../text/words.ts'
import { paragraph } from '../../text/wrap.ts'
import type { Page } from '../trace/telling.ts'

/** @param against the design that the patch is held against */
export function anchorLines(functions: readonly AnchoredFunction[], against: string, page: Page): string[] {
  if (functions.length === 0) return []
  const heads = [
    { head: `modelled in ${against}` },
    { head: 'control points', right: true },
    { head: 'operations', right: true },
    { head: 'promises', right: true },
    { head: 'broken by it', right: true },
  ]
  const running = functions.filter(({ points }) => points.length > 0)
  const rows = running.map(({ name, points, promises, broken }) => [
    `${name}()`,
    count(points.length),
    count(new Set(points.map(({ operation }) => operation)).size),
    count(promises.length),
    count(broken.length),
  ])
  const designs = [...new Set(functions.flatMap(one => one.designs))].filter(name => name !== against)
  return [
    ...(rows.length > 0
      ? ['', ...table(heads, rows, page.width).flat(), ...paragraph('  ', recordedWords(against), page.width)]
      : ['']),
    ...(designs.length > 0 ? paragraph('modelled also in  ', designs.join(', '), page.width) : []),
    '',
    'their code before the patch',
    ...standings.flatMap(anchorage => standingLines(anchorage, functions, page)),
  ]
}

/** The numbers speak of the design, whatever the patch does. */
const recordedWords = (against: string): string =>
  `promises as recorded of ${against} in all worlds that run the function: none of it is the patch's doing`

const standings: readonly Anchorage[] = ['as-modelled', 'led-to', 'stale', 'unknown', 'unlocated', 'added']

const headOf: Readonly<Record<Anchorage, string>> = {
  'as-modelled': '  as modelled    ',
  'led-to': '  not modelled   ',
  stale: '  stale          ',
  unknown: '  needs --tree   ',
  unlocated: '  no text known  ',
  added: '  all new        ',
}

/** Functions of one standing, by what else is said of them. */
function standingLines(anchorage: Anchorage, functions: readonly AnchoredFunction[], { width, palette }: Page) {
  const those = functions.filter(one => one.anchorage === anchorage)
  const paint = anchorage === 'stale' ? palette.unsure : (text: string) => text
  return gathered(those).flatMap(text => paragraph(headOf[anchorage], text, width).map(paint))
}

function wordsOf({ anchorage, before, after, versions }: AnchoredFunction): string {
  const was = before && before.sources.length > 0 ? [`as in ${sourceNames(before.sources)}`] : []
  const differs = anchorage === 'stale' ? [`not as in ${sourceNames(versions)}`] : []
  const is = after && after.sources.length > 0 ? [`patched as in ${sourceNames(after.sources)}`] : []
  return [...was, ...differs, ...is].join(', ')
}

/** `as in mainline: a(), b()`: a text for each thing that is said. */
function gathered(functions: readonly AnchoredFunction[]): string[] {
  const names = new Map<string, string[]>()
  for (const one of functions) names.set(wordsOf(one), [...(names.get(wordsOf(one)) ?? []), `${one.name}()`])
  return [...names].map(([said, those]) => `${said === '' ? '' : `${said}: `}${those.join(', ')}`)
}

const sourceNames = (sources: readonly AnchorSource[]): string => sources.map(({ name }) => name).join(' or ')

export const anchorJson = ({ before, after, versions, ...one }: AnchoredFunction) => ({
  ...one,
  ...(before && { before: bodyJson(before) }),
  ...(after && { after: bodyJson(after) }),
  versions: versions.map(({ name, where, designs, bodies }) => ({ name, where, designs, hash: bodies[one.name] })),
})

const bodyJson = ({ hash, sources }: Body) => ({ hash, sources: sources.map(({ name }) => name) })
