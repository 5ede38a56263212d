/**
 * Every changed statement accounted for: what was judged of it, or why it need not be, or why it was not.
 */

import {
  type ChangedItem,
  type ChangedStatement,
  changesBetween,
  isExportGone,
  isNeutralItem,
  type SideName,
} from '../changes/changes.ts'
import { doesSomething, onlyTells } from '../changes/messages.ts'
import { DOING, leavesOf, type Statement } from '../changes/statements.ts'
import { tokensOf, wordsOf } from '../changes/tokens.ts'
import type { CFile, CFunction } from '../parse/parse.ts'
import { childOf, childrenOf, loopsAround, type Node } from '../text/grammar.ts'
import { oneLine } from '../text/one-line.ts'
import { assertionOf } from './assertion.ts'
import { comesOutOtherwise } from './comes-out.ts'
import { deadBy } from './dead.ts'
import { restsOn } from './in-play.ts'
import { isMovedWhole, spaceless } from './moved.ts'
import { isNarrowedAsBefore, type SpotsOfFile } from './narrowed.ts'
import { isUsedByChangesOnly } from './new-macro.ts'
import { endOfPassed, newlyFollowed, overtakenUnseen, unseenIn } from './overtaken.ts'
import { besidePosted, type Posted } from './posted.ts'
import { contains, offsetsOf } from './relocated.ts'
import {
  type Accounted,
  calledBy,
  type Evidence,
  NEVER,
  notJudged,
  type Sides,
  type Tables,
  type ToldClass,
} from './told.ts'
import { unseenOfTypes } from './types.ts'

/** What is known of the patch before it is searched. */
interface AlreadyKnown {
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
  const narrowed = {
    before: files.before && { file: files.before, spots: evidence.before.blind(files.before.source.file) },
    after: files.after && { file: files.after, spots: evidence.after.blind(files.after.source.file) },
  }
  return [
    ...statements.map(one => {
      const { statement, fn, file, side } = one
      const told =
        !evidence[side].isModelled(fn.name) && isUnreferenced(fn, texts)
          ? ({ class: 'unreferenced' } as const)
          : orSame(
              resting(
                classOf(one, statements, evidence[side], tables, narrowed[OTHER[side]]),
                one,
                statements,
                evidence[side],
              ),
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
    ...items.map(item => itemOf(item, items, files.before)),
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

const OTHER = { before: 'after', after: 'before' } as const

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

const itemOf = (item: ChangedItem, all: readonly ChangedItem[], before: CFile | undefined): Accounted => {
  const { side, file, line, kind, name, isConditional } = item
  const why =
    kind === 'directive'
      ? 'it is a directive, or not compiled in the configuration that runs'
      : isExportGone(item)
        ? 'other files may use what is exported no more'
        : 'it is in no function'
  const isNeutral = isNeutralItem(item, all) || isUsedByChangesOnly(item, before)
  const told = isNeutral ? { class: 'neutral' as const } : { class: 'not judged' as const, why }
  const said = { side, file, line, kind, name, inFunction: false, text: name, ...told }
  return isConditional ? { ...said, isConditional } : said
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

const JUDGED: ToldClass = { class: 'judged' }

function classOf(
  changed: ChangedStatement,
  all: readonly ChangedStatement[],
  evidence: Evidence,
  tables: Tables,
  there: SpotsOfFile | undefined,
): ToldClass {
  const { side, statement, beside, file, fn, spans } = changed
  const path = file.source.file
  const { kind, node, marked } = statement
  const called = kind === 'call' ? calledBy(childrenOf(node)[0]) : undefined
  const isPure = countOf(node, DOING) <= 1
  if (called && tables.isPrinting(called) && isPure && onlyTells(node)) return { class: 'neutral', why: `${called}()` }
  const isSometimes = called && tables.isPrinting(called) && !tables.alwaysPrints(called)
  if (isSometimes && doesSomething(childrenOf(node)[0]!, tables.isQuestion))
    return notJudged(`${called}() evaluates its arguments only where it prints`)
  const idle = evidence.idle(path, fn.name)
  if (idle !== undefined) return notJudged(idle)
  if (called && tables.isRescheduling(called) && isPure) return reschedules(changed, all, evidence, called)
  const assertion = assertionOf(changed, evidence, tables)
  if (assertion) return assertion
  const whole = spans.length === 0
  const isJump = kind === 'return' || kind === 'jump'
  const at = offsetsOf(node)
  const hidden = evidence.blind(path).find(spot => {
    if (spot.ofWidth && isNarrowedAsBefore(file, spot, there)) return false
    // What is new is no weaker than a plain one; what is stronger, and gone, is not seen on the other side.
    if (spot.ofStrength && (side === 'after' || stands(spaceless(node), all))) return false
    if (spot.ofName && side === 'after' && beside === undefined) return false
    // A number that is taken for a narrower one is so wherever it stands.
    if (whole)
      return !spot.ofWidth && spot.start <= node.startIndex && (childrenOf(node).at(-1) ?? node).endIndex <= spot.end
    return spans.some(span => contains(span, spot) || contains(spot, span))
  })
  const ran = whyNotRun(changed, evidence)
  if (ran !== undefined && !hidden && isMovedWhole(changed, all, at => evidence.came(path, at, 'ran')))
    return { class: 'same', why: 'it is moved with all that it decides, which is skipped in no world' }
  const dead = ran === NEVER ? deadBy(node, fn, file, tables) : undefined
  if (dead !== undefined) return { class: 'neutral', why: dead }
  if (ran !== undefined) return notJudged(ran)
  const narrowing = unseenOfTypes(changed, tables.plainType)
  if (narrowing !== undefined) return notJudged(narrowing)
  if (hidden && isGone(changed) && kind === 'call' && at.start < hidden.start)
    return { ...JUDGED, unless: { ...at, breaking: hidden.why } }
  if (hidden) return notJudged(hidden.why)
  const own = { file, spots: evidence.blind(path) }
  const overtaken = there && overtakenUnseen(changed, all, own, there)
  if (overtaken !== undefined) return notJudged(overtaken)
  const followed = there && (side === 'after' ? newlyFollowed(there, own) : newlyFollowed(own, there))
  if (followed !== undefined) return notJudged(followed)
  if (kind === 'condition' && !isConfigured(marked, file) && !evidence.matters(path, offsetsOf(marked), 'decision'))
    return notJudged('what it decides makes no difference that the model sees')
  if (kind === 'condition') {
    // It may have stood elsewhere.
    const otherwise = stands(spaceless(node), all, 'before') ? undefined : comesOutOtherwise(changed, all, tables)
    return otherwise === undefined ? JUDGED : { ...JUDGED, otherwise }
  }
  if (kind === 'call') return whole && !tables.isStore(called!) ? JUDGED : { ...JUDGED, unless: at }
  const sets =
    kind === 'assignment' ||
    (kind === 'return' && childrenOf(node).length > 0) ||
    (kind === 'declaration' && node.text.includes('='))
  if (sets && !evidence.matters(path, at, 'value')) {
    const writesShared = kind === 'assignment' && node.type === 'expression_statement'
    return writesShared ? { ...JUDGED, unless: at } : notJudged('nothing that the model sees depends on its value')
  }
  // A jump may do no more than pass by what is not seen.
  if (!isJump || !(whole || spans.some(span => contains(span, at)))) return JUDGED
  const [passed] = unseenIn(own, at.end, endOfPassed(node, fn.node))
  if (passed === undefined) return JUDGED
  return isRefusal(node) ? { ...JUDGED, unless: at } : notJudged(`it passes by ${passed}, which the model does not see`)
}

/** It returns an error: what a call does that fails is seen by whoever makes it. */
const isRefusal = (jump: Node): boolean => /^return\s*-E[A-Z\d]+\s*;$/.test(jump.text)

/** The configuration decides it, and each side of it is code that is judged whole. */
function isConfigured({ text }: Node, { source: { configuration = {} } }: CFile): boolean {
  const name = /^IS_(?:ENABLED|BUILTIN|REACHABLE)\s*\(\s*(\w+)\s*\)$/.exec(text)?.[1] ?? text
  return Object.hasOwn(configuration, name)
}

/** A changed statement of a side has the text. */
const stands = (text: string, all: readonly ChangedStatement[], of: SideName = 'after'): boolean =>
  all.some(({ side, statement }) => side === of && spaceless(statement.node) === text)

/** Nothing stands in its place. */
const isGone = ({ side, beside }: ChangedStatement): boolean => side === 'before' && beside === undefined

const countOf = (node: Node, types: readonly string[]): number =>
  childrenOf(node).flatMap(one => one.descendantsOfType([...types])).length

function reschedules(
  changed: ChangedStatement,
  all: readonly ChangedStatement[],
  { came, cameAtomic }: Evidence,
  called: string,
): ToldClass {
  const { statement, file, side } = changed
  const at = offsetsOf(statement.node)
  if (!came(file.source.file, at, 'ran')) return notJudged(NEVER)
  if (cameAtomic(file.source.file, at)) return notJudged(`${called}() may sleep, and a lock is held here that must not`)
  if (side === 'before' && isLost(changed, all)) return notJudged('how long a loop keeps its CPU is not modelled')
  return { class: 'neutral', why: `${called}()` }
}

/** The loop in which it stands has it no more: it stands in no loop of the same condition. */
function isLost({ statement, beside, fn }: ChangedStatement, all: readonly ChangedStatement[]): boolean {
  const [loop] = loopsAround(statement.node)
  if (loop === undefined) return false
  const inSuch = (node: Node) => {
    const [around] = loopsAround(node)
    return around !== undefined && headOf(around) === headOf(loop)
  }
  const others = all.filter(one => one.side === 'after' && one.fn.name === fn.name).map(one => one.statement.node)
  const text = spaceless(statement.node)
  return ![...(beside ? [beside.node] : []), ...others].some(node => spaceless(node) === text && inSuch(node))
}

/** Of a loop all but its body. */
const headOf = (loop: Node): string => loop.text.replace(childOf(loop, 'body')?.text ?? '', '').replace(/\s+/g, '')

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
    const isChanged = (one: Node) =>
      spans.some(span => contains(span, offsetsOf(one)) || contains(offsetsOf(one), span))
    const asked = armsOf(statement).filter(isChanged)
    const picks = picksOf(statement).filter(isChanged)
    if (!picks.every(pick => outcomes(pick).every(seen => seen)))
      return 'only one of its values is the least or greatest in any world'
    return asked.every(arms => leavesOf(childOf(arms, 'condition')!).every(leaf => outcomes(leaf).every(seen => seen)))
      ? undefined
      : 'only one side of its ?: was evaluated'
  }
  const [yes, no] = outcomes(marked)
  if (!yes && !no) return NEVER
  if (spans.length === 0 || (yes && no)) return undefined
  return `in no world it is ${yes === isNegated(marked, node) ? 'true' : 'false'}`
}

/** Whether the text of a condition says the contrary of what is marked in it. */
function isNegated(marked: Node, whole: Node): boolean {
  let negations = 0
  for (let around: Node | null = marked; around && around.id !== whole.parent?.id; around = around.parent)
    if (around.type === 'unary_expression' && childOf(around, 'operator')?.text === '!') negations += 1
  return negations % 2 === 1
}

/** Attributes say where code lies and when it is gone. */
function signatureOf({ statement, beside }: ChangedStatement): string | undefined {
  if (!beside) return statement.tokens.some(({ text }) => /^__(?:init|exit)/.test(text)) ? PLACED : undefined
  const [these, those] = [statement, beside].map(({ tokens }) => tokens.filter(({ text }) => isAttribute(text)))
  return wordsOf(these!) === wordsOf(those!) ? undefined : 'an attribute of the function changes'
}

const PLACED = 'the function is gone once the module is loaded or where it is built in'

const isAttribute = (text: string): boolean => /^__/.test(text) && text !== '__always_inline'

/** Calls that hand on one of their arguments. */
const picksOf = ({ node, end }: Statement): Node[] =>
  end < node.endIndex
    ? []
    : node
        .descendantsOfType('call_expression')
        .filter(one => /^(?:min|max|clamp)(?:_t|_not_zero)?$/.test(childOf(one, 'function')?.text ?? ''))

const armsOf = ({ node, end }: Statement): Node[] =>
  end < node.endIndex ? [] : node.descendantsOfType('conditional_expression')
