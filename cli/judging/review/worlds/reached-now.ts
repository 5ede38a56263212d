/**
 * Violations behind a repaired one: the code before the patch stopped there, and from there on the run comes to no statement
 * that the patch changes, except for the condition that lets it go on.
 */
import type { AnySystem } from '../../../../checker/declare.ts'
import type { Trace } from '../../../../checker/index.ts'
import { type Altered, alteredIn } from '../../../../model/c/account/altered.ts'
import { type CodeInPlace, codeOf, type Marked, type WithCode } from '../../../../model/patched/with-code.ts'
import { promises } from '../../../../spec/promises/index.ts'
import { comparedWith } from './compared.ts'
import { type Behind, isWorse, type ReviewedPromise } from './promises.ts'
import type { Review, ReviewedWorld } from './result.ts'

type Placed = Pick<Review, 'reading' | 'extraction'>

/** The worlds, with what is reached now told apart from what the patch breaks. */
export async function tellingReachedNow(review: Placed, worlds: readonly ReviewedWorld[]): Promise<ReviewedWorld[]> {
  const told: ReviewedWorld[] = []
  for (const world of worlds) told.push(await tellingIn(review, world))
  return told
}

/** The engine is only loaded where something may have been reached. */
async function tellingIn(review: Placed, world: ReviewedWorld): Promise<ReviewedWorld> {
  const repaired = world.promises.filter(({ change }) => change === 'repaired').map(({ promise }) => promise)
  if (repaired.length === 0 || !world.promises.some(({ change }) => isWorse(change))) return world
  const { deadEndAlong } = await import('../../../../checker/index.ts')
  const { files, base } = review.reading
  const { replaced, baseline } = review.extraction
  const before = await built(
    world,
    baseline.size > 0 ? codeOf(base, [...baseline.keys()], review.extraction) : undefined,
  )
  const after = await built(world, codeOf(files, replaced, review.extraction))
  const properties = before.properties.filter(({ name }) => repaired.includes(name))
  const altered = alteredBy(review)
  const told: ReviewedPromise[] = []
  for (const one of world.promises) {
    const end = isWorse(one.change)
      ? deadEndAlong(after.system, one.trace!, before.system, properties, beyond)
      : undefined
    const behind: Behind | undefined = end && { promise: end.property, after: end.after }
    const isReached = behind && !(await isAltered(after.system, after.code!, one.trace!, behind, altered))
    told.push(isReached ? { ...one, change: 'reached now', behind } : one)
  }
  return { ...world, promises: told }
}

async function built({ world }: ReviewedWorld, code: CodeInPlace | undefined) {
  const { subject } = await import('../../../search/judge.ts')
  let running: WithCode | undefined
  const made = await subject({ world, ...(code && { code }) }, one => {
    running = one
  })
  return { ...made, code: running }
}

/**
 * Whether the trace owes to the patch what it does from there on. What the patch sets before may be read behind: until there,
 * the run comes to nothing of it but conditions of loops, and to what has only moved.
 */
async function isAltered(
  system: AnySystem,
  { marks, forget }: WithCode,
  trace: Trace,
  { after }: Behind,
  altered: readonly AlteredIn[],
): Promise<boolean> {
  const { takeAgain } = await import('../../../../checker/index.ts')
  let step = 0
  let found = false
  forget()
  takeAgain(system, trace, isTaken => {
    if (isTaken) {
      step += 1
      const here = marks()
      found ||= altered.some(one => (step > after || one.kind === 'other') && isRun(one, here))
    }
    forget()
  })
  return found
}

const beyond = new Set(promises.flatMap(one => (one.kind === 'never' && one.beyond ? [one.name] : [])))

interface AlteredIn extends Altered {
  readonly file: string
}

function alteredBy(review: Placed): AlteredIn[] {
  const { files, before, base } = review.reading
  const posted = comparedWith(review)?.posted
  return files.flatMap(after => {
    const { file } = after.source
    const was = [...base, ...before].find(({ source }) => source.file === file)
    return alteredIn(was, after, posted).map(one => ({ ...one, file }))
  })
}

/** What has no mark of its own runs where anything of its function does. */
function isRun({ file, fn, marked }: AlteredIn, marks: readonly Marked[]): boolean {
  const here = marks.filter(mark => mark.file === file && fn.startIndex <= mark.start && mark.end <= fn.endIndex)
  const own = here.filter(({ start, end }) => start === marked.startIndex && end === marked.endIndex)
  return (own.length > 0 ? own : here).some(({ came }) => came)
}
