/** What the modules of the project import, as a parser of TypeScript reads them. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { parseAst } from 'rolldown/parseAst'

const root = new URL('..', import.meta.url).pathname

export interface Import {
  /** Path from the root of the project; other names, and imports that name no module, as they are written. */
  readonly target: string
  /** Leaves nothing behind in JavaScript. */
  readonly typesOnly: boolean
}

/** The package itself, through which a module could import any other. */
const PACKAGE = 'gmemcheck'

/**
 * What a module imports of the project: static, dynamic and as a type. What could lead to any module is told, too: a name
 * that is computed, `import.meta`, `require()` and `node:module`.
 *
 * @param path from the root of the project
 */
export function importsOf(path: string, text: string): Import[] {
  const imports: Import[] = []
  const add = (from: string, typesOnly = false) => {
    if (from.startsWith('.')) imports.push({ target: normalize(join(dirname(path), from)), typesOnly })
    else if (/^(?:[/#]|file:|node:module$|module$)/.test(from) || from.split('/')[0] === PACKAGE)
      imports.push({ target: from, typesOnly })
  }
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return
    const { type, source, importKind, exportKind } = node as Syntax
    if (type === 'MetaProperty') imports.push({ target: writtenAt(node, text), typesOnly: false })
    if (type === 'Identifier' && (node as Syntax).name === 'require')
      imports.push({ target: 'require', typesOnly: false })
    if (type === 'TSExternalModuleReference') add(nameIn((node as Syntax).expression) ?? writtenAt(node, text))
    if (IMPORTING.has(type!) && source)
      if (nameIn(source) === undefined) imports.push({ target: writtenAt(node, text), typesOnly: false })
      else add(nameIn(source)!, type === 'TSImportType' || (importKind ?? exportKind) === 'type')
    Object.values(node).forEach(visit)
  }
  visit(parseAst(text, { lang: 'ts' }, path))
  return imports
}

const IMPORTING = new Set([
  'ImportDeclaration',
  'ExportNamedDeclaration',
  'ExportAllDeclaration',
  'ImportExpression',
  'TSImportType',
])

/** What is read of a node of the syntax tree. */
interface Syntax {
  readonly type?: string
  readonly start: number
  readonly end: number
  readonly name?: string
  readonly value?: unknown
  readonly source?: Syntax
  readonly expression?: Syntax
  readonly importKind?: string
  readonly exportKind?: string
}

/** The text that a literal is of. */
const nameIn = (node: Syntax | undefined): string | undefined =>
  node?.type === 'Literal' && typeof node.value === 'string' ? node.value : undefined

const writtenAt = (node: unknown, text: string): string => text.slice((node as Syntax).start, (node as Syntax).end)

/** By path: the texts of the modules in these folders. */
export const modulesIn = (folders: readonly string[]): ReadonlyMap<string, string> =>
  new Map(
    folders.flatMap(folder =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
        .filter(name => /\.[cm]?[jt]sx?$/.test(name))
        .map(name => `${folder}/${name}`)
        .map(path => [path, readFileSync(join(root, path), 'utf8')] as const),
    ),
  )

/** By path of a module in one of these folders: what it imports. */
export const importsIn = (folders: readonly string[]): ReadonlyMap<string, readonly Import[]> =>
  new Map([...modulesIn(folders)].map(([path, text]) => [path, importsOf(path, text)] as const))

/** Circles of modules: sets in which each module reaches every other one by imports. */
export function circlesIn(modules: ReadonlyMap<string, readonly Import[]>): string[][] {
  // Tarjan's algorithm: the modules of a circle lie on `open` from the first one that was entered.
  const entered = new Map<string, number>()
  const lowest = new Map<string, number>()
  const open: string[] = []
  const circles: string[][] = []
  const enter = (module: string) => {
    entered.set(module, entered.size)
    lowest.set(module, entered.get(module)!)
    open.push(module)
    for (const { target } of modules.get(module)!) {
      if (!modules.has(target)) continue
      if (!entered.has(target)) enter(target)
      if (open.includes(target)) lowest.set(module, Math.min(lowest.get(module)!, lowest.get(target)!))
    }
    if (lowest.get(module) !== entered.get(module)) return
    const circle = open.splice(open.indexOf(module)).sort()
    const isCircle = circle.length > 1 || modules.get(module)!.some(({ target }) => target === module)
    if (isCircle) circles.push(circle)
  }
  for (const module of modules.keys()) if (!entered.has(module)) enter(module)
  return circles
}
