/**
 * Source modules as parsed, and what a name stands for in one of them.
 *
 * The sources themselves are parsed, types included, so that a line told is a line to be found.
 */
import { dirname, join } from 'node:path'
import { parseAst } from 'vitest/node'

/** A node of the syntax tree, ESTree with TypeScript. */
export interface Node {
  readonly type: string
  /** Offset in the text, from 0. */
  readonly start: number
  readonly [property: string]: unknown
}

export interface Module {
  /** From the root of the project. */
  readonly path: string
  readonly text: string
  readonly body: readonly Node[]
  /** Initialisers of module constants, and function declarations, by name. */
  readonly declared: ReadonlyMap<string, Node>
  /** Names that come from other modules: imported, or exported onwards. */
  readonly foreign: ReadonlyMap<string, { readonly path: string; readonly name: string }>
}

export interface Declared {
  readonly module: Module
  readonly node: Node
}

export class Modules {
  private readonly read: (path: string) => string
  private readonly known = new Map<string, Module>()

  /** @param read the text of a module, by its path from the root of the project */
  constructor(read: (path: string) => string) {
    this.read = read
  }

  at(path: string): Module {
    const module = this.known.get(path) ?? parse(path, this.read(path))
    this.known.set(path, module)
    return module
  }

  /** What the name stands for at the top of the module, wherever it is declared; nothing of packages is known. */
  find(module: Module, name: string): Declared | undefined {
    const node = module.declared.get(name)
    if (node) return { module, node }
    const foreign = module.foreign.get(name)
    return foreign && this.find(this.at(foreign.path), foreign.name)
  }
}

/** The line of an offset, from 1. */
export const lineOf = ({ text }: Module, { start }: Node): number => text.slice(0, start).split('\n').length

/** Every node below, and the node itself, in document order. */
export function* nodesIn(node: Node): Generator<Node> {
  yield node
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value])
      if (typeof child === 'object' && child !== null && 'type' in child) yield* nodesIn(child as Node)
  }
}

function parse(path: string, text: string): Module {
  const { body } = parseAst(text, { lang: 'ts' }, path) as unknown as { body: readonly Node[] }
  const declared = new Map<string, Node>()
  const foreign = new Map<string, { path: string; name: string }>()
  for (const statement of body) {
    const declaration = ((statement.declaration as Node | null | undefined) ?? statement) as Node
    if (declaration.type === 'FunctionDeclaration') declared.set(nameOf(declaration.id), declaration)
    if (declaration.type === 'VariableDeclaration') {
      for (const { id, init } of declaration.declarations as { id: Node; init: Node | null }[])
        if (id.type === 'Identifier' && init) declared.set(nameOf(id), init)
    }
    const from = (statement.source as { value: string } | null | undefined)?.value
    if (!from?.startsWith('.')) continue
    for (const { local, imported, exported } of (statement.specifiers ?? []) as Record<string, Node>[])
      foreign.set(nameOf(exported ?? local), { path: join(dirname(path), from), name: nameOf(imported ?? local) })
  }
  return { path, text, body, declared, foreign }
}

/** The types of nodes that are functions. */
export const FUNCTIONS = new Set(['ArrowFunctionExpression', 'FunctionDeclaration', 'FunctionExpression'])

/** Without parentheses and types. */
export const bare = (node: Node): Node => (WRAPPERS.has(node.type) ? bare(node.expression as Node) : node)

const WRAPPERS = new Set(['TSNonNullExpression', 'TSAsExpression', 'TSSatisfiesExpression', 'ParenthesizedExpression'])

export const nameOf = (identifier: unknown): string => (identifier as { name: string }).name
