import { describe, expect, it } from 'vitest'
import { alteredIn } from '../../../../model/c/account/altered.ts'
import { parseC } from '../../../../model/c/parse/parse.ts'
import { wholeFile } from '../../../../model/c/text/source.ts'

const fileOf = (body: string) => parseC(wholeFile('a.c', `static int f(int n)\n{\n${body}\n}\n`))

async function altered(before: string, after: string) {
  const found = alteredIn(await fileOf(before), await fileOf(after))
  return found.map(({ marked, kind }) => `${marked.text}${kind === 'other' ? '' : ` (${kind})`}`)
}

describe('where code does what the code before does not do', () => {
  it('is nowhere in the same code, laid out in another way', async () => {
    expect(await altered('g(n);\nreturn 0;', 'g(n); /* n */ return 0;')).toEqual([])
  })

  it('is at statements that are new or other than before', async () => {
    expect(await altered('g(n);\nreturn 0;', 'g(n);\nh(n);\nreturn 0;')).toEqual(['h(n);'])
    expect(await altered('g(n);\nh(n);', 'g(n + 1);\nh(n);')).toContain('g(n + 1);')
  })

  it('is next to what is gone, but for what leaves before it', async () => {
    expect(await altered('g(n);\nput(n);\nh(n);\nreturn 0;', 'g(n);\nh(n);\nreturn 0;')).toEqual(['g(n);', 'h(n);'])
    expect(await altered('if (n)\nreturn 1;\nput(n);\nh(n);', 'if (n)\nreturn 1;\nh(n);')).toEqual(['h(n);'])
  })

  it('decides where the bound of a loop is another, and what the loop does is the same', async () => {
    expect(
      await altered('for (n -= 2; n >= 0; n -= 2)\ng(n);\nreturn 0;', 'while (n > 0) {\nn -= 2;\ng(n);\n}\nreturn 0;'),
    ).toEqual(expect.arrayContaining(['n > 0 (decides)', 'n -= 2; (moved)']))
  })

  it('may leave out what follows an if', async () => {
    const found = await altered('if (n > 1)\nh(n);', 'if (n > 2)\nh(n);')
    expect(found.filter(one => one.startsWith('n > 2'))).toEqual(['n > 2'])
    expect(await altered('while (n) {\nif (n > 1)\nh(n);\ng(n);\n}', 'while (n) {\nh(n);\ng(n);\n}')).not.toContain(
      'h(n); (decides)',
    )
  })

  it.each([
    ['sets something', 'while ((n = g(n)))\nh(n);', 'n = g(n)'],
    ['calls something', 'while (g(n))\nh(n);', 'g(n)'],
  ])('does more than decide where a condition %s', async (_, after, condition) => {
    expect(await altered('while (n > 1)\nh(n);', after)).toContain(condition)
  })
})
