/**
 * The documents name files and folders of the project. Each of them exists.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '../..')
const documents = [...readdirSync(root), ...readdirSync(join(root, 'docs')).map(name => `docs/${name}`)].filter(
  name => name.endsWith('.md') && name !== 'CHANGELOG.md',
)

/** Paths below the four folders and test/, as they stand in a text. */
const pathsIn = (text: string): string[] => [
  ...new Set([...text.matchAll(/(?<![\w./<-])(?:checker|model|spec|cli|test)\/[\w./-]*[\w/]/g)].map(([path]) => path)),
]

/** Those of them that are neither a file nor a folder; `kernel/folio` may stand for `kernel/folio.ts`. */
const absent = (paths: readonly string[]): string[] =>
  paths.filter(path => !existsSync(join(root, path)) && !existsSync(join(root, `${path}.ts`)))

describe('the paths that a document names', () => {
  it.each(documents)('exist: %s', name => {
    expect(absent(pathsIn(readFileSync(join(root, name), 'utf8')))).toEqual([])
  })

  it('are linked where they are', () => {
    const links = documents.flatMap(name => {
      const text = readFileSync(join(root, name), 'utf8')
      return [...text.matchAll(/\]\(([^):#]+)\)/g)].map(([, to]) => join(root, dirname(name), to!))
    })
    expect(links.length).toBeGreaterThan(8)
    expect(links.filter(link => !existsSync(link))).toEqual([])
  })

  it('are found in prose, in tables and in code', () => {
    const text = 'See `model/kernel/words.ts`, spec/nothing/; (checker/index.ts). | cli/none.ts |'
    expect(absent(pathsIn(text))).toEqual(['spec/nothing/', 'cli/none.ts'])
  })
})
