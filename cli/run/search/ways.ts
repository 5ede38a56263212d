/**
 * A search that also collects failure signatures, or finds a trace to a new one.
 */
import type { Result, Trace } from '../../../checker/index.ts'
import { boundIn } from '../../../spec/judging/alone.ts'
import { type Asks, type Ways, waysOf } from '../../../spec/judging/ways.ts'
import { promises } from '../../../spec/promises/index.ts'
import { callsAlone } from './alone.ts'
import { searchBeside } from './beside.ts'
import type { Alone, Job, Returns } from './job.ts'
import type { Hooks } from './judge.ts'

interface FoundBeside {
  readonly result: Result
  readonly returns: Returns
  readonly alone?: Alone
}

/**
 * Every way in which a promise is broken; nothing of promises that are kept.
 *
 * @throws InputError when the job names something that does not exist
 */
export async function collectWays(job: Job, hooks: Hooks): Promise<FoundBeside & { readonly ways: Ways }> {
  const found = new Map<string, Map<string, number>>()
  const noting = (promise: string) => (way: string, left: number) => {
    if (!found.has(promise)) found.set(promise, new Map())
    const ways = found.get(promise)!
    if (left >= (ways.get(way) ?? 0)) ways.set(way, left)
    return false
  }
  const { result, returns, of } = await searchBeside(
    job,
    (started, scenario) =>
      promises.flatMap(promise => waysOf(boundIn(promise, scenario.bounds.threads), started, noting(promise.name))),
    hooks,
  )
  return {
    result,
    returns,
    ...aloneIn(job, of),
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
): Promise<FoundBeside & { readonly anew: Readonly<Record<string, Trace>> }> {
  const { traces, ...found } = await search(job, hooks, promise => {
    if (known[promise] === undefined) return []
    const ways = new Map(Object.entries(known[promise]))
    return [(way, left) => left > (ways.get(way) ?? -1)]
  })
  const shortest = Object.entries(traces).map(([promise, those]): [string, Trace] => [
    promise,
    those.reduce((a, b) => (b.steps.length < a.steps.length ? b : a)),
  ])
  return { ...found, anew: Object.fromEntries(shortest) }
}

/**
 * By promise, the shortest trace to each of these ways, with so many failures left.
 *
 * @throws InputError when the job names something that does not exist
 */
export async function findTheseWays(
  job: Job,
  these: Ways,
  hooks: Hooks,
): Promise<FoundBeside & { readonly traces: Readonly<Record<string, readonly Trace[]>> }> {
  return search(job, hooks, promise =>
    Object.entries(these[promise] ?? {}).map(
      ([one, most]): Asks =>
        (way, left) =>
          way === one && left === most,
    ),
  )
}

/** @param asksOf of a promise, each with a trace of its own */
async function search(job: Job, hooks: Hooks, asksOf: (promise: string) => readonly Asks[]) {
  const asked = new Map<string, string>()
  const { result, beside, returns, of } = await searchBeside(
    job,
    (started, scenario) =>
      promises.flatMap(promise =>
        asksOf(promise.name).flatMap((asks, at) =>
          waysOf(boundIn(promise, scenario.bounds.threads), started, asks).map(property => {
            const name = `${property.name} ${at}`
            asked.set(name, promise.name)
            return { ...property, name }
          }),
        ),
      ),
    hooks,
  )
  const traces: Record<string, Trace[]> = {}
  for (const [name, promise] of asked) {
    const { outcome } = beside.get(name)!
    if (outcome.verdict !== 'violated') continue
    traces[promise] ??= []
    traces[promise].push({ ...outcome.trace, property: promise })
  }
  return { result, returns, ...aloneIn(job, of), traces }
}

/** Nothing where nobody asks, or there are too many calls to make them all. */
function aloneIn(job: Job, of: Parameters<typeof callsAlone>[0]): Pick<FoundBeside, 'alone'> {
  const alone = job.alone ? callsAlone(of) : undefined
  return alone ? { alone } : {}
}
