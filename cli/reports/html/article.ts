/**
 * One violation in a page: what is broken and why, its steps, and beside them memory and what runs.
 */
import { showWorld } from '../../names/world-name.ts'
import { escaped } from '../memory/markup.ts'
import { memoriesOf } from '../memory/memory.ts'
import { changedCells, type Picture } from '../memory/picture.ts'
import { picturesOf } from '../memory/pictures.ts'
import { shownFor } from '../memory/read-by.ts'
import { closingWords } from '../trace/closing.ts'
import { toldSteps } from '../trace/drawn/told-steps.ts'
import { type Page, tellingOf } from '../trace/telling.ts'
import { againWords, explanationOf, placed, replayCommand, type Violation } from '../trace/violation.ts'
import { wordsIn } from '../trace/words/first-use.ts'
import { chartsOf } from './charts.ts'
import { codePanels, keyOfLine } from './code.ts'
import { pictureTables } from './picture.ts'
import { raceTable } from './race.ts'

export async function articleOf(violation: Violation, index: number, page: Page) {
  const { trace, scenario } = violation
  const told = placed(violation, page)
  const pictures = picturesOf(scenario, memoriesOf(scenario, trace), trace.property)
  const name = `v${index + 1}`
  const region = (what: string, inside: string, kind = '') =>
    `<div class="scroll${kind}" tabindex="0" role="region" aria-label="${what} of violation ${index + 1}">${inside}</div>`
  const beside = codePanels(violation) + (await chartsOf(violation))
  const html = `<article id="${name}" aria-labelledby="${name}-title">
<h2 id="${name}-title">${index + 1}. ${escaped(trace.property)} does not hold: ${escaped(trace.says)}</h2>
<dl>${termsOf(violation, told)}</dl>
<div class="steps"><button type="button" data-of="${index}" data-by="-1">back</button><button type="button" data-of="${index}" data-by="1">step</button><span role="status"></span></div>
<div class="beside">
${region('steps', raceTable(violation, index, told), ' race-part')}
<div class="now-part">
${region('memory', pictureTables(pictures[0]!))}
${beside === '' ? '' : region('what runs', beside)}
</div>
</div>
</article>`
  return { html, data: dataOf(violation, pictures) }
}

function termsOf(violation: Violation, page: Page): string {
  const { trace, world, promise, finding, repair, scenario, code } = violation
  const words = wordsIn(
    toldSteps(violation, page).flatMap(({ text, changes }) => [text, ...changes]),
    true,
    shownFor(trace.property),
  )
  const explained = explanationOf(violation)
  const said: [string, string | undefined][] = [
    ['promised', promise.statement],
    ['source', promise.source],
    ['in', showWorld(world)],
    ['after', code?.patch],
    ['so', closingWords(trace, tellingOf(scenario, page, trace.property))],
    ['words', words.join('; ')],
    ...(explained ? [[explained.term, explained.words] satisfies [string, string]] : []),
    [
      'repair',
      finding ? `${finding.repair} See the design ${finding.repaired}.` : repair && `See the design ${repair}.`,
    ],
    [
      againWords(code?.options ?? page.codeOptions),
      `${replayCommand(world, trace)}${optionsWords(code?.options ?? page.codeOptions)}`,
    ],
  ]
  return said.flatMap(([term, words]) => (words ? `<dt>${term}</dt><dd>${escaped(words)}</dd>` : [])).join('')
}

const optionsWords = (options: string | undefined): string => (options ? ` ${options}` : '')

/** What the script needs: what each step changes of the picture, and where in the code its thread is before and after. */
function dataOf({ trace, code }: Violation, pictures: readonly Picture[]) {
  return {
    steps: trace.steps.map((step, index) => {
      const [before, now] = [pictures[index]!, pictures[index + 1]!]
      const cells = [...changedCells(before, now)].map(place => {
        const [section, row, column] = place.split(' ').map(Number) as [number, number, number]
        const { text, tone } = now.sections[section]!.rows[row]!.cells[column]!
        const was = before.sections[section]!.rows[row]!.cells[column]!
        return [place, text, tone, was.text, was.tone] as const
      })
      const place = code?.placeOf(step)
      return {
        cells,
        thread: step.thread,
        operation: step.operation,
        at: step.at,
        to: step.to,
        ...(place && { line: keyOfLine(place) }),
      }
    }),
  }
}
