/**
 * A graph to measure with: a system whose counts are known. A row that counts otherwise is an error, not a result.
 */
import type { AnySystem, Property } from '../index.ts'

export interface Graph {
  readonly build: () => { readonly system: AnySystem; readonly properties: readonly Property[] }
  /** Known from elsewhere, or undefined where this run is the first to count. */
  readonly states: number | undefined
  readonly transitions: number | undefined
}

/** What a module named by `--from` exports as `graphs`, beside `build(name)` for helper threads. */
export type Graphs = Readonly<Record<string, Graph>>
