/**
 * How much the steps of a trace, and the changes of a step, say of why a promise breaks: a failure says most, then what is
 * given up, then what a page, a mapping or a memslot becomes; a lock or a reference that is taken says least. Where an invalidation
 * is left in progress, its begin says more than what it zaps.
 */
import type { Change, TraceStep } from '../../../../checker/index.ts'
import type { Kernel } from '../../../../model/kernel/state/state.ts'
import { isLock } from './deeds.ts'

/**
 * The changes of a step that say most: others come with them.
 *
 * @param changes what people see of the step at the index
 */
export function mainChanges(steps: readonly TraceStep[], index: number, changes: readonly Change[]): readonly Change[] {
  if (leftOpen(steps).has(index)) return changes.filter(({ field }) => field === INVALIDATING)
  const most = Math.max(0, ...changes.map(weightOf))
  return most <= TAKEN ? changes : changes.filter(change => weightOf(change) === most)
}

/**
 * So many of the steps, in their order: those that say most; among equals one of a CPU that is not named yet, then one of a C
 * function that is not, then the latest.
 *
 * @param those indices of steps, all before the last one, which is named in any case
 */
export function tellingMost(
  steps: readonly TraceStep[],
  those: readonly number[],
  number: number,
  changesOf: (step: TraceStep) => readonly Change[],
): number[] {
  const named = [steps.length - 1]
  const isRace = new Set(steps.map(({ thread }) => thread)).size > 1
  const open = leftOpen(steps)
  const isNew = (of: (step: TraceStep) => unknown, at: number) =>
    named.every(one => of(steps[one]!) !== of(steps[at]!)) ? 1 : 0
  const rankOf = (at: number) => {
    const step = steps[at]!
    const weights = changesOf(step).map(weightOf)
    const changed = Math.max(0, ...(isRace ? weights : weights.map(alone)))
    const weight = step.event !== 'step' ? FAILURE : open.has(at) ? LEFT_OPEN : changed
    return [weight, isNew(({ thread }) => thread, at), isNew(({ fn }) => fn, at), at]
  }
  const left = new Set(those)
  while (left.size > 0 && named.length <= number) {
    const [first] = [...left].map(at => ({ at, rank: rankOf(at) })).sort((a, b) => compare(b.rank, a.rank))
    named.push(first!.at)
    left.delete(first!.at)
  }
  return named.slice(1).sort((a, b) => a - b)
}

/** Steps that begin invalidations, of which one is still in progress when the trace ends: the last to begin. */
function leftOpen(steps: readonly TraceStep[]): ReadonlySet<number> {
  const begun = new Map<number, number[]>()
  for (const [at, { changes }] of steps.entries())
    for (const { field, index = 0, before, after } of changes) {
      if (field !== INVALIDATING) continue
      const known = begun.get(index) ?? []
      begun.set(index, after > before ? [...known, at] : known.slice(0, -1))
    }
  return new Set([...begun.values()].flat())
}

const compare = (a: readonly number[], b: readonly number[]): number => {
  const at = a.findIndex((each, index) => each !== b[index])
  return at < 0 ? 0 : a[at]! - b[at]!
}

const [TAKEN, BECOMES, RELEASED, FREED, LEFT_OPEN, FAILURE] = [1, 2, 3, 4, 5, 6]

/** Nobody comes in where a lock is released. */
const alone = (weight: number): number => (weight === RELEASED ? TAKEN : weight)

function weightOf({ field, before, after }: Change): number {
  if (OBJECTS.has(field)) return after === 0 ? FREED : BECOMES
  if (isLock(field)) return after < before ? RELEASED : TAKEN
  if (STATES.has(field)) return BECOMES
  return COUNTS.has(field) ? TAKEN : 0
}

/** What is freed, or taken off where others find it. */
const OBJECTS: ReadonlySet<string> = new Set<keyof Kernel>([
  'allocated',
  'slotAllocated',
  'filemap',
  'bindings',
  'slotVisible',
  'hostPte',
  'spte',
  'fileListed',
])

const STATES: ReadonlySet<string> = new Set<keyof Kernel>([
  'share',
  'huge',
  'contents',
  'firmware',
  'hole',
  'invalidating',
  'stash',
  'hwpoison',
  'slotFile',
])

const COUNTS: ReadonlySet<string> = new Set<keyof Kernel>(['refs', 'pins', 'fileRefs'])

const INVALIDATING: keyof Kernel = 'invalidating'
