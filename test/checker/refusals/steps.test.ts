/** What a step must not do is refused alike in every mode of search. */
import { describe, expect, it } from 'vitest'
import { search } from '../../../checker/index.ts'
import { type Act, modes, told, world } from '../toys/one-step.ts'

describe.each(modes)('a %s search', (_, limits) => {
  it.each<[string, (scope: Act) => void, string]>([
    [
      'a value too large',
      ({ shared }) => {
        shared.x = 3
      },
      '"x" was set to 3, it has the values 0 to 2',
    ],
    [
      'a value that is 1 in a byte',
      ({ shared }) => {
        shared.x = 257
      },
      '"x" was set to 257, it has the values 0 to 2',
    ],
    [
      'a value below 0',
      ({ shared }) => {
        shared.x -= 1
      },
      '"x" was set to -1, it has the values 0 to 2',
    ],
    [
      'no number',
      ({ shared }) => {
        shared.x = undefined as never
      },
      '"x" was set to undefined, it has the values 0 to 2',
    ],
    [
      'half a number',
      ({ shared }) => {
        shared.x = 0.5
      },
      '"x" was set to 0.5, it has the values 0 to 2',
    ],
    [
      'an entry too large',
      ({ shared }) => {
        shared.row[1] = 7
      },
      '"row[1]" was set to 7, it has the values 0 to 2',
    ],
    [
      'an entry that is 1 in a byte',
      ({ shared }) => {
        shared.row[1] = 257
      },
      '"row[1]" was set to 257, it has the values 0 to 2',
    ],
    [
      'half an entry',
      ({ shared }) => {
        shared.row[0] = 1.5
      },
      '"row[0]" was set to 1.5, it has the values 0 to 2',
    ],
    [
      'a write beyond a row',
      ({ shared }) => {
        shared.row[2] = 1
      },
      '"row[2]" does not exist, the row has 2 entries',
    ],
    [
      'a read beyond a row',
      ({ shared }) => {
        shared.x = shared.row[2]!
      },
      '"row[2]" does not exist, the row has 2 entries',
    ],
    [
      'a read before a row',
      ({ shared }) => {
        shared.x = shared.row[-1]!
      },
      '"row[-1]" does not exist, the row has 2 entries',
    ],
    [
      'an index that is none',
      ({ shared }) => {
        shared.row[Number.NaN] = 1
      },
      '"row[NaN]" does not exist, the row has 2 entries',
    ],
    [
      'a row set beyond its end',
      ({ shared }) => {
        shared.row.set([1, 1], 1)
      },
      '"row[2]" does not exist, the row has 2 entries',
    ],
    [
      'a local too large',
      ({ locals }) => {
        locals.i = 2
      },
      '"i" was set to 2, it has the values 0 to 1',
    ],
    [
      'a field that does not exist',
      ({ shared }) => {
        Object.assign(shared, { xx: 1 })
      },
      'Cannot add property xx, object is not extensible',
    ],
    [
      'a whole row',
      ({ shared }) => {
        Object.assign(shared, { row: [1, 1] })
      },
      'Cannot set property row of #<Shared> which has only a getter',
    ],
    [
      'an effect that throws',
      () => {
        throw new Error('there is no such page')
      },
      'there is no such page',
    ],
  ])('refuses %s, and says by which step', (_, effect, message) => {
    expect(() => search(world(effect), [], limits)).toThrow(message + told)
  })

  it('says of a value that there is not what was set, and where', () => {
    const effect = ({ shared }: Act) => {
      shared.x = 3
    }
    expect(() => search(world(effect), [], limits)).toThrow(
      expect.objectContaining({
        what: '"x" was set to 3, it has the values 0 to 2',
        step: { operation: 'act', at: 'a' },
      }),
    )
  })

  it('refuses to read beyond a row in a guard', () => {
    const guard = ({ shared, self }: Act) => shared.row[self + 2] === 0
    expect(() =>
      search(
        world(() => {}, guard),
        [],
        limits,
      ),
    ).toThrow(`"row[2]" does not exist, the row has 2 entries${told}`)
  })
})
