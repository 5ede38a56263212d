/**
 * Runs lowered code: local computation and what is no control point, up to the next point where others can see it.
 *
 * Expressions become closures over one row of numbers, the locals by index.
 */
import type { Binding, BoundStep } from './binding.ts'
import { keptBy, liveness, usesOfOp } from './flow.ts'
import type { CallSite, Expr, Lowered, Op, Site, Target } from './ir.ts'
import { NotJudged } from './not-judged.ts'
import { binaryValue, unaryValue, wraps } from './operators.ts'
import { converted } from './types.ts'
import { handedOnBy, isComparison, localsOf, nothingWrapped, type Wrapped } from './wrapped.ts'

export type LocalValues = number[]

interface RunnableCode<S> {
  /**
   * Runs from the start of a block to the end of the next one that stops, effects of its ops included.
   *
   * @param sections the sections that are open, by {@link sectionOf}: calls inside one do not stop
   * @returns the block whose exit is next: a call, a choice, a return, or a stop; {@link NOWHERE} where it may sleep inside
   * a section, behind which nothing means anything
   * @throws NotJudged when a call inside a section has to wait or leaves a choice
   */
  readonly run: (from: number, locals: LocalValues, scope: S, sections: readonly string[]) => number
  /** The arguments of the call a block ends with; the scope, where given, is told of arithmetic that wraps. */
  readonly argumentsAt: (block: number, locals: LocalValues, scope?: S) => number[]
  /** Hands back what the call left in its arguments, and its result. */
  readonly finish: (block: number, locals: LocalValues, args: readonly number[], result: number) => void
  /** From here on, nothing has run: not even what failed halfway leaves a trace. */
  readonly forget: () => void
}

export const NOWHERE = -1

/** Iterations of loops without a call, after which local computation counts as endless. */
const FUEL = 1_000_000

type Evaluate = (locals: LocalValues) => number

/** A section by its lock. */
export const sectionOf = (lock: string, args: readonly number[]): string => `${lock} ${args.join(' ')}`

/** The effect of an op of a block; or it ends a section. */
type Does<S> =
  | { readonly ends?: never; readonly does: (locals: LocalValues, scope: S, open: number) => void }
  | { readonly ends: (locals: LocalValues) => string }
  | { readonly ends?: never; readonly sleeps: (scope: S, open: number) => void }

/** The code came to a mark, and did so inside a section. */
const CAME = 1
export const INSIDE = 2

/** @param came by mark: bits that are set where the code comes to it */
export function codeOf<S>(
  lowered: Lowered<S>,
  binding: Binding<S>,
  came: Uint8Array = new Uint8Array(lowered.marks.length),
): RunnableCode<S> {
  const { blocks } = lowered
  const wrapped = nothingWrapped()
  const { atExit } = liveness(blocks, keptBy(lowered))
  const tell = (scope: S): void => {
    if (wrapped.happened) binding.wrapped(scope)
    wrapped.happened = false
  }
  /** What others can see comes next: a local that wrapped and is still asked for is used. */
  const tellOfLive = (block: number, scope: S): void => {
    for (const local of wrapped.into) if (atExit[block]!.has(local)) wrapped.happened = true
    wrapped.into.clear()
    tell(scope)
  }
  const calls = blocks.map(({ exit }) => (exit.kind === 'call' ? prepared(exit.call, wrapped) : undefined))
  const runs = blocks.map(({ ops }) => ops.flatMap(op => doesOf(op, lowered, binding, wrapped, came)))
  const branches = blocks.map(({ exit }) => (exit.kind === 'branch' ? evaluator(exit.on, wrapped) : undefined))
  /** A call inside sections: one thing happens, and at once. */
  const atOnce = (
    { bound, site }: CallSite<S>,
    { args, finish }: Prepared,
    locals: LocalValues,
    scope: S,
    open: readonly string[],
  ): void => {
    const outcome = bound.kind === 'step' ? bound.outcomes.step : undefined
    if (bound.kind !== 'step' || !outcome || Object.keys(bound.outcomes).length > 1)
      throw within(lowered, site, 'leaves a choice')
    const given = args.map(arg => arg(locals))
    if (bound.ready?.(scope, given) === false) throw within(lowered, site, 'has to wait')
    assertSection(bound, given, open, lowered.sites[site]!, binding, scope)
    finish(locals, given, outcome.does(scope, given))
  }
  return {
    run: (from, locals, scope, sections) => {
      let block = from
      wrapped.into.clear()
      const open = [...sections]
      for (let fuel = FUEL; fuel > 0; fuel--) {
        for (const op of runs[block]!) {
          if ('sleeps' in op) {
            op.sleeps(scope, open.length)
            if (open.length > 0) return NOWHERE
            continue
          }
          if (op.ends === undefined) {
            op.does(locals, scope, open.length)
            continue
          }
          const left = open.lastIndexOf(op.ends(locals))
          if (left < 0) binding.misuse(scope, 'leaves a section it has not entered')
          else open.splice(left, 1)
        }
        tell(scope)
        const { exit } = blocks[block]!
        if (exit.kind === 'jump') block = exit.to
        else if (exit.kind === 'branch') {
          block = branches[block]!(locals) !== 0 ? exit.yes : exit.no
          wrapped.happened = false
        } else if (exit.kind === 'call' && open.length > 0) {
          tellOfLive(block, scope)
          const { bound, site } = exit.call
          if (binding.maySleep?.has(lowered.sites[site]!.callee)) {
            binding.sleeps?.(scope, lowered.sites[site]!, true)
            return NOWHERE
          }
          if (bound.kind === 'enter')
            open.push(
              sectionOf(
                bound.lock,
                calls[block]!.args.map(arg => arg(locals)),
              ),
            )
          else atOnce(exit.call, calls[block]!, locals, scope, open)
          block = exit.to
        } else {
          tellOfLive(block, scope)
          if (exit.kind === 'choose' && open.length > 0) {
            // Nothing is chosen inside a section: that it is read is told, and it is 0.
            binding.unset(scope)
            locals[exit.local] = 0
            block = exit.to
            continue
          }
          if (exit.kind === 'return' && open.length > 0) binding.misuse(scope, 'returns inside a section')
          return block
        }
      }
      throw new NotJudged(`${lowered.file}: ${lowered.name}() computes without end between two calls`)
    },
    argumentsAt: (block, locals, scope) => {
      const args = calls[block]!.args.map(arg => arg(locals))
      if (scope !== undefined) tell(scope)
      wrapped.happened = false
      return args
    },
    finish: (block, locals, args, result) => calls[block]!.finish(locals, args, result),
    forget: () => {
      wrapped.happened = false
      wrapped.into.clear()
      came.fill(0)
    },
  }
}

const within = <S>({ file, sites }: Lowered<S>, site: number, what: string) =>
  new NotJudged(
    `${file}:${sites[site]!.line}: ${sites[site]!.callee} ${what} inside a section that counts as one step here\n` +
      'review the patch without that call, or by hand',
  )

/** Warns where a call is made outside of the section that it must be made in. */
export function assertSection<S>(
  { asserts }: Pick<BoundStep<S>, 'asserts'>,
  args: readonly number[],
  open: readonly string[],
  { line, callee }: Pick<Site, 'line' | 'callee'>,
  binding: Pick<Binding<S>, 'warn'>,
  scope: S,
): void {
  if (asserts === undefined || open.includes(sectionOf(asserts.lock, args.slice(0, 1)))) return
  const { assertion, condition } = asserts
  binding.warn(scope, { line, within: callee, callee: assertion, condition, tested: '', args: [] })
}

interface Prepared {
  readonly args: readonly Evaluate[]
  readonly finish: (locals: LocalValues, args: readonly number[], result: number) => void
}

function prepared<S>({ args, result, resultType }: CallSite<S>, wrapped: Wrapped): Prepared {
  const references = args.flatMap((arg, index) =>
    arg.kind === 'reference' ? [{ index, set: setter(arg.to, wrapped) }] : [],
  )
  const put = result && setter(result, wrapped)
  return {
    args: args.map(arg => (arg.kind === 'value' ? evaluator(arg.value, wrapped) : getter(arg.to, wrapped))),
    finish: (locals, given, returned) => {
      for (const { index, set } of references) set(locals, given[index]!)
      if (put) put(locals, converted(resultType!, returned))
    },
  }
}

/** What may sleep does so before it does anything else, also where it is no control point. */
function doesOf<S>(...about: Parameters<typeof opOf<S>>): Does<S>[] {
  const [op, { sites }, { maySleep, sleeps }] = about
  const site = op.kind === 'do' ? sites[op.call.site]! : undefined
  const does = opOf(...about)
  if (site === undefined || !maySleep?.has(site.callee)) return [does]
  return [{ sleeps: (scope, open) => sleeps?.(scope, site, open > 0) }, does]
}

function opOf<S>(op: Op<S>, lowered: Lowered<S>, binding: Binding<S>, wrapped: Wrapped, came: Uint8Array): Does<S> {
  switch (op.kind) {
    case 'set': {
      const [value, set] = [evaluator(op.value, wrapped), setter(op.to, wrapped)]
      const [from, into] = [handedOnBy(op.value), localsOf(op.to)]
      const isEntry = op.to.kind !== 'local'
      return {
        does: locals => {
          const number = value(locals)
          const came = wrapped.into.size > 0 && from.some(local => wrapped.into.has(local))
          if (came !== wrapped.happened) for (const local of into) wrapped.into.add(local)
          else if (!isEntry) for (const local of into) wrapped.into.delete(local)
          wrapped.happened = false
          set(locals, number)
        },
      }
    }
    case 'do': {
      const { bound } = op.call
      const { args, finish } = prepared(op.call, wrapped)
      const { reads } = usesOfOp(op)
      const given = (locals: LocalValues) => {
        if (wrapped.into.size > 0 && reads.some(local => wrapped.into.has(local))) wrapped.happened = true
        return args.map(arg => arg(locals))
      }
      if (bound.kind === 'leave') return { ends: locals => sectionOf(bound.lock, given(locals)) }
      if (bound.kind !== 'value') throw new Error(`a ${bound.kind} is no local computation`)
      return {
        does: (locals, scope) => {
          const numbers = given(locals)
          if (wrapped.happened && !bound.looksUp) binding.wrapped(scope)
          wrapped.happened = false
          finish(locals, numbers, bound.value(scope, numbers))
        },
      }
    }
    case 'warn': {
      const { line, within, callee } = lowered.sites[op.site]!
      const { condition, tested } = op
      const args = op.args.map(arg => evaluator(arg, wrapped))
      return {
        does: (locals, scope) =>
          binding.warn(scope, { line, within, callee, condition, tested, args: args.map(arg => arg(locals)) }),
      }
    }
    case 'sleep': {
      const site = lowered.sites[op.site]!
      return { sleeps: (scope, open) => binding.sleeps?.(scope, site, open > 0) }
    }
    case 'forget':
      return { does: () => {} }
    case 'mark': {
      const { mark } = op
      return {
        does: (_, __, open) => {
          came[mark]! |= open > 0 ? CAME | INSIDE : CAME
        },
      }
    }
  }
}

/** @param wrapped is told of watched arithmetic that wraps */
export function evaluator(expr: Expr, wrapped: Wrapped = nothingWrapped()): Evaluate {
  switch (expr.kind) {
    case 'constant': {
      const { value } = expr
      return () => value
    }
    case 'read':
      return getter(expr.from, wrapped)
    case 'convert': {
      const [a, { type }] = [evaluator(expr.a, wrapped), expr]
      return locals => converted(type, a(locals))
    }
    case 'unary': {
      const [a, { operator, type }] = [evaluator(expr.a, wrapped), expr]
      return locals => unaryValue(operator, a(locals), type)
    }
    case 'binary': {
      const [a, b, { operator, type }] = [evaluator(expr.a, wrapped), evaluator(expr.b, wrapped), expr]
      if (isComparison(operator))
        return locals => {
          const before = wrapped.happened
          const value = binaryValue(operator, a(locals), b(locals), type)
          wrapped.happened = before
          return value
        }
      if (!expr.watched) return locals => binaryValue(operator, a(locals), b(locals), type)
      return locals => {
        const [left, right] = [a(locals), b(locals)]
        if (wraps(operator, left, right, type)) wrapped.happened = true
        return binaryValue(operator, left, right, type)
      }
    }
  }
}

function getter(target: Target, wrapped: Wrapped): Evaluate {
  if (target.kind === 'local') {
    const { local } = target
    return locals => locals[local]!
  }
  const [{ first, length }, index] = [target, evaluator(target.index, wrapped)]
  return locals => {
    const at = index(locals)
    return at >= 0 && at < length ? locals[first + at]! : 0
  }
}

function setter(target: Target, wrapped: Wrapped): (locals: LocalValues, value: number) => void {
  if (target.kind === 'local') {
    const { local } = target
    return (locals, value) => {
      locals[local] = value
    }
  }
  const [{ first, length }, index] = [target, evaluator(target.index, wrapped)]
  return (locals, value) => {
    const at = index(locals)
    if (at >= 0 && at < length) locals[first + at] = value
  }
}
