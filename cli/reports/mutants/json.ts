/**
 * Mutants for programs.
 */
import type { Fate } from '../../judging/mutants/fates.ts'
import type { MutantReport } from '../../judging/mutants/mutants.ts'
import { showWorld } from '../../names/world-name.ts'
import { shareKilled } from './counts.ts'
import { headlineOf } from './text.ts'

export const mutantsJson = (report: MutantReport) => {
  const { tree, design, mutants, idle, exitCode } = report
  return {
    command: 'mutants',
    exitCode,
    says: headlineOf(report),
    tree,
    design,
    shareKilled: shareKilled(mutants),
    mutants: mutants.map(({ mutant, path, patch, fate }) => ({
      function: mutant.fn,
      place: `${path}:${mutant.line}`,
      operator: mutant.operator,
      patch,
      ...fateJson(fate),
    })),
    idle,
  }
}

const fateJson = (fate: Fate) => ({
  ...fate,
  kind: undefined,
  fate: fate.kind,
  ...(fate.kind === 'killed' && { world: showWorld(fate.world) }),
})
