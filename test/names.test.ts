/**
 * Exported names. A type that is exported has a name of its own, which no type of another file has either: who reads it
 * need not ask which one is meant. And what a module exports another one imports.
 */
import { dirname, join, normalize } from 'node:path'
import { describe, expect, it } from 'vitest'
import { modulesIn } from './imports.ts'
import { houses } from './rooms.ts'

/** By name: the files that declare it. */
function declared(texts: ReadonlyMap<string, string>, pattern: RegExp): Map<string, string[]> {
  const found = new Map<string, string[]>()
  for (const [path, text] of texts)
    for (const [, name] of text.matchAll(pattern)) found.set(name!, [...(found.get(name!) ?? []), path])
  return found
}

const EXPORTED = /^export (?:abstract )?(?:interface|type|class) (\w+)/gm
const ANY = /^(?:export )?(?:abstract )?(?:interface|type|class) (\w+)/gm
/** The scope of the binding that the file is about; what follows from it says which. */
const SCOPE = 'S'

function twice(texts: ReadonlyMap<string, string>): string[] {
  const all = declared(texts, ANY)
  return [...declared(texts, EXPORTED).keys()].flatMap(name => {
    const paths = all.get(name)!
    return paths.length > 1 && name !== SCOPE ? [`${name}: ${paths.join(', ')}`] : []
  })
}

it('names each exported type once', () => {
  expect(twice(modulesIn(Object.keys(houses)))).toEqual([])
})

it('sees a name that another file has, exported or not', () => {
  const texts = {
    'a.ts': 'export interface Row {}\ntype Cell = 1',
    'b.ts': 'type Row = 1',
    'c.ts': 'export type Row = number\ntype Cell = 2',
  }
  expect(twice(new Map(Object.entries(texts)))).toEqual(['Row: a.ts, b.ts, c.ts'])
})

/** Modules that are loaded by name, or by users. */
const loaded = new Set(['cli/api.ts', 'cli/bench/graphs.ts', 'test/checker/toys/small.mjs'])

/** Types that inferred types of other modules consist of: declarations (`*.d.ts`) have to name them. */
const partsOfInferredTypes = [
  'cli/judging/review/anchors/verdicts.ts: AnchoredPromise',
  'model/patched/extraction.ts: Extracted',
]

/** A template may have lines that look like exports. */
const withoutTemplates = (text: string): string => text.replace(/`(?:\\.|[^`\\])*`/gs, '``')

/** Exports that no other module imports: `path: name`. */
function needless(texts: ReadonlyMap<string, string>): string[] {
  const used = new Set<string>()
  const whole = new Set<string>()
  for (const [path, text] of texts) {
    const target = (from: string) => normalize(join(dirname(path), from))
    for (const [, names, from] of text.matchAll(/^(?:import|export)\b([^'=]*)\bfrom '(\.[^']*)'/gm)) {
      if (names!.includes('*')) whole.add(target(from!))
      for (const [, name] of names!.matchAll(/[{,]\s*(?:type )?(\w+)/g)) used.add(`${target(from!)}: ${name}`)
    }
    for (const [, from] of text.matchAll(/\bimport\(\s*'(\.[^']*)'/g)) whole.add(target(from!))
  }
  const own = /^export (?:abstract |async |declare )*(?:const|let|function\*?|class|interface|type|enum) (\w+)/gm
  return [...texts].flatMap(([path, text]) =>
    loaded.has(path) || whole.has(path)
      ? []
      : [...withoutTemplates(text).matchAll(own)].map(([, name]) => `${path}: ${name}`).filter(each => !used.has(each)),
  )
}

describe('an export', () => {
  it('is imported by another module', () => {
    expect(needless(modulesIn([...Object.keys(houses), 'test'])).sort()).toEqual(partsOfInferredTypes)
  })

  it.each([
    ['import { one } from "elsewhere"', ['a/a.ts: one', 'a/a.ts: Two', 'a/a.ts: three']],
    ["import { one as first } from './a/a.ts'", ['a/a.ts: Two', 'a/a.ts: three']],
    ["import {\n  one,\n  type Two,\n} from './a/a.ts'", ['a/a.ts: three']],
    ["export type { Two } from './a/a.ts'\nimport type { three } from './a/a.ts'", ['a/a.ts: one']],
    ["const { one } = await import('./a/a.ts')", []],
    ["import * as all from './a/a.ts'", []],
  ])('would be seen to be needless beside %s', (other, found) => {
    const text = 'export const one = 1\nexport interface Two {}\nexport async function three() {}\nconst four = 4\n'
    const texts = { 'a/a.ts': text, 'b.ts': other }
    expect(needless(new Map(Object.entries(texts)))).toEqual(found)
  })
})
