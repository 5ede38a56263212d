/**
 * C that no kernel has: refused with file and line, before a parser takes minutes or the stack.
 */
import { describe, expect, it } from 'vitest'
import { lowerAll } from '../../../model/c/lower/lower.ts'
import { parseC } from '../../../model/c/parse/parse.ts'
import { wholeFile } from '../../../model/c/text/source.ts'
import { bindingFor } from '../../../model/code/binding.ts'
import { designs } from '../../../model/designs/index.ts'

const body = (...lines: readonly string[]) => `int f(int a)\n{\n${lines.join('\n')}\n}\n`
const times = (count: number, text: string) => Array.from({ length: count }, () => text)
const parse = (text: string) => parseC(wholeFile('x.c', text))
const binding = bindingFor(designs.find(({ name }) => name === 'upstream')!)

describe('C is refused', () => {
  it.each([
    ['loops that are not closed', body(...times(100_000, ';for_each_x(a')), 'x.c:202: more than 200 brackets'],
    [
      'brackets in brackets',
      body(`${times(10_000, '(').join('')}a${times(10_000, ')').join('')};`),
      'more than 200 brackets',
    ],
    ['braces in braces', body(...times(10_000, '{'), ...times(10_000, '}')), 'more than 200 brackets'],
    ['statements in statements', body(...times(10_000, 'if (a)'), ';'), 'more than 400 expressions or statements'],
    ['an expression without end', body('a = 1', ...times(10_000, '+ 1'), ';'), 'more than 400 expressions'],
    [
      'branches in branches',
      [...times(10_000, '#ifdef A'), ...times(10_000, '#endif')].join('\n'),
      'x.c:201: more than 200 branches',
    ],
    ['a comment that does not end', `int a;\n${times(10_000, '/* a').join('\n')}`, 'x.c:2: a comment begins here'],
    ['eight million characters', `${times(2 ** 20, '\t\t\t\t\t\t\t\t').join('')}\n`, 'x.c is larger than 8 MiB'],
  ])('%s', async (_, text, said) => {
    await expect(parse(text)).rejects.toThrow(said)
    await expect(parse(text)).rejects.toHaveProperty('name', 'InputError')
  })

  it('reads what people write', async () => {
    const file = await parse(body(...times(90, 'if (a) a = 1; else'), ';', ...times(40, '{'), ...times(40, '}')))
    expect(file.functions.map(({ name, problem }) => [name, problem])).toEqual([['f', undefined]])
  })

  const reasonOf = async (text: string) => lowerAll(await parse(text), ['f'], binding).refused[0]?.reason

  it('calls a chain of functions, or of macros, too long', async () => {
    const chain = Array.from({ length: 60 }, (_, at) => `static int f${at}(int a)\n{\n\treturn f${at + 1}(a);\n}\n`)
    expect(await reasonOf(`${chain.toReversed().join('')}${body('return f0(a);')}`)).toBe(
      'more than 40 functions of the file call each other here',
    )
    const macros = Array.from({ length: 60 }, (_, at) => `#define A${at}(x) A${at + 1}(x)\n`)
    expect(await reasonOf(`${macros.join('')}${body('return A0(a);')}`)).toBe(
      'more than 40 macros of the file stand for each other here',
    )
  })

  it('calls what doubles at each level too large', async () => {
    const twice = Array.from(
      { length: 30 },
      (_, at) => `static int f${at}(int a)\n{\n\treturn f${at + 1}(a) + f${at + 1}(a);\n}\n`,
    )
    expect(
      await reasonOf(`static int f30(int a)\n{\n\treturn a;\n}\n${twice.join('')}${body('return f0(a);')}`),
    ).toContain('more than 5000 blocks')
  })

  it.each([
    ['IS_ERR', 1],
    ['min', 2],
    ['clamp_t', 4],
  ])('is no call of %s() without %d arguments', async (name, least) => {
    expect(await reasonOf(body(`return ${name}();`))).toBe(`${name}() takes ${least} arguments and is given 0`)
  })

  it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty'])(
    'finds nothing in a table called %s',
    async name => {
      expect(await reasonOf(body(`return ${name}(a).b;`))).toBeDefined()
      const { lowered } = lowerAll(await parse(body(`return ${name}(a);`)), ['f'], binding)
      expect(lowered[0]!.unknown).toMatchObject([{ callee: name }])
      expect(await reasonOf(body(`${name} b;`))).toBe(`the type "${name}" is not known`)
      const field = lowerAll(
        await parse(`int f(struct inode *inode)\n{\n\treturn inode->${name};\n}\n`),
        ['f'],
        binding,
      )
      expect(field.lowered[0]!.unknown).toMatchObject([{ callee: `inode->${name}` }])
    },
  )
})
