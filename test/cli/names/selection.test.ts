import { describe, expect, it } from 'vitest'
import { promisesAskedFor, type WorldNames, worldNamed, worldsAskedFor } from '../../../cli/names/selection.ts'
import { showWorld } from '../../../cli/names/world-name.ts'

const named = (...names: string[]) => names.map(name => ({ name }))
const names: WorldNames = {
  designs: named('as-posted', 'repaired', 'new'),
  scenarios: named('convert', 'fault', 'pin'),
  mutations: named('without-lock', 'without-check'),
  worlds: [
    { scenario: 'fault', design: 'as-posted' },
    { scenario: 'convert', design: 'as-posted' },
    { scenario: 'convert', design: 'as-posted', mutation: 'without-lock' },
    { scenario: 'convert', design: 'repaired' },
  ],
}
const asked = (words: string[], mutation?: string) => worldsAskedFor(names, words, mutation).map(showWorld)

describe('a command line', () => {
  it('that names a design asks for the worlds of the suite, mutations left out', () => {
    expect(asked(['as-posted'])).toEqual(['convert@as-posted', 'fault@as-posted'])
  })
  it('that names a design and a mutation asks for the worlds in which the suite tries it', () => {
    expect(asked(['as-posted'], 'without-lock')).toEqual(['convert@as-posted~without-lock'])
  })
  it('tries a mutation that the suite does not in all scenarios of the design', () => {
    expect(asked(['as-posted'], 'without-check')).toEqual([
      'convert@as-posted~without-check',
      'fault@as-posted~without-check',
    ])
  })
  it('may name scenarios, each world once, in the order of reports', () => {
    expect(asked(['repaired', 'pin', 'convert', 'pin'])).toEqual(['convert@repaired', 'pin@repaired'])
  })
  it('may name whole worlds, with or without a design before them', () => {
    expect(asked(['pin@repaired~without-lock', 'fault@as-posted'])).toEqual([
      'fault@as-posted',
      'pin@repaired~without-lock',
    ])
    expect(asked(['as-posted', 'fault', 'pin@repaired'])).toEqual(['fault@as-posted', 'pin@repaired'])
  })

  it.each([
    [['as-psted'], 'no design is called "as-psted"; did you mean as-posted?'],
    [['as-posted', 'fualt'], 'no scenario is called "fualt"; did you mean fault?'],
    [['fault@repaird'], 'no design is called "repaird"; did you mean repaired?'],
    [['fault@repaired~without-lok'], 'no mutation is called "without-lok"; did you mean without-lock?'],
    [['fault@repaired', 'pin'], '"pin" names no design'],
    [['fault@'], '"fault@" is not the name of a world'],
    [['a~b@c'], '"a~b@c" is not the name of a world'],
    [['new'], 'the suite judges new in no scenario'],
  ])('%j is refused: %s', (words, message) => {
    expect(() => asked(words)).toThrow(message)
  })
})

describe('a world to replay in', () => {
  it('is named whole', () => {
    expect(worldNamed(names, 'fault@repaired~without-check')).toEqual({
      scenario: 'fault',
      design: 'repaired',
      mutation: 'without-check',
    })
    expect(() => worldNamed(names, 'fault')).toThrow('"fault" names no design\nwrite fault@DESIGN')
  })
})

describe('promises asked for', () => {
  const promises = named('no-index-wraps', 'nothing-is-stuck')
  it('are taken once each', () => {
    expect(promisesAskedFor(promises, ['nothing-is-stuck', 'nothing-is-stuck'])).toEqual(['nothing-is-stuck'])
  })
  it('must exist', () => {
    expect(() => promisesAskedFor(promises, ['no-index-wrap'])).toThrow('did you mean no-index-wraps?')
  })
})
