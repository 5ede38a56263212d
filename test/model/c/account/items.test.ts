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

describe('a macro that is new', () => {
  const fn = 'static int kvm_gmem_f(int a)\n{\n\treturn a;\n}\n'
  const told = async (macro: string, was = fn) =>
    (await account(was, `${macro}${was}`)).map(one => `${one.side} ${one.class}`)

  it('makes no difference by itself where nothing else can use it', async () => {
    expect(await told('#define kvm_gmem_all(f) \\\n\tlist_for_each_entry(f, &files, entry)\n')).toEqual([
      'after neutral',
    ])
    expect(await told('#define KVM_GMEM_ALL 3\n')).toEqual(['after neutral'])
  })

  it.each([
    [
      'where the file named it before',
      '#define kvm_gmem_g(a) 0\n',
      `${fn}int kvm_gmem_h(int a)\n{\n\treturn kvm_gmem_g(a);\n}\n`,
    ],
    ['where the file may put the name together', '#define kvm_gmem_all 3\n', `#define GMEM(a) kvm_gmem_##a\n${fn}`],
    ['where macros of other files may use it', '#define folio_unlock(f) 0\n', fn],
  ])('does %s', async (_, macro, was) => expect(await told(macro, was)).toContain('after not judged'))
})

describe('the type of a parameter', () => {
  const told = async (was: string, is: string) =>
    (await account(`int f(${was} a)\n{\n\treturn g(a);\n}\n`, `int f(${is} a)\n{\n\treturn g(a);\n}\n`)).map(
      one => one.why,
    )

  it('is seen where it is a pointer to another struct', async () => {
    expect(await told('struct kvm_gmem *', 'struct gmem_file *')).not.toContain(
      'a type of the signature changes, and types are narrower here',
    )
  })

  it('is seen where it is the same under another name', async () => {
    expect(await told('pgoff_t', 'size_t')).not.toContain(
      'a type of the signature changes, and types are narrower here',
    )
  })

  it.each([
    ['int', 'u8'],
    ['int *', 'u8 *'],
  ])('is not where numbers become narrower: %s to %s', async (was, is) => {
    expect(await told(was, is)).toContain('a type of the signature changes, and types are narrower here')
  })
})

describe('a scheduling point', () => {
  const loop = (body: string) => within(`\tfor (int i = 0; i < 3; i++) {\n\t\tg(i);\n${body}\t}`)
  const told = async (was: string, is: string) => (await account(was, is)).map(one => `${one.side} ${one.class}`)
  const point = '\t\tcond_resched();\n'

  it('is neutral where it is new, or stood in no loop', async () => {
    expect(await told(loop(''), loop(point))).toEqual(['after neutral'])
    expect(await told(within(point), within(''))).toEqual(['before neutral'])
    expect(await told(within(''), within('\tmight_sleep();\n'))).toEqual(['after neutral'])
  })

  it('is missed where a loop has it no more', async () => {
    expect(await told(loop(point), loop(''))).toEqual(['before not judged'])
    expect(await told(loop(point), `${loop('')}int h(void)\n{\n${point}\treturn 0;\n}\n`)).toContain(
      'before not judged',
    )
    expect(await told(loop(point), loop('').replace('\t}\n', `\t}\n${point}`))).toContain('before not judged')
  })
})
