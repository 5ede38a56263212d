/**
 * Every changed statement accounted for: what was judged of it, or why it need not be, or why it was not.
 */

import {
  type ChangedItem,
  type ChangedStatement,
  changesBetween,
  isNeutralItem,
  type SideName,
} from '../changes/changes.ts'
import type { ItemKind } from '../changes/items.ts'
import { DOING, leavesOf, type Statement, type StatementKind } from '../changes/statements.ts'
import { tokensOf, wordsOf } from '../changes/tokens.ts'
import type { BlindSpot, UnknownCall } from '../ir/ir.ts'
import { childOf, childrenOf, type Node } from '../parse/grammar.ts'
import { oneLine } from '../parse/one-line.ts'
import type { CFile, CFunction } from '../parse/parse.ts'
import { restsOn } from './in-play.ts'
import { isMovedWhole, spaceless } from './moved.ts'
import { besidePosted, type Posted } from './posted.ts'
import { contains, type Offsets, offsetsOf } from './relocated.ts'
import { unseenOfTypes } from './types.ts'

export type Class = 'judged' | 'same' | 'neutral' | 'unreferenced' | 'assertion' | 'outside' | 'not judged'

export interface Accounted {
  readonly side: SideName
  readonly file: string
  /** From 1, in the file of that side. */
  readonly line: number
  readonly kind: StatementKind | ItemKind | 'file' | 'part'
  /** The C function it stands in; else what it is. */
  readonly name: string
  readonly inFunction: boolean
  /** In one line, shortened. */
  readonly text: string
  readonly class: Class
  /** Why it was not judged, or need not be. */
  readonly why?: string
  /** It counts as judged only if leaving it out makes a difference that somebody sees; offsets in the file. */
  readonly unless?: Unless
}

export interface Unless extends Offsets {
  /** The difference must be a broken promise: else this is why the statement is not judged. */
  readonly breaking?: string
}

type ToldClass = Pick<Accounted, 'class' | 'why' | 'unless'>

/** Evidence about the code of one side of a patch. */
export interface Evidence {
  /** Why nothing of a function runs; nothing where it does. */
  readonly idle: (file: string, fn: string) => string | undefined
  /** Whether the model of some design stands for the function: then something outside the text may call it. */
  readonly isModelled: (fn: string) => boolean
  /** Whether any searched world came to a mark: of a statement 'ran', of a condition one of its outcomes. */
  readonly came: (file: string, at: Offsets, outcome: 'ran' | 'yes' | 'no') => boolean
  /** Whether it came there while a lock was held that must not sleep. */
  readonly cameAtomic: (file: string, at: Offsets) => boolean
  /** Text that makes no difference to the model. */
  readonly blind: (file: string) => readonly BlindSpot[]
  /** Calls that nothing names. */
  readonly unknown: (file: string) => readonly UnknownCall[]
  /** Whether a value that the statement sets, or what the condition decides, reaches anything that the model sees. */
  readonly matters: (file: string, at: Offsets, kind: 'value' | 'decision') => boolean
}

/** The meaning of calls that are judged in no world. */
export interface Tables {
  readonly isPrinting: (name: string) => boolean
  readonly isRescheduling: (name: string) => boolean
  readonly isAssertion: (name: string) => boolean
  readonly isEvaluated: (name: string) => boolean
  /** An assertion that is compiled for debugging only. */
  readonly isDebugging: (name: string) => boolean
  /** A macro that assigns. */
  readonly isStore: (name: string) => boolean
  /** A call that only asks. */
  readonly isQuestion: (name: string) => boolean
}

export interface Sides<T> {
  readonly before: T
  readonly after: T
}

/** What is known of the patch before it is searched. */
export interface AlreadyKnown {
  /** The patch with which it is compared, if it is. */
  readonly posted?: Posted | undefined
  /** Functions that do the same before and after. */
  readonly same?: ReadonlySet<string> | undefined
}

/** @param files of one path: as the patch finds it and as it leaves it */
export function accountOf(
  files: Partial<Sides<CFile>>,
  evidence: Sides<Evidence>,
  tables: Tables,
  { posted, same = new Set() }: AlreadyKnown = {},
): Accounted[] {
  const changes = changesBetween(files.before, files.after)
  const compared = posted && files.after ? besidePosted(changes, files.after, posted) : { ...changes, gone: [] }
  const { statements, items, gone } = compared
  const texts = [files.before, files.after].flatMap(file => file ?? [])
  return [
    ...statements.map(one => {
      const { statement, fn, file, side } = one
      const told =
        !evidence[side].isModelled(fn.name) && isUnreferenced(fn, texts)
          ? ({ class: 'unreferenced' } as const)
          : orSame(
              resting(classOf(one, statements, evidence[side], tables), one, statements, evidence[side]),
              same.has(fn.name) && (statement.kind !== 'signature' || signatureOf(one) === undefined),
            )
      const text = file.source.text.slice(statement.start, statement.end)
      return {
        side,
        file: file.source.file,
        line: statement.line,
        kind: statement.kind,
        name: fn.name,
        inFunction: true,
        text: oneLine(text, 80),
        ...told,
      }
    }),
    ...items.map(itemOf),
    ...gone.map(
      ({ fn, line, what }): Accounted => ({
        side: 'after',
        file: files.after!.source.file,
        line,
        kind: 'other',
        name: fn,
        inFunction: true,
        text: what,
        ...notJudged('what was posted is known by its hash alone'),
      }),
    ),
  ]
}

/** What no world judged need not be judged where the function does the same as before. */
export const orSame = <T extends ToldClass>(told: T, isSame: boolean): T =>
  isSame && told.class === 'not judged'
    ? { ...told, class: 'same', why: 'the function makes the same calls and writes, and returns the same' }
    : told

/** What rests on an assumption is not judged. */
function resting(
  told: ToldClass,
  one: ChangedStatement,
  all: readonly ChangedStatement[],
  { unknown }: Evidence,
): ToldClass {
  if (told.class !== 'judged') return told
  const beside = all.filter(other => other.fn.name === one.fn.name && other.side === one.side)
  const why = restsOn(one, beside, unknown(one.file.source.file))
  return why === undefined ? told : notJudged(why)
}

const itemOf = (item: ChangedItem): Accounted => {
  const { side, file, line, kind, name } = item
  const told = isNeutralItem(item)
    ? { class: 'neutral' as const }
    : {
        class: 'not judged' as const,
        why:
          kind === 'directive'
            ? 'it is a directive, or not compiled in the configuration that runs'
            : 'it is in no function',
      }
  return { side, file, line, kind, name, inFunction: false, text: name, ...told }
}

/** A static function of a file that is known whole, which nothing else in it names. */
function isUnreferenced(fn: CFunction, files: readonly CFile[]): boolean {
  const isStatic = fn.node.children.some(one => one.type === 'storage_class_specifier' && one.text === 'static')
  // What a header has others may name, and what is kept for the linker it finds without a name.
  const isFound = (file: CFile) =>
    file.source.file.endsWith('.h') ||
    /\b(?:__used|__section|__init|constructor)\b/.test(
      file.source.text.slice(fn.node.startIndex, childOf(fn.node, 'body')?.startIndex),
    )
  if (!isStatic || files.some(isFound)) return false
  return files.every(file => {
    // A macro may put the name together from parts.
    if (file.source.shown !== 'all' || file.source.text.includes('##')) return false
    const own = file.functions.filter(({ name }) => name === fn.name)
    return tokensOf(file, 0, file.source.text.length).every(
      ({ text, at }) => !mayName(text, fn.name) || own.some(({ node }) => node.startIndex <= at && at < node.endIndex),
    )
  })
}

/** The name, or what is left of it when a macro of another file adds a prefix. */
const mayName = (text: string, name: string): boolean =>
  text === name || (text.includes('_') && name.endsWith(`_${text}`))

const notJudged = (why: string): ToldClass => ({ class: 'not judged', why })
const JUDGED: ToldClass = { class: 'judged' }

function classOf(
  changed: ChangedStatement,
  all: readonly ChangedStatement[],
  evidence: Evidence,
  tables: Tables,
): ToldClass {
  const { side, statement, beside, file, fn, spans } = changed
  const path = file.source.file
  const { kind, node, marked } = statement
  const called = kind === 'call' ? calledBy(childrenOf(node)[0]) : undefined
  const isPure = countOf(node, DOING) <= 1
  // A pointer that leads nowhere stops the kernel in a message, too.
  if (called && tables.isPrinting(called) && isPure && countOf(node, FOLLOWING) === 0)
    return { class: 'neutral', why: `${called}()` }
  const idle = evidence.idle(path, fn.name)
  if (idle !== undefined) return notJudged(idle)
  if (called && tables.isRescheduling(called) && isPure) return reschedules(changed, evidence, called)
  const assertion = assertionOf(changed, evidence, tables)
  if (assertion) return assertion
  const ran = whyNotRun(changed, evidence)
  if (ran !== undefined && isMovedWhole(changed, all, at => evidence.came(path, at, 'ran')))
    return { class: 'same', why: 'it is moved with all that it decides, which is skipped in no world' }
  if (ran !== undefined) return notJudged(ran)
  const narrowing = unseenOfTypes(changed)
  if (narrowing !== undefined) return notJudged(narrowing)
  const whole = spans.length === 0
  const hidden = evidence.blind(path).find(spot => {
    if (spot.ofWidth && isOfResults(file.source.text.slice(spot.start, spot.end), changed.other)) return false
    // What is new is no weaker than a plain access; one that is stronger, and gone, is not seen on the other side.
    if (spot.ofAccess && (side === 'after' || stands(spaceless(node), all))) return false
    if (spot.ofName && side === 'after' && beside === undefined) return false
    // A number that is taken for a narrower one is so wherever it stands.
    if (whole)
      return !spot.ofWidth && spot.start <= node.startIndex && (childrenOf(node).at(-1) ?? node).endIndex <= spot.end
    return spans.some(span => contains(span, spot) || contains(spot, span))
  })
  const at = offsetsOf(node)
  if (hidden && isGone(changed) && kind === 'call' && at.start < hidden.start)
    return { ...JUDGED, unless: { ...at, breaking: hidden.why } }
  if (hidden) return notJudged(hidden.why)
  if (kind === 'condition' && !evidence.matters(path, offsetsOf(marked), 'decision'))
    return notJudged('what it decides makes no difference that the model sees')
  if (kind === 'call') return whole && !tables.isStore(called!) ? JUDGED : { ...JUDGED, unless: at }
  const sets =
    kind === 'assignment' ||
    (kind === 'return' && childrenOf(node).length > 0) ||
    (kind === 'declaration' && node.text.includes('='))
  if (sets && !evidence.matters(path, at, 'value')) {
    const writesShared = kind === 'assignment' && node.type === 'expression_statement'
    return writesShared ? { ...JUDGED, unless: at } : notJudged('nothing that the model sees depends on its value')
  }
  return JUDGED
}

/** What becomes narrower are results of calls, or errors, that do so on the other side. */
function isOfResults(text: string, other: CFunction | undefined): boolean {
  const from = text.replace(/^[^=]*[^=!<>]=(?!=)|^\s*return\b/, '')
  const rest = withoutArguments(from)
  const called = [...rest.matchAll(/(\w+)\(\)/g)].map(([, name]) => name!)
  return (
    called.length > 0 &&
    /^[\w\s?:();-]*$/.test(rest) &&
    called.every(name => new RegExp(`(?:=|return|[?:])\\s*${name}\\(`).test(other?.node.text ?? ''))
  )
}

const withoutArguments = (text: string): string => {
  const less = text.replace(/(\w\()(?:[^()]|\(\))+\)/g, '$1)')
  return less === text ? text : withoutArguments(less)
}

/** A statement with the text is new. */
const stands = (text: string, all: readonly ChangedStatement[]): boolean =>
  all.some(({ side, statement }) => side === 'after' && spaceless(statement.node) === text)

/** Nothing stands in its place. */
const isGone = ({ side, beside }: ChangedStatement): boolean => side === 'before' && beside === undefined

/** The operators that follow a pointer. */
const FOLLOWING = ['field_expression', 'pointer_expression', 'subscript_expression']

const countOf = (node: Node, types: readonly string[]): number =>
  childrenOf(node).flatMap(one => one.descendantsOfType([...types])).length

const calledBy = (node: Node | undefined): string | undefined =>
  node?.type === 'call_expression' ? childOf(node, 'function')!.text : undefined

function reschedules({ statement, file }: ChangedStatement, { came, cameAtomic }: Evidence, called: string): ToldClass {
  const at = offsetsOf(statement.node)
  if (!came(file.source.file, at, 'ran')) return notJudged(NEVER)
  if (cameAtomic(file.source.file, at)) return notJudged(`${called}() may sleep, and a lock is held here that must not`)
  return { class: 'neutral', why: `${called}()` }
}

const NEVER = 'no world came there'

/** The condition of a check. What stands behind one that never fires never runs, and is not judged. */
function assertionOf(changed: ChangedStatement, evidence: Evidence, tables: Tables): ToldClass | undefined {
  const { statement, file } = changed
  const { kind, node, marked } = statement
  const path = file.source.file
  const checkIn = (one: Node | undefined) => {
    const name = calledBy(one)
    return name !== undefined && tables.isAssertion(name) ? { name, node: one!, at: offsetsOf(one!) } : undefined
  }
  const whole = kind === 'condition' ? checkIn(callAround(marked)) : undefined
  const own = whole ?? checkIn(kind === 'call' ? childrenOf(node)[0] : kind === 'condition' ? marked : undefined)
  if (!own || (kind === 'condition' && !whole && asksAnew(changed, own.node))) return undefined
  if (!tables.isEvaluated(own.name)) return notJudged(`${own.name}() is not evaluated`)
  const asks = childrenOf(childOf(own.node, 'arguments') ?? own.node).flatMap(one => one.descendantsOfType(DOING))
  const does = asks.find(one => !tables.isQuestion(calledBy(one) ?? ''))
  if (does) {
    if (tables.isDebugging(own.name))
      return notJudged(`${own.name}() is compiled for debugging only, and does something`)
    return undefined
  }
  if (evidence.came(path, own.at, 'yes')) return notJudged(`${own.name}() fires`)
  if (comparesQuantity(own.node)) return notJudged('how large numbers get is not known here')
  const statementAt = offsetsOf(whole ? whole.node.parent! : node)
  const ran = kind === 'call' || whole ? evidence.came(path, statementAt, 'ran') : evidence.came(path, own.at, 'no')
  return ran ? { class: 'assertion' } : notJudged(NEVER)
}

/** It asks whether something is larger, or smaller, than a number beyond the few that the model knows. */
const comparesQuantity = (check: Node): boolean =>
  check
    .descendantsOfType('binary_expression')
    .some(
      one =>
        /^[<>]=?$/.test(childOf(one, 'operator')?.text ?? '') &&
        [childOf(one, 'left'), childOf(one, 'right')].some(
          side => /^\(*[0-9A-Z_]+/.test(side?.text ?? '') && !/^[01]$/.test(side!.text),
        ),
    )

/** The call that is a statement of its own, and of whose arguments this is an operand. */
function callAround(operand: Node): Node | undefined {
  for (let one = operand.parent; one; one = one.parent)
    if (one.type === 'call_expression' && one.parent?.type === 'expression_statement') return one
    else if (!OPERATORS.includes(one.type)) return undefined
  return undefined
}

const OPERATORS = ['parenthesized_expression', 'binary_expression', 'unary_expression', 'argument_list']

/** A branch that is taken for another reason than before does more than assert, even if the reason never holds here. */
function asksAnew({ statement, beside, spans }: ChangedStatement, check: Node): boolean {
  if (!beside) return false
  const question = firstArgument(check)
  const isOther = spans.some(span => contains(span, offsetsOf(question)) || contains(offsetsOf(question), span))
  const was = beside.marked
  const asked = was.type === 'call_expression' ? [was, firstArgument(was)] : [was]
  return isOther && !asked.some(one => spaceless(one) === spaceless(question)) && statement.marked === check
}

const firstArgument = (call: Node): Node => childrenOf(childOf(call, 'arguments') ?? call)[0] ?? call

/** Why a statement does not count as run, in words; nothing where it does. */
function whyNotRun(changed: ChangedStatement, { came }: Evidence): string | undefined {
  const { statement, file, spans } = changed
  const { kind, node, marked } = statement
  const path = file.source.file
  const outcomes = (one: Node) => (['yes', 'no'] as const).map(outcome => came(path, offsetsOf(one), outcome))
  if (kind === 'signature') return signatureOf(changed)
  if (kind !== 'condition') {
    if (!came(path, offsetsOf(node), 'ran')) return NEVER
    // Of two arms only one may have been evaluated.
    const asked = armsOf(statement).filter(arms =>
      spans.some(span => contains(span, offsetsOf(arms)) || contains(offsetsOf(arms), span)),
    )
    return asked.every(arms => leavesOf(childOf(arms, 'condition')!).every(leaf => outcomes(leaf).every(seen => seen)))
      ? undefined
      : 'only one side of its ?: was evaluated'
  }
  const [yes, no] = outcomes(marked)
  if (!yes && !no) return NEVER
  return spans.length === 0 || (yes && no) ? undefined : `in no world it is ${yes ? 'false' : 'true'}`
}

/** Attributes say where code lies and when it is gone. */
function signatureOf({ statement, beside }: ChangedStatement): string | undefined {
  if (!beside) return statement.tokens.some(({ text }) => /^__(?:init|exit)/.test(text)) ? PLACED : undefined
  const [these, those] = [statement, beside].map(({ tokens }) => tokens.filter(({ text }) => isAttribute(text)))
  return wordsOf(these!) === wordsOf(those!) ? undefined : 'an attribute of the function changes'
}

const PLACED = 'the function is gone once the module is loaded or where it is built in'

const isAttribute = (text: string): boolean => /^__/.test(text) && text !== '__always_inline'

const armsOf = ({ node, end }: Statement): Node[] =>
  end < node.endIndex ? [] : node.descendantsOfType('conditional_expression')
