/**
 * The result of one world: the verdict of every promise, and the exact size of its graph.
 */
export interface Entry {
  readonly scenario: string
  readonly design: string
  /** A mutation of the design: a guard or effect taken out, to see a promise break. */
  readonly mutation?: string
  /** Broken promises, with the number of steps of the shortest trace. */
  readonly violated: Readonly<Record<string, number>>
  /** Promises that hold, each judged at least once. */
  readonly holds: readonly string[]
  /** Promises this world never puts to the test (nothing of theirs was ever judged): they hold vacuously. */
  readonly vacuous: readonly string[]
  /** Goals of the scenario that no state reaches. */
  readonly unreached: readonly string[]
  readonly states: number
  readonly transitions: number
  readonly depth: number
}

/** Recorded results by the names of their worlds: `SCENARIO@DESIGN` or `SCENARIO@DESIGN~MUTATION`. */
export type Recorded = ReadonlyMap<string, Entry>

/** A world as the suite lists it. */
export type Listed = Pick<Entry, 'scenario' | 'design' | 'mutation'>
