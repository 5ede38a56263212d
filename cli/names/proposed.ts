/**
 * All designs and scenarios there are: those of the model, and those that files propose.
 */
import type { NamedDesign } from '../../model/designs/design.ts'
import { designs } from '../../model/designs/index.ts'
import { scenarios } from '../../model/scenarios/index.ts'
import type { Scenario } from '../../model/scenarios/parts/scenario.ts'

/** The designs and scenarios of one file. */
export interface Proposal {
  readonly designs: readonly NamedDesign[]
  readonly scenarios: readonly Scenario[]
}

const proposed: { designs: readonly NamedDesign[]; scenarios: readonly Scenario[] } = { designs: [], scenarios: [] }

export const allDesigns = (): readonly NamedDesign[] => [...designs, ...proposed.designs]

export const proposedDesigns = (): readonly NamedDesign[] => proposed.designs

export const allScenarios = (): readonly Scenario[] => [...scenarios, ...proposed.scenarios]

/** Whether a file proposes it: a thread that judges it has to run that file. */
export const isProposed = (scenario: Scenario): boolean => proposed.scenarios.includes(scenario)

/** From now on names of the proposal are known in this thread. */
export function propose(proposal: Proposal): void {
  proposed.designs = [...proposed.designs, ...proposal.designs]
  proposed.scenarios = [...proposed.scenarios, ...proposal.scenarios]
}
