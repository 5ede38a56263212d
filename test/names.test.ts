/**
 * A type that is exported has a name of its own: who reads it in one file need not ask which one is meant.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { importsIn } from './imports.ts'
import { houses } from './rooms.ts'

const root = join(import.meta.dirname, '..')

/** By name: the files that declare and export it. */
function declared(texts: ReadonlyMap<string, string>): Map<string, string[]> {
  const found = new Map<string, string[]>()
  for (const [path, text] of texts)
    for (const [, name] of text.matchAll(/^export (?:abstract )?(?:interface|type|class) (\w+)/gm))
      found.set(name!, [...(found.get(name!) ?? []), path])
  return found
}

const twice = (texts: ReadonlyMap<string, string>): string[] =>
  [...declared(texts)].flatMap(([name, paths]) => (paths.length > 1 ? [`${name}: ${paths.join(', ')}`] : []))

it('names each exported type once', () => {
  const paths = [...importsIn(Object.keys(houses)).keys()]
  expect(twice(new Map(paths.map(path => [path, readFileSync(join(root, path), 'utf8')])))).toEqual([])
})

it('sees a name that two files export', () => {
  expect(
    twice(
      new Map([
        ['a.ts', 'export interface Row {}'],
        ['b.ts', 'type Row = 1\nexport type Row = number'],
      ]),
    ),
  ).toEqual(['Row: a.ts, b.ts'])
})
