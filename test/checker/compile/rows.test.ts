/** Rows are read and written alike in every mode of search. */
import { describe, expect, it } from 'vitest'
import { type AnySystem, cells, type Property, type Row, search, type View } from '../../../checker/index.ts'
import { modes, world } from '../toys/one-step.ts'

describe('a row', () => {
  const uses: Readonly<Record<string, (row: Row) => boolean>> = {
    'by index': row => row[0] === 1 && row[1] === 2,
    every: row => row.every(value => value > 0),
    some: row => !row.some(value => value === 0),
    indexOf: row => row.indexOf(2) === 1 && row.indexOf(0) < 0,
    lastIndexOf: row => row.lastIndexOf(1) === 0,
    includes: row => row.includes(1) && row.includes(2),
    filter: row => row.filter(value => value > 0).length === 2,
    reduce: row => row.reduce((sum, value) => sum + value, 0) === 3,
    reduceRight: row => row.reduceRight((text, value) => text + value, '') === '21',
    map: row => row.map(value => 1000 * value).join() === '1000,2000',
    join: row => row.join() === '1,2',
    'for of': row => {
      for (const value of row) if (value === 0) return false
      return true
    },
    spread: row => Math.min(...row) === 1,
    destructured: ([a, b]) => a! + b! === 3,
    find: row => row.find(value => value === 0) === undefined,
    findLast: row => row.findLast(value => value > 0) === 2,
    at: row => row.at(0)! + row.at(-1)! === 3,
    slice: row => row.slice(0, 1)[0]! + row.slice(1)[0]! === 3,
    entries: row => [...row.entries()].every(([index, value]) => value === index + 1),
    'Array.from': row => Array.from(row).every(value => value > 0),
    'Object.values': row => Object.values(row).join() === '1,2',
    in: row => 1 in row && !(2 in row) && row[0]! + row[1]! === 3,
    length: row => row.length === 2 && row[0]! * row[1]! === 2,
  }
  const ownEntry = world(({ shared, self }) => {
    shared.row[self] = self + 1
  })
  const both: AnySystem = {
    ...ownEntry,
    threads: [...ownEntry.threads, { name: 'U', calls: ownEntry.threads[0]!.calls }],
  }
  const never = (use: (row: Row) => boolean): Property => ({
    kind: 'state',
    name: 'never',
    check: ({ shared }) => (use(shared.row) ? 1 : 0),
    says: () => 'both are set',
  })
  it.each(Object.entries(uses))('is read alike in every mode: %s', (_, use) => {
    for (const [, limits] of modes) {
      const [judgement] = search(both, [never(use)], limits).judgements
      expect(judgement!.outcome).toMatchObject({ verdict: 'violated', trace: { says: 'both are set' } })
    }
  })

  it.each<[string, (row: Row) => void, string]>([
    [
      'sort, by number',
      row => {
        row.sort()
      },
      '2,10',
    ],
    [
      'sort, as told',
      row => {
        row.sort((a, b) => b - a)
      },
      '10,2',
    ],
    [
      'reverse',
      row => {
        row.reverse()
      },
      '2,10',
    ],
    [
      'fill',
      row => {
        row.fill(3)
      },
      '3,3',
    ],
    [
      'set',
      row => {
        row.set([4], 1)
      },
      '10,4',
    ],
    [
      'copyWithin',
      row => {
        row.copyWithin(1, 0)
      },
      '10,10',
    ],
    [
      'swap',
      row => {
        ;[row[0], row[1]] = [row[1]!, row[0]!]
      },
      '2,10',
    ],
  ])('is written alike in every mode: %s', (_, effect, expected) => {
    const wide = { row: cells(2, 11) }
    const system: AnySystem = {
      ...world(({ shared }) => effect(shared.row)),
      fields: wide,
      initial: [({ row }: View<typeof wide>) => row.set([10, 2])],
    }
    const left: Property = {
      kind: 'return',
      name: 'left',
      of: ['act'],
      check: ({ shared }) => 1 + shared.row[0] * 16 + shared.row[1],
      says: (_, witness) => `${(witness - 1) >> 4},${(witness - 1) & 15}`,
    }
    for (const [, limits] of modes)
      expect(search(system, [left], limits).judgements[0]!.outcome).toMatchObject({ trace: { says: expected } })
  })
})
