/**
 * The result of a search: one value, rendered elsewhere.
 */

/** The limit that cut a search before it had visited every reachable state. */
export type Cut = 'time' | 'memory' | 'depth' | 'states' | 'interrupted' | 'first-violation' | 'preemptions'

export type Verdict =
  | { readonly verdict: 'holds' }
  | { readonly verdict: 'violated'; readonly trace: Trace }
  | { readonly verdict: 'bound-reached'; readonly cut: Cut }

export interface Judgement {
  readonly property: string
  readonly kind: 'state' | 'signal' | 'return' | 'stuck' | 'progress'
  readonly outcome: Verdict
  /** How often it was judged: states in its scope, transitions (signals), returns. 0 means that nothing was proved. */
  readonly judged: number
}

export interface Result {
  readonly judgements: readonly Judgement[]
  readonly goals: readonly { readonly goal: string; readonly reached: boolean }[]
  /** Distinct states stored, the initial ones included. */
  readonly states: number
  /** Transitions taken, into known states too. */
  readonly transitions: number
  /** Steps from an initial state to the farthest state. */
  readonly depth: number
  readonly cut?: Cut
  /**
   * Where preemptions were bounded: all runs with so many of them were seen, -1 if not even those with none. States are
   * then told apart also by the thread that ran last, and traces are the shortest of those with fewest preemptions.
   */
  readonly preemptions?: number
  /** Where steps stood for others: see {@link Reduced}. Counts are then of the smaller graph. */
  readonly reduced?: Reduced
  /** Odds that at least one state was missed because two states had one fingerprint. */
  readonly collisionOdds: number
  /** Transitions of the machines that never fired, per operation. */
  readonly neverFired: readonly Unfired[]
  readonly bytesPerVector: number
  /** Memory of the search, bytes: table, frontier, parents. */
  readonly memory: number
  /** Bytes of the frontier that were on disk for want of memory, at most. */
  readonly spilled: number
  /** Of all runs, where the search went on from a checkpoint. */
  readonly seconds: number
  /** The checkpoint from which a search that was cut can go on. */
  readonly checkpoint?: KeptCheckpoint
}

/** A checkpoint that is there. */
export interface KeptCheckpoint {
  readonly file: string
  /** Why the last one could not be written, if it could not: the file is an earlier one. */
  readonly trouble?: string
}

/** A search that kept fewer states than there are, with the same verdicts. Traces need not be the shortest. */
export interface Reduced {
  /** How often a state was passed on the way and not kept. */
  readonly passed: number
  /** How often the search began: again where it had seen more than it had decided by. */
  readonly rounds: number
  /** Groups of threads that stood for one another. */
  readonly alike: readonly (readonly number[])[]
  /** Why threads that are declared alike did not. */
  readonly toldApart?: string
  /** The whole graph, where all states were searched too and the verdicts compared. */
  readonly full?: { readonly states: number; readonly transitions: number }
}

export interface Unfired {
  readonly operation: string
  /** Dotted path of the control point: `executing.restructuring.split.adding`. */
  readonly at: string
  readonly event: string
  /** Index among the candidates of that event, from 0, in document order. */
  readonly candidate: number
}

/** A run from an initial state, verified by re-execution. */
export interface Trace {
  readonly property: string
  /** The words of the property about the last state (or step). */
  readonly says: string
  /** Index of the initial state, from 0. */
  readonly initial: number
  /** Thread, or thread and event letter, joined by dots: `0.0.1a.1`. */
  readonly path: string
  /** How often another thread goes on although the one before it could. */
  readonly preemptions: number
  readonly steps: readonly TraceStep[]
  /** Indices of the steps that the violation needs, from 0, where that was asked for. */
  readonly needed?: readonly number[]
}

export interface TraceStep {
  readonly thread: number
  /** `0`, `1a`: the element of the path. */
  readonly element: string
  readonly operation: string
  /** Arguments of the call, on the step that starts it. */
  readonly starts?: Readonly<Record<string, number>>
  /** Dotted path of the control point the step leaves; '' while idle. */
  readonly at: string
  /** Source function that ran: `meta.fn` of the control point. */
  readonly fn: string
  /** The source function, or the fragment, whose text it is a part of, where the machine says so. */
  readonly within?: string
  readonly event: string
  /** Where the thread is afterwards; '' when the operation has returned. */
  readonly to: string
  /** Shared fields that changed, in layout order; signals raised included. */
  readonly changes: readonly Change[]
  /** Locals of the thread that changed, while its operation lasts. */
  readonly locals: readonly Change[]
}

export interface Change {
  readonly field: string
  /** Entry of a row, from 0; absent for a single number. */
  readonly index?: number
  readonly before: number
  readonly after: number
  /** Both in the words of the field. */
  readonly shows: readonly [string, string]
}

/** A given path, re-executed. */
export interface Replay {
  readonly initial: number
  readonly path: string
  readonly steps: readonly TraceStep[]
  /** What was seen broken, in order of steps: `after` counts the steps taken before (and including) the one that showed it. */
  readonly broken: readonly { readonly property: string; readonly says: string; readonly after: number }[]
  /** Elements by which the path could go on. */
  readonly possible: readonly string[]
}

/** The result of random walks. It proves no property. */
export interface Sample {
  readonly seed: number
  /** Walks made, and steps taken by all of them. */
  readonly walks: number
  readonly steps: number
  readonly judgements: readonly {
    readonly property: string
    readonly kind: Judgement['kind']
    /** `walk` is the number of the walk that met the violation first, from 0. */
    readonly outcome:
      | { readonly verdict: 'sampled' }
      | { readonly verdict: 'violated'; readonly trace: Trace; readonly walk: number }
    readonly judged: number
  }[]
  readonly goals: readonly { readonly goal: string; readonly reached: boolean }[]
  readonly seconds: number
}
