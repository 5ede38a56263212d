/**
 * Numbers of C that the types of a world are too narrow for are refused, and not taken for others.
 */
import { expect, it } from 'vitest'
import { Refusal } from '../../../../model/c/lower/context/refusal.ts'
import { lower } from '../../../../model/c/lower/lower.ts'
import { parseC } from '../../../../model/c/parse/parse.ts'
import { wholeFile } from '../../../../model/c/text/source.ts'
import { bindingFor } from '../../../../model/code/binding.ts'
import { designNamed } from '../worlds.ts'

const refusal = async (returned: string): Promise<string | undefined> => {
  const file = await parseC(wholeFile('x.c', `long f(unsigned long n, u64 size)\n{\n\treturn ${returned};\n}\n`))
  try {
    lower(file, 'f', bindingFor(designNamed('linux-7-3')))
    return undefined
  } catch (error) {
    if (error instanceof Refusal) return error.reason
    throw error
  }
}

it.each([
  ['n > 64', 64],
  ['n > 1UL << 52', 2 ** 52],
  ['min_t(pgoff_t, n, 64)', 64],
  ['size == 16 * 100', 1600],
  ['n + (n ? 64 : n)', 64],
  ['size > 200 + 100', 300],
  ['250 + 10u > n', 260],
  ['(int)250 > 0', 250],
  ['15UL + 4 > n', 19],
])('%s', async (returned, number) => {
  expect(await refusal(returned)).toMatch(new RegExp(`^the number ${number} does not fit `))
})

it.each(['n == -1', 'n == ~0UL', 'size == ~0ULL', 'n << 2', 'n * PAGE_SIZE', '(1UL << 2) + n'])(
  '%s',
  async returned => {
    expect(await refusal(returned)).toBeUndefined()
  },
)
