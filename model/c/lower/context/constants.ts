/**
 * Names of numbers: what the binding says, then enumerators and plain macros of the file, then those of its headers.
 */
import type { Binding } from '../../ir/binding.ts'
import type { CFile } from '../../parse/parse.ts'
import { childOf, type Node } from '../../text/grammar.ts'

export interface NamedNumber {
  readonly value: number
  readonly type: string
  /** The file says how large it is; the binding says it of the others. */
  readonly isOfFile?: true
}

export type Constants = ReadonlyMap<string, NamedNumber>

export function constantsOf<S>({ root, beyond }: Pick<CFile, 'root' | 'beyond'>, binding: Binding<S>): Constants {
  const own = ownConstants.get(root) ?? constantsIn(root)
  ownConstants.set(root, own)
  const others = beyond ? constantsIn(beyond) : []
  const bound = Object.entries(binding.constants).map(
    ([name, meaning]) => [name, typeof meaning === 'number' ? { value: meaning, type: 'int' } : meaning] as const,
  )
  return new Map([...others, ...newerIn(root, binding), ...own, ...bound])
}

/** Constants of a kind that later kernels add to: the file names them, and nothing says what they are. */
function newerIn<S>(root: Node, { newer, constants }: Binding<S>): [string, NamedNumber][] {
  if (!newer) return []
  const named = root.descendantsOfType('identifier').map(one => one!.text)
  const unknown = [...new Set(named)].filter(name => newer.isOne(name) && !Object.hasOwn(constants, name))
  return unknown.flatMap((name, nth) => {
    const value = newer.number(nth)
    return value === undefined ? [] : [[name, { value, type: 'int' }] as const]
  })
}

/** Told once for each file. */
const ownConstants = new WeakMap<Node, Constants>()

function constantsIn(root: Node): Constants {
  const found = new Map<string, NamedNumber>()
  for (const list of root.descendantsOfType('enumerator_list')) {
    let next = 0
    for (const enumerator of list.namedChildren.filter(child => child.type === 'enumerator')) {
      const given = childOf(enumerator, 'value')
      next = given ? (integer(given.text)?.value ?? found.get(given.text)?.value ?? Number.NaN) : next
      if (!Number.isNaN(next))
        found.set(childOf(enumerator, 'name')!.text, { value: next, type: 'int', isOfFile: true })
      next += 1
    }
  }
  for (const define of root.descendantsOfType('preproc_def')) {
    const number = integer((childOf(define, 'value')?.text ?? '').replace(/^\((.*)\)$/, '$1').trim())
    if (number) found.set(childOf(define, 'name')!.text, { ...number, isOfFile: true })
  }
  return found
}

/** An integer literal, with the type its suffix gives it; nothing for other text. */
export function integer(text: string): { value: number; type: string } | undefined {
  const literal = /^(-?)(0[xX][0-9a-fA-F]+|0[bB][01]+|\d+)([uU]?[lL]{0,2}|[lL]{1,2}[uU])$/.exec(text)
  if (!literal) return undefined
  const digits = /^0\d/.test(literal[2]!) ? `0o${literal[2]!.slice(1)}` : literal[2]!
  const value = Number(digits)
  if (!Number.isSafeInteger(value)) return undefined
  const longs = literal[3]!.match(/l/gi)?.length ?? 0
  const base = ['int', 'long', 'long long'][longs]!
  return { value: literal[1] === '-' ? -value : value, type: /u/i.test(literal[3]!) ? `unsigned ${base}` : base }
}
