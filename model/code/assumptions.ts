/**
 * What a user says that functions return which nothing binds: `foo=ENOMEM|0`, `bar=noop`.
 */
import { InputError } from '../../checker/declare.ts'
import { errno } from '../kernel/c/errno.ts'

/** By function, event to result: the first is what it does of itself. */
export type SaidResults = Readonly<Record<string, Readonly<Record<string, number>>>>

/** @throws InputError when a text is no such assumption */
export function saidResults(texts: readonly string[]): SaidResults {
  return Object.fromEntries(
    texts.map(text => {
      const [, name, values] = /^(?:->)?(\w+)=([\w|-]+)$/.exec(text) ?? []
      if (name === undefined)
        throw new InputError(`--assume cannot be "${text}"\nsay NAME=VALUE|VALUE, as in foo=ENOMEM|0, or NAME=noop`)
      const results = values!.split('|').map(value => resultOf(text, value))
      return [text.startsWith('->') ? `->${name}` : name, Object.fromEntries(results)] as const
    }),
  )
}

function resultOf(text: string, value: string): readonly [string, number] {
  const known = /^-?([A-Z]+)$/.exec(value)?.[1]
  if (value === 'noop' || value === 'NULL') return ['returns 0', 0]
  if (known !== undefined && Object.hasOwn(errno, known))
    return [known.toLowerCase(), -errno[known as keyof typeof errno]]
  if (/^-?\d{1,3}$/.test(value)) return [`returns ${Number(value)}`, Number(value)]
  throw new InputError(
    `--assume ${text}: "${value}" is no result that gmemcheck knows\n` +
      `give a number, NULL, noop, or one of ${Object.keys(errno).join(', ')}`,
  )
}
