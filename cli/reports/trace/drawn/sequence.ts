/**
 * A violation as a sequence diagram in Mermaid's words: a lifeline per CPU, and one for the memory that they share.
 */
import { showWorld } from '../../../names/world-name.ts'
import { wrap } from '../../../text/wrap.ts'
import type { Page } from '../telling.ts'
import { placed, type Violation } from '../violation.ts'
import { othersWords } from './others.ts'
import { lanesOf, type ToldStep, toldSteps } from './told-steps.ts'

/** @param violations the first is drawn  @param headline said where there is none */
export function sequenceDiagram([first, ...others]: readonly Violation[], headline: string, page: Page): string[] {
  if (first === undefined) return ['sequenceDiagram', '  participant memory', `  Note over memory: ${words(headline)}`]
  const { trace, scenario, world } = first
  const steps = toldSteps(first, placed(first, page))
  const lanes = lanesOf(trace)
  const ends = `${trace.property} does not hold: ${trace.says}`
  const across = lanes.length === 0 ? 'memory' : `CPU${lanes[0]},memory`
  const more = othersWords(others.length, page, 'draws')
  return [
    ...(more === undefined ? [] : [`%% ${more}`]),
    'sequenceDiagram',
    `  title ${trace.property} in ${showWorld(world)}`,
    ...lanes.map(thread => `  participant CPU${thread} as ${words(laneName(thread, scenario.threads[thread]!.name))}`),
    '  participant memory',
    ...steps.map(step => `  ${stepWords(step)}`),
    `  Note over ${across}: ${words(ends)}`,
  ]
}

const laneName = (thread: number, name: string): string => (name === `CPU${thread}` ? name : `CPU${thread} ${name}`)

/** An arrow to memory for what changes it; a note for what does not. */
function stepWords({ number, thread, text, changes }: ToldStep): string {
  const said = `${number}  ${text}`
  return changes.length === 0
    ? `Note over CPU${thread}: ${words(said)}`
    : `CPU${thread}->>memory: ${words(`${said}: ${changes.join(', ')}`)}`
}

const LINE = 60

/** Text that Mermaid takes for nothing but text. */
const words = (text: string): string =>
  wrap(text.replaceAll('->', '→'), LINE)
    .map(line => line.replace(/[#;<>"]/g, sign => `#${sign.charCodeAt(0)};`))
    .join('<br/>')
