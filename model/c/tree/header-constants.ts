/**
 * Constants as headers define them: macros and enumerators that are numbers, or combine numbers.
 */

/** So many literals and names are looked at for one constant, in so long an expression. */
const MOST_PARTS = 500
const LONGEST = 500

/** What is left of them. */
interface Budget {
  parts: number
}

/**
 * As `enum { NAME = 4 };` or `#define NAME 4UL`; `two` where it is defined in more ways than one, or under a condition, or taken
 * back, or is no number.
 */
export function constantIn(code: string, name: string): string | undefined | 'two' {
  const budget = { parts: MOST_PARTS }
  if (isConditional(code, name)) return 'two'
  const numbers = [...definedIn(code, name, budget), ...enumeratedIn(code, name, budget)]
  if (numbers.length === 0) return undefined
  const [first] = numbers
  if (first === undefined || numbers.some(one => one?.text !== first.text)) return 'two'
  return first.text
}

/** Whether a header defines the macro only sometimes, as where no other has done so, or takes it back. */
function isConditional(code: string, name: string): boolean {
  const lines = code.split('\n').filter(line => line.trim() !== '')
  const first = lines.findIndex(line => /^\s*#\s*if/.test(line))
  const guard = /^\s*#\s*ifndef\s+(\w+)/.exec(lines[first] ?? '')?.[1]
  const isGuarded = guard !== undefined && new RegExp(`^\\s*#\\s*define\\s+${guard}\\s*$`).test(lines[first + 1] ?? '')
  const told = new RegExp(`^\\s*#\\s*(define|undef)\\s+${name}\\b`)
  let depth = isGuarded ? -1 : 0
  return lines.some(line => {
    const word = /^\s*#\s*(if|endif)/.exec(line)?.[1]
    if (word) depth += word === 'if' ? 1 : -1
    const does = told.exec(line)?.[1]
    return does === 'undef' || (does === 'define' && depth > 0)
  })
}

interface NumberText {
  readonly text: string
}

/** By macros; nothing for one that is no number. */
const definedIn = (code: string, name: string, budget: Budget): (NumberText | undefined)[] =>
  [...code.matchAll(new RegExp(`^[ \\t]*#[ \\t]*define[ \\t]+${name}[ \\t]+((?:.*\\\\\\n)*.*)$`, 'gm'))].map(
    ([, value]) => {
      const number = evaluated(value!.replace(/\\\n/g, ' '), code, budget)
      const suffix = /ULL\b|BIT_ULL/.test(value!)
        ? 'ULL'
        : /UL\b|\bBIT\b/.test(value!)
          ? 'UL'
          : /U\b/.test(value!)
            ? 'U'
            : ''
      return number === undefined ? undefined : { text: `#define ${name} ${number}${suffix}` }
    },
  )

/** By enums. */
function enumeratedIn(code: string, name: string, budget: Budget): (NumberText | undefined)[] {
  const found: (NumberText | undefined)[] = []
  for (const [, body] of code.matchAll(/\benum\b[^;{}()]{0,200}\{([^{}]*)\}/g)) {
    if (!new RegExp(`\\b${name}\\b`).test(body!)) continue
    let next: number | undefined = 0
    for (const one of body!.split(',')) {
      const [, enumerator, value] = /^\s*(\w+)\s*(?:=([\s\S]*))?$/.exec(one) ?? []
      if (enumerator === undefined) continue
      if (value !== undefined) next = evaluated(value, code, budget)
      if (enumerator === name) found.push(next === undefined ? undefined : { text: `enum { ${name} = ${next} };` })
      if (next !== undefined) next += 1
    }
  }
  return found
}

const DEEPEST = 8

/** The value of an integer constant expression of literals, other macros of the text and bits; nothing for what is none. */
function evaluated(text: string, code: string, budget: Budget, depth = 0): number | undefined {
  if (depth > DEEPEST || text.length > LONGEST) return undefined
  const tokens = text.match(/0[xX][0-9a-fA-F]+[uUlL]*|\d+[uUlL]*|\w+|<<|>>|[()|&~+*-]|\S/g) ?? []
  let at = 0
  const primary = (): number | undefined => {
    const token = tokens[at++]
    budget.parts -= 1
    if (token === undefined || budget.parts < 0) return undefined
    if (token === '(') {
      const inner = expression(0)
      return tokens[at++] === ')' ? inner : undefined
    }
    if (token === '-' || token === '~') {
      const inner = primary()
      return inner === undefined ? undefined : token === '-' ? -inner : -inner - 1
    }
    if (/^\d/.test(token)) return numberOf(token)
    if (!/^\w+$/.test(token)) return undefined
    if (tokens[at] === '(') return /^(?:BIT|BIT_ULL|_BITUL|_BITULL|BITUL)$/.test(token) ? bit() : undefined
    const [value, other] = [
      ...code.matchAll(new RegExp(`^[ \\t]*#[ \\t]*define[ \\t]+${token}[ \\t]+(.*)$`, 'gm')),
    ].map(found => found[1])
    if (other !== undefined || isConditional(code, token)) return undefined
    return value === undefined ? undefined : evaluated(value, code, budget, depth + 1)
  }
  const bit = (): number | undefined => {
    const shift = primary()
    return shift === undefined || shift < 0 || shift > 52 ? undefined : 2 ** shift
  }
  const expression = (least: number): number | undefined => {
    let left = primary()
    for (;;) {
      const level = LEVELS.findIndex(operators => operators.includes(tokens[at] ?? ''))
      if (left === undefined || level < least) return left
      const operator = tokens[at++]!
      const right = expression(level + 1)
      left = right === undefined ? undefined : combined(operator, left, right)
    }
  }
  const value = expression(0)
  return at === tokens.length ? value : undefined
}

/** From what binds least. */
const LEVELS = [['|'], ['&'], ['<<', '>>'], ['+', '-'], ['*']]

function combined(operator: string, left: number, right: number): number | undefined {
  const exact = (value: number) => (Number.isSafeInteger(value) ? value : undefined)
  const bits = (value: bigint) => exact(Number(value))
  switch (operator) {
    case '|':
      return bits(BigInt(left) | BigInt(right))
    case '&':
      return bits(BigInt(left) & BigInt(right))
    case '<<':
      return right < 0 || right > 52 ? undefined : exact(left * 2 ** right)
    case '>>':
      return right < 0 || right > 52 ? undefined : exact(Math.floor(left / 2 ** right))
    case '+':
      return exact(left + right)
    case '-':
      return exact(left - right)
    default:
      return exact(left * right)
  }
}

function numberOf(token: string): number | undefined {
  const digits = token.replace(/[uUlL]+$/, '')
  const value = Number(/^0\d/.test(digits) ? `0o${digits.slice(1)}` : digits)
  return Number.isSafeInteger(value) ? value : undefined
}
