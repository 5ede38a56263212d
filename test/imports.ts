/** What the modules of the project import. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'

const root = new URL('..', import.meta.url).pathname

export interface Import {
  /** Path from the root of the project. */
  readonly target: string
  /** Leaves nothing behind in JavaScript. */
  readonly typesOnly: boolean
}

/** Relative imports of a module, static and dynamic. @param path from the root of the project */
export function importsOf(path: string, text: string): Import[] {
  const statements = text.matchAll(/^(?:import|export)\s(type\s)?(?:[^'"]*?\sfrom\s+)?['"]([^'"]+)['"]/gm)
  const calls = text.matchAll(/\bimport\(\s*['"]([^'"]+)['"]\s*\)/g)
  return [
    ...[...statements].map(([, type, from]) => ({ from: from!, typesOnly: type !== undefined })),
    ...[...calls].map(([, from]) => ({ from: from!, typesOnly: false })),
  ]
    .filter(({ from }) => from.startsWith('.'))
    .map(({ from, typesOnly }) => ({ target: normalize(join(dirname(path), from)), typesOnly }))
}

/** By path of a module in one of these folders: what it imports. */
export const importsIn = (folders: readonly string[]): ReadonlyMap<string, readonly Import[]> =>
  new Map(
    folders.flatMap(folder =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
        .filter(name => name.endsWith('.ts'))
        .map(name => `${folder}/${name}`)
        .map(path => [path, importsOf(path, readFileSync(join(root, path), 'utf8'))] as const),
    ),
  )

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
