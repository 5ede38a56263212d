/**
 * What a patch changes outside functions.
 */
import { describe, expect, it } from 'vitest'
import { account, within } from './accounting.ts'

describe('what is exported', () => {
  const told = async (was: string, is: string) =>
    (await account(`${within('')}${was}`, `${within('')}${is}`)).map(one => `${one.side} ${one.class}`)
  const exported = 'EXPORT_SYMBOL_GPL(f);\n'

  it('may be more, or in another way', async () => {
    expect(await told('', exported)).toEqual(['after neutral'])
    expect(await told(exported, 'EXPORT_SYMBOL(f);\n')).toEqual(['before neutral', 'after neutral'])
  })

  it.each([
    ['EXPORT_SYMBOL(f);\n', exported],
    [exported, 'EXPORT_SYMBOL_FOR_KVM_INTERNAL(f);\n'],
    [exported, 'EXPORT_SYMBOL_FOR_MODULES(f, "kvm-intel");\n'],
    ['EXPORT_SYMBOL_FOR_MODULES(f, "kvm-amd");\n', 'EXPORT_SYMBOL_FOR_MODULES(f, "kvm-intel");\n'],
  ])('is used by fewer: %s %s', async (was, is) => expect(await told(was, is)).toContain('before not judged'))

  it('is used by more', async () => {
    const all = await told('EXPORT_SYMBOL_FOR_MODULES(f, "kvm-amd");\n', exported)
    expect(all).toEqual(['before neutral', 'after neutral'])
  })

  it('is used elsewhere', async () => expect(await told(exported, '')).toEqual(['before not judged']))
})

describe('a struct', () => {
  const told = async (was: string, is: string) =>
    (await account(`${was}${within('')}`, `${is}${within('')}`)).map(one => `${one.side} ${one.class}`)
  const gmem = 'struct gmem {\n\tint a;\n\tlong b;\n};\n'

  it('makes no difference by itself where it or a field is new or gone', async () => {
    expect(await told('', gmem)).toEqual(['after neutral'])
    expect(await told(gmem, gmem.replace('\tlong b;', '\tbool busy;\n\tlong b;'))).toEqual([
      'before neutral',
      'after neutral',
    ])
  })

  it.each([
    gmem.replace('long b', 'int b'),
    gmem.replace('int a;\n\tlong b;', 'long b;\n\tint a;\n\tint c;'),
    gmem.replace('long b;', 'struct { long b; } c;'),
  ])('does where a field becomes another one: %s', async is => {
    expect(new Set(await told(gmem, is))).toEqual(new Set(['before not judged', 'after not judged']))
  })
})
