/**
 * Numbers are smaller in worlds than in the kernel: what rests on how large they get is not judged.
 */
import { describe, expect, it } from 'vitest'
import { lower } from '../../../../model/c/lower/lower.ts'
import { parseC } from '../../../../model/c/parse/parse.ts'
import { wholeFile } from '../../../../model/c/text/source.ts'
import { bindingFor } from '../../../../model/code/binding.ts'
import { designNamed } from '../worlds.ts'

const lowered = async (body: string, type = 'long', before = '') => {
  const params = 'unsigned long n, unsigned long size, unsigned int u, int r'
  const file = await parseC(wholeFile('x.c', `${before}${type} f(${params})\n{\n\t${body}\n}\n`))
  return lower(file, 'f', bindingFor(designNamed('linux-7-3')))
}

const blindIn = async (...given: Parameters<typeof lowered>): Promise<string[]> => {
  const { blind } = await lowered(...given)
  return blind.map(({ why }) => why)
}

describe('a number as written', () => {
  it.each([
    'return n & 7;',
    'return n % 8;',
    'return n >> 1;',
    'return n & 1;',
    'return n == 7;',
    'return min(n, 7ul);',
  ])('may be larger than any here: %s', async body =>
    expect(await blindIn(body)).toContain('how large numbers get is not known here'),
  )

  it.each(['return n + 1;', 'return 1UL << r;', 'return n > 0;', 'return ~0UL - n;', 'return n >> PAGE_SHIFT;'])(
    'is told apart: %s',
    async body => expect(await blindIn(body)).toEqual([]),
  )

  it('is one by the name that the file gives it', async () => {
    const limit = '#define GMEM_LIMIT 7\n'
    expect(await blindIn('return n > GMEM_LIMIT;', 'long', limit)).toEqual(['how large numbers get is not known here'])
  })
})

describe('a difference without sign', () => {
  const why = 'whether the difference can get below 0 is not known here'

  it('may wrap where it is compared', async () => {
    expect(await blindIn('return n > size - n;')).toEqual([why])
    expect(await blindIn('return (size - n) + 1 < n;')).toEqual([why])
  })

  it.each([
    ['return n > size || size - n < 3;', []],
    ['return r == 3 || size < n || size - n < 3;', []],
    ['return n <= size && 3 > (size - n);', []],
    // Another order, other names, or a name that changes between.
    ['return n < size || size - n < 3;', [why]],
    ['return size - n < 3 || n > size;', [why]],
    ['return n > size && size - n < 3;', [why]],
    ['return n >= size && size - n < 3;', [why]],
    ['return (n > size || n++) || size - n < 3;', [why]],
  ])('is not below 0 where it is looked at behind that: %s', async (body, told) =>
    expect((await blindIn(body)).filter(one => one === why)).toEqual(told),
  )

  it('is seen to wrap where it is used', async () => expect(await blindIn('return size - n;')).toEqual([]))
})

describe('an unsigned int', () => {
  const why = 'unsigned int becomes long, and both are as wide here'

  it('loses the sign that an int would keep in a long', async () => {
    expect(await blindIn('return u;')).toEqual([why])
    expect(await blindIn('return (unsigned int)r;')).toEqual([why])
    expect(await blindIn('return ~0u;')).toEqual([why])
    expect(await blindIn('return 1u;')).toEqual([])
  })

  it('is one as an int', async () => {
    expect(await blindIn('return u;', 'int')).toEqual([])
    expect(await blindIn('return r;')).toEqual([])
  })
})

describe('what stops the kernel', () => {
  const stops = async (body: string): Promise<number> => {
    const { blocks } = await lowered(body)
    return blocks.filter(({ exit }) => exit.kind === 'stop').length
  }

  it('is a division by 0', async () => {
    expect(await stops('return n / size;')).toBe(1)
    expect(await stops('return n / 2;')).toBe(0)
  })

  it('is an index beyond an array', async () => {
    expect(await stops('int row[2] = { 0 };\n\n\treturn row[r];')).toBe(1)
    expect(await stops('int row[2] = { 0 };\n\n\treturn row[1];')).toBe(0)
  })
})
