/**
 * What the headers that a file includes say of names: structs, and constants that are plain numbers.
 *
 * Headers are looked for as the kernel's build does on x86, the nearest first, until all names are found or so many are read.
 * Left out: what surrounds a definition, such as conditions; a name that one header defines in two ways is not known.
 */
import { posix } from 'node:path'
import { InputError } from '../../../checker/declare.ts'
import { madeOnce } from '../ir/made-once.ts'
import { masked } from '../text/mask.ts'
import type { Definition } from '../text/source.ts'
import { constantIn } from './header-constants.ts'
import type { Tree } from './tree.ts'

interface WantedNames {
  readonly structs: readonly string[]
  readonly constants: readonly string[]
}

const MOST_HEADERS = 300
const PLACES = ['arch/x86/include/', 'arch/x86/include/uapi/', 'include/', 'include/uapi/']

/** In the order in which they are wanted; what is not found is left out. */
export function saidByHeaders(
  tree: Tree,
  { file, text }: { readonly file: string; readonly text: string },
  { structs, constants }: WantedNames,
): Definition[] {
  const found = new Map<string, Definition | undefined>()
  const open = () => [...structs, ...constants].filter(name => !found.has(name))
  const keep = (name: string, said: Said) => {
    if (said !== undefined) found.set(name, said === 'two' ? undefined : { name, text: said })
  }
  for (const header of headersOf(tree, file, text)) {
    for (const name of open())
      if (structs.includes(name)) keep(name, header.struct(name))
      else keep(name, header.constant(name))
    if (open().length === 0) break
  }
  return [...structs, ...constants].flatMap(name => found.get(name) ?? [])
}

/** The headers, the nearest first. */
function* headersOf(tree: Tree, file: string, text: string): Generator<Header> {
  const seen = new Set([file])
  const waiting = includedBy(file, text)
  for (const candidates of waiting) {
    if (seen.size > MOST_HEADERS) return
    for (const path of candidates) {
      if (seen.has(path)) break
      const header = headerAt(tree, path)
      if (header === undefined) continue
      seen.add(path)
      yield header
      waiting.push(...header.includes())
      break
    }
  }
}

/** What a header says, which is looked for when it is asked for. */
interface Header {
  readonly text: string
  readonly includes: () => readonly string[][]
  readonly struct: (name: string) => Said
  readonly constant: (name: string) => Said
}

/** A definition; nothing where there is none; or `two` where there are several, or it is said only under a condition. */
type Said = string | undefined | 'two'

/** Headers by path: a review reads the C files of a tree several times, and these ask for the same ones. */
const known = new Map<string, Header>()

function headerAt(tree: Tree, path: string): Header | undefined {
  const text = readIn(tree, path)
  if (text === undefined) return undefined
  const before = known.get(path)
  const header = before?.text === text ? before : newHeader(path, text)
  known.set(path, header)
  return header
}

function newHeader(path: string, text: string): Header {
  let code: string | undefined
  let includes: string[][] | undefined
  const known = { structs: new Map<string, FoundText>(), constants: new Map<string, FoundText>() }
  const find = (said: (code: string, name: string) => Said, name: string): FoundText => {
    if (!text.includes(name)) return { said: undefined }
    code ??= masked(text)
    return { said: said(code, name) }
  }
  return {
    text,
    includes() {
      includes ??= includedBy(path, text)
      return includes
    },
    struct: name => madeOnce(known.structs, name, () => find(structIn, name)).said,
    constant: name => madeOnce(known.constants, name, () => find(constantIn, name)).said,
  }
}

interface FoundText {
  readonly said: Said
}

/** A header that cannot be read, or that a link leads out of the tree to, says nothing. */
function readIn(tree: Tree, path: string): string | undefined {
  try {
    return tree.read(path)
  } catch (error) {
    if (error instanceof InputError) return undefined
    throw error
  }
}

/** Of each include, where the header may stand. */
const includedBy = (file: string, text: string): string[][] =>
  [...text.matchAll(/^[ \t]*#[ \t]*include[ \t]+(?:"([^"\n]+)"|<([^>\n]+)>)/gm)].map(([, beside, name = beside!]) => [
    ...[
      ...(beside === undefined ? [] : [posix.join(posix.dirname(file), beside)]),
      ...PLACES.map(place => posix.join(place, name)),
      ...(name.startsWith('asm/') ? [posix.join('include/asm-generic', name.slice('asm/'.length))] : []),
    ].filter(path => !path.startsWith('..') && !path.startsWith('/')),
  ])

/** The struct as it is defined, on one line; one with directives in it may have other fields elsewhere. */
function structIn(code: string, name: string): Said {
  const starts = [...code.matchAll(new RegExp(`\\bstruct\\s+${name}\\s*\\{`, 'g'))]
  if (starts.length === 0) return undefined
  const from = starts[0]!.index
  const end = closing(code, from + starts[0]![0].length)
  const whole = code.slice(from, end)
  if (starts.length > 1 || end < 0 || whole.includes('#')) return 'two'
  return `${whole.replace(/\s+/g, ' ')};`
}

/** Behind the brace that closes the one before the place; below 0 where there is none. */
function closing(code: string, place: number): number {
  let depth = 1
  for (let at = place; at < code.length; at++) {
    if (code[at] === '{') depth += 1
    if (code[at] === '}') depth -= 1
    if (depth === 0) return at + 1
  }
  return -1
}
