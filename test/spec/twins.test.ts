/**
 * Every promise is tested twice: a world puts it to the test and keeps it, its twin breaks it: the same scenario under
 * another design, or with a guard or effect taken out.
 */
import { describe, expect, it } from 'vitest'
import { loadRecorded } from '../../cli/judging/suite/recorded.ts'
import { promises } from '../../spec/promises/index.ts'

const recorded = [...loadRecorded().values()]
const names = promises.map(({ name }) => name)

describe.each(names)('%s', name => {
  const keeping = recorded.filter(({ holds }) => holds.includes(name)).map(({ scenario }) => scenario)
  const breaking = recorded.filter(({ violated }) => name in violated).map(({ scenario }) => scenario)

  it('is put to the test by a world that keeps it', () =>
    expect(keeping, 'list a world that puts it to the test: spec/suite/worlds.ts').not.toEqual([]))

  it('is broken by a twin of such a world', () => {
    const twins = breaking.filter(scenario => keeping.includes(scenario))
    expect(twins, 'list a world that breaks it, with a mutation if no design does: model/mutations.ts').not.toEqual([])
  })
})
