import { describe, expect, it } from 'vitest'
import { cell, operation, type Property, search } from '../../../checker/index.ts'
import { counter } from '../toys/counter.ts'

/** Raises the number in a state around which others stand. @param metas of the root, and of the states from the outermost in */
const withinOf = (...metas: readonly object[]): string | undefined => {
  const plain = counter(1, 1)
  const machine = operation<{ shared: { count: number } }, { type: 'step' }>()({
    guards: {},
    effects: {
      raise: ({ shared }) => {
        shared.count += 1
      },
    },
  })
  const state = (at: number): object =>
    at === metas.length - 1
      ? { meta: metas[at], on: { step: { actions: 'raise', target: 'done' } } }
      : { meta: metas[at], initial: 'in', states: { in: state(at + 1), done: { type: 'final' } }, onDone: 'done' }
  const { onDone, ...root } = state(0) as { onDone: string }
  const world = {
    ...plain,
    operations: { count: () => machine.createMachine({ id: 'count', ...root } as never) as never },
    threads: [{ name: 'T0', calls: [{ operation: 'count', times: 1 }] }],
  }
  const raised: Property<{ shared: { count: number } }> = {
    kind: 'state',
    name: 'nothing is raised',
    check: ({ shared }) => shared.count,
    says: () => 'raised',
  }
  const { outcome } = search(world as never, [raised]).judgements[0]!
  return outcome.verdict === 'violated' ? outcome.trace.steps.at(-1)!.within : 'none'
}

describe('the function that a step is a part of', () => {
  const step = { fn: 'raise' }

  it.each([
    ['the one that the state names', [{ fn: 'outer' }, { fn: 'inner' }, { ...step, within: 'inlined' }], 'inlined'],
    ['else that of the innermost state around it', [{ fn: 'outer' }, { fn: 'inner' }, {}, step], 'inner'],
    [
      'or what the fragment around it says',
      [{ fn: 'outer' }, { within: 'split', locals: { 'split.i': cell(2) } }, step],
      'split',
    ],
    ['and nothing where no state says it', [{}, { locals: { plain: cell(2) } }, step], undefined],
  ])('is %s', (_, metas, within) => {
    expect(withinOf(...metas)).toBe(within)
  })
})
