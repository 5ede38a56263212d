/**
 * A search that also sums up what others can see: the shared states that are reachable, whatever threads are about to do,
 * and how calls return. Two programs with equal digests cannot be told apart in this world.
 */
import type { Fields, Property } from '../../../checker/declare.ts'
import type { Result } from '../../../checker/index.ts'
import { callWords } from '../../../spec/judging/started.ts'
import { observationGhosts, outcomeOf } from '../../../spec/observation/observation.ts'
import type { Seen } from '../../../spec/promise.ts'
import { promises } from '../../../spec/promises/index.ts'
import { searchBeside } from './beside.ts'
import type { Job } from './job.ts'
import type { Hooks } from './judge.ts'
import { hashOf, type Shared } from './shared-state.ts'

/** @throws InputError when the job names something that does not exist */
export async function digested(job: Job, hooks: Hooks): Promise<{ readonly result: Result; readonly digest: string }> {
  const states = new Set<number>()
  const returns = new Set<string>()
  let fields: readonly string[] = []
  const { result } = await searchBeside(
    job,
    started => [
      looking('state', {
        check: ({ kernel }) => {
          states.add(hashOf(kernel as unknown as Shared, fields))
          return 0
        },
      }),
      ...started.map(({ operation, args, locals }) =>
        looking('return', {
          of: [operation],
          ghosts: observationGhosts,
          check: seen => {
            returns.add(`${callWords({ operation, args }, seen.call)} ${outcomeOf(seen, operation, locals)}`)
            return 0
          },
        }),
      ),
    ],
    hooks,
    system => {
      fields = storedIn(system.fields)
      return system
    },
  )
  const verdicts = result.judgements.map(({ property, outcome }) => `${property} ${outcome.verdict}`)
  const sum = [...states].reduce((all, one) => (all + one) % 2 ** 52, 0)
  return { result, digest: [verdicts, `${states.size} ${sum}`, [...returns].sort()].flat().join('\n') }
}

const looking = (
  kind: 'state' | 'return',
  more: {
    readonly of?: readonly string[]
    readonly ghosts?: readonly string[]
    readonly check: (seen: Seen) => number
  },
): Property => ({ kind, name: `looks on ${more.of?.join() ?? ''}`, says: () => '', ...more }) as Property

/** Ghosts that no promise names are no part of a state. */
function storedIn(fields: Fields): string[] {
  const ghosts = new Set<string>(promises.flatMap(promise => promise.ghosts ?? []))
  return Object.entries(fields).flatMap(([name, field]) => {
    if (field.kind === 'constant' || field.role === 'signal') return []
    return field.role === 'state' || ghosts.has(name) ? [name] : []
  })
}
