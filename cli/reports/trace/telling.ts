/**
 * How traces of a scenario are told: its threads, its fields, and words for its calls.
 */
import type { Field } from '../../../checker/declare.ts'
import { kernelFields } from '../../../model/kernel/state/state.ts'
import type { Scenario } from '../../../model/scenarios/parts/scenario.ts'
import { promises } from '../../../spec/promises/index.ts'
import type { Palette } from '../../text/palette.ts'
import { listWords } from '../../text/words.ts'
import { indexWords } from '../memory/indices.ts'
import { brokenBy, shownFor, signalOf } from '../memory/read-by.ts'
import type { Telling } from './trace.ts'
import { callWords } from './words/calls.ts'

export interface Page {
  /** Characters of a line. */
  readonly width: number
  readonly palette: Palette
  /** Show locals and bookkeeping of traces too. */
  readonly locals: boolean
  /** Show of traces only the steps that the violation needs. */
  readonly why?: boolean
  /** Tell every violation, or so many different ones; one a cause unless said. */
  readonly all?: true | number
  /** Tell only of the cause with this number, from 1, in the table of causes. */
  readonly cause?: number
  /** Explain words where they appear first: this is the first trace. */
  readonly explains?: true
  /** Where steps stand in code that is not the model's own. */
  readonly placeOf?: NonNullable<Telling['placeOf']>
  /** What that code is called; the patched code unless said. */
  readonly codeName?: string
  /** The options by which `replay` finds that code, where they are known. */
  readonly codeOptions?: string
}

/** @param promise the one that the trace breaks, if it breaks one: what is kept to judge it is shown */
export function tellingOf({ bounds, environment, threads }: Scenario, page: Page, promise?: string): Telling {
  const shown: readonly string[] = shownFor(promise)
  const own = signalOf(promise)
  const fields = kernelFields(bounds, environment)
  const role = (name: string) => {
    const field = fields[name as keyof typeof fields]
    return field.kind === 'constant' ? 'state' : field.role
  }
  return {
    ...page,
    threads,
    showIndex: (name, index) => indexWords(bounds, name, index, lengthOf(fields[name as keyof typeof fields])),
    showCall: callWords,
    isBookkeeping: field =>
      ((role(field) === 'ghost' || field === 'held') && !shown.includes(field)) ||
      (restsOnGhosts.has(field) && field !== own),
    isSignal: field => role(field) === 'signal' && (field === own || !restsOnGhosts.has(field)),
    showSignal: field =>
      promise === undefined || field === own ? `raises ${field}` : `also breaks ${listWords(brokenBy(field))}`,
  }
}

/** Signals that mean something only where their promise is judged: else the ghosts that they rest on are not kept. */
const restsOnGhosts: ReadonlySet<string> = new Set(
  promises.flatMap(promise => (promise.kind === 'never' && promise.ghosts ? [promise.signal] : [])),
)

const lengthOf = (field: Field): number => (field.kind === 'cells' ? field.length : 1)
