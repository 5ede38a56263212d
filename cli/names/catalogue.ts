/**
 * Everything that has a name, as lists show it. Each list is loaded when asked for.
 */
import { match } from 'ts-pattern'
import { type NamedDesign, subjectOf } from '../../model/designs/design.ts'
import type { Mutation, Scenario } from '../../model/scenarios/parts/scenario.ts'
import type { Claim } from '../../spec/claims/claim.ts'
import type { Finding } from '../../spec/findings/finding.ts'
import type { Promised, Reachable } from '../../spec/promise.ts'
import { boundsWords, environmentWords } from '../text/words.ts'
import type { Decision } from './decisions.ts'
import { differences } from './design-diff.ts'
import type { ListKind } from './kinds.ts'
import { showWorld } from './world-name.ts'

export interface CatalogueItem {
  readonly name: string
  /** Heading under which it stands. */
  readonly group?: string
  readonly says: string
  /** Sources and details, a paragraph each. */
  readonly notes: readonly string[]
  /** The same for programs: plain data. */
  readonly data: Readonly<Record<string, unknown>>
}

export const itemsOf = (kind: ListKind): Promise<readonly CatalogueItem[]> =>
  match(kind)
    .with('designs', async () => {
      const { designs } = await import('../../model/designs/index.ts')
      return designs.map(design => designItem(design, designs))
    })
    .with('decisions', async () => (await import('./decisions.ts')).allDecisions().map(decisionItem))
    .with('scenarios', async () => (await import('../../model/scenarios/index.ts')).scenarios.map(scenarioItem))
    .with('promises', async () => {
      const { promises, goals } = await import('../../spec/promises/index.ts')
      return [...promises, ...goals].map(promiseItem)
    })
    .with('claims', async () => (await import('../../spec/claims/index.ts')).claims.map(claimItem))
    .with('operations', async () => (await import('../../model/operations/index.ts')).operations.map(operationItem))
    .with('findings', async () => (await import('../../spec/findings/index.ts')).findings.map(findingItem))
    .with('mutations', async () => (await import('../../model/mutations.ts')).mutations.map(mutationItem))
    .exhaustive()

function designItem(design: NamedDesign, designs: readonly NamedDesign[]): CatalogueItem {
  const { name, summary, source, base } = design
  const from = base === undefined ? [] : differences(designs, base, name).differing
  return {
    name,
    group: subjectOf(design),
    says: summary,
    notes: [
      source,
      ...(from.length > 0 ? [`from ${base}: ${from.map(({ decision, to }) => `${decision} ${to}`).join(', ')}`] : []),
    ],
    data: { ...design },
  }
}

const decisionItem = ({ name, says, answers }: Decision): CatalogueItem => ({
  name,
  says,
  notes: answers.map(({ answer, says }) => `${answer}: ${says}`),
  data: { name, says, answers },
})

function scenarioItem({ name, summary, bounds, environment, initial, threads, goals }: Scenario): CatalogueItem {
  const calls = threads.map(thread => `${thread.name}: ${thread.calls.map(call => call.operation).join(', ')}`)
  return {
    name,
    says: summary,
    notes: [[...boundsWords(bounds), ...environmentWords(environment)].join(', '), calls.join('; ')],
    data: { name, summary, bounds, environment, initialStates: initial.length, threads, goals },
  }
}

const headings = {
  invariant: 'invariants: hold in every state they speak of',
  never: 'never: no step may raise them',
  contract: 'contracts: hold when an operation returns',
  stuck: 'progress: no operation in flight waits for ever, or goes round for ever',
  progress: 'progress: no operation in flight waits for ever, or goes round for ever',
  goal: 'goals: must be possible, so that promises are not kept by doing nothing',
} as const

function promiseItem(promise: Promised | Reachable): CatalogueItem {
  const { kind, name, statement, source } = promise
  const when = match(promise)
    .with({ kind: 'invariant' }, ({ holds }) => [`holds ${holds.words}`])
    .with({ kind: 'contract' }, ({ of }) => [`when these return: ${of.join(', ')}`])
    .otherwise(() => [])
  return {
    name,
    group: headings[kind],
    says: statement,
    notes: [...when, source],
    data: { kind, name, statement, source },
  }
}

const claimItem = (claim: Claim): CatalogueItem => ({
  name: claim.name,
  says: `"${claim.says}"`,
  notes: [
    `${claim.who}, ${claim.message}`,
    `${claim.finding}: ${claim.because}`,
    ...claim.worlds.map(world => `${showWorld(world)}: ${expectations(world.promises)}`),
  ],
  data: { ...claim },
})

const expectations = (promises: Readonly<Record<string, string>>): string =>
  Object.entries(promises)
    .map(([promise, verdict]) => `${promise} ${verdict}`)
    .join(', ')

const operationItem = ({
  name,
  summary,
  source,
}: {
  name: string
  summary: string
  source: string
}): CatalogueItem => ({
  name,
  says: summary,
  notes: [source],
  data: { name, summary, source },
})

const findingItem = (finding: Finding): CatalogueItem => ({
  name: finding.name,
  says: finding.why,
  notes: [
    `${showWorld(finding)} breaks ${finding.promises.join(', ')}, by way of ${finding.functions.map(fn => `${fn}()`).join(', ')}`,
    `repair: ${finding.repair} (${finding.repaired})`,
  ],
  data: { ...finding },
})

const mutationItem = ({ name, summary, guards = {}, effects = {} }: Mutation): CatalogueItem => ({
  name,
  says: summary,
  notes: [`replaces ${[...Object.keys(guards), ...Object.keys(effects)].join(', ')}`],
  data: { name, summary, replaces: [...Object.keys(guards), ...Object.keys(effects)] },
})
