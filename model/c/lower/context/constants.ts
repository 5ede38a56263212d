/**
 * Names of numbers: what the binding says, then enumerators and plain macros of the file, then those of its headers.
 */
import type { Binding } from '../../ir/binding.ts'
import type { CFile } from '../../parse/parse.ts'
import { childOf, type Node } from '../../text/grammar.ts'
import { takenBackIn } from './taken-back.ts'

interface NamedNumber {
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
  const ambiguous = (name: string) => own.get(name) === 'ambiguous'
  return new Map([
    ...[...others, ...newerIn(root, binding), ...own].filter((one): one is [string, NamedNumber] => !ambiguous(one[0])),
    ...bound,
  ])
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

/** A name of which a text says two values, or that it also takes back, has the one or the other from place to place. */
type FileConstants = ReadonlyMap<string, NamedNumber | 'ambiguous'>

/** Told once for each file. */
const ownConstants = new WeakMap<Node, FileConstants>()

function constantsIn(root: Node): FileConstants {
  const found = new Map<string, NamedNumber | 'ambiguous'>()
  const add = (name: string, value: NamedNumber['value'], type: string) => {
    const known = found.get(name)
    const isOther = known !== undefined && (known === 'ambiguous' || known.value !== value || known.type !== type)
    found.set(name, isOther ? 'ambiguous' : { value, type, isOfFile: true })
  }
  for (const list of root.descendantsOfType('enumerator_list')) {
    let next = 0
    for (const enumerator of list.namedChildren.filter(child => child.type === 'enumerator')) {
      const given = childOf(enumerator, 'value')
      if (given) {
        const named = found.get(given.text)
        next = integer(given.text)?.value ?? (named === 'ambiguous' ? undefined : named?.value) ?? Number.NaN
      }
      const name = childOf(enumerator, 'name')!.text
      if (Number.isNaN(next)) found.set(name, 'ambiguous')
      else add(name, next, 'int')
      next += 1
    }
  }
  for (const define of root.descendantsOfType('preproc_def')) {
    const name = childOf(define, 'name')!.text
    const number = integer((childOf(define, 'value')?.text ?? '').replace(/^\((.*)\)$/, '$1').trim())
    if (number) add(name, number.value, number.type)
    else found.set(name, 'ambiguous')
  }
  for (const taken of takenBackIn(root)) found.set(taken, 'ambiguous')
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
