/**
 * What a C file takes from the headers of its tree, and neither says itself nor has from the model.
 */
import { masked } from '../c/text/mask.ts'
import { type Source, wholeFile } from '../c/text/source.ts'
import { saidByHeaders } from '../c/tree/headers.ts'
import type { Tree } from '../c/tree/tree.ts'
import { isBoundConstant } from '../code/binding.ts'
import { isOwnNumber } from '../kernel/c/own-numbers.ts'

/** The file of a tree, if there is one. */
export const fileOfTree = (tree: Tree, path: string): Source | undefined => {
  const text = tree.read(path)
  return text === undefined ? undefined : withHeaders(tree, wholeFile(path, text))
}

/** The same text with what its headers say of names in it. A patch without a tree shows no headers. */
export function withHeaders(tree: Tree, source: Source): Source {
  if (tree.unseen || !source.file.endsWith('.c')) return source
  const code = masked(source.text)
  const beyond = saidByHeaders(tree, source, { structs: structsIn(code), constants: constantsIn(code) })
  return beyond.length === 0 ? source : { ...source, beyond }
}

/** So many names of a kind are looked for, in the order of the file. */
const MOST_NAMES = 100

const namesIn = (code: string, ...patterns: readonly RegExp[]): Set<string> =>
  new Set(patterns.flatMap(pattern => [...code.matchAll(pattern)].map(([, name]) => name!)))

/** Structs that are locals, parameters, results or literals, and that the file does not define. */
function structsIn(code: string): string[] {
  const own = namesIn(code, /\bstruct\s+(\w+)\s*\{/g)
  const used = namesIn(
    code,
    /^[ \t(].*?\bstruct\s+(\w+)\s*(?:\)\s*\{|[A-Za-z_]\w*\s*[=;,[])/gm,
    /^(?:static\s+)?(?:inline\s+)?struct\s+(\w+)\s+\w+\(/gm,
  )
  return [...used].filter(name => !own.has(name)).slice(0, MOST_NAMES)
}

/** Names of constants that nothing else tells. */
function constantsIn(code: string): string[] {
  const own = namesIn(code, /^[ \t]*#[ \t]*define[ \t]+(\w+)/gm)
  const isUnknown = (name: string) =>
    !/[a-z]/.test(name) && !own.has(name) && !isOwnNumber(name) && !isBoundConstant(name)
  return [...namesIn(code, /\b(_*[A-Z][A-Z0-9]*_\w+)\b(?!\s*\()/g)].filter(isUnknown).slice(0, MOST_NAMES)
}
