/** A guard or a property that gives no answer is refused alike in every mode of search. */
import { describe, expect, it } from 'vitest'
import { InputError, type Property, search } from '../../../checker/index.ts'
import { modes, told, world } from '../toys/one-step.ts'

describe.each(modes)('a %s search', (_, limits) => {
  it('refuses a guard that forgets its answer', () => {
    const guard = (() => undefined) as never
    expect(() =>
      search(
        world(() => {}, guard),
        [],
        limits,
      ),
    ).toThrow(`a guard returned undefined, it returns true or false${told}`)
  })

  const returning = (answer: unknown): Property => ({
    kind: 'state',
    name: 'p',
    check: () => answer as never,
    says: () => '',
  })
  it.each([undefined, true, false, -1, 0.5, Number.NaN])('refuses a check that returns %s', answer => {
    expect(() =>
      search(
        world(() => {}),
        [returning(answer)],
        limits,
      ),
    ).toThrow(
      new InputError(
        `the check of "p" returned ${answer}: return 0 where the property stands, else a whole number from 1`,
      ),
    )
  })
  it('refuses a property that forgets to say whether it holds, and a goal whether it is reached', () => {
    const forgets = (() => undefined) as never
    expect(() =>
      search(
        world(() => {}),
        [{ ...returning(0), holds: forgets } as never],
        limits,
      ),
    ).toThrow(new InputError('"holds" of "p" returned undefined: return true or false'))
    expect(() =>
      search(
        world(() => {}),
        [{ kind: 'goal', name: 'g', reached: forgets }],
        limits,
      ),
    ).toThrow(new InputError('"reached" of "g" returned undefined: return true or false'))
  })
})
