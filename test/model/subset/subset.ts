/**
 * The small subset of TypeScript in which guards, effects and checks are written, so that other tools can read them:
 * numbers and booleans, locals, `if`, loops with a bound, calls of functions of the same kind, and the engine's questions
 * whether a field names a thread.
 *
 * Nothing is built, captured or thrown there. What a function calls is read as well, in whatever module it stands.
 */
import { foundIn } from './body.ts'
import { type Declared, FUNCTIONS, lineOf, type Modules, type Node, nameOf } from './modules.ts'

export interface Refusal {
  readonly path: string
  /** From 1. */
  readonly line: number
  /** The construct, in words. */
  readonly what: string
}

/** Everything in the parts, and in what they call, that is not of the subset; each told once. */
export function refusalsOf(modules: Modules, parts: readonly Declared[]): Refusal[] {
  const read = new Set<Node>()
  const refusal = ({ module }: Declared, at: Node, what: string) => ({
    path: module.path,
    line: lineOf(module, at),
    what,
  })
  /** @param callers functions that call each other, down to this one */
  const reading = (declared: Declared, callers: readonly Node[]): Refusal[] => {
    if (callers.includes(declared.node)) return [refusal(declared, declared.node, 'a function that calls itself')]
    if (read.has(declared.node)) return []
    read.add(declared.node)
    return foundIn(declared, modules).flatMap(found =>
      'calls' in found ? reading(found.calls, [...callers, declared.node]) : [refusal(declared, found.at, found.what)],
    )
  }
  return parts.flatMap(part => {
    const { module, node } = part
    const named = node.type === 'Identifier' ? modules.find(module, nameOf(node)) : part
    if (named && FUNCTIONS.has(named.node.type)) return reading(named, [])
    return [refusal(part, node, `a part that is no function (${node.type})`)]
  })
}
