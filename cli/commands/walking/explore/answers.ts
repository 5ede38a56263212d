/**
 * What the page of `explore` asks for, as plain data: a state with the steps that lead on from it, and all violations.
 */
import { createHash } from 'node:crypto'
import { pictureTables } from '../../../reports/html/picture.ts'
import { changedCells } from '../../../reports/memory/picture.ts'
import type { Page } from '../../../reports/trace/telling.ts'
import { searchSideBySide } from '../../../run/side-by-side.ts'
import { stepWords } from '../told.ts'
import type { Walkthrough } from '../walkthrough.ts'

/** @throws InputError when the path is not possible */
export function stateAnswer(walk: Walkthrough, path: string, page: Page) {
  walk.goTo(path)
  const { steps, broken, possible, key, threads } = walk.visit
  const { before, now } = walk.pictures()
  return {
    path,
    depth: steps.length,
    /** The same for the same state. */
    state: createHash('sha256').update(key).digest('hex').slice(0, 12),
    broken: broken.map(({ property, says }) => ({ promise: property, says })),
    threads: threads.map(({ operation, at }) => (at === '' ? 'idle' : operation)),
    memory: pictureTables(now),
    changed: [...changedCells(before, now)],
    steps: possible.map(({ step, broken }) => ({
      element: step.element,
      thread: step.thread,
      ...stepWords(walk, step, page),
      breaks: broken.map(({ property }) => property),
    })),
  }
}

/** Every promise that the world breaks, with the shortest way there. */
export async function violationsAnswer({ world, initial }: Walkthrough) {
  const [outcome] = await searchSideBySide([{ world, bounds: { seconds: SECONDS } }], 1)
  if (outcome?.kind !== 'judged') return { violations: [], whole: false }
  const { judgements, cut } = outcome.result
  const violations = judgements.flatMap(({ property, outcome }) =>
    outcome.verdict === 'violated' && outcome.trace.initial === initial
      ? [{ promise: property, says: outcome.trace.says, path: outcome.trace.path, steps: outcome.trace.steps.length }]
      : [],
  )
  return { violations, whole: cut === undefined }
}

/** A search that takes longer tells what it has found. */
const SECONDS = 60
