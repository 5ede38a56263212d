import { describe, expect, it } from 'vitest'
import { Refusal } from '../../../../model/c/lower/context/refusal.ts'
import { lower, lowerAll } from '../../../../model/c/lower/lower.ts'
import { parseC } from '../../../../model/c/parse/parse.ts'
import { wholeFile } from '../../../../model/c/text/source.ts'
import { binding, interpret, worldOf } from './scripted-world.ts'

const lowered = async (text: string, name = 'f') => lower(await parseC(wholeFile('x.c', text)), name, binding)
const refusal = async (body: string): Promise<string> => {
  const thrown = await lowered(`long f(unsigned long a, int c)\n{\n${body}\n}\n`).catch((error: unknown) => error)
  expect(thrown).toBeInstanceOf(Refusal)
  return (thrown as Refusal).message
}

describe('memchr_inv()', () => {
  it('says whether an entry of an array is set', async () => {
    const f = await lowered(`int f(int a, int b)
{
	int x[2];

	x[0] = a;
	x[1] = b;
	return memchr_inv(x, 0, sizeof(x)) ? 1 : 0;
}
`)
    const pairs = [
      [0, 0],
      [0, 3],
      [-1, 0],
      [2, 2],
    ]
    expect(pairs.map(pair => interpret(f, pair, worldOf([])))).toEqual([0, 1, 1, 1])
  })
})

describe('a local that may be read before it is set', () => {
  const text = `int f(unsigned long n)
{
	unsigned long i;
	int ret;

	for (i = 0; i < n; i++) {
		ret = step(i);
		if (ret)
			break;
	}
	return ret;
}
`
  it('is a choice where no path has set it, and none where one has', async () => {
    const f = await lowered(text)
    const empty = worldOf([-1])
    expect(interpret(f, [0], empty)).toBe(-1)
    expect(empty.log).toEqual(['unset'])
    const once = worldOf([7])
    expect(interpret(f, [1], once)).toBe(7)
    expect(once.log).toEqual(['step 0'])
  })

  it('offers the values of its type, and is said to be assumed so', async () => {
    const f = await lowered(text)
    const choices = f.blocks.flatMap(({ exit }) => (exit.kind === 'choose' ? [exit.values] : []))
    expect(choices).toEqual([{ zero: 0, one: 1, most: -1 }])
    expect(f.assumptions).toEqual([
      { file: 'x.c', line: 1, text: 'f.ret', assumed: 'it may be read before it is set, and is then one of 0, 1, -1' },
    ])
  })

  it('keeps the value it was read with, and loses it where it is declared anew', async () => {
    const f = await lowered(`long f(void)
{
	int i, sum = 0;

	for (i = 0; i < 2; i++) {
		int x;

		sum += x * 10 + x;
	}
	return sum;
}
`)
    const world = worldOf([3, 4])
    expect(interpret(f, [], world)).toBe(77)
    expect(world.log).toEqual(['unset', 'unset'])
  })

  it('costs nothing where every path sets it first', async () => {
    const f = await lowered(
      `long f(int c)\n{\n\tint r;\n\n\tif (c)\n\t\tr = step(1);\n\telse\n\t\tr = 2;\n\treturn r;\n}\n`,
    )
    expect(f.locals.map(local => local.name).filter(name => name.endsWith('?'))).toEqual([])
    expect(f.assumptions).toEqual([])
  })

  it('counts a function that ends without its value', async () => {
    const f = await lowered(
      'static int g(int c)\n{\n\tif (c)\n\t\treturn 1;\n}\n\nlong f(int c)\n{\n\treturn g(c);\n}\n',
    )
    const world = worldOf([5])
    expect(interpret(f, [0], world)).toBe(5)
    expect(world.log).toEqual(['unset'])
  })
})

describe('where a step stands in the C', () => {
  it('is its line, and the lines of the calls that lead there', async () => {
    const f = await lowered(
      'static int g(void)\n{\n\treturn step(1);\n}\n\nlong f(void)\n{\n\tif (g())\n\t\treturn 1;\n\treturn g();\n}\n',
    )
    expect(f.sites.map(({ line, within, from, callee }) => [line, within, from, callee])).toEqual([
      [3, 'g', [8], 'step'],
      [3, 'g', [10], 'step'],
    ])
  })

  it('is the line of the loop for what a loop macro calls', async () => {
    const f = await lowered(
      'long f(void)\n{\n\tstruct thing *t;\n\n\tfor_each_thing(t)\n\t\tnote(1, 2);\n\treturn 0;\n}\n',
    )
    expect(f.sites.map(({ line, callee }) => [line, callee])).toEqual([
      [5, 'first_thing'],
      [6, 'note'],
      [5, 'next_thing'],
    ])
  })
})

describe('a function of the file that the binding names', () => {
  const text = 'static int step(int a)\n{\n\tnote(1, a);\n\treturn 7;\n}\n\nlong f(void)\n{\n\treturn step(2);\n}\n'
  const run = async (changed: number[]) => {
    const file = await parseC({ ...wholeFile('x.c', text), changed: new Set(changed) })
    const world = worldOf([5])
    return [interpret(lower(file, 'f', binding), [], world), world.log]
  }

  it('is what the binding says, until a patch changes it', async () => {
    expect(await run([])).toEqual([5, ['step 2']])
    expect(await run([8])).toEqual([5, ['step 2']])
    expect(await run([4])).toEqual([7, ['note 1 2']])
  })
})

describe('what is not understood', () => {
  it.each([
    ['\treturn unheard_of(a);', 'x.c:3: nothing binds unheard_of()'],
    ['\treturn c + jiffies;', 'x.c:3: nothing binds "jiffies"'],
    ['\tstruct thing *t = find(a);\n\n\treturn t->owner;', 'x.c:5: nothing binds thing->owner'],
    ['\treturn ops_of(find(a))->merge(c);', 'x.c:3: nothing binds the callback merge()'],
    ['\tstruct folio *f = find(a);\n\n\treturn !f;', 'x.c:3: a struct thing * is taken for a struct folio *'],
    ['\treturn f(a, c - 1);', 'x.c:3: f() calls itself, which has no bound'],
    ['\tstatic int n;\n\n\treturn n++;', 'x.c:3: a static local lives longer than the call'],
    ['\tvoid *p = find(a);\n\n\treturn step(p + 1);', 'x.c:5: arithmetic on pointers, "p + 1", is not understood'],
    ['\tu128 x = 0;\n\n\treturn x;', 'x.c:3: the type "u128" is not known'],
    ['\treturn sizeof(a);', 'x.c:3: the expression "sizeof(a)" (sizeof_expression) is not understood'],
    [
      '\treturn 99999999999;',
      'x.c:3: the number 99999999999 does not fit int, which has 4294967296 values in this world',
    ],
    ['\tint x[2];\n\n\treturn x[2];', 'x.c:5: "x[2]" is outside the array'],
    ['\tint x[2];\n\n\treturn !memchr_inv(x, 0, 1);', 'x.c:5: memchr_inv() is known of a whole local array, and of 0'],
    ['\tint *p = &c;\n\n\tp = &c;\n\treturn *p;', 'x.c:3: the address of a local is kept in a variable that changes'],
    ['\tlist_for_each_entry(c, a, list)\n\t\tnote(1, a);', 'x.c:3: nothing binds the loop list_for_each_entry()'],
    ['\tvoid *p __free(thing) = find(a);\n\n\treturn 0;', 'x.c:3: it is not known what __free(thing) does'],
    ['\tvoid *p __free(gone) = find(a);\n\n\treturn 0;', 'x.c:3: nothing binds gone()'],
    ['\tguard(attic)(find(a));\n\treturn 0;', 'x.c:3: it is not known what guard(attic) takes'],
    ['\tCLASS(fd, f)(c);\n\treturn 0;', 'x.c:3: it is not known what CLASS(fd) makes'],
    [
      '\tif (c)\n\t\tgoto out;\n\tguard(mutex)(find(a));\nout:\n\treturn 0;',
      'x.c:4: "goto out;" jumps past a variable that is cleaned up where its scope ends',
    ],
    ['\tasm volatile("nop");', 'x.c:3: the expression "asm volatile("nop")" (gnu_asm_expression) is not understood'],
  ])('is refused with its line: %s', async (body, message) => {
    expect(await refusal(body)).toBe(message)
  })

  it('is a pointer to a variable that is made to point elsewhere', async () => {
    const text = 'long f(int c, int *p)\n{\n\tint own = c;\n\n\tp = &own;\n\treturn *p;\n}\n'
    await expect(lowered(text)).rejects.toThrow('x.c:5: "p" stands for a value here and cannot be changed')
  })

  it('spoils no other function of the file', async () => {
    const file = await parseC(
      wholeFile('x.c', 'int good(void)\n{\n\treturn 0;\n}\n\nint bad(void)\n{\n\treturn nothing();\n}\n'),
    )
    const { lowered: fine, refused } = lowerAll(file, ['good', 'bad', 'ugly'], binding)
    expect(fine.map(one => one.name)).toEqual(['good'])
    expect(refused).toEqual([
      { name: 'bad', line: 8, reason: 'nothing binds nothing()', tooLarge: false },
      { name: 'ugly', line: 0, reason: 'its whole body is not shown', tooLarge: false },
    ])
  })
})

describe('what is taken for granted', () => {
  it('is listed with line and text', async () => {
    const f = await lowered(
      'long f(int c, int *p)\n{\n\t*p = step(step(1) + step(2));\n\treturn 10 / c + note(step(3), step(4));\n}\n',
    ).catch((error: unknown) => error)
    expect(f).toBeInstanceOf(Refusal)
    const g = await lowered('long f(int c, int *p)\n{\n\tnote(step(3), step(4));\n\t*p = c;\n\treturn 0;\n}\n')
    expect(g.assumptions.map(({ line, text, assumed }) => [line, text, assumed])).toEqual([
      [1, expect.stringContaining('long f(int c, int *p)'), '"p" points at a variable of its own'],
      [3, 'note(step(3), step(4))', 'arguments are evaluated from left to right'],
    ])
  })

  it('is what no world has and the code sets', async () => {
    const f = await lowered('long f(unsigned long a)\n{\n\tfind(a)->colour = step(1);\n\treturn 2;\n}\n')
    const world = worldOf([3, 7])
    expect(interpret(f, [5], world)).toBe(2)
    expect(world.log.toSorted()).toEqual(['find 5', 'step 1'])
    expect(f.assumptions.at(-1)).toMatchObject({ line: 3, assumed: 'colours make no difference' })
  })
})
