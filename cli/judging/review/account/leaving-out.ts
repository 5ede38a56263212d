/**
 * Calls and writes of shared state that count as judged only if leaving them out is noticed: a verdict, a return or a
 * shared state that can be reached differs. The cheapest world that runs the statement is tried first.
 */

import { type Offsets, relocation } from '../../../../model/c/account/relocated.ts'
import type { Accounted } from '../../../../model/c/account/told.ts'
import type { SideName } from '../../../../model/c/changes/changes.ts'
import { leavingOut } from '../../../../model/patched/lacking.ts'
import type { LeftOut } from '../../../../model/patched/machines/operation-code.ts'
import { type CodeInPlace, codeOf } from '../../../../model/patched/machines/with-code.ts'
import { showWorld } from '../../../names/world-name.ts'
import { wasInterrupted } from '../../../run/exit-codes.ts'
import type { Job, Outcome, SearchBounds } from '../../../run/search/job.ts'
import type { Tries } from '../../../run/side-by-side.ts'
import { counted } from '../../../text/words.ts'
import { type ConfiguredReview, CUT, type ReviewedWorld } from '../worlds/result.ts'
import { marksIn } from './marks.ts'
import { breaksMore, differs, isWhole } from './noticed.ts'

/** So many worlds are tried for a statement. */
const WORLDS = 6

/** A world that runs the statement, and the code of its configuration. */
interface RunningWorld extends Pick<Job, 'without'> {
  readonly world: ReviewedWorld
  readonly code: CodeInPlace
  /** Where the statement stands in that code. */
  readonly at: Offsets
  readonly size: number
}

interface Trial {
  readonly entry: Accounted
  readonly worlds: readonly RunningWorld[]
  /** In so many of them, both searches saw all there is, and nobody can tell the two apart. */
  readonly alike: number
  /** Ctrl-C came before one of them was tried. */
  readonly isCut: boolean
}

/**
 * @param configured the patch in each configuration @param previous the one before it in a series
 * @returns statements without which nothing changes, and why they do not count as judged
 */
export async function withoutEffect(
  account: readonly Accounted[],
  configured: readonly ConfiguredReview[],
  previous: readonly ConfiguredReview[],
  bounds: SearchBounds,
  tries: Tries,
): Promise<ReadonlyMap<Accounted, string>> {
  const trials = account.filter(one => one.unless).map(entry => trialOf(entry, configured, previous))
  const idle = new Map<Accounted, string>()
  const whole = new Map<string, Outcome>()
  let pending = trials
  for (let round = 0; pending.length > 0; round++) {
    const [ended, open] = split(pending, ({ worlds }) => round >= Math.min(WORLDS, worlds.length))
    for (const { entry, alike, isCut } of ended)
      idle.set(entry, isCut ? CUT : (entry.unless!.breaking ?? idleWords(round, alike)))
    const keyOf = ({ entry, worlds }: Trial) => {
      const { world, code } = worlds[round]!
      return `${entry.side} ${showWorld(world.world)} ${code.id}`
    }
    const jobOf = ({ worlds }: Trial, leftOut?: LeftOut): Job => {
      const { world, code, at, size, ...without } = worlds[round]!
      return { world: world.world, ...without, bounds, code: leftOut ? { ...code, leftOut } : code, digest: true }
    }
    const references = new Map(open.filter(one => !whole.has(keyOf(one))).map(one => [keyOf(one), jobOf(one)]))
    const variants = open.map(one => jobOf(one, { file: one.entry.file, ...one.worlds[round]!.at }))
    const outcomes = await tries([...references.values(), ...variants])
    for (const [index, key] of [...references.keys()].entries()) whole.set(key, outcomes[index]!)
    pending = open.flatMap((one, index): Trial[] => {
      const [reference, variant] = [whole.get(keyOf(one))!, outcomes[references.size + index]!]
      const isSeen = one.entry.unless!.breaking === undefined ? differs : breaksMore
      if (isSeen(variant, reference)) return []
      const isCut = one.isCut || [reference, variant].some(isInterrupted)
      return [{ ...one, isCut, alike: one.alike + (isWhole(reference) && isWhole(variant) ? 1 : 0) }]
    })
  }
  return idle
}

const isInterrupted = (outcome: Outcome): boolean => outcome.kind !== 'refused' && wasInterrupted(outcome)

/** Claims no more than was seen. */
function idleWords(worlds: number, alike: number): string {
  if (worlds === 0)
    return 'leaving it out was not tried: no world runs it that the review of this patch can search without it'
  const seen = `leaving it out makes no difference in ${counted(alike, 'world')}`
  if (alike === worlds) return seen
  const cut = `${counted(worlds - alike, 'world')} could not be searched to the end`
  return alike === 0 ? cut : `${seen}, and ${cut}`
}

function trialOf(
  entry: Accounted,
  configured: readonly ConfiguredReview[],
  previous: readonly ConfiguredReview[],
): Trial {
  const worlds = configured.flatMap(review => {
    const before = previous.find(({ configuration }) => configuration === review.configuration)
    return runningIn(entry, review, before)
  })
  return { entry, alike: 0, isCut: false, worlds: worlds.sort((a, b) => a.size - b.size) }
}

/** Code before a patch of a series is what the patch before it made; of functions that this one leaves alone, that of the tree. */
function runningIn(entry: Accounted, review: ConfiguredReview, previous: ConfiguredReview | undefined): RunningWorld[] {
  if (entry.side === 'after') return runningOn('after', entry, review, entry.unless!)
  const made = previous?.reading.files.some(({ source }) => source.file === entry.file)
    ? runningOn('after', entry, previous, entry.unless!)
    : []
  if (made.length > 0) return made
  const at = relocation(review.reading.before, review.reading.base)(entry.file, entry.unless!)
  return at === undefined ? [] : runningOn('before', entry, review, at)
}

/** The worlds that run the statement on that side of a patch. */
function runningOn(side: SideName, { file }: Accounted, of: ConfiguredReview, at: Offsets): RunningWorld[] {
  const { files, base } = of.reading
  const { replaced, baseline, lacking } = of.extraction
  const [code, texts] =
    side === 'after'
      ? [codeOf(files, replaced, of.extraction), files]
      : [codeOf(base, [...baseline.keys()], of.extraction), base]
  const came = (one: ReviewedWorld) =>
    marksIn(one[side], one.ran[side], texts).some(mark => mark.came && mark.file === file && isAt(mark, at))
  const sizeOf = (one: ReviewedWorld) => {
    const outcome = one[side]
    return outcome.kind === 'judged' ? outcome.result.transitions : Number.POSITIVE_INFINITY
  }
  return of.worlds
    .filter(came)
    .map(world => ({ world, code, at: { start: at.start, end: at.end }, size: sizeOf(world), ...leavingOut(lacking) }))
}

const isAt = (mark: Offsets, { start, end }: Offsets): boolean => mark.start === start && mark.end === end

function split<T>(those: readonly T[], is: (one: T) => boolean): [T[], T[]] {
  return [those.filter(is), those.filter(one => !is(one))]
}
