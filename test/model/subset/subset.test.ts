import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { designs } from '../../../model/designs/index.ts'
import { machinesFor } from '../../../model/operations/machines.ts'
import { Modules } from './modules.ts'
import { functionsNamed, partsIn } from './parts.ts'
import { type Refusal, refusalsOf } from './subset.ts'

const root = new URL('../../..', import.meta.url).pathname
const modules = new Modules(path => readFileSync(`${root}/${path}`, 'utf8'))
const modulesIn = (folder: string) =>
  readdirSync(`${root}/${folder}`, { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.ts'))
    .map(name => modules.at(`${folder}/${name}`))

const told = ({ path, line, what }: Refusal) => `${path}:${line}: ${what}`
// what is lowered from C is data, and read as such
const parts = modulesIn('model')
  .filter(({ path }) => !path.startsWith('model/c/'))
  .flatMap(module => partsIn(module, 'guards', 'effects'))
// spec/judging/properties.ts only hands them on
const checks = modulesIn('spec')
  .filter(({ path }) => path !== 'spec/judging/properties.ts')
  .flatMap(module => functionsNamed(module, 'broken', 'when', 'reached'))

describe('what other tools read is written in a small subset', () => {
  it('guards and effects', () => expect(refusalsOf(modules, parts).map(told)).toEqual([]))
  it('checks of promises and goals', () => expect(refusalsOf(modules, checks).map(told)).toEqual([]))

  it('and no machine has a guard or effect that was not read', () => {
    const read = new Set(parts.map(({ name }) => name))
    const unread = designs.flatMap(design =>
      Object.values(machinesFor(design)).flatMap(machine => {
        const { guards, actions } = machine().implementations
        return [...Object.keys(guards), ...Object.keys(actions)].filter(name => !read.has(name))
      }),
    )
    expect([...new Set(unread)]).toEqual([])
  })
})

/** What is refused in a guard of that text, in a module beside another. */
const refusedIn = (guard: string, others = '') => {
  const texts: Record<string, string> = {
    'a.ts': `import { b, N, list, late } from './b.ts'; import { isHolder } from './checker/declare/holding.ts'\n${others}\nexport const a = (design: string) => ({ guards: {\n'a.guard': ${guard} } })`,
    'checker/declare/holding.ts': 'export const isHolder = (shared, field, thread) => shared[field] === 1 + thread',
    'b.ts': `export const N = 2\nexport const list = [1]\nexport const b = (n: number): number => n + N\nexport const late = (n: number) => {\n  throw n\n}`,
  }
  const small = new Modules(path => texts[path]!)
  return refusalsOf(small, partsIn(small.at('a.ts'), 'guards')).map(told)
}

describe('the subset', () => {
  it.each([
    '({ kernel, call }) => kernel.share[call["split.i"]!] === N && !(call.page as number < b(1))',
    '({ kernel }) => { for (let i = 0; i < kernel.pages && kernel.x[i] !== 0; i++) { if (i === 3) continue } }',
    '({ kernel }) => { for (let i = kernel.pages - 1; i >= 0; i--) kernel.x[i] = 0 }',
    '({ kernel }) => { let i = 0; while (i < kernel.pages && kernel.x[i] !== 0) i += 1; return i === 1 }',
    'scope => { let n = scope.call.page; n += 1; scope.kernel.refs[n]! |= 1 << n; return n > N ? true : false }',
    "({ kernel, self }) => isHolder(kernel, 'lock', self)",
    '({ call }) => Math.floor(call.page / 2) === b(b(N))',
  ])('has %s', guard => expect(refusedIn(guard)).toEqual([]))

  it.each([
    [
      '({ kernel }) => kernel.pages.some(page => page)',
      'the expression ArrowFunctionExpression',
      'the call of a method',
    ],
    ['({ kernel }) => [kernel.a, kernel.b]', 'the expression ArrayExpression'],
    ['() => ({ a: 1 })', 'the expression ObjectExpression'],
    ['() => design === N', 'the captured "design"'],
    ['() => list[0] === 1', 'the captured "list"'],
    ['({ kernel }) => { N = kernel.a }', 'an assignment to something captured'],
    ['() => { throw 1 }', 'the statement ThrowStatement'],
    ['async ({ kernel }) => { await kernel }', 'an async function or a generator', 'the expression AwaitExpression'],
    ['({ kernel }) => { while (kernel.a) kernel.a -= 1 }', 'a loop without a plain bound'],
    ['({ kernel }) => { let i = 0; while (kernel.a > i) i += 1 }', 'a loop without a plain bound'],
    ['({ kernel }) => { do kernel.a -= 1; while (kernel.a) }', 'the statement DoWhileStatement'],
    ['({ kernel }) => { for (const page of kernel.pages) kernel.a = page }', 'the statement ForOfStatement'],
    ['({ kernel }) => { for (let i = 0; kernel.a > i; i++) kernel.a = i }', 'a loop without a plain bound'],
    ['({ kernel }) => { for (let i = 0; i < kernel.a; i--) kernel.b = 1 }', 'a loop without a plain bound'],
    ['({ kernel }) => { for (let i = 0; i < kernel.a; i++) i -= 1 }', 'a loop without a plain bound'],
    ['({ kernel }) => kernel.a?.b', 'the expression ChainExpression'],
    ['({ kernel }) => kernel.a ?? 1', 'the operator ??'],
    ['({ kernel }) => kernel.a == 1', 'the operator =='],
    ['({ kernel }) => kernel.a !== ""', 'the value ""'],
    ['({ kernel }) => kernel.a === `1`', 'the expression TemplateLiteral'],
    ['({ ...rest }) => 1', 'the pattern ObjectPattern'],
    ['({ kernel }) => b(...kernel.a)', 'the expression SpreadElement'],
    ["({ kernel, self }) => isHolder(kernel, 'a', 'b')", "the value 'b'"],
    ["({ kernel, self }) => b('a')", "the value 'a'"],
    ['({ kernel }) => kernel.f(1)', 'the call of a method'],
    ['kernel => kernel(1)', 'the call of something that is no function of a module'],
    ['b(1)', 'a part that is no function (CallExpression)'],
  ])('has no %s', (guard, ...what) => {
    expect(refusedIn(guard)).toEqual(what.map(each => `a.ts:4: ${each}`))
  })

  it('goes for what is called, too, and names the line there', () => {
    expect(refusedIn('({ call }) => late(call.page)')).toEqual(['b.ts:5: the statement ThrowStatement'])
  })

  it('has no function that calls itself', () => {
    const others =
      'const down = (n: number): number => (n === 0 ? 0 : up(n))\nconst up = (n: number): number => down(n - 1)'
    expect(refusedIn('({ call }) => down(call.page) === 0', others)).toEqual(['a.ts:2: a function that calls itself'])
  })
})
