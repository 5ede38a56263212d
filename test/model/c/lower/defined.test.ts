/**
 * What a file defines by macros, enumerators and structs: read as C reads it, or refused.
 */
import { describe, expect, it } from 'vitest'
import { lowerAll } from '../../../../model/c/lower/lower.ts'
import { parseC } from '../../../../model/c/parse/parse.ts'
import { wholeFile } from '../../../../model/c/text/source.ts'
import { binding, interpret, worldOf } from './scripted-world.ts'

/** What f(3, 5) returns, or why it is refused. */
const run = async (defined: string, returned: string, before = ''): Promise<number | string | undefined> => {
  const text = `${defined}\nlong f(long a, long b)\n{\n${before}\treturn ${returned};\n}\n`
  const { lowered, refused } = lowerAll(await parseC(wholeFile('x.c', text)), ['f'], binding)
  return refused[0]?.reason ?? interpret(lowered[0]!, [3, 5], worldOf([]))
}

describe('a macro', () => {
  it.each([
    ['#define minus(x, y) ((x) - (y))', 'b - minus(b, a + 1)', 4],
    ['#define minus(x, y) (x - y)', 'b - minus(b, a)', 3],
    ['#define minus(x, y) (x) - (y)', 'minus(b, a)', 2],
    ['#define pick(c, x, y) (c) ? (x) : (y)', 'pick(a, b, 0)', 5],
    ['#define twice(x) next(x)\n#define next(x) ((x) + 1)', 'twice(a - b)', -1],
  ])('%s reads %s as %i', async (macro, returned, value) => {
    expect(await run(macro, returned)).toBe(value)
  })

  it.each([
    ['its parts bind less than what is beside it', '#define sum(x, y) (x) + (y)', '2 * sum(a, b)'],
    ['what it is given binds less', '#define minus(x, y) (x - y)', 'minus(a, b + 1)'],
    ['it is a list', '#define both(x, y) (x), (y)', 'both(a, b)'],
    ['it is a choice', '#define pick(c, x, y) (c) ? (x) : (y)', '1 + pick(a, b, 0)'],
  ])('is refused where %s', async (_, macro, returned) => {
    expect(await run(macro, returned)).toMatch(/without brackets/)
  })

  it.each([
    ['#define slack(n) 0\n#define slack(n) 1', 'a - slack(0)', /more than once/],
    ['#define slack(n) 0\n#undef slack\n#define slack(n) 1', 'a - slack(0)', /more than once/],
    ['#define SLACK 0\n#define SLACK 1', 'a - SLACK', /nothing binds "SLACK"/],
    ['#define SLACK 1\n#undef SLACK', 'a - SLACK', /nothing binds "SLACK"/],
    ['#define SLACK 0\nenum { SLACK = 1 };', 'a - SLACK', /nothing binds "SLACK"/],
    ['#define SLACK 1\n#define SLACK (1 + 1)', 'a - SLACK', /nothing binds "SLACK"/],
  ])('is refused where its name means two things: %s', async (defined, returned, why) => {
    expect(await run(defined, returned)).toMatch(why)
  })

  it('of one meaning may be defined twice', async () => {
    expect(await run('#define SLACK 1\n#define SLACK 1', 'a - SLACK')).toBe(2)
  })
})

describe('a struct', () => {
  const of = (fields: string) => `struct pair { ${fields} };`
  const made = '\tstruct pair one = { a, b };\n\n'

  it('has its fields in their order', async () => {
    expect(await run(of('long x; /* first */ long y;'), 'one.y', made)).toBe(5)
    expect(await run(of('long x, y;'), 'one.y', made)).toBe(5)
  })

  it.each([
    ['bits of a field', 'long x : 1; long y;'],
    ['a union', 'union { long x; long z; }; long y;'],
  ])('is refused with %s', async (_, fields) => {
    expect(await run(of(fields), 'one.y', made)).toMatch(/the field .* is not understood/)
  })

  it('that is defined in two places is not known', async () => {
    const local = 'long g(void)\n{\n\tstruct pair { long y; long x; } one = { 1, 2 };\n\n\treturn one.x;\n}\n'
    expect(await run(`${of('long x; long y;')}\n${local}`, 'one.y', made)).toMatch(/not known what fields/)
  })
})
