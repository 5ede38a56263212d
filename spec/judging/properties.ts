/**
 * Promises as the engine judges them: plain checks that return a witness, 1 + the index at which one is broken.
 */
import type { Property } from '../../checker/declare.ts'
import type { Contract, Each, Invariant, Promised, Reachable, Seen } from '../promise.ts'
import { boundIn } from './alone.ts'

/** A promise or a goal, as the engine judges it. */
export type JudgedProperty = Property<Seen>

/** @param threads of the world: unless it has one, promises of calls that run alone are not judged */
export const propertiesOf = (
  promises: readonly Promised[],
  goals: readonly Reachable[],
  threads = Number.POSITIVE_INFINITY,
): JudgedProperty[] => [
  ...promises.map(promise => propertyOf(boundIn(promise, threads))),
  ...goals.map(({ name, reached, ghosts }) => ({ kind: 'goal' as const, name, reached, ...(ghosts && { ghosts }) })),
]

const propertyOf = (promise: Promised): JudgedProperty => {
  const { name } = promise
  const ghosts = promise.ghosts ? { ghosts: promise.ghosts } : {}
  switch (promise.kind) {
    case 'stuck':
      return { kind: 'stuck', name }
    case 'progress':
      return { kind: 'progress', name }
    case 'never': {
      const { signal, says } = promise
      return {
        kind: 'signal',
        name,
        signal,
        check: ({ kernel }) => kernel[signal] as number,
        says: (_, witness) => says(witness - 1),
        ...(promise.fatal && { fatal: true }),
        ...ghosts,
      }
    }
    case 'invariant':
      return { kind: 'state', name, holds: promise.holds.when, ...checkOf(promise), ...ghosts }
    case 'contract':
      return { kind: 'return', name, of: promise.of, ...checkOf(promise), ...ghosts }
  }
}

const checkOf = ({ each, broken, says }: Invariant | Contract) => ({
  check: (seen: Seen): number => {
    const count = countOf(each, seen)
    for (let index = 0; index < count; index++) if (broken(seen, index)) return 1 + index
    return 0
  },
  says: (seen: Seen, witness: number): string => says(witness - 1, seen),
})

/** Over how many indices a check is repeated. */
export const countOf = (each: Each, { kernel }: Seen): number => {
  switch (each) {
    case 'page':
      return kernel.pages
    case 'frame':
      return kernel.frames
    case 'hugepage':
      return kernel.pages / kernel.hugepage
    case 'vm':
      return kernel.vms
    case 'thread':
      return kernel.threads
    case 'world':
      return 1
  }
}
