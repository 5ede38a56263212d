/**
 * `check` as test cases: one for each promise over all worlds, one for each world, and what of a tree was not judged.
 */
import { promises } from '../../../spec/promises/index.ts'
import type { TreeJudged } from '../../judging/tree/judged.ts'
import { showWorld } from '../../names/world-name.ts'
import { counted, cutWords } from '../../text/words.ts'
import { apartFrom } from '../../violations/baseline/held.ts'
import type { Explanations, Violated } from '../../violations/causes/triage.ts'
import type { Violation } from '../trace/violation.ts'
import { type Overall, overall } from '../world/check/promises.ts'
import type { CheckReport } from '../world/check/report.ts'
import { type Checked, causesIn, toldViolations } from '../world/check/text.ts'
import type { Case, Told } from './case.ts'
import { acceptedCases, acceptedWords, brokenCase, type CauseTold, causeCase, failedCase, PLAIN } from './causes.ts'
import { statements, underDesigns, worldCase } from './world.ts'

/** @param codeOptions by which `replay` finds what a proposal defines */
export function checkCases(
  { checked, held, tree, exitCode }: CheckReport,
  known: Explanations,
  codeOptions?: string,
): Told {
  const page = { ...PLAIN, ...(codeOptions !== undefined && { codeOptions }) }
  const left = held ? apartFrom(checked, held.known) : checked
  const code = tree && { files: [tree.tree.file], options: tree.codeOptions }
  const causes = causesIn(left, known)
  const told = toldViolations(left, known, PLAIN, code).violations.map((violation, at): CauseTold => {
    const onlyIf = assumedIn(tree, { ...violation, promise: violation.trace.property })
    return { cause: causes[at]!, told: causeCase(causes, at, brokenCase({ ...violation, ...onlyIf }, page)) }
  })
  const under = underDesigns(checked.map(({ world }) => world))
  return {
    command: 'check',
    groups: [
      { name: `promises${under}`, cases: promiseCases(checked, left, told, { held, tree }) },
      { name: `worlds${under}`, cases: checked.map(({ world, outcome }) => worldCase(showWorld(world), [outcome])) },
      ...(tree ? treeGroups(tree) : []),
    ].filter(({ cases }) => cases.length > 0),
    causes: told.map(one => one.told),
    accepted: acceptedCases(held, violationsIn(checked), page),
    exitCode,
    statements: statements(promises),
  }
}

function promiseCases(
  checked: readonly Checked[],
  left: readonly Checked[],
  causes: readonly CauseTold[],
  { held, tree }: Pick<CheckReport, 'held' | 'tree'>,
): Case[] {
  const standing = new Map(overallIn(left).map(one => [one.promise, one]))
  const names = new Set(overallIn(checked).map(({ promise }) => promise))
  // As a world judges them: the order of results does not depend on what is broken.
  const inOrder = checked.flatMap(({ outcome }) =>
    outcome.kind === 'judged' ? outcome.result.judgements.map(({ property }) => property) : [],
  )
  return [...new Set([...inOrder, ...names])].map(name => {
    const entries = (held?.known ?? []).filter(({ fingerprint }) => fingerprint.startsWith(`${name}:`))
    const one = standing.get(name)
    if (one?.standing !== 'violated' && entries.length > 0)
      return { name, verdict: 'known', says: acceptedWords(entries) }
    return promiseCase(one!, causes, tree)
  })
}

/** All that searches were told of, silenced or not. */
const violationsIn = (checked: readonly Checked[]): Violation[] =>
  checked.flatMap(({ world, scenario, outcome }) =>
    outcome.kind !== 'judged'
      ? []
      : outcome.result.judgements.flatMap(({ property, outcome: told }) =>
          told.verdict === 'violated'
            ? [
                {
                  world,
                  scenario,
                  trace: told.trace,
                  result: outcome.result,
                  promise: promises.find(one => one.name === property)!,
                },
              ]
            : [],
        ),
  )

const overallIn = (checked: readonly Checked[]): Overall[] =>
  overall(
    checked.flatMap(({ world, outcome }) => (outcome.kind === 'judged' ? [{ world, result: outcome.result }] : [])),
  )

function promiseCase(
  { promise: name, standing, broken, cut }: Overall,
  causes: readonly CauseTold[],
  tree: TreeJudged | undefined,
): Case {
  if (standing === 'vacuous') return { name, verdict: 'skipped', says: 'nothing in these worlds puts it to the test' }
  if (standing === 'holds') return { name, verdict: 'passed', says: '' }
  if (standing === 'bound-reached') return { name, verdict: 'open', says: `the search was cut: ${cutWords(cut!)}` }
  const isPossible = broken.every(({ world }) => assumedIn(tree, { world, promise: name }).onlyIf !== undefined)
  const where = broken.length === 1 ? showWorld(broken[0]!.world) : counted(broken.length, 'world')
  return failedCase(name, where, causes, isPossible ? 'open' : 'failed')
}

const assumedIn = (tree: TreeJudged | undefined, { world, promise }: Pick<Violated, 'world' | 'promise'>) => {
  const found = tree?.possible.find(one => one.promise === promise && showWorld(one.world) === showWorld(world))
  return found ? { onlyIf: found.assumed } : {}
}

/** What of a tree ran, and what keeps the answer from being whole. */
const treeGroups = ({ tree: { functions, skippedConfigurations }, large }: TreeJudged) => [
  {
    name: 'functions',
    cases: functions.map(({ fn: { name }, treatment, why }): Case => {
      if (treatment === 'as C') return { name, verdict: 'passed', says: '' }
      return { name, verdict: treatment === 'not called' ? 'skipped' : 'open', says: `${treatment}: ${why}` }
    }),
  },
  {
    name: 'not looked at',
    cases: [
      ...skippedConfigurations.map(
        (name): Case => ({ name, verdict: 'skipped', says: 'other code is compiled there' }),
      ),
      ...large.map(
        (world): Case => ({ name: showWorld(world), verdict: 'open', says: 'too large unless it is named' }),
      ),
    ],
  },
]
