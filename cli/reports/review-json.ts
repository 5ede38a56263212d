/**
 * What a review found, for programs. Everything but `timing` is the same for the same patch, unless a search was cut.
 */
import { build } from '../judge.ts'
import type { Review, ReviewedWorld } from '../review.ts'
import { withCode } from '../with-code.ts'
import { showWorld } from '../world-name.ts'

export const reviewJson = ({ reading, extraction, worlds, large, exitCode }: Review) => ({
  schema: 1,
  command: 'review',
  exitCode,
  patch: { where: reading.patch.where, subject: reading.patch.subject, notes: reading.patch.notes },
  against: extraction.design.name,
  hunks: reading.hunks.map(({ file, start, end, functions }) => ({
    file,
    start,
    end,
    functions: functions.map(one => ({ ...one, standing: extraction.standing.get(one.name) })),
  })),
  extracted: extraction.extracted,
  refused: extraction.refused,
  leftOut: extraction.leftOut,
  replaced: extraction.replaced,
  worlds: worlds.map(one => {
    const { placeOf } = withCode(build(one.world), reading.files, extraction.replaced)
    return {
      world: showWorld(one.world),
      before: sizeOf(one.before),
      after: sizeOf(one.after),
      promises: one.promises.map(({ promise, change, trace }) => ({
        promise,
        change,
        ...(trace && { trace: { ...trace, steps: trace.steps.map(step => ({ ...step, place: placeOf(step) })) } }),
      })),
    }
  }),
  large: large.map(showWorld),
  timing: {
    seconds: Object.fromEntries(
      worlds.map(({ world, before, after }) => [showWorld(world), [timeOf(before), timeOf(after)]]),
    ),
  },
})

function sizeOf(outcome: ReviewedWorld['before']) {
  if (outcome.kind === 'failed') return { outcome: 'failed', message: outcome.message }
  if (outcome.kind !== 'judged') return { outcome: outcome.kind }
  const { states, transitions, depth, cut } = outcome.result
  return { outcome: cut === undefined ? 'whole' : 'cut', ...(cut !== undefined && { cut }), states, transitions, depth }
}

const timeOf = (outcome: ReviewedWorld['before']) =>
  outcome.kind === 'judged' ? Number(outcome.result.seconds.toFixed(3)) : null
