/**
 * In which configurations a patch is looked at.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { unifiedDiff } from '../../../model/c/patch/unified.ts'
import type { Configuration } from '../../../model/c/text/configuration.ts'
import { configurationWords, differenceOf } from '../../../model/c/text/configuration.ts'
import { askedConfiguration, refuseUndecided } from '../../../model/patched/configured/asked.ts'
import { otherConfigurations, patchConfigurations } from '../../../model/patched/configured/configurations.ts'
import { readPatches } from '../../../model/patched/reading.ts'

const folder = mkdtempSync(join(tmpdir(), 'gmemcheck-'))
afterAll(() => rmSync(folder, { recursive: true }))
mkdirSync(join(folder, 'tree'))

const CODE = `static bool lazy = true;
module_param(lazy, bool, 0444);

#ifdef CONFIG_NUMA
static int policy(int n)
{
	return n;
}
#else
static int policy(int n)
{
	return 0;
}
#endif

int plain(int n)
{
	return n;
}

int within(int n)
{
	int r = 0;

#ifdef CONFIG_A
	r = n;
#endif
	return r;
}

int asks(int n)
{
	return IS_ENABLED(CONFIG_B) ? n : 0;
}

int calls(int n)
{
	n += 1;
	return policy(n);
}
`

async function readingsOf(...texts: readonly string[]) {
  writeFileSync(join(folder, 'tree/x.c'), texts[0]!)
  const paths = texts.slice(1).map((text, at) => {
    const path = join(folder, `${at + 1}.patch`)
    writeFileSync(path, unifiedDiff('x.c', texts[at]!, text))
    return path
  })
  return readPatches(paths, join(folder, 'tree'))
}

/** Of edits of the code, one patch each: in what the configurations differ from the usual one. */
async function looked(edits: readonly (readonly [string, string])[], asked: Configuration = {}) {
  const texts = [CODE]
  for (const [from, to] of edits) {
    expect(texts.at(-1)!.split(from)).toHaveLength(2)
    texts.push(texts.at(-1)!.replace(from, to))
  }
  return patchConfigurations(await readingsOf(...texts), asked).map(
    ({ configurations: [usual, ...others], skipped, isWhole }) => ({
      others: others.map(one => configurationWords(differenceOf(one, usual!))),
      skipped,
      isWhole,
    }),
  )
}

const others = async (from: string, to: string, asked?: Configuration) => (await looked([[from, to]], asked))[0]!.others

describe('a patch', () => {
  it('is looked at in the usual configuration only, where nothing of what it changes depends on any', async () => {
    const [reading] = await readingsOf(CODE, CODE.replace('plain(int n)\n{\n', 'plain(int n)\n{\n\tn += 1;\n'))
    expect(patchConfigurations([reading!], {})).toEqual([
      { configurations: [{}], skipped: [], presupposed: [], isWhole: true },
    ])
  })

  it('is looked at with a symbol off that decides about the function it changes, or about one it calls', async () => {
    expect(await others('int r = 0;', 'int r;')).toEqual(['CONFIG_A=n'])
    expect(await others('return policy(n);', 'return policy(n) + 1;')).toEqual(['CONFIG_NUMA=n'])
    expect(await others('CONFIG_B) ? n', 'CONFIG_B) ? n + 1')).toEqual(['CONFIG_B=n'])
  })

  it('is not looked at without what all worlds have, and that is said', async () => {
    const hugepages = CODE.replace('CONFIG_A', 'CONFIG_KVM_GMEM_HUGETLB')
    const [reading] = await readingsOf(hugepages, hugepages.replace('int r = 0;', 'int r;'))
    const [one] = patchConfigurations([reading!], {})
    expect(one).toMatchObject({
      configurations: [{ CONFIG_KVM_GMEM_HUGETLB: true }],
      presupposed: [expect.stringMatching(/^CONFIG_KVM_GMEM_HUGETLB=n is not looked at: /)],
      isWhole: false,
    })
  })

  it('is not looked at where it changes nothing', async () => {
    expect(await others('	r = n;', '	r = n + 1;')).toEqual([])
    expect(await others('	return 0;\n}\n#endif', '	return 1;\n}\n#endif')).toEqual(['CONFIG_NUMA=n'])
  })

  it('is looked at in what nested arms need, and with each symbol by itself', async () => {
    const nested = '#ifdef CONFIG_C\n#ifndef CONFIG_D\n\tr += 1;\n#endif\n#endif\n\treturn r;'
    expect(await others('	return r;', nested)).toEqual(['CONFIG_D=n', 'CONFIG_A=n and CONFIG_D=n'])
    const either = '#if defined(CONFIG_C) || defined(CONFIG_D)\n\treturn r;\n#endif'
    expect(await others('	return r;', either)).toEqual([
      'CONFIG_C=n and CONFIG_D=n',
      'CONFIG_A=n and CONFIG_C=n and CONFIG_D=n',
    ])
  })

  it('is looked at in all combinations of few symbols, each text once', async () => {
    const arm = (name: string) => `#ifdef CONFIG_${name}\n\tr += 1;\n#endif\n`
    const combined = await others('	return r;', `${arm('C')}${arm('D')}	return r;`)
    expect(combined).toEqual([
      ...['CONFIG_A=n', 'CONFIG_C=n', 'CONFIG_D=n'],
      ...['CONFIG_A=n and CONFIG_C=n', 'CONFIG_A=n and CONFIG_D=n'],
    ])
    const asking = await others('	return r;', '	return IS_ENABLED(CONFIG_B) ? r : n;')
    expect(asking).toEqual(['CONFIG_A=n', 'CONFIG_B=n', 'CONFIG_A=n and CONFIG_B=n'])
  })

  it('is looked at in combinations of what decides about one function, where many decide about the patch', async () => {
    const both = '#ifdef CONFIG_C\n	n += 1;\n#endif\n#ifdef CONFIG_D\n	n += 1;\n#endif\n'
    const [, one] = await looked([
      ['plain(int n)\n{\n', `plain(int n)\n{\n${both}`],
      [`plain(int n)\n{\n${both}`, `plain(int n)\n{\n	n += IS_ENABLED(CONFIG_B);\n${both}`],
    ])
    expect(one!.others.filter(words => words.includes(' and '))).toEqual([
      'CONFIG_C=n and CONFIG_D=n',
      'CONFIG_C=n and CONFIG_B=n',
      'CONFIG_D=n and CONFIG_B=n',
      'CONFIG_C=n and CONFIG_D=n and CONFIG_B=n',
    ])
  })

  it('is looked at with both values of a parameter of the module', async () => {
    expect(await others('	return n;\n}\n\nint within', '	return lazy ? n : 0;\n}\n\nint within')).toEqual(['lazy=n'])
    const changing = CODE.replace('0444', '0644')
    const readings = await readingsOf(
      changing,
      changing.replace('plain(int n)\n{\n', 'plain(int n)\n{\n\tn += lazy;\n'),
    )
    expect(patchConfigurations(readings, {})[0]!.configurations).toEqual([{}])
  })

  it('is looked at in one value of what somebody names', async () => {
    expect(await looked([['int r = 0;', 'int r;']], { CONFIG_A: false })).toEqual([
      { others: [], skipped: [], isWhole: false },
    ])
  })

  it('is never looked at without guest_memfd', async () => {
    const around = '#ifdef CONFIG_KVM_GUEST_MEMFD\n\treturn r;\n#else\n\treturn 1;\n#endif'
    expect(await looked([['	return r;', around]])).toEqual([{ others: [], skipped: [], isWhole: true }])
  })

  it('is told to depend on what is not understood, and on more than is tried', async () => {
    const sized = '#if PAGE_SIZE > 4096\n\tr += 1;\n#endif\n\treturn r;'
    expect(await looked([['	return r;', sized]])).toEqual([
      { others: ['CONFIG_A=n'], skipped: ['x.c:28: #if PAGE_SIZE > 4096, which is not understood'], isWhole: false },
    ])
    const many = 'CDEFGHIJK'.split('').map(name => `#ifdef CONFIG_${name}\n\tr += 1;\n#endif\n`)
    const [one] = await looked([['	return r;', `${many.join('')}\treturn r;`]])
    expect(one!.others).toHaveLength(8)
    expect(one).toMatchObject({
      skipped: [
        'combinations of 10 symbols in within() (give --config for all but 3 of them)',
        'CONFIG_J=n (give --config CONFIG_J=n)',
        'CONFIG_K=n (give --config CONFIG_K=n)',
      ],
      isWhole: false,
    })
  })

  it('of a series is looked at as those before it', async () => {
    const told = await looked([
      ['return n;\n}\n\nint within', 'return n + 1;\n}\n\nint within'],
      ['int r = 0;', 'int r;'],
      ['return n + 1;', 'return n + 2;'],
    ])
    expect(told.map(one => one.others)).toEqual([[], ['CONFIG_A=n'], ['CONFIG_A=n']])
  })
})

describe('what a user says of the configuration', () => {
  it('is a symbol or a parameter, and its value', () => {
    expect(askedConfiguration(['CONFIG_NUMA=n', 'lazy=y'])).toEqual({ CONFIG_NUMA: false, lazy: true })
    for (const text of ['CONFIG_NUMA', 'CONFIG_NUMA=m', '=y', 'CONFIG-A=y'])
      expect(() => askedConfiguration([text])).toThrow(
        `--config cannot be "${text}"\nsay CONFIG_NAME=y or CONFIG_NAME=n`,
      )
    expect(askedConfiguration(['lazy=y', 'lazy=y'])).toEqual({ lazy: true })
    for (const texts of [
      ['lazy=y', 'lazy=n'],
      ['lazy=n', 'lazy=y'],
    ])
      expect(() => askedConfiguration(texts)).toThrow('--config says lazy=y and lazy=n\nleave one of them out')
    expect(() => askedConfiguration(['CONFIG_KVM_GUEST_MEMFD=n'])).toThrow(
      'without CONFIG_KVM_GUEST_MEMFD there is no guest_memfd',
    )
    expect(() => askedConfiguration(['CONFIG_KVM_GMEM_HUGETLB=n'])).toThrow(
      'without CONFIG_KVM_GMEM_HUGETLB there are no files of hugepages',
    )
  })

  it('must decide about something', async () => {
    const [reading] = await readingsOf(CODE, `${CODE}\n`)
    expect(() => refuseUndecided({ CONFIG_NUMA: false }, reading!.files)).not.toThrow()
    expect(() => refuseUndecided({ CONFIG_NUM: false }, reading!.files)).toThrow(
      '--config CONFIG_NUM=n: nothing of the C that is read here depends on CONFIG_NUM\n',
    )
    // a name in a comment, of a function or of a local decides nothing
    const [commented] = await readingsOf(CODE, `${CODE}/* CONFIG_E is IS_ENABLED(CONFIG_F) */\n`)
    for (const name of ['CONFIG_E', 'CONFIG_F', 'policy', 'n'])
      expect(() => refuseUndecided({ [name]: false }, commented!.files), name).toThrow('depends on')
    for (const name of ['CONFIG_A', 'CONFIG_B', 'lazy'])
      expect(() => refuseUndecided({ [name]: false }, commented!.files), name).not.toThrow()
  })
})

it('a file has code in other configurations', async () => {
  const [reading] = await readingsOf(CODE, `${CODE}\n`)
  const [file] = reading!.files
  expect(otherConfigurations(file!, {})).toEqual(['CONFIG_NUMA=n', 'CONFIG_A=n', 'CONFIG_B=n'])
  expect(otherConfigurations(file!, { CONFIG_NUMA: false })).toEqual(['CONFIG_NUMA=y', 'CONFIG_A=n', 'CONFIG_B=n'])
})
