/**
 * Makes a program of a C function, with the functions that are part of it in their places.
 */

import type { CFile, CFunction } from '../parse/parse.ts'
import { childOf, childrenOf, lineOf, type Node } from '../text/grammar.ts'
import { oneLine } from '../text/one-line.ts'
import { type Building, Unreadable, type Variable } from './building.ts'
import { declaredBy } from './declared.ts'
import { evaluated } from './expressions.ts'
import type { PlainNames } from './names.ts'
import type { Event, Program, ProgramBlock, ProgramExit, ProgramOp, ProgramValue } from './program.ts'
import { plainType, typeOfResult } from './term.ts'

/** How deep functions stand in one another, and how many blocks a program has. */
const DEEPEST = 8
const MOST_BLOCKS = 4000

interface LateCleanup {
  readonly declaration: Node
  readonly run: () => void
}

/** What a program is made with. */
export interface ProgramDetail {
  /** Each round of a loop is an event: loops that make none of their own are compared round by round. */
  readonly rounds?: boolean
  /** Fields that the code itself writes: they are not the same all the time. */
  readonly written?: ReadonlySet<string>
}

/** A function or macro in its place. */
interface PlainFrame {
  readonly fn?: CFunction
  readonly scopes: Map<string, Variable>[]
  readonly cleanups: LateCleanup[]
  readonly loops: { readonly breaks: number; readonly continues?: number; readonly depth: number }[]
  readonly labels: Map<string, number>
  readonly returns?: { readonly to: number; readonly local: string }
  readonly type: string
  readonly memory: ReadonlySet<string>
}

export class Builder implements Building {
  readonly names: PlainNames
  readonly file: CFile
  readonly isInlined: (name: string) => boolean
  private readonly statement: (at: Builder, node: Node) => void
  private readonly how: ProgramDetail
  private readonly blocks: { ops: ProgramOp[]; exit?: ProgramExit }[] = []
  private current = 0
  private made = 0
  private readonly frames: PlainFrame[] = []
  private readonly types = new Map<string, string>()
  /** How many variables of a name there are in memory. */
  private readonly memory = new Map<string, number>()

  constructor(
    file: CFile,
    names: PlainNames,
    isInlined: (name: string) => boolean,
    statement: (at: Builder, node: Node) => void,
    how: ProgramDetail = {},
  ) {
    this.how = how
    this.file = file
    this.names = names
    this.isInlined = isInlined
    this.statement = statement
  }

  get frame(): PlainFrame {
    return this.frames.at(-1)!
  }

  program(fn: CFunction): Program {
    this.enter(this.block())
    const params = this.parameters(fn)
    this.body(
      fn,
      undefined,
      params.map(({ name, type }) => [name, { kind: 'local', local: `argument ${name}` }, type] as const),
    )
    const blocks = this.blocks.map(({ ops, exit }): ProgramBlock => ({ ops, exit: exit ?? { kind: 'return' } }))
    return { blocks, params: params.map(({ name, type }) => ({ local: `argument ${name}`, type })) }
  }

  private parameters({ node }: CFunction): { name: string; type: string }[] {
    const list = node.descendantsOfType('parameter_list')[0]!
    return childrenOf(list).flatMap(one => {
      if (one.type !== 'parameter_declaration') return this.refuse(one)
      const [declared] = declaredBy(one, this.plain)
      return declared ? [{ name: declared.name, type: declared.type }] : one.text === 'void' ? [] : this.refuse(one)
    })
  }

  private body(
    fn: CFunction,
    returns: PlainFrame['returns'],
    args: readonly (readonly [name: string, value: ProgramValue, type: string])[],
  ): void {
    if (this.frames.length > DEEPEST || fn.problem || this.frames.some(frame => frame.fn?.name === fn.name))
      this.refuse(fn.node)
    const body = childOf(fn.node, 'body')!
    const addressed = body
      .descendantsOfType('pointer_expression')
      .filter(one => one.text.startsWith('&'))
      .map(one => childOf(one, 'argument')!.text)
    this.frames.push({
      fn,
      scopes: [new Map()],
      cleanups: [],
      loops: [],
      labels: new Map(),
      ...(returns && { returns }),
      type: this.plain(childOf(fn.node, 'type')!.text + pointersOf(fn.node)),
      memory: new Set(addressed),
    })
    for (const [name, value, type] of args) this.declare(name, type, value)
    this.statement(this, body)
    this.leave()
    this.frames.pop()
  }

  /** At the end of the text of a function. */
  private leave(): void {
    const { returns } = this.frame
    this.exit(returns ? { kind: 'jump', to: returns.to } : { kind: 'return' })
  }

  returnValue(value: ProgramValue | undefined): void {
    const { returns, type } = this.frame
    const kept = this.temporary()
    if (value) this.set(kept, value, type)
    this.cleanUp(() => true)
    const given: ProgramValue = { kind: 'local', local: kept }
    if (returns) {
      if (value) this.set(returns.local, given)
      this.exit({ kind: 'jump', to: returns.to })
    } else this.exit(value ? { kind: 'return', value: given } : { kind: 'return' })
  }

  inlineFunction(node: Node, name: string, args: readonly ProgramValue[]): ProgramValue {
    const fn = this.file.functions.find(one => one.name === name)!
    const params = this.parameters(fn)
    if (params.length !== args.length) this.refuse(node)
    const [after, made] = [this.block(), this.temporary()]
    this.body(
      fn,
      { to: after, local: made },
      params.map(({ name: param, type }, index) => [param, args[index]!, type] as const),
    )
    this.enter(after)
    const type = this.typeOf(name)
    if (type) this.types.set(made, type)
    return { kind: 'local', local: made }
  }

  inlineText(
    node: Node,
    { parameters, text }: { parameters: readonly string[]; text: string },
    args: readonly ProgramValue[],
  ): ProgramValue {
    if (parameters.length !== args.length || this.frames.length > DEEPEST) this.refuse(node)
    const [statement] = this.readText(node, `${text};`)
    this.frames.push({ ...this.frame, scopes: [new Map()], memory: new Set() })
    parameters.forEach((name, index) => {
      this.declare(name, undefined, args[index]!)
    })
    const value = evaluated(this, childrenOf(statement!)[0]!)
    this.frames.pop()
    return value
  }

  readText(node: Node, text: string): Node[] {
    const root = this.file.read(`void f(void) { ${text} }`)
    if (root.hasError) this.refuse(node)
    return childrenOf(childOf(root.descendantsOfType('function_definition')[0]!, 'body')!)
  }

  // --- blocks

  block(): number {
    if (this.blocks.length > MOST_BLOCKS) throw new Unreadable('the function is too large to be compared')
    return this.blocks.push({ ops: [] }) - 1
  }

  enter(block: number): void {
    this.current = block
  }

  here(): number {
    return this.current
  }

  private exit(exit: ProgramExit): void {
    this.blocks[this.current]!.exit ??= exit
    this.current = this.block()
  }

  jump(to: number): void {
    this.exit({ kind: 'jump', to })
  }

  branch(on: ProgramValue, yes: number, no: number): void {
    this.exit({ kind: 'branch', on, yes, no })
  }

  stop(): void {
    this.exit({ kind: 'stop' })
  }

  set(local: string, value: ProgramValue, type?: string): void {
    const known = type ?? this.typeIn(value)
    if (known && !this.types.has(local)) this.types.set(local, known)
    this.blocks[this.current]!.ops.push({ kind: 'set', local, value, ...(type && { type }) })
  }

  event(name: string, args: readonly ProgramValue[], gives: Event['gives'] = []): void {
    for (const { local, type } of gives) if (type) this.types.set(local, type)
    this.blocks[this.current]!.ops.push({ kind: 'event', name, args, gives })
  }

  /** A loop begins its next round. */
  round(): void {
    if (this.how.rounds)
      this.blocks[this.current]!.ops.push({ kind: 'event', name: 'round', args: [], gives: [], isRound: true })
  }

  isStable(field: string): boolean {
    return this.how.written?.has(field) !== true
  }

  give(local: string, type?: string): void {
    this.event('is given a value', [], [{ local, ...(type && { type }) }])
  }

  temporary(): string {
    return `#${this.made++}`
  }

  // --- names

  declare(name: string, type: string | undefined, value: ProgramValue | undefined): Variable {
    const inMemory = this.frame.memory.has(name) || (type !== undefined && /^(?:struct|union) [^*]*$|\]$/.test(type))
    const again = this.memory.get(name) ?? 0
    if (inMemory) this.memory.set(name, again + 1)
    const variable: Variable = {
      // What is in memory is known by its name on both sides, and which of that name it is.
      name: inMemory ? `${again} ${type ?? ''} ${name}` : `${name} ${this.made++}`,
      ...(type && { type }),
      inMemory,
    }
    this.frame.scopes.at(-1)!.set(name, variable)
    if (inMemory) {
      const address: ProgramValue = {
        kind: 'term',
        term: { kind: 'constant', name: `&${variable.name}`, key: `&${variable.name}` },
      }
      if (value) this.event('->* =', [address, value])
    } else
      this.set(variable.name, value ?? { kind: 'term', term: { kind: 'constant', name: '?', key: '?' } }, value && type)
    if (type && !inMemory) this.types.set(variable.name, type)
    return variable
  }

  local(name: string): Variable | undefined {
    for (const scope of this.frame.scopes.toReversed()) if (scope.has(name)) return scope.get(name)
    return undefined
  }

  isFunction(name: string): boolean {
    return this.file.functions.some(one => one.name === name)
  }

  isMacro(name: string): boolean {
    return this.file.root.descendantsOfType('preproc_function_def').some(one => childOf(one, 'name')!.text === name)
  }

  readonly plain = (type: string): string => plainType(type, this.names.types)

  typeOf(name: string): string | undefined {
    const fn = this.file.functions.find(one => one.name === name)
    if (!fn) return this.names.typeOf(name)
    const type = this.plain(`${childOf(fn.node, 'type')!.text}${pointersOf(fn.node)}`)
    return type === 'void' ? undefined : type
  }

  typeIn(value: ProgramValue): string | undefined {
    switch (value.kind) {
      case 'local':
        return this.types.get(value.local)
      case 'term':
        return value.term.type
      case 'truth':
        return 'int'
      case 'apply':
        return value.type ?? typeOfResult(value.op, value.args.map(this.typeIn, this))
      default:
        return value.type
    }
  }

  // --- scopes

  within(body: () => void): void {
    const { scopes, cleanups } = this.frame
    const depth = cleanups.length
    scopes.push(new Map())
    body()
    this.cleanUp(one => cleanups.indexOf(one) >= depth)
    cleanups.length = depth
    scopes.pop()
  }

  /** Runs what the end of scopes runs, the last declared first; they stay declared. */
  cleanUp(which: (one: LateCleanup) => boolean): void {
    const { cleanups } = this.frame
    const all = [...cleanups]
    for (const one of all.filter(which).toReversed()) {
      // What is cleaned up later is not there while it runs.
      cleanups.length = all.indexOf(one)
      one.run()
    }
    cleanups.splice(0, cleanups.length, ...all)
  }

  refuse(node: Node): never {
    throw new Unreadable(`line ${lineOf(node)}: "${oneLine(node.text, 40)}" is not compared`)
  }
}

const pointersOf = (fn: Node): string => {
  let stars = ''
  for (let one = childOf(fn, 'declarator'); one && one.type !== 'function_declarator'; one = childOf(one, 'declarator'))
    if (one.type === 'pointer_declarator') stars += '*'
  return stars
}
