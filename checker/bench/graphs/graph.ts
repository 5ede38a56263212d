/**
 * A graph to measure with: a system whose counts are known. A row that counts otherwise is an error, not a result.
 */
import type { AnySystem, Property } from '../../index.ts'

export interface BuiltGraph {
  readonly system: AnySystem
  readonly properties: readonly Property[]
}

export interface BenchGraph {
  /** May load modules: that counts as part of the start of a process. */
  readonly build: () => BuiltGraph | Promise<BuiltGraph>
  /** Known from elsewhere, or undefined where this run is the first to count. */
  readonly states: number | undefined
  readonly transitions: number | undefined
  /** Ends with the level of the first violation: a measure of the time to a counterexample. */
  readonly stopAtFirst?: boolean
  /** Takes minutes and gigabytes: measured only where its whole name is given. */
  readonly large?: boolean
  /** The same graph for other checkers. */
  readonly peer?: Peer
}

/** A model in `bench/peers/`: `NAME.pml` for SPIN, `NAME.m` for Rumur. */
export interface Peer {
  readonly model: string
  readonly constants: Readonly<Record<string, number>>
}

/** The `graphs` that a module named by `--from` exports, beside `build(name)` for helper threads. */
export type Graphs = Readonly<Record<string, BenchGraph>>
