/**
 * Conditions of `#if`: what the configuration makes of them.
 */
import { type Configuration, isSet } from '../../text/configuration.ts'

export interface Condition {
  /** CONFIG_ symbols that it names, in its order. */
  readonly symbols: readonly string[]
  /** It names something else, which other files may define. */
  readonly hasOthers: boolean
  /** Nothing where it asks for something that is no symbol, and that decides. */
  readonly holds: (configuration: Configuration) => boolean | undefined
}

/** @param word `ifdef`, `ifndef`, `if` or `elif` @param rest what stands behind it */
export function conditionOf(word: string, rest: string): Condition {
  const text = rest.replace(/\/\*.*?\*\/|\/\/.*/g, '').trim()
  const symbols = [...new Set(text.match(/\bCONFIG_\w+/g))]
  const hasOthers = (text.match(/\b[A-Za-z_]\w*/g) ?? []).some(
    name => !/^CONFIG_|^__KERNEL__$/.test(name) && !ASKS.has(name),
  )
  const named = { symbols, hasOthers }
  if (word === 'ifdef') return { ...named, holds: configuration => isSet(text, configuration) }
  if (word === 'ifndef') return { ...named, holds: configuration => !isSet(text, configuration) }
  const tokens = text.match(/\|\||&&|[!()]|\w+|[^\s\w!()|&]+|[|&]/g) ?? []
  if (tokens.length > LONGEST) return { ...named, holds: () => undefined }
  return { ...named, holds: configuration => new Reader(tokens, configuration).whole() }
}

/** Conditions of more words are not understood. */
const LONGEST = 200

type Truth = boolean | undefined

/** Asks for a symbol by its name, in brackets or without. */
const ASKS = new Set(['defined', 'IS_ENABLED', 'IS_BUILTIN', 'IS_REACHABLE'])

/** Reads a condition once, with the values of its symbols. */
class Reader {
  private at = 0
  private readonly tokens: readonly string[]
  private readonly configuration: Configuration

  constructor(tokens: readonly string[], configuration: Configuration) {
    this.tokens = tokens
    this.configuration = configuration
  }

  whole(): Truth {
    const value = this.either()
    return this.at < this.tokens.length ? undefined : value
  }

  private either(): Truth {
    return this.joined('||', true, () => this.joined('&&', false, () => this.operand()))
  }

  /** @param decides the value of one operand that is the value of all */
  private joined(sign: '||' | '&&', decides: boolean, next: () => Truth): Truth {
    const values = [next()]
    while (this.takes(sign)) values.push(next())
    return values.includes(decides) ? decides : values.includes(undefined) ? undefined : !decides
  }

  /** Up to the next `&&`, `||` or bracket that ends it; not understood where it does not end with the operand. */
  private operand(): Truth {
    const value = this.single()
    let isWhole = true
    for (let depth = 0; this.at < this.tokens.length; this.at++) {
      const token = this.tokens[this.at]!
      if (depth === 0 && [')', '&&', '||'].includes(token)) break
      depth += token === '(' ? 1 : token === ')' ? -1 : 0
      isWhole = false
    }
    return isWhole ? value : undefined
  }

  private single(): Truth {
    const token = this.tokens[this.at++]
    if (token === '!') {
      const value = this.single()
      return value === undefined ? undefined : !value
    }
    if (token === '(') {
      const value = this.either()
      return this.takes(')') ? value : undefined
    }
    if (token === '0' || token === '1') return token === '1'
    if (token === undefined || !ASKS.has(token)) return undefined
    const isBracketed = this.takes('(')
    const name = this.tokens[this.at++] ?? ''
    return isBracketed && !this.takes(')') ? undefined : isSet(name, this.configuration)
  }

  private takes(token: string): boolean {
    if (this.tokens[this.at] !== token) return false
    this.at += 1
    return true
  }
}
