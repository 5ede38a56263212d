/**
 * One broken promise: what does not hold, where, the shortest trace, and how to run it again.
 */
import type { Result, Trace } from '../../checker/result.ts'
import { showWorld, type WorldName } from '../world-name.ts'
import { type Telling, traceLines } from './trace.ts'
import { count, counted, cutWords } from './words.ts'
import { paragraph } from './wrap.ts'

export interface Violation {
  readonly world: WorldName
  readonly trace: Trace
  readonly result: Pick<Result, 'states' | 'cut'>
}

/** Lines, at most as wide as the telling says where words allow. */
export function violationLines({ world, trace, result }: Violation, telling: Telling): string[] {
  const { palette, width } = telling
  const [first, ...more] = paragraph('', `${trace.property} does not hold: ${trace.says}`, width)
  return [
    palette.bad(first!),
    ...more.map(line => palette.bad(`  ${line}`)),
    `  in ${showWorld(world)}${trace.initial === 0 ? '' : `, from initial state ${trace.initial}`}`,
    `  after ${counted(trace.steps.length, 'step')} (no shorter path; ${seenWords(result)})`,
    '',
    ...traceLines(trace, { ...telling, width: width - 2 }).map(line => `  ${line}`),
    '',
    `  replay it: ${replayCommand(world, trace)}`,
  ]
}

const seenWords = ({ states, cut }: Pick<Result, 'states' | 'cut'>): string =>
  cut === undefined
    ? `all ${count(states)} states of this world were seen`
    : `${count(states)} states were seen before the search was cut: ${cutWords(cut)}`

export const replayCommand = (world: WorldName, { path, initial }: Pick<Trace, 'path' | 'initial'>): string =>
  `gmemcheck replay ${showWorld(world)} ${path}${initial === 0 ? '' : ` --initial ${initial}`}`
