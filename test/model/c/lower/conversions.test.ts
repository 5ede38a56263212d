/**
 * Conversions of numbers: which type two of them have in common, and casts to types that have a name of their own.
 */
import { describe, expect, it } from 'vitest'
import { common, type DataModel, textType } from '../../../../model/c/ir/types.ts'
import { parseC } from '../../../../model/c/parse/parse.ts'
import { wholeFile } from '../../../../model/c/text/source.ts'
import { typedefCast } from '../../../../model/c/text/typedef-cast.ts'
import { dataModel } from '../../../../model/kernel/c/types.ts'

describe('the type that two numbers have in common', () => {
  // An unsigned long has fewer values here than a long long, and an unsigned int as many as a long.
  const narrow: DataModel = dataModel(16)
  const ofBoth = (...names: [string, string]) => {
    const [a, b] = names.map(name => textType(narrow, name) as never)
    return common(narrow, a!, b!)
  }

  it.each([
    ['loff_t', 'unsigned long', false],
    ['long long', 'size_t', false],
    ['long', 'unsigned int', true],
    ['int', 'unsigned int', false],
    ['int', 'unsigned long', false],
    ['loff_t', 'u32', true],
    ['u16', 'int', true],
    ['u8', 'unsigned int', false],
  ] as const)('of %s and %s has a sign as in C', (a, b, signed) => {
    expect([ofBoth(a, b).signed, ofBoth(b, a).signed]).toEqual([signed, signed])
  })
})

describe('a cast before brackets', () => {
  const castIn = async (expression: string) => {
    const { root } = await parseC(wholeFile('a.c', `int f(int a, int b)\n{\n\treturn ${expression};\n}\n`))
    const [call] = root.descendantsOfType('call_expression')
    const cast = call && typedefCast(call)
    return cast && [cast.type.text, cast.value.text]
  }

  it.each([
    ['(u32)(a - b)', ['u32', 'a - b']],
    ['(pgoff_t)(a)', ['pgoff_t', 'a']],
    ['(__u64)(a)', ['__u64', 'a']],
    ['(f)(a, b)', undefined],
    ['(put)(a)', undefined],
    ['f(a, b)', undefined],
  ])('%s', async (expression, cast) => expect(await castIn(expression)).toEqual(cast))
})
