/**
 * Violations behind a repaired one: the code before the patch stopped there, and from there on the run comes to no statement
 * that the patch changes, except for the condition that lets it go on.
 */
import { availableParallelism } from 'node:os'
import type { AnySystem } from '../../../../checker/declare.ts'
import type { DeadEnd, Trace } from '../../../../checker/index.ts'
import { type Altered, alteredIn } from '../../../../model/c/account/altered.ts'
import { itemPrint } from '../../../../model/c/account/posted.ts'
import { changesBetween, isNeutralItem } from '../../../../model/c/changes/changes.ts'
import { leavingOut } from '../../../../model/patched/lacking.ts'
import type { Marked } from '../../../../model/patched/machines/operation-code.ts'
import { codeOf, type WithCode } from '../../../../model/patched/machines/with-code.ts'
import type { Ways } from '../../../../spec/judging/ways.ts'
import { promises } from '../../../../spec/promises/index.ts'
import type { Job, Outcome, SearchBounds } from '../../../run/search/job.ts'
import { type Tries, trySideBySide } from '../../../run/side-by-side.ts'
import { postedOriginal } from './original.ts'
import { type Behind, isWorse, type ReviewedPromise } from './promises.ts'
import type { Review, ReviewedWorld } from './result.ts'

type Placed = Pick<Review, 'reading' | 'extraction'>

/** So many ways to break a promise are looked at; one that has more is broken. */
const MOST_WAYS = 100

/** @param tries makes searches; this machine unless said */
export async function tellingReachedNow(
  review: Placed,
  worlds: readonly ReviewedWorld[],
  bounds: SearchBounds,
  tries: Tries = jobs => trySideBySide(jobs, availableParallelism()),
): Promise<ReviewedWorld[]> {
  const altered = alteredBy(review)
  const asked = altered === undefined ? [] : worlds.filter(mayReach)
  if (asked.length === 0) return [...worlds]
  const { reading, extraction } = review
  const code = codeOf(reading.files, extraction.replaced, extraction)
  const without = leavingOut(extraction.lacking)
  const jobs = asked.map(({ world }): Job => ({ world, ...without, bounds: { ...bounds, needs: true }, code }))
  const collected = await tries(jobs.map(job => ({ ...job, ways: 'all' })))
  const news = asked.map((one, at) => newWays(one, collected[at]!))
  const reaching = [...asked.keys()].filter(at => Object.keys(news[at]!).length > 0)
  const found = await tries(reaching.map(at => ({ ...jobs[at]!, theseWays: news[at]! })))
  const told = new Map<ReviewedWorld, ReviewedWorld>()
  for (const [index, at] of reaching.entries()) {
    const one = asked[at]!
    const outcome = found[index]!
    // Each way in which a promise is broken has to be behind a repaired one.
    const tracesOf = (promise: string): readonly Trace[] => {
      if (outcome.kind !== 'judged' || outcome.result.cut !== undefined) return []
      const traces = outcome.traces?.[promise] ?? []
      return traces.length >= Object.keys(news[at]![promise] ?? {}).length ? traces : []
    }
    told.set(one, await tellingIn(review, one, tracesOf, altered!))
  }
  return worlds.map(one => told.get(one) ?? one)
}

const mayReach = ({ promises }: ReviewedWorld): boolean =>
  promises.some(({ change }) => change === 'repaired') && promises.some(({ change }) => isWorse(change))

/** The ways in which worse promises are broken after the patch, and were not before it. */
function newWays({ before, promises }: ReviewedWorld, after: Outcome): Ways {
  if (before.kind !== 'judged' || after.kind !== 'judged' || after.result.cut !== undefined) return {}
  const news = promises.flatMap(({ promise, change }) => {
    const known = before.ways?.[promise] ?? {}
    const ways = Object.entries(after.ways?.[promise] ?? {}).filter(([way, left]) => left > (known[way] ?? -1))
    return isWorse(change) && ways.length <= MOST_WAYS ? [[promise, Object.fromEntries(ways)] as const] : []
  })
  return Object.fromEntries(news)
}

async function tellingIn(
  { reading: { files, base }, extraction }: Placed,
  world: ReviewedWorld,
  tracesOf: (promise: string) => readonly Trace[],
  altered: readonly AlteredIn[],
): Promise<ReviewedWorld> {
  const { replaced, baseline } = extraction
  const baseCode = baseline.size > 0 ? codeOf(base, [...baseline.keys()], extraction) : undefined
  const job = { world: world.world, ...leavingOut(extraction.lacking) }
  const before = await built({ ...job, ...(baseCode && { code: baseCode }) })
  const after = await built({ ...job, code: codeOf(files, replaced, extraction) })
  const repaired = world.promises.filter(({ change }) => change === 'repaired').map(({ promise }) => promise)
  const sides = { before, after, repaired, altered }
  const told: ReviewedPromise[] = []
  for (const one of world.promises)
    told.push(isWorse(one.change) ? await tellingOf(one, tracesOf(one.promise), sides) : one)
  return { ...world, promises: told }
}

interface BuiltSides {
  readonly before: Awaited<ReturnType<typeof built>>
  readonly after: Awaited<ReturnType<typeof built>>
  readonly repaired: readonly string[]
  readonly altered: readonly AlteredIn[]
}

/** Of several the shortest is shown: one that is behind nothing, if there is one. */
async function tellingOf(one: ReviewedPromise, traces: readonly Trace[], sides: BuiltSides): Promise<ReviewedPromise> {
  const inOrder = [...traces].sort((a, b) => a.steps.length - b.steps.length)
  const behind: Behind[] = []
  for (const trace of inOrder) {
    const found = await behindOf(trace, sides)
    if (found === undefined) return { ...one, trace }
    behind.push(found)
  }
  return inOrder.length > 0 ? { ...one, trace: inOrder[0]!, behind: behind[0]!, change: 'reached now' } : one
}

async function behindOf(trace: Trace, { before, after, repaired, altered }: BuiltSides): Promise<Behind | undefined> {
  const { deadEndAlong } = await import('../../../../checker/index.ts')
  const properties = before.properties.filter(({ name }) => repaired.includes(name))
  // What comes behind a wrapped number may end in the model, and not in the kernel: only if calls did not return.
  const last = properties.some(({ kind }) => kind === 'progress') ? beyond : new Set<string>()
  const end = deadEndAlong(after.system, trace, before.system, properties, last)
  return end && !(await isAltered(after.system, after.code!, trace, end, altered))
    ? { promise: end.property, after: end.after }
    : undefined
}

async function built(job: Pick<Job, 'world' | 'without' | 'code'>) {
  const { subject } = await import('../../../run/search/judge.ts')
  let running: WithCode | undefined
  const made = await subject(job, one => {
    running = one
  })
  return { ...made, code: running }
}

/**
 * Whether the trace owes to the patch what it does from there on. What the patch sets before may be read behind: until there,
 * the run comes to nothing of it but conditions of loops, and to what has only moved. The conditions that let it go on there
 * may be looked at again until something that is shared changes.
 */
async function isAltered(
  system: AnySystem,
  { marks, forget }: WithCode,
  trace: Trace,
  { after, until }: DeadEnd,
  altered: readonly AlteredIn[],
): Promise<boolean> {
  const { takeAgain } = await import('../../../../checker/index.ts')
  let step = 0
  let found = false
  let lettingOn: readonly AlteredIn[] = []
  forget()
  takeAgain(system, trace, isTaken => {
    if (isTaken) {
      step += 1
      const here = marks()
      const run = altered.filter(one => isRun(one, here))
      if (step >= after && lettingOn.length === 0) lettingOn = run.filter(({ kind }) => kind === 'decides')
      const isLetting = (one: AlteredIn) => one.kind !== 'decides' || lettingOn.includes(one)
      const isExcused = (one: AlteredIn) => step <= after || (step <= until && isLetting(one))
      found ||= run.some(one => one.kind === 'other' || !isExcused(one))
    }
    forget()
  })
  return found
}

const beyond = new Set(promises.flatMap(one => (one.kind === 'never' && one.beyond ? [one.name] : [])))

interface AlteredIn extends Altered {
  readonly file: string
}

/** Nothing where the patch changes more than functions: what that does is in no mark. */
function alteredBy(review: Placed): AlteredIn[] | undefined {
  const { files, before, base } = review.reading
  const posted = postedOriginal(review)?.posted
  const found: AlteredIn[] = []
  for (const after of files) {
    const { file } = after.source
    const was = [...base, ...before].find(({ source }) => source.file === file)
    const items = changesBetween(was, after).items.filter(one => !posted?.items.includes(itemPrint(one)))
    if (items.some(one => !isNeutralItem(one, items))) return undefined
    found.push(...alteredIn(was, after, posted).map(one => ({ ...one, file })))
  }
  return found
}

/** What has no mark of its own runs where anything of its function does. */
function isRun({ file, fn, marked }: AlteredIn, marks: readonly Marked[]): boolean {
  const here = marks.filter(mark => mark.file === file && fn.startIndex <= mark.start && mark.end <= fn.endIndex)
  const own = here.filter(({ start, end }) => start === marked.startIndex && end === marked.endIndex)
  return (own.length > 0 ? own : here).some(({ came }) => came)
}
