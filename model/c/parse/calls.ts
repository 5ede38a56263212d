/**
 * The calls of each function of a file, collected once per file.
 */
import type { Node } from '../text/grammar.ts'
import type { CFile } from './parse.ts'

const known = new WeakMap<CFile, ReadonlyMap<string, readonly string[]>>()

/** By function: names of what it calls, by itself or by what it declares. Of two functions of one name, the first. */
export function callsIn(file: CFile): ReadonlyMap<string, readonly string[]> {
  const calls = known.get(file) ?? told(file)
  known.set(file, calls)
  return calls
}

function told({ functions, definitions }: CFile): ReadonlyMap<string, readonly string[]> {
  const calls = new Map<string, readonly string[]>()
  // What CLASS(), guard() and __free() of a definition call is called by whoever names it.
  const within = definitions.map(({ args: [name, ...texts] }) => ({
    name: new RegExp(`\\b${name}\\b`),
    calls: texts.flatMap(text => [...text.matchAll(/\b\w+(?=\s*\()/g)].map(([called]) => called)),
  }))
  for (const { name, node } of functions)
    if (!calls.has(name))
      calls.set(name, [
        ...new Set([
          ...node.descendantsOfType('call_expression').map(call => call.childForFieldName('function')!.text),
          ...within.filter(one => one.name.test(node.text)).flatMap(one => one.calls),
        ]),
      ])
  return calls
}

const BRANCHES = /^(?:if|while|for|do|switch|conditional)_(?:statement|expression)$/

/** What functions of the file call whatever their conditions are: not within a branch or a loop. */
export const callsWithoutCondition = ({ functions }: CFile): ReadonlySet<string> =>
  new Set(
    functions.flatMap(({ node }) =>
      node
        .descendantsOfType('call_expression')
        .filter(call => !isWithinBranch(call!, node))
        .map(call => call!.childForFieldName('function')!.text),
    ),
  )

function isWithinBranch(call: Node, fn: Node): boolean {
  for (let above = call.parent; above && above.id !== fn.id; above = above.parent)
    if (BRANCHES.test(above.type)) return true
  return false
}
