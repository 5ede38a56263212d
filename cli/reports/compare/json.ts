/**
 * How two designs differ for those who use them, for programs. Everything but `timing` is the same for the same two,
 * unless a search was cut.
 */

import { secondsJson, sizeJson } from '../world/outcome-json.ts'
import { type ComparedDesigns, headlineOf, lackingIn } from './text.ts'

export const diffJson = (diff: ComparedDesigns) => {
  const { both, worlds, large, exitCode } = diff
  return {
    command: 'diff',
    exitCode,
    says: headlineOf(diff),
    first: { name: both[0].name, design: both[0].design.name },
    second: { name: both[1].name, design: both[1].design.name },
    scenarios: worlds.map(({ scenario, outcomes, behaviours, promises, same }) => ({
      scenario: scenario.name,
      first: sizeJson(outcomes.first),
      second: sizeJson(outcomes.second),
      behaviours: behaviours.map(({ kind, side, returns, trace }) => ({
        kind,
        side,
        ...(returns.length === 1 ? returns[0] : { returns }),
        ...(trace && { trace }),
      })),
      promises,
      same,
    })),
    large: large.map(({ name }) => name),
    lacking: lackingIn(diff),
    timing: {
      seconds: Object.fromEntries(
        worlds.map(world => [
          world.scenario.name,
          [secondsJson(world.outcomes.first), secondsJson(world.outcomes.second)],
        ]),
      ),
    },
  }
}
