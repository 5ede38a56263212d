/**
 * Lowers one C function, and all functions it calls in its file, to blocks of local computation between calls.
 */
import type { Binding, EventValues } from '../ir/binding.ts'
import type { Block, Lowered, Param } from '../ir/ir.ts'
import { madeOnce } from '../ir/made-once.ts'
import { constantOf } from '../ir/operators.ts'
import { own } from '../ir/own.ts'
import { withPauses } from '../ir/pauses.ts'
import { runsWhereShown } from '../ir/stands-in.ts'
import { compacted, tidy } from '../ir/tidy.ts'
import { type Arithmetic, boolOf } from '../ir/types.ts'
import { chooseUnset } from '../ir/unset.ts'
import { type CFile, type CFunction, functionNamed } from '../parse/parse.ts'
import { childOf } from '../text/grammar.ts'
import { constantsOf } from './context/constants.ts'
import { signatureOf } from './context/declarator.ts'
import { Lowering, type Readers } from './context/lowering.ts'
import { Refusal } from './context/refusal.ts'
import type { Value } from './context/value.ts'
import { expression } from './expressions/expression.ts'
import { anyStatement } from './statements/statement.ts'

interface How {
  /** C function to what its locals are called by; its own name unless said. */
  readonly prefixes?: Readonly<Record<string, string>>
  /**
   * Whether calls of a function of the file are replaced by its body. Unless said: what the binding does not name, and what
   * the patch changes, since the binding knows only the text before.
   */
  readonly inlines?: (name: string) => boolean
  /** A statement that is left out, by its offsets in the file. */
  readonly leftOut?: { readonly start: number; readonly end: number }
}

/**
 * Each function of a file is lowered once for each binding, however often it is asked for.
 *
 * @throws Refusal with line and reason, when something is not understood; InputError when there is no such function
 */
export function lower<S>(file: CFile, name: string, binding: Binding<S>, how?: How): Lowered<S> {
  if (how) return loweredAnew(file, name, binding, how)
  const ofFile = madeOnce(known, file, () => new WeakMap())
  const ofBinding = madeOnce(ofFile, binding, () => new Map()) as Map<string, Lowered<S>>
  return madeOnce(ofBinding, name, () => loweredAnew(file, name, binding, {}))
}

const known = new WeakMap<CFile, WeakMap<object, Map<string, unknown>>>()

const readers: Readers = { expression, statement: anyStatement }

function loweredAnew<S>(file: CFile, name: string, binding: Binding<S>, how: How): Lowered<S> {
  const fn = functionNamed(file, name)
  const inlines = how.inlines ?? (callee => runsWhereShown(binding, callee) || isChanged(file, callee))
  const at = new Lowering(file, binding, constantsOf(file, binding), how.prefixes ?? {}, inlines, readers, how.leftOut)
  const end = at.block()
  const { params, result } = enterFunction(at, fn, end)
  anyStatement(at, childOf(fn.node, 'body')!)
  at.jump(end)
  at.enter(end)
  at.leave({ kind: 'return' })
  at.assumeConfiguration(fn)
  return finished(at, name, params, result)
}

/** The patch changes lines of the function. */
export function isChanged(file: CFile, name: string): boolean {
  const names = changedIn.get(file) ?? new Set(file.functions.filter(fn => changes(file, fn)).map(fn => fn.name))
  changedIn.set(file, names)
  return names.has(name)
}

const changedIn = new WeakMap<CFile, ReadonlySet<string>>()

function changes({ source: { changed } }: CFile, { start, end }: CFunction): boolean {
  for (let line = start; line <= end; line++) if (changed.has(line)) return true
  return false
}

/** A function that cannot be lowered. */
export interface NotLowered {
  readonly name: string
  /** Of the file, from 1. */
  readonly line: number
  readonly reason: string
  /** It is understood, and no state has room for it. */
  readonly tooLarge: boolean
}

/** The functions that can be lowered, and for the others why not. */
export function lowerAll<S>(
  file: CFile,
  names: readonly string[],
  binding: Binding<S>,
  how?: How,
): { lowered: Lowered<S>[]; refused: NotLowered[] } {
  const lowered: Lowered<S>[] = []
  const refused: NotLowered[] = []
  for (const name of names) {
    const fn = functionNamedOrProblem(file, name)
    if ('reason' in fn) {
      refused.push({ name, ...fn, tooLarge: false })
      continue
    }
    try {
      lowered.push(lower(file, name, binding, how))
    } catch (thrown) {
      if (!(thrown instanceof Refusal)) throw thrown
      refused.push({ name, line: thrown.line, reason: thrown.reason, tooLarge: thrown.tooLarge })
    }
  }
  return { lowered, refused }
}

function functionNamedOrProblem(file: CFile, name: string): CFunction | { line: number; reason: string } {
  const fn = file.functions.find(one => one.name === name)
  if (!fn) return { line: 0, reason: 'its whole body is not shown' }
  return fn.problem ? { line: fn.problem.line, reason: fn.problem.construct } : fn
}

function enterFunction<S>(at: Lowering<S>, fn: CFunction, end: number): { params: Param[]; result?: number } {
  const prefix = at.prefixes[fn.name] ?? fn.name
  const frame = { fn, prefix, scopes: [new Map()], labels: new Map(), from: [], loops: [], cleanups: [] }
  at.frame = { ...frame, returns: { type: { kind: 'void' }, to: end } }
  const { params, returns } = signatureOf(at, fn.node)
  const result = returns.kind === 'void' ? undefined : at.local('result', at.scalar(fn.node, returns), 'result')
  if (result !== undefined)
    at.frame = { ...at.frame, returns: { type: returns, to: end, result: { kind: 'local', local: result } } }
  const made = params.map((param): Param => {
    const local = at.local(param.name, at.scalar(fn.node, param.type), `parameter ${param.name}`)
    const place = { kind: 'scalar', target: { kind: 'local', local }, type: param.type } as const
    const to = param.type.kind === 'pointer' ? param.type.to : undefined
    if (to?.kind !== 'arithmetic' && to?.kind !== 'pointer') {
      at.declare(param.name, place)
      return { name: param.name, type: param.spelled, local }
    }
    const pointee = at.local(`*${param.name}`, at.scalar(fn.node, to), `pointee ${param.name}`)
    const points = { kind: 'scalar', target: { kind: 'local', local: pointee }, type: to } as const
    if (to.kind === 'arithmetic') {
      const known = own(own(at.binding.setBefore ?? {}, fn.name) ?? {}, param.name)
      at.set(points.target, constantOf(known ?? leftThere(to)))
    }
    at.assume(fn.node, `"${param.name}" points at a variable of its own`)
    const isOptional = own(at.binding.mayBeNull ?? {}, fn.name)?.includes(param.name)
    const pointer: Value = { expr: { kind: 'read', from: place.target }, type: param.type, points }
    at.declare(param.name, isOptional ? { ...pointer, mayBeNull: true } : pointer)
    return { name: param.name, type: param.spelled, local, pointee }
  })
  return { params: made, ...(result !== undefined && { result }) }
}

/** What a caller's number holds that asks for another one: some number that it would hardly get. */
const leftThere = ({ signed, modulus }: Arithmetic): number => (signed ? 1 : modulus - 1)

function finished<S>(at: Lowering<S>, name: string, params: readonly Param[], result: number | undefined): Lowered<S> {
  const whole = at.blocks.map(({ ops, exit }): Block<S> => ({ ops, exit: exit ?? { kind: 'return' } }))
  const first = tidy(whole, 0)
  const given = params.flatMap(({ local, pointee }) => (pointee === undefined ? [local] : [local, pointee]))
  const valuesOf = (type: Arithmetic): EventValues =>
    at.binding.arbitrary?.[type.name] ??
    (type.modulus === 2 ? { zero: 0, one: 1 } : { zero: 0, one: 1, most: type.signed ? -1 : type.modulus - 1 })
  const siteOf = (local: number) =>
    at.sites.push({ line: lineOfFunction(at, name), within: name, from: [], callee: at.locals[local]!.name }) - 1
  const { blocks, locals, found } = chooseUnset(
    first.blocks,
    at.locals,
    first.entry,
    given,
    result,
    boolOf(at.model),
    valuesOf,
    siteOf,
  )
  for (const local of found)
    at.assumptions.push({
      file: at.file.source.file,
      line: lineOfFunction(at, name),
      text: at.locals[local]!.name,
      assumed: `it may be read before it is set, and is then one of ${Object.values(valuesOf(at.locals[local]!.type)).join(', ')}`,
    })
  const kept = [...given, ...(result === undefined ? [] : [result])]
  const second = tidy(withPauses(blocks), first.entry)
  const small = compacted(second.blocks, locals, kept)
  const to = (local: number) => small.renamed.get(local)!
  return {
    name,
    file: at.file.source.file,
    line: lineOfFunction(at, name),
    locals: small.locals,
    params: params.map(param => ({
      ...param,
      local: to(param.local),
      ...(param.pointee !== undefined && { pointee: to(param.pointee) }),
    })),
    ...(result !== undefined && { result: to(result) }),
    blocks: small.blocks,
    entry: second.entry,
    sites: at.sites,
    marks: at.marks,
    blind: at.blind,
    unknown: at.unknown,
    named: at.named,
    sets: at.sets.flatMap(one => (small.renamed.has(one.local) ? [{ ...one, local: to(one.local) }] : [])),
    assumptions: at.assumptions,
  }
}

const lineOfFunction = <S>(at: Lowering<S>, name: string): number =>
  at.file.functions.find(fn => fn.name === name)?.start ?? 0
