import { describe, expect, it } from 'vitest'
import { lowerAll } from '../../../../model/c/lower/lower.ts'
import { parseC } from '../../../../model/c/parse/parse.ts'
import { wholeFile } from '../../../../model/c/text/source.ts'
import { saidResults } from '../../../../model/code/assumptions.ts'
import { bindingFor } from '../../../../model/code/binding.ts'
import { designs } from '../../../../model/designs/index.ts'

const upstream = designs.find(({ name }) => name === 'upstream')!

/** What is assumed of the call in a function, by event. */
async function assumed(body: string, ...said: readonly string[]) {
  return assumedBehind('', body, ...said)
}

/** @param above what the file declares above the function */
async function assumedBehind(above: string, body: string, ...said: readonly string[]) {
  const text = `${above}static int f(struct inode *inode, int a)\n{\n\tint r = 0;\n\n${body}\n\treturn r;\n}\n`
  const binding = bindingFor(upstream, undefined, saidResults(said))
  const { lowered, refused } = lowerAll(await parseC(wholeFile('x.c', text)), ['f'], binding)
  if (refused.length > 0) return refused.map(({ reason }) => reason)
  const events = lowered[0]!.blocks.flatMap(({ exit }) =>
    exit.kind === 'call' && lowered[0]!.sites[exit.call.site]!.assumed && exit.call.bound.kind === 'step'
      ? Object.keys(exit.call.bound.outcomes)
      : [],
  )
  return { events, words: lowered[0]!.assumptions.map(one => one.assumed).find(one => one.includes('nothing binds')) }
}

describe('a call that nothing binds', () => {
  it.each([
    ['\tfoo(inode);', ['step'], ''],
    ['\tr = foo(a);', ['step', 'enomem'], ', and to return 0 or -ENOMEM'],
    [
      '\tr = foo(a);\n\tif (r == -EAGAIN)\n\t\treturn 1;',
      ['step', 'enomem', 'returns -11'],
      ', and to return 0, -ENOMEM or -11',
    ],
    ['\tif (foo(a))\n\t\treturn 1;', ['step', 'returns 1'], ', and to return 0 or 1'],
    ['\tif (a && !foo(a))\n\t\treturn 1;', ['step', 'returns 1'], ', and to return 0 or 1'],
    ['\tbool b = foo(a);\n\n\tr = b;', ['step', 'returns 1'], ', and to return 0 or 1'],
    ['\tstruct mempolicy *p = foo(a);\n\n\tif (!p)\n\t\treturn 1;', ['step', 'returns NULL'], ', and to return 1 or 0'],
  ])('%s is taken to do nothing, and to return what its caller can tell apart', async (body, events, returns) => {
    expect(await assumed(body)).toEqual({ events, words: `nothing binds foo(): it is taken to do nothing${returns}` })
  })

  it('is refused where it returns one of the objects that the model knows', async () => {
    expect(await assumed('\tstruct folio *p = foo(a);\n\n\tif (!p)\n\t\treturn 1;')).toEqual([
      'nothing binds foo(), and it is not known what it returns a pointer to',
    ])
  })

  it('returns what somebody says', async () => {
    expect(await assumed('\tr = foo(a);', 'foo=EAGAIN|0')).toMatchObject({ events: ['step', 'returns 0'] })
    expect(await assumed('\tr = foo(a);', 'foo=0|EAGAIN', 'bar=noop')).toMatchObject({ events: ['step', 'eagain'] })
    expect(() => saidResults(['foo'])).toThrow('--assume cannot be "foo"')
    expect(() => saidResults(['foo=ENEVER'])).toThrow('"ENEVER" is no result that gmemcheck knows')
  })

  it('is left out where it only tells', async () => {
    expect(await assumed('\ttrace_kvm_foo(a);')).toEqual({ events: [], words: undefined })
  })
})

describe('a number that the file declares outside functions', () => {
  const read = '\tif (lazy)\n\t\treturn 1;'

  it('is any that its reader can tell apart where the module is loaded with it, or functions assign to it', async () => {
    const words = 'nothing binds lazy: it is taken to be 0 or 1'
    const loaded = 'static bool lazy;\nmodule_param(lazy, bool, 0444);\n'
    expect(await assumedBehind(loaded, read)).toEqual({ events: ['step', 'is 1'], words })
    const assigned = 'static int lazy = 1;\nstatic void g(void)\n{\n\tlazy = 0;\n}\n'
    expect(await assumedBehind(assigned, read)).toEqual({ events: ['step', 'is 1'], words })
  })

  it.each([
    ['another file has it', 'extern int lazy;\n'],
    ['another file may set it', 'int lazy;\n'],
    ['a function counts it', 'static int lazy;\nstatic void g(void)\n{\n\tlazy++;\n}\n'],
    ['a function hands on its address', 'static int lazy;\nstatic void g(void)\n{\n\tfill(&lazy);\n}\n'],
    ['a table holds its address', 'static int lazy;\nstatic struct ctl knob = { .data = &lazy };\n'],
    ['WRITE_ONCE() sets it', 'static int lazy;\nstatic void g(void)\n{\n\tWRITE_ONCE(lazy, 1);\n}\n'],
    ['a macro names it', 'static int lazy;\n#define be_lazy() do {	\\\n\tlazy = 1; \\\n} while (0)\n'],
  ])('is any value where %s', async (_, before) => {
    const words = 'nothing binds lazy: it is taken to be 0 or 1'
    expect(await assumedBehind(before, read)).toEqual({ events: ['step', 'is 1'], words })
  })

  it('is what it begins with where nobody changes it', async () => {
    expect(await assumedBehind('static const bool lazy = true;\n', read)).toEqual({ events: [], words: undefined })
    const compared = 'static int lazy = 1;\nstatic int g(int lazier)\n{\n\treturn lazy == lazier;\n}\n'
    expect(await assumedBehind(compared, read)).toEqual({ events: [], words: undefined })
    expect(await assumedBehind('', read)).toEqual(['nothing binds "lazy"'])
  })
})
