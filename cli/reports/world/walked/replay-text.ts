/**
 * A path run again: its steps, what they broke, and how it could go on.
 */
import type { Replay, TraceStep } from '../../../../checker/index.ts'
import type { WithCode } from '../../../../model/patched/machines/with-code.ts'
import type { Scenario } from '../../../../model/scenarios/parts/scenario.ts'
import { showWorld, type WorldName } from '../../../names/world-name.ts'
import { counted } from '../../../text/words.ts'
import { paragraph } from '../../../text/wrap.ts'
import type { Page } from '../../trace/telling.ts'
import { raceLines } from '../../trace/violation.ts'
import { placeWords } from '../../trace/words/place.ts'

export interface Replayed {
  readonly world: WorldName
  readonly scenario: Scenario
  readonly replayed: Replay
  /** Where steps stand in the C of a patch, if that runs in the world. */
  readonly placeOf?: WithCode['placeOf']
}

export function replayText({ world, scenario, replayed, placeOf }: Replayed, page: Page): string[] {
  const { steps, broken, possible, initial } = replayed
  const { palette, width } = page
  const told = placeOf ? { ...page, placeOf: (step: TraceStep) => placeWords(placeOf(step)) } : page
  return [
    palette.strong(
      `${showWorld(world)}, ${counted(steps.length, 'step')}${initial === 0 ? '' : ` from initial state ${initial}`}`,
    ),
    '',
    ...raceLines(scenario, replayed, told),
    '',
    ...firstOfEach(broken).flatMap(({ property, says, after }) =>
      paragraph('', `after step ${after}, ${property} does not hold: ${says}`, width).map(palette.bad),
    ),
    ...(broken.length === 0 ? ['no promise is broken on the way'] : []),
    ...paragraph(
      '',
      possible.length > 0 ? `it could go on with ${possible.join(', ')}` : 'it can go no further',
      width,
    ),
  ]
}

/** A promise that stays broken is told once. */
const firstOfEach = (broken: Replay['broken']): Replay['broken'] =>
  broken.filter(({ property }, index) => broken.findIndex(other => other.property === property) === index)
