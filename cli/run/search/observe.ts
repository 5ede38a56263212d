/**
 * A search that also records results that callers can observe, or finds the shortest trace to one of them.
 *
 * Returns are noted beside the state, so that states are told apart by them too.
 */
import { type AnySystem, cells, type Property, type Row } from '../../../checker/declare.ts'
import type { Judgement, Result } from '../../../checker/index.ts'
import type { Scenario } from '../../../model/scenarios/parts/scenario.ts'
import { Histories, type History, historyKey, keyOf } from '../../../spec/observation/history.ts'
import {
  observationGhosts,
  observationOf,
  observedOperations,
  resultWords,
} from '../../../spec/observation/observation.ts'
import type { Seen } from '../../../spec/promise.ts'
import { searchBeside, startedIn } from './beside.ts'
import type { Job } from './job.ts'
import type { Hooks } from './judge.ts'

/**
 * A search on one thread, which looks on.
 *
 * @param wanted all, or only these: then each stands among the judgements, by its key, broken where calls have returned so
 * @throws InputError when the job names something that does not exist
 */
export async function lookOn(
  job: Job,
  wanted: 'all' | readonly History[],
  hooks: Hooks,
): Promise<{ readonly result: Result; readonly observed: readonly History[] }> {
  const histories = new Histories()
  const found = new Set<number>()
  const { result, beside } = await searchBeside(
    job,
    (_, scenario) => (wanted === 'all' ? [collecting(found, scenario)] : witnesses(wanted, histories)),
    hooks,
    (system, scenario) => noting(system, scenario, histories),
  )
  const observed = [...found].map(number => histories.at(number)).sort(byKey)
  const judgements = [...result.judgements, ...(wanted === 'all' ? [] : beside.values())]
  return { result: { ...result, judgements: judgements.map(withoutNotes) }, observed }
}

const byKey = (a: History, b: History): number => (historyKey(a) < historyKey(b) ? -1 : 1)

/** The field in which the number of a history stands. */
const NOTED = 'returnedSoFar'
/** Bytes of that number. */
const BYTES = 3

interface Noted {
  readonly [NOTED]: Row
}

/** The system, with what has returned noted beside its state. */
function noting(system: AnySystem, scenario: Scenario, histories: Histories): AnySystem {
  const observed = observedOperations(scenario)
  const notes = startedIn(scenario, system)
    .filter(({ operation }) => observed.has(operation))
    .map(({ operation, args, locals }) => {
      const note = (seen: Seen) => {
        const field = notedIn(seen)
        const number = histories.after(numberIn(seen), observationOf(seen, operation, args, locals))
        for (let byte = 0; byte < BYTES; byte++) field[byte] = (number >> (8 * byte)) & 0xff
      }
      return [operation, note] as const
    })
  return { ...system, fields: { ...system.fields, [NOTED]: cells(BYTES, 256) }, notes: Object.fromEntries(notes) }
}

const notedIn = ({ kernel }: Seen): Row => (kernel as unknown as Noted)[NOTED]

const numberIn = (seen: Seen): number => notedIn(seen).reduce((sum, byte, at) => sum + byte * 256 ** at, 0)

/** A property that is never broken, and puts the number of every history with which a call returns into `found`. */
const collecting = (found: Set<number>, scenario: Scenario): Property => ({
  ...judging([...observedOperations(scenario).keys()]),
  name: 'looks on',
  check: (seen: Seen) => {
    found.add(numberIn(seen))
    return 0
  },
  says: () => '',
})

/** Properties named by keys, each broken once calls have returned so: their traces are the shortest ways there. */
const witnesses = (wanted: readonly History[], histories: Histories): Property[] =>
  wanted.map(history => {
    const keys = history.map(keyOf)
    return {
      ...judging([...new Set(history.map(({ operation }) => operation))]),
      name: historyKey(history),
      check: (seen: Seen) => {
        const returned = histories.at(numberIn(seen)).map(keyOf)
        return Number(keys.every(key => returned.includes(key)))
      },
      says: () => history.map(one => `${one.operation} ${resultWords(one)}`).join(', '),
    }
  })

const judging = (of: readonly string[]) => ({ kind: 'return' as const, of, ghosts: observationGhosts })

/** Traces are told of the system as it is without notes. */
function withoutNotes(judgement: Judgement): Judgement {
  const { outcome } = judgement
  if (outcome.verdict !== 'violated') return judgement
  const steps = outcome.trace.steps.map(step => ({
    ...step,
    changes: step.changes.filter(({ field }) => field !== NOTED),
  }))
  return { ...judgement, outcome: { ...outcome, trace: { ...outcome.trace, steps } } }
}
