import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { InputError } from '../../../../checker/declare.ts'
import { changesBetween, type FileChanges } from '../../../../model/c/changes/changes.ts'
import { statementsOf } from '../../../../model/c/changes/statements.ts'
import { isName, tokensOf } from '../../../../model/c/changes/tokens.ts'
import { type CFile, parseC } from '../../../../model/c/parse/parse.ts'
import { wholeFile } from '../../../../model/c/text/source.ts'

const parsed = (text: string) => parseC(wholeFile('x.c', text))
const changes = async (before: string, after: string) => changesBetween(await parsed(before), await parsed(after))
const within = (body: string) => `int f(int a, int b)\n{\n${body}\n}\n`
const wordsOf = ({ statements }: FileChanges) =>
  statements.map(
    ({ side, file, statement: { kind, start, end } }) =>
      `${side} ${kind} ${file.source.text.slice(start, end).replace(/\s+/g, ' ')}`,
  )
/** Changed statements as `side kind text`. */
const told = async (before: string, after: string) => wordsOf(await changes(within(before), within(after)))
const items = async (before: string, after: string) =>
  (await changes(before, after)).items.map(({ side, kind, name }) => `${side} ${kind} ${name}`)

describe('a changed statement', () => {
  it('is one operand of a condition, with the operator before it', async () => {
    expect(await told('if (a && b) x();', 'if (a && !b) x();')).toEqual([
      'before condition && b',
      'after condition && !b',
    ])
    expect(await told('if (a && b) x();', 'if (a || b) x();')).toEqual([
      'before condition && b',
      'after condition || b',
    ])
    expect(await told('if (a) x();', 'if (a && b) x();')).toEqual(['after condition && b'])
    expect(await told('return a && b;', 'return a && b > 1;')).toEqual([
      'before condition && b',
      'after condition && b > 1',
    ])
  })
  it('is an operand that is grouped otherwise', async () => {
    expect(await told('if (a && (b || x())) y();', 'if ((a && b) || x()) y();')).not.toEqual([])
    expect(await told('if (!(a && b)) y();', 'if (!a && b) y();')).not.toEqual([])
  })
  it('is one that another condition or loop holds, with the same text', async () => {
    expect(await told('if (a) x();', 'x();')).toEqual(['before condition a', 'before call x();', 'after call x();'])
    expect(await told('if (a) { x(); y(); }', 'if (a) { x(); } y();')).toEqual(['before call y();', 'after call y();'])
    expect(await told('if (a) x(); else y();', 'if (a) { x(); y(); }')).toEqual(['before call y();', 'after call y();'])
  })
  it('is one that stands before another where it stood behind it', async () => {
    expect(await told('x(); y();', 'y(); x();')).toEqual(['before call x();', 'after call x();'])
  })
  it('differs where one argument of a call does, or as a whole where the function does', async () => {
    const spans = async (before: string, after: string) => {
      const { statements } = await changes(within(before), within(after))
      return statements.flatMap(({ file, spans }) => spans.map(({ start, end }) => file.source.text.slice(start, end)))
    }
    expect(await spans('x(a, b + 1);', 'x(a, b - 1);')).toEqual(['b + 1', 'b - 1'])
    expect(await spans('x(a, b);', 'y(a, b);')).toEqual(['x(a, b)', 'y(a, b)'])
    expect(await spans('if (a) x();', 'while (a) x();')).toContain('a')
  })
  it('is the head of a loop macro, and what an attribute adds to a declaration', async () => {
    expect(await told('for_each_x(a) x();', 'for_each_y(a) x();')).toContain('before condition for_each_x(a)')
    expect(await told('int *p = x();', 'int *p __free(kfree) = x();')).toEqual([
      'before declaration int *p = x();',
      'after declaration int *p __free(kfree) = x();',
    ])
  })
})

describe('what is no statement', () => {
  const f = within('return a;')
  it('is told by what it is', async () => {
    expect(await items(f, `#define folio_unlock(f)\n${f}`)).toEqual(['after macro macro folio_unlock'])
    expect(await items(`#include <a.h>\nint g(void);\n${f}`, f)).toEqual([
      'before include #include <a.h>',
      'before prototype prototype g',
    ])
    expect(await items(`struct s { int a; };\n${f}`, `struct s { int b; };\n${f}`)).toEqual([
      'before type struct s',
      'after type struct s',
    ])
    expect(await items(`static struct ops o = { .a = f };\n${f}`, `static struct ops o = {};\n${f}`)).toEqual([
      'before table the data o',
      'after table the data o',
    ])
    expect(await items(f, `${f}${within('return b;')}`)).toEqual(['after other a second f()'])
  })
  it('is a definition of cleanup.h that is new, and another matter where functions may use it already', async () => {
    const guard = (drop: string) => `DEFINE_GUARD(x, struct x *, lock(_T), ${drop}(_T))\n`
    expect(await items('', guard('unlock'))).toEqual(['after definition DEFINE_GUARD x'])
    expect(await items(guard('unlock'), guard('forget'))).toEqual([
      'before directive DEFINE_GUARD x',
      'after directive DEFINE_GUARD x',
    ])
  })
  it('is a directive, and what is not compiled', async () => {
    expect(await items(within('x();'), within('#ifdef CONFIG_X\nx();\n#endif'))).toEqual([
      'after directive "#ifdef CONFIG_X" in f()',
      'after directive "#endif" in f()',
      'after directive the #if around "x ( ) ;" in f()',
    ])
    const dead = (text: string) => within(`#ifdef UNHEARD_OF\n${text}\n#endif\nreturn a;`)
    expect(await items(dead('x();'), dead('y();'))).toEqual([
      'before directive "x" in f()',
      'after directive "y" in f()',
    ])
  })
})

const fixtures = ['pages.c', 'direct-map.c', 'convert-with-rollback.c', 'convert-without-rollback.c']
const texts = fixtures.map(name =>
  readFileSync(new URL(`../../../fixtures/c/guest-memfd/${name}`, import.meta.url), 'utf8'),
)

/** The text with every token that `change` names replaced. */
function rewritten(file: CFile, change: (text: string, isMember: boolean) => string): string {
  const { text } = file.source
  let [made, from] = ['', 0]
  for (const token of tokensOf(file, 0, text.length)) {
    made += text.slice(from, token.at) + change(token.text, token.isMember)
    from = token.at + token.text.length
  }
  return made + text.slice(from)
}

describe('nothing differs', () => {
  it.each(texts.map((text, index) => [fixtures[index]!, text]))(
    'in %s, laid out and commented otherwise',
    async (_, text) => {
      const file = await parsed(text)
      const after = rewritten(file, one => (one === ';' ? ' /* said */ ;' : isName(one) ? `${one}  ` : one))
      const found = await changes(text, after)
      expect({ statements: wordsOf(found), items: found.items }).toEqual({ statements: [], items: [] })
    },
  )
  it.each(texts.map((text, index) => [fixtures[index]!, text]))(
    'in %s, with each local of a function under another name',
    async (_, text) => {
      const file = await parsed(text)
      const names = new Set<string>()
      for (const { node } of file.functions)
        for (const one of node.descendantsOfType(['parameter_declaration', 'declaration']))
          for (const declared of one.descendantsOfType('identifier'))
            if (isLocal(declared.parent?.type)) names.add(declared.text)
      expect(names.size).toBeGreaterThan(5)
      const functions = new Set(file.functions.map(({ name }) => name))
      const after = rewritten(file, (one, isMember) =>
        names.has(one) && !isMember && !functions.has(one) ? `${one}_too` : one,
      )
      expect(wordsOf(await changes(text, after))).toEqual([])
    },
  )
})

const isLocal = (parent: string | undefined): boolean =>
  ['pointer_declarator', 'init_declarator', 'declaration', 'parameter_declaration'].includes(parent ?? '')

/** What is no C any more is told, and not passed over. */
const refused = (error: unknown): undefined => {
  if (!(error instanceof InputError)) throw error
}

describe('nothing escapes', () => {
  const words = (file: CFile) =>
    tokensOf(file, 0, file.source.text.length).flatMap(({ text }) => (/^[{};()]$/.test(text) ? [] : [text]))

  it('of a line that is dropped, doubled or moved', async () => {
    const files = await Promise.all(texts.map(parsed))
    await fc.assert(
      fc.asyncProperty(
        fc.nat(texts.length - 1),
        fc.nat(),
        fc.nat(),
        fc.constantFrom('drop', 'double', 'move'),
        async (which, seed, other, how) => {
          const lines = texts[which]!.split('\n')
          const [from, to] = [seed % lines.length, other % lines.length]
          const [line] = how === 'double' ? [lines[from]!] : lines.splice(from, 1)
          if (how !== 'drop') lines.splice(to, 0, line!)
          const after = await parsed(lines.join('\n')).catch(refused)
          if (after === undefined) return
          const [old, fresh] = [words(files[which]!), words(after)]
          const { statements, items } = changesBetween(files[which], after)
          const differs = old.length !== fresh.length || old.some((one, index) => one !== fresh[index])
          if (differs) expect(statements.length + items.length).toBeGreaterThan(0)
        },
      ),
      { seed: 11, numRuns: 150 },
    )
  })

  it('of a function: each word is in a statement, or one of the structure', async () => {
    for (const file of await Promise.all(texts.map(parsed)))
      for (const fn of file.functions) {
        const spans = statementsOf(file, fn)
        const loose = tokensOf(file, fn.node.startIndex, fn.node.endIndex).filter(
          ({ at }) => !spans.some(({ start, end }) => start <= at && at < end),
        )
        expect(new Set(loose.map(({ text }) => text).filter(isName))).toEqual(
          new Set(loose.map(({ text }) => text).filter(text => /^(if|else|for|while|do|switch)$/.test(text))),
        )
      }
  })
})

describe('what is compiled', () => {
  const moved = (before: string, after: string) => items(within(before), within(after))

  it('is another matter where a directive moves, and nothing else', async () => {
    const around = ['#ifdef CONFIG_A', 'x();', '#endif', 'y();'].join('\n')
    expect(await moved(around, ['#ifdef CONFIG_A', 'x();', 'y();', '#endif'].join('\n'))).toEqual([
      'after directive the #if around "y ( ) ;" in f()',
    ])
    expect(await moved(around, around)).toEqual([])
    expect(await moved(around, around.replace('x()', 'x(1)'))).toEqual([])
  })

  it('is another matter where what is edited moves along', async () => {
    const before = ['#ifdef CONFIG_A', 'x();', '#endif', 'y();'].join('\n')
    expect(await moved(before, ['#ifdef CONFIG_A', 'x();', 'y(1);', '#endif'].join('\n'))).toEqual([
      'after directive the #if around "y ( 1 ) ;" in f()',
    ])
  })

  it('is no other matter where something is new under a directive, and nothing is gone elsewhere', async () => {
    const around = ['#ifdef CONFIG_A', 'x();', '#endif', 'y();'].join('\n')
    expect(await moved(around, around.replace('x();', 'z();\nx();'))).toEqual([])
    const more = around.replace('x();', 'z();\nx();')
    for (const other of [more.replace('y();', ''), `${more}\nunz();`])
      expect(await moved(around, other)).toEqual(['after directive the #if around "z ( ) ;" in f()'])
  })

  it('is another matter where branches change places, or macros', async () => {
    const choice = (one: string, other: string) => `#ifdef A\n#define M ${one}\n#else\n#define M ${other}\n#endif\n`
    expect(await items(choice('1', '2'), choice('2', '1'))).toHaveLength(3)
    expect(await items('#undef M\n#define M 1\n', '#define M 1\n#undef M\n')).toHaveLength(1)
  })

  it('is no other matter where a new choice stands beside an old one', async () => {
    const choice = (name: string) => `#ifdef ${name}\n#define M${name} 1\n#else\n#define N${name} 1\n#endif\n`
    const added = await items(choice('A'), `${choice('B')}${choice('A')}`)
    expect(added.filter(one => /the #if around|the order of/.test(one))).toEqual([])
  })

  it('is the same where the whole function stands under a directive', async () => {
    const under = (text: string) => `#ifdef CONFIG_A\n${within(text)}#endif\n`
    expect(await items(under('x();'), under('x();\ny();'))).toEqual([])
  })
})

it('a negation that is doubled is a change', async () => {
  expect(await told('if (!(a && b)) x();', 'if (!!(a && b)) x();')).not.toEqual([])
})
