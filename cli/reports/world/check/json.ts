/**
 * The result of `check`, for programs. Everything but `timing` is the same for the same command line, unless a search was
 * cut by time or Ctrl-C.
 */

import type { TreeJudged } from '../../../judging/tree/judged.ts'
import { assumptionsIn } from '../../../judging/tree/tree.ts'
import { showWorld } from '../../../names/world-name.ts'
import { sharedWords } from '../../../run/shards/share.ts'
import { apartFrom } from '../../../violations/baseline/held.ts'
import type { Explanations } from '../../../violations/causes/triage.ts'
import { apartFromSilenced } from '../baseline-text.ts'
import { causesJson } from '../causes.ts'
import { outcomeJson, timingJson } from '../outcome-json.ts'
import type { CheckReport } from './report.ts'
import { causesIn, headlineIn } from './text.ts'
import { keptFromWholeWords } from './tree.ts'

/** @param known what there is to explain violations by */
export const checkJson = ({ checked, held, tree, shared, exitCode }: CheckReport, known: Explanations) => ({
  command: 'check',
  exitCode,
  says: `${sharedWords(shared)}${apartFromSilenced(
    held,
    `${headlineIn(held ? apartFrom(checked, held.known) : checked, known)}${keptFromWholeWords({ tree, exitCode })}`,
  )}`,
  ...(held && { baseline: held }),
  ...(tree && treeJson(tree)),
  causes: causesJson(causesIn(held ? apartFrom(checked, held.known) : checked, known)),
  worlds: checked.map(({ world, scenario, outcome, goOn }) => ({
    world: showWorld(world),
    bounds: scenario.bounds,
    environment: scenario.environment,
    ...outcomeJson(outcome, world),
    ...(goOn !== undefined &&
      outcome.kind === 'judged' && { checkpoint: { ...outcome.result.checkpoint, resume: goOn } }),
  })),
  timing: timingJson(checked),
})

/** What of the tree ran, and what keeps the answer from being whole. */
const treeJson = ({
  tree: { functions, extraction, skippedConfigurations },
  possible,
  large,
  lacking,
}: TreeJudged) => ({
  against: extraction.design.name,
  skippedConfigurations,
  functions: functions.map(({ fn: { name }, entry, treatment, why }) => ({ name, entry, treatment, why })),
  assumed: assumptionsIn(extraction),
  possible: possible.map(one => ({ ...one, world: showWorld(one.world) })),
  large: large.map(showWorld),
  lacking,
})
