/**
 * checker <- model <- spec <- cli: an arrow points at what is imported. `cli/` may import all.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = new URL('..', import.meta.url).pathname
const folders = ['checker', 'model', 'spec', 'cli'] as const
type Folder = (typeof folders)[number]

const mayImport: Readonly<Record<Folder, readonly string[]>> = {
  checker: ['checker'],
  model: ['checker', 'model'],
  spec: ['model', 'spec'],
  cli: ['checker', 'model', 'spec', 'cli'],
}
/** The one place where promises become properties of the engine: it may name their types. */
const JOINT = 'spec/properties.ts'

interface Import {
  readonly from: string
  readonly typesOnly: boolean
}

/** Relative imports of a module, static and dynamic, and whether they leave nothing behind in JavaScript. */
function importsOf(text: string): Import[] {
  const statements = text.matchAll(/^(?:import|export)\s(type\s)?(?:[^'"]*?\sfrom\s+)?['"]([^'"]+)['"]/gm)
  const calls = text.matchAll(/\bimport\(\s*['"]([^'"]+)['"]\s*\)/g)
  return [
    ...[...statements].map(([, type, from]) => ({ from: from!, typesOnly: type !== undefined })),
    ...[...calls].map(([, from]) => ({ from: from!, typesOnly: false })),
  ].filter(({ from }) => from.startsWith('.'))
}

/** What a module imports against the arrows, a line each. @param path from the root of the project */
function against(path: string, text: string): string[] {
  const folder = path.split('/')[0] as Folder
  return importsOf(text).flatMap(({ from, typesOnly }) => {
    const target = normalize(join(dirname(path), from))
    const allowed = mayImport[folder].includes(target.split('/')[0]!)
    const joint = path === JOINT && typesOnly && target.startsWith('checker/')
    return allowed || joint ? [] : [`${path} imports ${target}`]
  })
}

const modules = folders.flatMap(folder =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.ts'))
    .map(name => `${folder}/${name}`),
)

describe('the arrows between the folders', () => {
  it.each(modules)('are kept by %s', path => {
    expect(against(path, readFileSync(join(root, path), 'utf8'))).toEqual([])
  })

  it.each([
    ['checker/search.ts', "import { folioOf } from '../model/kernel/folio.ts'"],
    ['model/world.ts', "import type { Promised } from '../spec/promise.ts'"],
    ['spec/promise.ts', "import type { Property } from '../checker/declare/property.ts'"],
    ['spec/properties.ts', "import { search } from '../checker/index.ts'"],
    ['spec/goals/index.ts', "export * from '../../cli/names.ts'"],
    ['model/world.ts', "const late = await import('../cli/main.ts')"],
    ['model/world.ts', "import {\n  type Claim,\n  claims,\n} from '../spec/claims/index.ts'"],
    ['model/kernel/state.ts', "import '../../spec/promises.ts'"],
  ])('would be broken by %s: %s', (path, text) => {
    expect(against(path, text)).toHaveLength(1)
  })

  it('let the joint name types of the engine', () => {
    expect(against(JOINT, "import type { Property } from '../checker/declare/property.ts'")).toEqual([])
  })
})
