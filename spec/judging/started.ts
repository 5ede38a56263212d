/**
 * The operations that threads start in a scenario, or are within when it begins.
 */
import type { Scenario } from '../../model/scenarios/parts/scenario.ts'
import type { Seen } from '../promise.ts'

export interface Started {
  readonly operation: string
  /** Names of the arguments that it is started with. */
  readonly args: readonly string[]
  /** Names of its locals: others mean nothing while it returns. */
  readonly locals: readonly string[]
}

/** A call as it was started: `convert (start 0, pages 2)`, or `munmap` of one that takes no arguments. */
export const callWords = ({ operation, args }: Pick<Started, 'operation' | 'args'>, call: Seen['call']): string =>
  args.length === 0 ? operation : `${operation} (${args.map(name => `${name} ${call[name]}`).join(', ')})`

/** The operation of such words. */
export const operationOf = (words: string): string => words.split(' (')[0]!

/** By operation, the names of the arguments it is given. */
export function startedOperations({ threads }: Pick<Scenario, 'threads'>): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>()
  const add = (operation: string, names: readonly string[]) =>
    found.set(operation, [...new Set([...(found.get(operation) ?? []), ...names])])
  for (const { calls, within } of threads) {
    for (const { operation, args = [{}] } of calls) add(operation, args.flatMap(Object.keys))
    if (within) add(within.operation, Object.keys(within.args ?? {}))
  }
  return found
}
