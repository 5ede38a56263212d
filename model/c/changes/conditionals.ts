/**
 * Text that stands under other `#if`s than before: it may be compiled where it was not, or be gone.
 *
 * The text itself may be the same, and runs here in one configuration only.
 */

import type { CFile, CFunction } from '../parse/parse.ts'
import { oneLine } from '../text/one-line.ts'
import { gapsBetween } from './alike.ts'
import { CONDITIONAL, type Item, itemsOf } from './items.ts'
import { statementsOf } from './statements.ts'
import { wordsOf } from './tokens.ts'

/** @param before nothing for a new file @param after nothing for one that is gone */
export function movedConditionals(before: CFile | undefined, after: CFile | undefined): Item[] {
  if (!before || !after) return []
  const order = reordered(before, after)
  if (!hasConditionals(before) && !hasConditionals(after)) return order
  const [old, fresh] = [pathsOf(before), pathsOf(after)]
  const functions = after.functions.flatMap(fn => {
    const was = before.functions.find(({ name }) => name === fn.name)
    if (!was) return []
    return differences(within(before, was, old), within(after, fn, fresh)).map(({ line, text }) =>
      around(line, `the #if around "${oneLine(text, 40)}" in ${fn.name}()`),
    )
  })
  const outside = [outsideOf(before, old), outsideOf(after, fresh)] as const
  const moved = differences(...outside, false).map(({ line, text }) =>
    around(line, `the #if around "${oneLine(text, 40)}"`),
  )
  return [...functions, ...moved, ...order]
}

const item = (line: number, name: string): Item => ({ line, kind: 'directive', name, text: name })
const around = (line: number, name: string): Item => ({ ...item(line, name), isConditional: true })

const hasConditionals = ({ source }: CFile): boolean => /^\s*#\s*if/m.test(source.text)

/** By line, from the first: the conditional directives that it stands under, outermost first. */
function pathsOf({ source }: CFile): string[] {
  const open: string[] = []
  return source.text.split('\n').map(line => {
    const [, word, rest] = CONDITIONAL.exec(line) ?? []
    if (word?.startsWith('if')) open.push(`#${word}${rest!.replace(/\s+/g, ' ')}`)
    else if (word === 'endif') open.pop()
    else if (word) open.push(`${open.pop() ?? ''} #${word}${rest!.replace(/\s+/g, ' ')}`)
    return open.join(' | ')
  })
}

interface Placed {
  readonly text: string
  readonly line: number
  readonly path: string
}

/** Of a function, below the directives that all of it stands under. */
const within = (file: CFile, fn: CFunction, paths: readonly string[]): Placed[] => {
  const own = paths[fn.start - 1] ?? ''
  return statementsOf(file, fn).map(({ tokens, line }) => {
    const path = paths[line - 1] ?? ''
    return { text: wordsOf(tokens), line, path: path.startsWith(own) ? path.slice(own.length) : path }
  })
}

/** The directives themselves stand in an order, which is looked at by itself. */
const outsideOf = (file: CFile, paths: readonly string[]): Placed[] => [
  ...itemsOf(file)
    .filter(({ text }) => !CONDITIONAL.test(text))
    .map(({ text, line }) => ({ text, line, path: paths[line - 1] ?? '' })),
  ...file.functions.map(({ name, start }) => ({ text: `${name}()`, line: start, path: paths[start - 1] ?? '' })),
]

/**
 * What stands on both sides must stand under the same directives. What is new may stand under any if nothing is gone and
 * all of it stands under the same ones: where it is not compiled all is as before.
 *
 * @param pairs whether what is new is set beside something that is gone and stood where it does
 */
function differences(before: readonly Placed[], after: readonly Placed[], pairs = true): Placed[] {
  const [old, fresh] = [byText(before), byText(after)]
  const found: Placed[] = []
  const lost = [...old].flatMap(([text, places]) => (fresh.has(text) ? [] : places.map(({ path }) => path)))
  const isAddition =
    lost.length === 0 &&
    new Set([...fresh].flatMap(([text, places]) => (old.has(text) ? [] : places.map(({ path }) => path)))).size === 1
  for (const [text, places] of fresh) {
    const others = old.get(text)
    if (others) {
      if (pathsIn(places) !== pathsIn(others)) found.push(places[0]!)
    } else if (pairs) {
      for (const place of places) {
        const at = lost.indexOf(place.path)
        if (at >= 0) lost.splice(at, 1)
        else if (place.path !== '' && !isAddition) found.push(place)
      }
    }
  }
  return found
}

const pathsIn = (places: readonly Placed[]): string =>
  places
    .flatMap(({ path }) => (path === '' ? [] : [path]))
    .sort()
    .join('\n')

function byText(places: readonly Placed[]): Map<string, Placed[]> {
  const found = new Map<string, Placed[]>()
  for (const place of places) found.set(place.text, [...(found.get(place.text) ?? []), place])
  return found
}

/** `#undef` and `#define` say something of what follows them: what stands on both sides must do so in the same order. */
function reordered(before: CFile, after: CFile): Item[] {
  const macros = (file: CFile) => itemsOf(file).filter(({ kind, text }) => kind === 'macro' || text.startsWith('# '))
  const [old, fresh] = [macros(before), macros(after)].map(all => [...all].sort((a, b) => a.line - b.line))
  const textsOf = (items: readonly Item[]) => items.map(({ text }) => text)
  const left = textsOf(old!)
  const isInBoth = textsOf(fresh!).map(text => {
    const at = left.indexOf(text)
    if (at >= 0) left.splice(at, 1)
    return at >= 0
  })
  const gaps = gapsBetween(textsOf(old!), textsOf(fresh!))
  const inOrder = old!.length - gaps.reduce((sum, { before: [from, to] }) => sum + to - from, 0)
  if (inOrder === isInBoth.filter(Boolean).length) return []
  const moved = gaps
    .flatMap(({ after: [from, to] }) => fresh!.slice(from, to))
    .find(one => isInBoth[fresh!.indexOf(one)])
  return [item(moved!.line, `the order of "${oneLine(moved!.text, 40)}"`)]
}
