/**
 * A search that also collects failure signatures, or finds a trace to a new one.
 */
import type { Result, Trace } from '../../checker/index.ts'
import { type Ways, waysOf } from '../../spec/judging/ways.ts'
import { promises } from '../../spec/promises/index.ts'
import { callsAlone } from './alone.ts'
import { searchBeside } from './beside.ts'
import type { Alone, Job, Returns } from './job.ts'
import type { Hooks } from './judge.ts'

interface Found {
  readonly result: Result
  readonly returns: Returns
  readonly alone?: Alone
}

/**
 * Every way in which a promise is broken; nothing of promises that are kept.
 *
 * @throws InputError when the job names something that does not exist
 */
export async function collectWays(job: Job, hooks: Hooks): Promise<Found & { readonly ways: Ways }> {
  const found = new Map<string, Map<string, number>>()
  const noting = (promise: string) => (way: string, left: number) => {
    if (!found.has(promise)) found.set(promise, new Map())
    const ways = found.get(promise)!
    if (left >= (ways.get(way) ?? 0)) ways.set(way, left)
    return false
  }
  const { result, returns, of } = await searchBeside(
    job,
    started => promises.flatMap(promise => waysOf(promise, started, noting(promise.name))),
    hooks,
  )
  return {
    result,
    returns,
    ...aloneIn(of),
    ways: Object.fromEntries([...found].map(([promise, ways]) => [promise, Object.fromEntries(ways)])),
  }
}

/**
 * By promise, the shortest trace to a way that is not known, or only after more failures; nothing of promises of which
 * no way is known.
 *
 * @throws InputError when the job names something that does not exist
 */
export async function findNewWays(
  job: Job,
  known: Ways,
  hooks: Hooks,
): Promise<Found & { readonly anew: Readonly<Record<string, Trace>> }> {
  const asked = new Map<string, string>()
  const { result, beside, returns, of } = await searchBeside(
    job,
    started =>
      promises.flatMap(promise => {
        if (known[promise.name] === undefined) return []
        const ways = new Map(Object.entries(known[promise.name]!))
        const properties = waysOf(promise, started, (way, left) => left > (ways.get(way) ?? -1))
        for (const { name } of properties) asked.set(name, promise.name)
        return properties
      }),
    hooks,
  )
  const anew: Record<string, Trace> = {}
  for (const [name, promise] of asked) {
    const { outcome } = beside.get(name)!
    if (outcome.verdict !== 'violated') continue
    const trace = { ...outcome.trace, property: promise }
    if (anew[promise] === undefined || trace.steps.length < anew[promise].steps.length) anew[promise] = trace
  }
  return { result, returns, ...aloneIn(of), anew }
}

/** Nothing where there are too many calls to make them all. */
function aloneIn(of: Parameters<typeof callsAlone>[0]): Pick<Found, 'alone'> {
  const alone = callsAlone(of)
  return alone ? { alone } : {}
}
