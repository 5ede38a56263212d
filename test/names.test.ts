/**
 * A type that is exported has a name of its own, which no type of another file has either: who reads it need not ask which
 * one is meant.
 */
import { expect, it } from 'vitest'
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
