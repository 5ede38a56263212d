/**
 * What the configuration makes of `#if`s, and which configuration compiles an arm of one.
 */
import { describe, expect, it } from 'vitest'
import { conditionalsIn, configurationFor, symbolsOf } from '../../../model/c/parse/configuration/arms.ts'
import { conditionOf } from '../../../model/c/parse/configuration/conditions.ts'
import { wholeFile } from '../../../model/c/text/source.ts'

const holds = (condition: string, ...unset: string[]) =>
  conditionOf('if', condition).holds(Object.fromEntries(unset.map(name => [name, false])))

describe('a condition of #if', () => {
  it('asks for symbols, joined and negated', () => {
    expect(holds('defined(CONFIG_A) && !IS_ENABLED(CONFIG_B)')).toBe(false)
    expect(holds('defined CONFIG_A && !IS_ENABLED(CONFIG_B)', 'CONFIG_B')).toBe(true)
    expect(holds('!(defined(CONFIG_A) || defined(CONFIG_B)) /* why */', 'CONFIG_A')).toBe(false)
    expect(holds('!(defined(CONFIG_A) || defined(CONFIG_B))', 'CONFIG_A', 'CONFIG_B')).toBe(true)
    expect(holds('defined(other)')).toBe(false)
    expect(holds('0 || 1')).toBe(true)
  })

  it('is not understood where something else decides', () => {
    for (const text of [
      'PAGE_SIZE > 4096',
      'defined(CONFIG_A) == 1',
      '!PAGE_SHIFT',
      'defined(CONFIG_A',
      '',
      'CONFIG_A',
    ])
      expect([text, holds(text)]).toEqual([text, undefined])
    expect(holds('PAGE_SIZE > 4096 && defined(CONFIG_A)')).toBeUndefined()
    expect(holds('PAGE_SIZE > 4096 && defined(CONFIG_A)', 'CONFIG_A')).toBe(false)
    expect(holds('(PAGE_SIZE > 4096) || defined(CONFIG_A)')).toBe(true)
    expect(holds('('.repeat(10_000))).toBeUndefined()
    expect(conditionOf('if', 'PAGE_SIZE > 4096').hasOthers).toBe(true)
    expect(conditionOf('ifdef', 'CONFIG_A').hasOthers).toBe(false)
  })
})

const ALL = ['CONFIG_A', 'CONFIG_B', 'CONFIG_C']
const USUAL = { CONFIG_A: true, CONFIG_B: true, CONFIG_C: true }

/** For each arm of each conditional, the symbols that are not set where it is compiled. */
const compiling = (text: string, free = ALL) =>
  conditionalsIn(wholeFile('x.c', text)).whole.map(({ arms }) =>
    arms.map(arm => {
      const found = configurationFor(arm, USUAL, free)
      return typeof found === 'object' ? ALL.filter(name => found[name as keyof typeof USUAL] === false).join() : found
    }),
  )

describe('an arm of #if', () => {
  it('is compiled in a configuration that differs from the usual one in as little as possible', () => {
    expect(compiling('#ifdef CONFIG_A\n#else\n#endif\n')).toEqual([['', 'CONFIG_A']])
    expect(compiling('#ifndef CONFIG_A\n#endif\n')).toEqual([['CONFIG_A', '']])
    const nested = '#ifdef CONFIG_A\n#ifndef CONFIG_B\nx\n#endif\n#else\n#ifdef CONFIG_C\n#else\ny\n#endif\n#endif\n'
    expect(compiling(nested)).toEqual([
      ['', 'CONFIG_A'],
      ['CONFIG_B', ''],
      ['CONFIG_A', 'CONFIG_A,CONFIG_C'],
    ])
    expect(compiling('#if defined(CONFIG_A) || defined(CONFIG_B)\n#endif\n')).toEqual([['', 'CONFIG_A,CONFIG_B']])
    expect(compiling('#if defined(CONFIG_A)\n#elif defined(CONFIG_B)\n#else\n#endif\n')).toEqual([
      ['', 'CONFIG_A', 'CONFIG_A,CONFIG_B'],
    ])
  })

  it('is compiled in none, or nobody knows', () => {
    expect(compiling('#if 0\n#endif\n')).toEqual([[undefined, '']])
    expect(compiling('#ifdef CONFIG_A\n#endif\n', [])).toEqual([['', undefined]])
    expect(compiling('#if PAGE_SIZE > 4096\n#endif\n')).toEqual([['unknown', 'unknown']])
  })

  it('reaches to its #endif, or to the end of what is shown', () => {
    const { whole, loose } = conditionalsIn({
      text: '#else\n#ifdef CONFIG_A\nx\n\n#if defined(CONFIG_B) && \\\n\tdefined(CONFIG_C)\n#endif\n',
      shown: [
        { start: 1, end: 3 },
        { start: 5, end: 7 },
      ],
    })
    expect(whole.map(({ start, end }) => [start, end])).toEqual([
      [2, 3],
      [5, 7],
    ])
    expect(whole.map(symbolsOf)).toEqual([['CONFIG_A'], ['CONFIG_B', 'CONFIG_C']])
    expect(loose).toEqual([1])
  })
})
