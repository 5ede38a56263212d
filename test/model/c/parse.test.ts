import { describe, expect, it } from 'vitest'
import { functionNamed, parseC } from '../../../model/c/parse/parse.ts'
import { rewriteMacros } from '../../../model/c/parse/rewrite.ts'
import { wholeFile } from '../../../model/c/text/source.ts'
import { touchedBy } from '../../../model/c/tree/touched.ts'
import { diff, read } from './patch/mails.ts'
import { shownImage } from './tree/memory.ts'

const parse = (text: string, unset: string[] = []) =>
  parseC({ ...wholeFile('x.c', text), configuration: Object.fromEntries(unset.map(name => [name, false])) })
const hashOf = async (text: string) => (await parse(text)).functions[0]!.hash

describe('reading C', () => {
  it('finds functions, through pointers, attributes and macros after the signature', async () => {
    const file = await parse(`static __always_unused struct folio *
get(struct inode *inode,
    pgoff_t index)
{
	return 0;
}
EXPORT_SYMBOL_GPL(get);

static int __init start(void) __acquires(&lock)
{
	return 0;
}
`)
    expect(file.functions.map(fn => [fn.name, fn.start, fn.end, fn.problem])).toEqual([
      ['get', 1, 6, undefined],
      ['start', 9, 12, undefined],
    ])
  })

  it('reads loop macros as loops, and leaves a call of such a name a call', async () => {
    const text = `void f(struct list_head *l)
{
	struct item *i;

	list_for_each_entry(i, l, node)
		touch(i);
	if (l)
		xa_for_each_range(&a, x, y, 1, 2) {
			touch(y);
		}
	my_for_each(l);
	/* list_for_each_entry(i, l, node) */
}
`
    const file = await parse(text)
    expect(file.functions[0]!.problem).toBeUndefined()
    expect([...file.loops.values()]).toEqual(['list_for_each_entry', 'xa_for_each_range'])
    expect(file.root.descendantsOfType('while_statement').map(node => file.loops.get(node.startIndex))).toEqual([
      'list_for_each_entry',
      'xa_for_each_range',
    ])
  })

  it('keeps every offset when it rewrites', () => {
    const text = 'int f(struct a __user *p)\n{\n\treturn container_of(p, struct b,\n\t\tm)->x; // __init\n}\n'
    const { text: fresh } = rewriteMacros(text)
    expect(fresh).toBe('int f(struct a        *p)\n{\n\treturn container_of(p,        b,\n\t\tm)->x; // __init\n}\n')
  })

  it('remembers attributes that run code', () => {
    const { cleanups } = rewriteMacros('void f(void)\n{\n\tvoid *p __free(kfree) = a();\n}\n')
    expect(cleanups).toEqual([{ offset: 24, text: '__free(kfree)' }])
  })

  it('hashes what a function says, not how it is laid out', async () => {
    const one = await hashOf('static int f(int a)\n{\n\t/* why */\n\treturn a + 1;\n}\n')
    expect(one).toMatch(/^[0-9a-f]{16}$/)
    expect(await hashOf('int __must_check f(int a) { return a+1; }')).toBe(one)
    expect(await hashOf('int f(int a) { return a + 2; }')).not.toBe(one)
    const loop = (name: string) => hashOf(`void f(void) { ${name}(a, b) g(a); }`)
    expect(await loop('xa_for_each_range')).not.toBe(await loop('xa_for_each_start'))
  })
})

describe('C that is not understood', () => {
  it('is named with its line, and spoils no other function', async () => {
    const file = await parse(
      'int good(void)\n{\n\treturn 0;\n}\n\nint bad(int a)\n{\n\tswitch (a) {\n\tcase 1 ... 3:\n\t\treturn 1;\n\t}\n}\n',
    )
    expect(functionNamed(file, 'good').start).toBe(1)
    expect(() => functionNamed(file, 'bad')).toThrow('x.c:9: bad() cannot be read: "... 3" is not understood')
    expect(() => functionNamed(file, 'ugly')).toThrow('x.c does not show the whole of ugly()')
  })

  it('is reported when it stands outside functions', async () => {
    const file = await parse('int a;\nint ) b;\n\nint f(void)\n{\n\treturn 0;\n}\n')
    expect(file.unread).toEqual([{ line: 2, construct: '")" is not understood' }])
    expect(file.functions.map(fn => fn.name)).toEqual(['f'])
  })
})

describe('conditional compilation', () => {
  const text = `#ifdef CONFIG_HUGE
int f(void)
{
	return 1;
}
#else
int f(void)
{
	return 0;
}
#endif

int g(void)
{
#if IS_ENABLED(CONFIG_A) && !defined(CONFIG_B)
	return 1;
#elif 0
	return 2;
#else
	return 3;
#endif
}
`
  const bodies = async (unset: string[]) =>
    (await parse(text, unset)).functions.map(fn => /return \d/.exec(fn.node.text)![0])

  it('takes CONFIG_ symbols as set unless told otherwise', async () => {
    expect(await bodies([])).toEqual(['return 1', 'return 3'])
    expect(await bodies(['CONFIG_HUGE'])).toEqual(['return 0', 'return 3'])
    expect(await bodies(['CONFIG_B'])).toEqual(['return 1', 'return 1'])
  })

  it('lists what it assumed', async () => {
    const [f, g] = (await parse(text)).functions
    expect(f!.choices.map(({ line, text, assumed }) => [line, text, assumed])).toEqual([
      [1, '#ifdef CONFIG_HUGE', 'it holds'],
    ])
    expect(g!.choices.map(choice => choice.assumed)).toEqual(['it does not hold'])
    expect((await parse(text, ['CONFIG_HUGE'])).functions[0]!.choices).toEqual([])
  })

  it('reads a condition that goes on in the next line', async () => {
    const two = `#if defined(CONFIG_A) && \\\n\tdefined(CONFIG_B)\nint f(void)\n{\n\treturn 1;\n}\n#endif\n`
    expect((await parse(two)).functions.map(({ name }) => name)).toEqual(['f'])
    expect((await parse(two, ['CONFIG_B'])).functions).toEqual([])
  })

  it('reads the branch above an #else whose #if a patch does not show', async () => {
    const shown =
      '--- a/x.c\n+++ b/x.c\n@@ -1,9 +1,9 @@\n int f(void)\n {\n-\treturn 1;\n+\treturn 2;\n }\n #else\n int f(void)\n {\n \treturn 0;\n }\n'
    const file = await parseC(shownImage(read(shown).files[0]!))
    expect(file.functions.map(fn => [fn.name, fn.start, fn.choices[0]!.assumed])).toEqual([
      ['f', 1, 'the branch before it is compiled'],
    ])
  })
})

describe('the functions a hunk touches', () => {
  it('are those with changed lines, whole or in part', async () => {
    const [patched] = read(diff).files
    const file = await parseC(shownImage(patched!))
    expect(patched!.hunks.map(hunk => touchedBy(hunk, file))).toEqual([
      [{ name: 'pool_take', whole: true, lines: [3, 4] }],
      [{ name: 'pool_size', whole: true, lines: [16, 17, 18, 19] }],
    ])
    const cut = diff
      .replace(' int pool_take(struct pool *p)\n', '')
      .replace('-1,6 +1,7 @@', '-2,5 +2,6 @@ int pool_take(struct pool *p)')
    const [part] = read(cut).files
    expect(touchedBy(part!.hunks[0]!, await parseC(shownImage(part!)))).toEqual([
      { name: 'pool_take', whole: false, lines: [3, 4] },
    ])
  })
})
