/**
 * The file of recorded results: one line per world, and a clear word about each line that cannot be used.
 */
import { describe, expect, it } from 'vitest'
import { entryOf } from '../../../../cli/judging/suite/expectations.ts'
import { linesOf } from '../../../../cli/judging/suite/record.ts'
import { knownNames, loadRecorded, readRecorded, undamaged } from '../../../../cli/judging/suite/recorded.ts'
import type { Nameable } from '../../../../cli/judging/suite/recorded-line.ts'
import { showWorld } from '../../../../cli/names/world-name.ts'
import { holds, result, violated } from '../../by-hand/results.ts'

const convert = { scenario: 'convert', design: 'as-posted' }
const mutated = { ...convert, mutation: 'without-lock' }

/** In both worlds `a` to `c` can be put to the test, and `far` cannot. */
const known: Nameable = {
  worlds: new Map([convert, mutated].map(world => [showWorld(world), world])),
  goals: new Set(['mixed-hugepage']),
  promisesIn: () => ({ testable: ['a', 'b', 'c'], untestable: ['far'] }),
}
const read = (...lines: readonly string[]) => readRecorded(lines.map(line => `${line}\n`).join(''), known)
const counts = '"states":26,"transitions":30,"depth":9'

describe('a line of the recorded results', () => {
  const written = (...judgements: ReturnType<typeof holds>[]) => linesOf([entryOf(convert, result(judgements))], known)

  it('holds the counts only, where every verdict follows from the scenario', () => {
    const lines = written(holds('a'), holds('b'), holds('c'), holds('far', 0))
    expect(lines).toEqual([`{"world":"convert@as-posted",${counts}}`])
    const { recorded } = read(...lines)
    expect(recorded.get('convert@as-posted')).toMatchObject({ holds: ['a', 'b', 'c'], vacuous: ['far'] })
  })

  it.each([
    ['a broken promise', [violated('b', 7), holds('a'), holds('c'), holds('far', 0)], '"violated":{"b":7}'],
    [
      'a promise that falls vacuous, though the scenario could test it',
      [holds('a', 0), holds('b'), holds('c'), holds('far', 0)],
      '{"vacuous":["a"],"in":["convert@as-posted"]}',
    ],
    [
      'a promise that is judged, though the scenario does not seem to test it',
      [holds('a'), holds('b'), holds('c'), holds('far')],
      '"holds":["far"]',
    ],
    [
      'what breaks against all appearance',
      [holds('a'), holds('b'), holds('c'), violated('far', 2)],
      '"violated":{"far":2}',
    ],
  ])('names %s, and gives it back', (_, judgements, part) => {
    const lines = written(...judgements)
    expect(lines.join('\n')).toContain(part)
    expect(read(...lines)).toEqual({
      recorded: new Map([['convert@as-posted', entryOf(convert, result(judgements))]]),
      damage: [],
    })
  })

  it('names goals that are not reached, and gives them back', () => {
    const goals = [{ goal: 'mixed-hugepage', reached: false }]
    const entry = entryOf(mutated, result([holds('a'), holds('b'), holds('c'), holds('far', 0)], { goals }))
    expect(read(...linesOf([entry], known)).recorded.get('convert@as-posted~without-lock')).toEqual(entry)
  })
})

describe('a promise that is new, and that nothing breaks', () => {
  const linesWith = (...testable: readonly string[]) =>
    linesOf(
      [convert, mutated].map(world => entryOf(world, result(testable.map((name, at) => holds(name, at < 2 ? 1 : 0))))),
      { ...known, promisesIn: () => ({ testable, untestable: [] }) },
    )

  it('changes no line of a world, also where worlds do not put it to the test', () => {
    const [before, after] = [linesWith('a', 'b'), linesWith('a', 'b', 'new', 'newer')]
    expect(after.slice(0, 2)).toEqual(before)
    expect(after.slice(2)).toEqual([
      '{"vacuous":["new","newer"],"in":["convert@as-posted","convert@as-posted~without-lock"]}',
    ])
  })
})

describe('a damaged line', () => {
  const whole = `{"world":"convert@as-posted",${counts}}`
  const wrong = (more: string) => whole.replace('}', `,${more}}`)

  it.each([
    ['cut short', whole.slice(0, -9), 'this is not JSON; was the line cut short, or left by a merge?'],
    ['empty', '', 'this is not JSON; was the line cut short, or left by a merge?'],
    ['left by a merge', '<<<<<<< HEAD', 'this is not JSON; was the line cut short, or left by a merge?'],
    ['no object', '3', 'expected an object, got 3'],
    ['that is a list', '[1,2]', 'expected an object, got a list'],
    [
      'with more states than can be counted',
      whole.replace('26', '1e23'),
      '"states": expected a whole number, got 1e+23',
    ],
    [
      'with two counts of states',
      wrong('"states":26'),
      'gmemcheck suite --record does not write it so; does a member stand twice?',
    ],
    ['of an unknown world', whole.replace('as-posted', 'as-pasted'), 'the suite has no world "convert@as-pasted"'],
    ['with an unknown promise', wrong('"violated":{"d":4}'), 'there is no promise "d"'],
    ['with a promise called constructor', wrong('"holds":["constructor"]'), 'there is no promise "constructor"'],
    ['with an unknown goal', wrong('"unreached":["d"]'), 'there is no goal "d"'],
    ['with two verdicts on a promise', wrong('"violated":{"a":4},"holds":["a"]'), '"a" has two verdicts'],
    ['without a count', whole.replace('"depth":9', '"violated":{}'), '"depth" is missing'],
    ['with a part that is unknown', wrong('"seconds":3'), '"seconds" is no part of a result'],
    ['with text for a number', whole.replace('26', '"26"'), '"states": expected a whole number, got "26"'],
    ['with half a state', whole.replace('26', '25.5'), '"states": expected a whole number, got 25.5'],
    ['with less than nothing', whole.replace('26', '-1'), '"states": expected a whole number, got -1'],
    ['with text for steps', wrong('"violated":{"a":"4"}'), '"violated.a": expected a whole number, got "4"'],
    ['with a name for a list', wrong('"holds":"a"'), '"holds": expected a list of names, got "a"'],
    ['with a number for a name', wrong('"holds":[1]'), '"holds.0": expected a name, got 1'],
    [
      'of promises in an unknown world',
      '{"vacuous":["a"],"in":["convert@as-pasted"]}',
      'the suite has no world "convert@as-pasted"',
    ],
    ['of an unknown promise', '{"vacuous":["d"],"in":["convert@as-posted"]}', 'there is no promise "d"'],
    ['of promises in no world', '{"vacuous":["a"]}', '"in" is missing'],
  ])('%s is named by file and line', (_, line, words) => {
    expect(read(`{"world":"convert@as-posted~without-lock",${counts}}`, line).damage).toEqual([
      `spec/suite/recorded.jsonl:2: ${words}`,
    ])
  })

  it('that repeats a world is named', () => {
    expect(read(whole, whole).damage).toEqual(['spec/suite/recorded.jsonl:2: convert@as-posted has a line already'])
  })

  it('leaves the others as they are', () => {
    expect([...read('x', whole).recorded.keys()]).toEqual(['convert@as-posted'])
  })
})

describe('a file', () => {
  it('without a line is refused', () => {
    expect(() => undamaged(read())).toThrow(
      /^spec\/suite\/recorded\.jsonl: no result is recorded\nget the file back: .*\nor record it anew: gmemcheck suite --record$/,
    )
  })

  it('with damaged lines is refused in the words of the first', () => {
    expect(() => undamaged(read('3', '4', '5'))).toThrow(/:1: expected an object, got 3\n\(and 2 more such lines\)\n/)
  })
})

describe('the recorded results of the suite', () => {
  it('are undamaged, sorted, and written as they are read', () => {
    const recorded = loadRecorded()
    const lines = linesOf([...recorded.values()], knownNames())
    expect(readRecorded(lines.join('\n'), knownNames()).recorded).toEqual(recorded)
    expect(lines.length).toBeLessThan(1500)
  })
})
