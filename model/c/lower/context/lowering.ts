/**
 * The state of lowering a function: blocks, locals, and the scopes of the function being read.
 */

import type { Binding } from '../../ir/binding.ts'
import { meant, successors } from '../../ir/flow.ts'
import type {
  Assumption,
  BlindSpot,
  CLocal,
  CodeMark,
  Exit,
  Expr,
  Op,
  SharedName,
  Site,
  StatementSets,
  Target,
  UnknownCall,
} from '../../ir/ir.ts'
import { constantOf } from '../../ir/operators.ts'
import { type Arithmetic, type CType, type DataModel, scalarOf, textType, typeNamed } from '../../ir/types.ts'
import type { CFile, CFunction } from '../../parse/parse.ts'
import { lineOf, type Node } from '../../text/grammar.ts'
import { oneLine } from '../../text/one-line.ts'
import type { Constants } from './constants.ts'
import { MOST_BLOCKS } from './largest.ts'
import { Refusal } from './refusal.ts'
import type { CPlace, PointerFacts, Value } from './value.ts'

/** One activation of a C function. */
export interface Frame {
  readonly fn: CFunction
  /** The prefix of the function's locals: its name, or a shorter one. */
  readonly prefix: string
  readonly scopes: Map<string, CPlace | Value>[]
  readonly labels: Map<string, number>
  readonly returns: { readonly type: CType; readonly to: number; readonly result?: Target; readonly struct?: CPlace }
  /** Lines of the calls that lead here, outermost first. */
  readonly from: readonly number[]
  /** `depth`: scopes that are open around the loop. */
  readonly loops: { readonly breaks: number; readonly continues?: number; readonly depth: number }[]
  /** Code that leaving a scope runs, in the order of the declarations. */
  readonly cleanups: Cleanup[]
  readonly caller?: Frame
}

export interface Cleanup {
  /** Scopes that are open where the variable is declared. */
  readonly depth: number
  readonly declaration: Node
  readonly run: () => void
}

interface OpenBlock<S> {
  readonly ops: Op<S>[]
  exit?: Exit<S>
}

/** Reads what C nests without end. The kinds of expressions and statements find each other through these. */
export interface Readers {
  readonly expression: <S>(at: Lowering<S>, node: Node) => Value
  readonly statement: <S>(at: Lowering<S>, node: Node) => void
}

export class Lowering<S> {
  readonly file: CFile
  readonly binding: Binding<S>
  readonly constants: Constants
  readonly readers: Readers
  readonly prefixes: Readonly<Record<string, string>>
  /** True when calls of a function of the file are replaced by its body. */
  readonly inlines: (name: string) => boolean
  readonly blocks: OpenBlock<S>[] = []
  readonly locals: CLocal[] = []
  readonly sites: Site[] = []
  readonly assumptions: Assumption[] = []
  readonly marks: CodeMark[] = []
  readonly blind: BlindSpot[] = []
  readonly unknown: UnknownCall[] = []
  readonly sets: StatementSets[] = []
  readonly named: SharedName[] = []
  /** What is known of the pointers in locals. */
  readonly pointers = new Map<number, PointerFacts>()
  /** The statement that is being read. */
  statement: Node | undefined
  frame!: Frame
  /** Where text that stands for a macro is read: its line, a key that keeps its offsets apart, and what it stands for. */
  snippet: { readonly line: number; readonly key: string; readonly node: Node } | undefined
  /** Macros of the file that are being read: none is expanded within itself. */
  readonly expanding: string[] = []
  /** Offsets of a statement that is not lowered, to see what it makes of a difference. */
  private readonly leftOut: Omit<StatementSets, 'local'> | undefined
  private open = 0
  private stopped: number | undefined
  private readonly known = new Map<string, number>()

  constructor(
    file: CFile,
    binding: Binding<S>,
    constants: Constants,
    prefixes: Readonly<Record<string, string>>,
    inlines: (name: string) => boolean,
    readers: Readers,
    leftOut?: Omit<StatementSets, 'local'>,
  ) {
    this.leftOut = leftOut
    this.file = file
    this.binding = binding
    this.constants = constants
    this.prefixes = prefixes
    this.inlines = inlines
    this.readers = readers
    this.block()
  }

  get model(): DataModel {
    return this.binding.model
  }

  // --- blocks

  /** A new block, not yet reached. */
  block(): number {
    if (this.blocks.length >= MOST_BLOCKS)
      this.refuse(this.frame.fn.node, `with what it calls it has more than ${MOST_BLOCKS} blocks`)
    return this.blocks.push({ ops: [] }) - 1
  }

  /** Continues in a block. */
  enter(block: number): void {
    this.open = block
  }

  add(op: Op<S>): void {
    this.blocks[this.open]!.ops.push(op)
  }

  /** Ends the open block; what is read next, before another is entered, is never reached. */
  leave(exit: Exit<S>): void {
    this.blocks[this.open]!.exit ??= exit
    this.open = this.block()
  }

  jump(to: number): void {
    this.leave({ kind: 'jump', to })
  }

  /** The block in which the kernel has stopped: one for all pointers that lead nowhere. */
  get oops(): number {
    this.stopped ??= this.blocks.push({ ops: [], exit: { kind: 'stop' } }) - 1
    return this.stopped
  }

  /** Whether some block leads there by now. */
  isReached(block: number): boolean {
    return this.blocks.some(({ exit }) => exit !== undefined && successors(exit).includes(block))
  }

  branch(on: Expr, yes: number, no: number): void {
    if (on.kind === 'constant') this.jump(on.value !== 0 ? yes : no)
    else this.leave({ kind: 'branch', on, yes, no })
  }

  /** Goes to one of two blocks by the outcome of a condition, past marks of it. */
  decide(node: Node, on: Expr, yes: number, no: number): void {
    const past = (outcome: 'yes' | 'no', to: number): number => {
      const marked = this.block()
      this.blocks[marked]!.ops.push({ kind: 'mark', mark: this.markOf(node, outcome) })
      this.blocks[marked]!.exit = { kind: 'jump', to }
      return marked
    }
    // The other block must not seem to be reached.
    if (on.kind === 'constant') this.jump(on.value !== 0 ? past('yes', yes) : past('no', no))
    else this.leave({ kind: 'branch', on, yes: past('yes', yes), no: past('no', no) })
  }

  /** A statement has run; within the text of a macro it is one that stands there. */
  ran(node: Node): void {
    if (!this.snippet) this.add({ kind: 'mark', mark: this.markOf(node, 'ran') })
  }

  /** A condition has come out so. */
  cameOut(node: Node, outcome: 'yes' | 'no'): void {
    this.add({ kind: 'mark', mark: this.markOf(node, outcome) })
  }

  isLeftOut({ startIndex, endIndex }: Node): boolean {
    return !this.snippet && this.leftOut?.start === startIndex && this.leftOut.end === endIndex
  }

  private markOf(node: Node, outcome: CodeMark['outcome']): number {
    const { startIndex: start, endIndex: end } = this.snippet?.node ?? node
    const known = this.marks.findIndex(one => one.start === start && one.end === end && one.outcome === outcome)
    return known >= 0 ? known : this.marks.push({ start, end, outcome }) - 1
  }

  /** What a node says makes no difference here. */
  unseen(node: Node, why: string, of?: Omit<BlindSpot, 'start' | 'end' | 'why'>): void {
    const { startIndex: start, endIndex: end } = this.snippet?.node ?? node
    if (!this.blind.some(one => one.start === start && one.end === end && one.why === why))
      this.blind.push({ start, end, why, ...of })
  }

  /** A shared field or a constant is named. */
  names(node: Node, name: string): void {
    const { startIndex: start, endIndex: end } = this.snippet?.node ?? node
    if (!this.named.some(one => one.start === start && one.end === end && one.name === name))
      this.named.push({ start, end, name })
  }

  // --- locals

  /** The local of that name in the running function, made when it is new. A function runs once at a time, so one is enough. */
  local(name: string, type: Arithmetic, key: string): number {
    const whole = `${this.frame.prefix}.${key}`
    const known = this.known.get(whole)
    if (known !== undefined) return known
    const taken = (tried: string) => this.locals.some(local => local.name === tried)
    let unique = `${this.frame.prefix}.${name}`
    for (let next = 2; taken(unique); next++) unique = `${this.frame.prefix}.${name}#${next}`
    const index = this.locals.push({ name: unique, type }) - 1
    this.known.set(whole, index)
    return index
  }

  /** A pointer outside functions, which points at something when the function is entered. */
  madeOnce(node: Node, name: string, struct: string): CPlace {
    const type: CType = { kind: 'pointer', to: { kind: 'struct', name: struct } }
    const key = `outside ${name}`
    const known = this.known.get(key)
    const local = known ?? this.locals.push({ name: `outside.${name}`, type: this.scalar(node, type) }) - 1
    this.known.set(key, local)
    const target = { kind: 'local', local } as const
    if (known === undefined) this.blocks[0]!.ops.unshift({ kind: 'set', to: target, value: constantOf(1) })
    return { kind: 'scalar', target, type }
  }

  /** A place for what an expression computes. */
  temporary(node: Node, type: Arithmetic, what = 'value'): Target {
    return { kind: 'local', local: this.local(`${what}${this.line(node)}`, type, `${this.key(node)} ${what}`) }
  }

  set(to: Target, value: Expr): void {
    const of = this.sets.length
    this.noteSet(to, of)
    this.add({ kind: 'set', to, value, ...(this.sets.length > of && { of }) })
  }

  /** The statement that is being read gives it a value. */
  noteSet(to: Target, of?: number): void {
    if (!this.statement) return
    const { startIndex: start, endIndex: end } = this.statement
    for (const local of meant(to)) this.sets.push({ start, end, local, ...(of !== undefined && { of }) })
  }

  /** Reads a statement, or a part of one that counts as one. */
  reading(node: Node, read: () => void): void {
    const outer = this.statement
    if (!this.snippet) this.statement = node
    read()
    this.statement = outer
  }

  // --- names

  lookup(name: string): CPlace | Value | undefined {
    for (const scope of this.frame.scopes.toReversed()) if (scope.has(name)) return scope.get(name)
    return undefined
  }

  declare(name: string, meaning: CPlace | Value): void {
    this.frame.scopes.at(-1)!.set(name, meaning)
  }

  within<T>(body: () => T): T {
    const { scopes, cleanups } = this.frame
    const depth = scopes.push(new Map())
    const result = body()
    this.cleanUp(cleanup => cleanup.depth >= depth)
    while ((cleanups.at(-1)?.depth ?? 0) >= depth) cleanups.pop()
    scopes.pop()
    return result
  }

  /** Runs the code that leaving scopes runs, the last declared first. */
  cleanUp(leaves: (cleanup: Cleanup) => boolean): void {
    const { scopes, cleanups } = this.frame
    const all = cleanups.splice(0)
    for (const cleanup of all.toReversed()) {
      if (!leaves(cleanup)) continue
      const inner = scopes.splice(cleanup.depth)
      cleanup.run()
      scopes.push(...inner)
    }
    cleanups.push(...all)
  }

  // --- places in the text

  line(node: Node): number {
    return this.snippet?.line ?? lineOf(node)
  }

  key(node: Node): string {
    return `${this.snippet?.key ?? ''}${node.startIndex}-${node.endIndex}`
  }

  site(node: Node, callee: string, assumed?: Pick<Site, 'assumed'>): number {
    const { fn, from } = this.frame
    return this.sites.push({ line: this.line(node), within: fn.name, from, callee, ...assumed }) - 1
  }

  assume(node: Node, assumed: string): void {
    const text = oneLine(node.text, 80)
    const made = { file: this.file.source.file, line: this.line(node), text, assumed }
    const same = (other: Assumption) => other.line === made.line && other.assumed === made.assumed
    if (!this.assumptions.some(same)) this.assumptions.push(made)
  }

  /** The function is only what it is as long as the configuration is as assumed. */
  assumeConfiguration(fn: CFunction): void {
    for (const { line, text, assumed } of fn.choices)
      if (!this.assumptions.some(other => other.line === line && other.text === text))
        this.assumptions.push({ file: this.file.source.file, line, text, assumed })
  }

  refuse(node: Node, reason: string): never {
    throw new Refusal(this.file.source.file, this.line(node), reason)
  }

  tooLarge(node: Node, what: string): never {
    throw new Refusal(this.file.source.file, this.line(node), `${what} is too large for a state`, true)
  }

  // --- types

  /** @param text C type such as `unsigned long` or `struct list_head *` */
  type(node: Node, text: string): CType {
    return textType(this.model, text) ?? this.refuse(node, `the type "${text}" is not known`)
  }

  typeNamed(node: Node, name: string): CType {
    return typeNamed(this.model, name) ?? this.refuse(node, `the type "${name}" is not known`)
  }

  scalar(node: Node, type: CType): Arithmetic {
    return scalarOf(this.model, type) ?? this.refuse(node, `a ${type.kind} is used as a number`)
  }
}
