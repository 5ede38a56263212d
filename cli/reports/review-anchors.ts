/**
 * What the model has of the functions that a patch changes, and how their code compares with what it was modelled from.
 */
import type { AnchorSource } from '../../model/anchors/source.ts'
import type { Anchorage, AnchoredFunction, Body } from '../anchoring.ts'
import { table } from './table.ts'
import type { Page } from './telling.ts'
import { count } from './words.ts'
import { paragraph } from './wrap.ts'

/** @param against the design that the patch is held against */
export function anchorLines(functions: readonly AnchoredFunction[], against: string, page: Page): string[] {
  if (functions.length === 0) return []
  const heads = [
    { head: `modelled in ${against}` },
    { head: 'control points', right: true },
    { head: 'operations', right: true },
    { head: 'promises', right: true },
    { head: 'broken', right: true },
  ]
  const rows = functions.map(({ name, points, promises, broken }) => [
    `${name}()`,
    count(points.length),
    count(new Set(points.map(({ operation }) => operation)).size),
    count(promises.length),
    count(broken.length),
  ])
  const designs = [...new Set(functions.flatMap(one => one.designs))].filter(name => name !== against)
  return [
    '',
    ...table(heads, rows, page.width).flat(),
    ...(designs.length > 0 ? paragraph('modelled also in  ', designs.join(', '), page.width) : []),
    '',
    'their code before the patch',
    ...standings.flatMap(anchorage => standingLines(anchorage, functions, page)),
    ...afterLines(functions, page),
  ]
}

const standings: readonly Anchorage[] = ['as-modelled', 'stale', 'unknown', 'unlocated', 'added']

const heads: Readonly<Record<Anchorage, string>> = {
  'as-modelled': '  as modelled    ',
  stale: '  stale          ',
  unknown: '  needs --tree   ',
  unlocated: '  no text known  ',
  added: '  added          ',
}

/** Functions of one standing, by what else is said of them. */
function standingLines(anchorage: Anchorage, functions: readonly AnchoredFunction[], { width, palette }: Page) {
  const those = functions.filter(one => one.anchorage === anchorage)
  const said = gathered(those, one => {
    if (anchorage === 'as-modelled') return `as in ${sourceNames(one.before!.sources)}`
    return anchorage === 'stale' ? `not as in ${sourceNames(one.versions)}` : ''
  })
  const paint = anchorage === 'stale' ? palette.unsure : (text: string) => text
  return said.flatMap(text => paragraph(heads[anchorage], text, width).map(paint))
}

/** Only bodies that some design was modelled from. */
function afterLines(functions: readonly AnchoredFunction[], { width }: Page): string[] {
  const known = functions.filter(({ after }) => after && after.sources.length > 0)
  const said = gathered(known, ({ after }) => `as in ${sourceNames(after!.sources)}`)
  return said.length === 0
    ? []
    : ['their code after the patch', ...said.flatMap(text => paragraph(heads['as-modelled'], text, width))]
}

/** `as in mainline: a(), b()`: a text for each thing that is said. */
function gathered(functions: readonly AnchoredFunction[], say: (one: AnchoredFunction) => string): string[] {
  const names = new Map<string, string[]>()
  for (const one of functions) names.set(say(one), [...(names.get(say(one)) ?? []), `${one.name}()`])
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
