import { describe, expect, it } from 'vitest'
import { memoryAt } from '../../../cli/reports/memory/memory.ts'
import { picturesOf } from '../../../cli/reports/memory/pictures.ts'
import { tellingOf } from '../../../cli/reports/trace/telling.ts'
import { raceLines } from '../../../cli/reports/trace/violation.ts'
import { wordsIn } from '../../../cli/reports/trace/words/first-use.ts'
import { palette } from '../../../cli/text/palette.ts'
import { scenarios } from '../../../model/scenarios/index.ts'
import { change, step } from '../by-hand/traces.ts'

const page = { width: 100, palette: palette(false), locals: false }
const scenario = scenarios.find(({ name }) => name === 'create-memslot-while-file-is-closed')!
const promise = 'calls-end-their-invalidations'

describe('what the model keeps for a promise', () => {
  it('is shown in a trace that breaks it, and in no other', () => {
    expect(tellingOf(scenario, page, promise).isBookkeeping('begunBy')).toBe(false)
    for (const other of ['freed-files-are-not-used', undefined])
      expect(tellingOf(scenario, page, other).isBookkeeping('begunBy')).toBe(true)
  })

  it('is a section of its own in the picture of memory', () => {
    const memory = memoryAt(scenario, 0)
    memory.begunBy[1] = 1
    const titles = (of?: string) => picturesOf(scenario, [memory], of)[0]!.sections.map(({ title }) => title)
    expect(titles(promise)).toEqual([...titles(), 'kept by the model for this promise'])
    const { rows } = picturesOf(scenario, [memory], promise)[0]!.sections.at(-1)!
    expect(rows.map(({ name, cells }) => [name, cells[0]!.text])).toEqual([['begunBy[CPU1 VM 0]', '1']])
  })

  it('is said to be kept by the model in every trace that has it', () => {
    const texts = ['begunBy[CPU2 VM 0] 0 -> 1']
    expect(wordsIn(texts, false, ['begunBy'])).toEqual([
      'begunBy is not in the kernel: the model keeps that for this promise',
    ])
    expect(wordsIn(texts, false, ['fileLife'])).toEqual([])
  })
})

describe('references that calls hold', () => {
  it.each(['calls-keep-no-references', 'references-have-owners'])(
    'are shown where %s breaks, which counts them, and nowhere else',
    name => {
      expect(tellingOf(scenario, page, name).isBookkeeping('held')).toBe(false)
      expect(tellingOf(scenario, page, promise).isBookkeeping('held')).toBe(true)
    },
  )
})

describe('a signal', () => {
  const raised = step(0, 'filemap_invalidate_lock', [change('lockOrderBroken', undefined, '0', '4')])
  const told = (property?: string) =>
    raceLines(scenario, { steps: [raised], initial: 0, ...(property !== undefined && { property }) }, page).at(-1)

  it('is raised where its promise breaks, or none is told of', () => {
    for (const property of ['locks-are-taken-in-order', undefined])
      expect(told(property)).toMatch(/ raises lockOrderBroken$/)
  })

  it('is told as the promise that it breaks in the trace of another one', () => {
    expect(told(promise)).toMatch(/ also breaks locks-are-taken-in-order$/)
  })
})

describe('units of requests', () => {
  it('are said in every trace that has a request in bytes', () => {
    const texts = ['calls fallocate anyhow, mode 1, offset 3, len 2']
    for (const isFirst of [true, false])
      expect(wordsIn(texts, isFirst, [])).toEqual([expect.stringMatching(/in bytes: a page has 2 of them here/)])
    expect(wordsIn(['calls punch hole 0'], true, [])).toEqual([])
  })
})
