/**
 * A scenario under the design as posted: written by hand, and with one function extracted from C.
 */
import { type Property, search } from '../../../checker/index.ts'
import { startedIn } from '../../../cli/run/search/beside.ts'
import type { Site } from '../../../model/c/ir/ir.ts'
import { lower } from '../../../model/c/lower/lower.ts'
import { substituted } from '../../../model/c/machine/substitute.ts'
import type { CFile } from '../../../model/c/parse/parse.ts'
import { bindingFor } from '../../../model/code/binding.ts'
import { seamsOf } from '../../../model/code/seams.ts'
import { designs } from '../../../model/designs/index.ts'
import { scenarios } from '../../../model/scenarios/index.ts'
import { world } from '../../../model/world.ts'
import { boundIn } from '../../../spec/judging/alone.ts'
import { propertiesOf } from '../../../spec/judging/properties.ts'
import { waysOf } from '../../../spec/judging/ways.ts'
import { goals, promises } from '../../../spec/promises/index.ts'

export const designNamed = (name: string) => designs.find(design => design.name === name)!

/** The names of scenarios in which some thread starts an operation. */
export const scenariosWith = (operation: string): string[] =>
  scenarios
    .filter(({ threads }) => threads.some(({ calls }) => calls.some(call => call.operation === operation)))
    .map(({ name }) => name)

export interface Judged {
  readonly verdicts: Readonly<Record<string, string>>
  readonly reached: Readonly<Record<string, boolean>>
  /** Every state of what all threads share, locals left out. */
  readonly shared: ReadonlySet<string>
  /** The ways in which promises are broken, each behind the name of its promise. */
  readonly ways: ReadonlySet<string>
  readonly states: number
  readonly cut: boolean
  /** Each step with where it stands in the C, if it does. */
  readonly trace: (promise: string) => readonly { at: string; fn: string; place: Site | undefined }[]
}

export interface Asked {
  readonly scenario: string
  readonly operation: string
  /** `rfc-v2-split` unless said. */
  readonly design?: string
  /** C in which to find the function that replaces the hand-written one; none for the world as it is. */
  readonly file?: CFile
  readonly fn?: string
}

/** What is written by hand gets and puts nothing foreign. */
const IN_C_ALONE = 'heldForeign'

export function judged({ scenario, operation, design = 'rfc-v2-split', file, fn }: Asked): Judged {
  const found = scenarios.find(({ name }) => name === scenario)!
  const system = world(found, designNamed(design))
  const binding = bindingFor(designNamed(design), found)
  const seams = seamsOf(designNamed(design)).filter(one => one.fn === (fn ?? 'kvm_gmem_convert_execute_work'))
  const machine = system.operations[operation]!().id
  const seam = seams.find(({ at }) => 'machine' in at.in && at.in.machine === machine) ?? seams[0]!
  const ours = file && substituted(system.operations[operation]!(), seam, lower(file, seam.fn, binding), binding)
  const operations = ours ? { ...system.operations, [operation]: () => ours.machine } : system.operations
  const shared = new Set<string>()
  const fields = Object.entries(system.fields).filter(
    ([name, field]) => field.kind !== 'constant' && field.role === 'state' && name !== IN_C_ALONE,
  )
  const collect: Property = {
    kind: 'state',
    name: 'collects',
    check: ({ kernel }) => {
      shared.add(fields.map(([name, { kind }]) => (kind === 'cell' ? kernel[name] : [...kernel[name]])).join())
      return 0
    },
    says: () => '',
  }
  const ways = new Set<string>()
  const started = startedIn(found, system)
  const noting = (promise: string) => (way: string, left: number) => {
    ways.add(`${promise}: ${way}, ${left} left`)
    return false
  }
  const { threads } = found.bounds
  const all = promises.flatMap(promise => waysOf(boundIn(promise, threads), started, noting(promise.name)))
  const properties = [...propertiesOf(promises, goals, threads), collect, ...all]
  const result = search({ ...system, operations }, properties, { seconds: 60 })
  return {
    verdicts: Object.fromEntries(result.judgements.map(({ property, outcome }) => [property, outcome.verdict])),
    reached: Object.fromEntries(result.goals.map(({ goal, reached }) => [goal, reached])),
    shared,
    ways,
    states: result.states,
    cut: result.cut !== undefined,
    trace: promise => {
      const outcome = result.judgements.find(({ property }) => property === promise)?.outcome
      const steps = outcome?.verdict === 'violated' ? outcome.trace.steps : []
      return steps.map(({ at, fn }) => ({ at, fn, place: ours?.placeOf(at) }))
    },
  }
}
