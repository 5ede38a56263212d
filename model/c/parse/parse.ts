/**
 * The functions of a C file, or of as much of it as a patch shows.
 */

import { createHash } from 'node:crypto'
import { InputError } from '../../../checker/declare.ts'
import { childOf, lineOf, loadGrammar, type Node, type ReadC } from '../text/grammar.ts'
import { refuseDeepTree, refuseHuge, refuseMany } from '../text/limits.ts'
import { oneLine } from '../text/one-line.ts'
import type { Source, Span } from '../text/source.ts'
import { type Choice, configure } from './configuration/configure.ts'
import { type Rewritten, rewriteMacros } from './rewrite.ts'

/** C text read into functions, all of which can be lowered but those with a `problem`. */
export interface CFile extends Pick<Rewritten, 'loops' | 'cleanups' | 'definitions'> {
  readonly source: Source
  readonly root: Node
  /** What headers define of the names in it. */
  readonly beyond?: Node
  /** In the order of the file. Of two functions of one name, which only differ by configuration, the compiled one. */
  readonly functions: readonly CFunction[]
  /** Places outside functions that the grammar does not understand. */
  readonly unread: readonly Problem[]
  readonly read: ReadC
}

export interface CFunction extends Span {
  readonly name: string
  readonly node: Node
  /** Of its tokens, 16 hex digits: layout, comments, attributes and storage class make no difference. */
  readonly hash: string
  /** Where it cannot be read. */
  readonly problem?: Problem
  /** Decisions of the configuration it stands under. */
  readonly choices: readonly Choice[]
}

interface Problem {
  /** Line of the file, from 1. */
  readonly line: number
  /** The text that the grammar could not parse. */
  readonly construct: string
}

/** The text is read in the configuration that the source names. */
export async function parseC(source: Source): Promise<CFile> {
  const read = await loadGrammar()
  const { text, choices } = configure(source)
  refuseHuge(text, source.file)
  const { text: palatable, loops, cleanups, definitions } = rewriteMacros(text)
  const root = read(palatable)
  refuseDeepTree(root, source.file)
  const functions = root.descendantsOfType('function_definition').flatMap(node => {
    const name = nameOf(node)
    return name === undefined || insideFunction(node) ? [] : [functionOf(node, name, { loops, cleanups }, choices)]
  })
  refuseMany(functions, source.file)
  const unread = problemsOf(root, new Set(functions.map(({ node }) => node.id)))
  const beyond = source.beyond && read(`${source.beyond.map(one => one.text).join('\n')}\n`)
  return { source, root, ...(beyond && { beyond }), functions, unread, loops, cleanups, definitions, read }
}

/**
 * One function by name.
 *
 * @throws InputError when there is none, or it cannot be read
 */
export function functionNamed(file: CFile, name: string): CFunction {
  const fn = file.functions.find(one => one.name === name)
  if (fn === undefined)
    throw new InputError(`${file.source.file} does not show the whole of ${name}()\ngive the tree the patch applies to`)
  if (fn.problem)
    throw new InputError(
      `${file.source.file}:${fn.problem.line}: ${name}() cannot be read: ${fn.problem.construct}\n` +
        'the C front end reads GNU C as the kernel writes it; this construct it does not know',
    )
  return fn
}

function functionOf(node: Node, name: string, rewritten: Hidden, choices: readonly Choice[]): CFunction {
  const start = lineOf(node)
  const end = node.endPosition.row + 1
  const [problem] = problemsOf(node)
  let hash: string | undefined
  return {
    name,
    node,
    start,
    end,
    // Few functions of a file are asked for theirs.
    get hash() {
      hash ??= hashOf(node, rewritten)
      return hash
    },
    ...(problem && { problem }),
    choices: choices.filter(choice => choice.start <= end && start <= choice.end),
  }
}

/** The identifier a definition declares, through pointers and parentheses. */
function nameOf(definition: Node): string | undefined {
  let declarator = childOf(definition, 'declarator')
  while (declarator && declarator.type !== 'identifier') declarator = childOf(declarator, 'declarator')
  return declarator?.text
}

function insideFunction(node: Node): boolean {
  for (let above = node.parent; above; above = above.parent) if (above.type === 'function_definition') return true
  return false
}

/** The parts of the C that are missing in the syntax tree. */
type Hidden = Pick<Rewritten, 'loops' | 'cleanups'>

function hashOf(definition: Node, { loops, cleanups }: Hidden): string {
  const hash = createHash('sha256')
  const visit = (node: Node): void => {
    if (node.type === 'comment' || node.type === 'storage_class_specifier') return
    if (node.childCount === 0) hash.update(`${(node.type === 'while' && loops.get(node.startIndex)) || node.text}\n`)
    for (const child of node.children) visit(child)
  }
  visit(definition)
  for (const { offset, text } of cleanups)
    if (definition.startIndex <= offset && offset < definition.endIndex) hash.update(`${text}\n`)
  return hash.digest('hex').slice(0, 16)
}

/** Errors of the grammar below a node, in order. @param without nodes by number that are not looked into */
function problemsOf(node: Node, without: ReadonlySet<number> = new Set()): Problem[] {
  if (!node.hasError || without.has(node.id)) return []
  if (node.isMissing) return [{ line: lineOf(node), construct: `a "${node.type}" is missing near "${near(node)}"` }]
  if (node.type === 'ERROR') return [{ line: lineOf(node), construct: `"${oneLine(node.text, 60)}" is not understood` }]
  return node.children.flatMap(child => problemsOf(child, without))
}

const near = (node: Node): string => oneLine(node.parent?.text ?? '', 60)
