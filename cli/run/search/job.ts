/**
 * One search to be made in a worker, and what comes back: plain data that can be sent between threads.
 */
import type { Checkpoint, Cut, Result, Sample, Trace, Walks } from '../../../checker/index.ts'
import type { Part } from '../../../model/kernel/state/state.ts'
import type { Marked } from '../../../model/patched/machines/operation-code.ts'
import type { CodeInPlace } from '../../../model/patched/machines/with-code.ts'
import type { CodePoint } from '../../../model/patched/reached.ts'
import type { Ways } from '../../../spec/judging/ways.ts'
import type { History } from '../../../spec/observation/history.ts'
import type { WorldName } from '../../names/world-name.ts'

export interface Job {
  readonly world: WorldName
  /** Names of the promises to judge; all of them unless said. */
  readonly promises?: readonly string[]
  readonly bounds: SearchBounds
  /** Files that define the design or the scenario. */
  readonly proposals?: readonly string[]
  /** Where the search is written down: see the engine's `Checkpoint`. */
  readonly checkpoint?: Pick<Checkpoint, 'file' | 'resume' | 'every'>
  /** Parts of the environment that the code on either side knows nothing of: the world is built without them. */
  readonly without?: readonly Part[]
  /** C that runs in the place of what is written by hand. */
  readonly code?: CodeInPlace
  /** Collect all that callers can know together, or find the shortest way to some of it; on one thread. */
  readonly observe?: 'all' | readonly History[]
  /** Collect every way in which promises are broken, or find one that is not among these; on one thread. */
  readonly ways?: 'all' | Ways
  /** Find a trace to each of these ways; on one thread. */
  readonly theseWays?: Ways
  /** Look for other ways in which the promise of a trace is broken; where `ways` names some, for none of these. */
  readonly behind?: KnownViolation
  /** Beside the ways, make all calls one after another, and note how they return. */
  readonly alone?: true
  /** Sum up what others can see; on one thread. */
  readonly digest?: true
}

/** The limits of a search. */
export interface SearchBounds {
  readonly seconds?: number
  /** Memory of the search, bytes. */
  readonly bytes?: number
  /** A directory for states that wait when there is no memory for them. */
  readonly spill?: string
  /** Steps from an initial state. */
  readonly depth?: number
  readonly states?: number
  /** Switches away from a thread that could go on, in a run; runs with fewer come first. */
  readonly preemptions?: number
  /** Stop at the end of the level that breaks the first promise. */
  readonly stopAtFirst?: boolean
  /** Judge every state by every promise, also where nothing that it reads has changed; see `reduce`. */
  readonly audit?: boolean
  /** Compare whole states, on one thread: no odds of a missed state. */
  readonly exact?: boolean
  /** Let steps stand for others; with `audit` search all states too, and compare. */
  readonly reduce?: boolean
  /** Says of every trace which of its steps the violation needs. */
  readonly needs?: boolean
  /** Threads that share the search; one unless said. */
  readonly threads?: number
}

/** A share of the random walks through a world, instead of its search. */
export interface WalkJob extends Pick<Job, 'world' | 'promises' | 'proposals'> {
  readonly walks: Omit<Walks, 'interrupted' | 'onProgress'>
}

/** How far a search has come. */
export interface SearchProgress {
  readonly states: number
  readonly depth: number
  readonly seconds: number
  /** States in all, by estimate, where one can be made. */
  readonly about?: number
  /** Bytes of states that wait on disk. */
  readonly spilled: number
  readonly preemptions?: number
}

/** How many walks of a share were made. */
export interface WalkProgress {
  readonly walks: number
}

/** The outcome of a job. */
export type Outcome =
  | Judged
  | Walked
  /** The job asks for something that cannot be. */
  | { readonly kind: 'refused'; readonly message: string }
  /** The code does something that no world knows. */
  | { readonly kind: 'not-judged'; readonly message: string }
  /** gmemcheck failed. */
  | { readonly kind: 'failed'; readonly message: string; readonly stack: string }
  /** Ctrl-C came first. */
  | { readonly kind: 'not-run' }

export interface Judged {
  readonly kind: 'judged'
  readonly result: Result
  readonly observed?: readonly History[]
  readonly ways?: Ways
  /** By promise, the shortest trace to a way that was not known. */
  readonly anew?: Readonly<Record<string, Trace>>
  /** By promise, those to the ways that were asked for. */
  readonly traces?: Readonly<Record<string, readonly Trace[]>>
  /** By promise, where it was looked behind a trace. */
  readonly otherWays?: Readonly<Record<string, OtherWays>>
  /** Of the code, where there is any. */
  readonly points?: readonly CodePoint[]
  /** Where the code came to, statement by statement. */
  readonly marks?: readonly Marked[]
  /** Where the search looked for ways. */
  readonly returns?: Returns
  /** Where the job asks for it; nothing where there are too many calls to make them all. */
  readonly alone?: Alone
  readonly digest?: string
}

/** A violation that was found. */
export interface KnownViolation {
  readonly trace: Trace
  /** Another search would tell the same way first: one that lets no step stand for others. */
  readonly isFirst: boolean
}

/** The ways in which a promise is broken, each with a trace. */
export interface OtherWays {
  /** In the order in which they were found: the shortest, then the shortest of those that were left. */
  readonly traces: readonly Trace[]
  /** Why there may be more. */
  readonly cut?: WaysCut
}

/**
 * A limit of the search; so many were found; calls that go round for ever have no shortest run to tell ways by; the code does
 * something that no world knows.
 */
export type WaysCut = Cut | 'many' | 'endless' | 'not-judged'

/**
 * By call, then by a hash of the shared state that it finds, then by what the environment chooses: how it returns when
 * nobody disturbs it.
 */
export type Alone = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, ReturnsAlone>>>>>>

export interface ReturnsAlone {
  /** In words. */
  readonly returns: readonly string[]
  /** Some such call breaks a promise on its way. */
  readonly breaks: boolean
}

/** By operation, every result that it returns with; by operation and arguments, whether it succeeds. */
export type Returns = Readonly<Record<string, readonly number[]>>

interface Walked {
  readonly kind: 'walked'
  readonly sample: Sample
  /** Ctrl-C came before all walks were made. */
  readonly interrupted: boolean
}

/** The outcome of a search whose job was not refused. */
export type Ended = Exclude<Outcome, { readonly kind: 'refused' } | Walked>

/** The outcome of a share of walks, likewise. */
export type WalksEnded = Exclude<Outcome, { readonly kind: 'refused' | 'judged' | 'not-judged' }>

/** A message from a worker about its job. */
export type WorkerMessage = { readonly kind: 'progress'; readonly progress: SearchProgress | WalkProgress } | Outcome

/** What a worker is asked for. */
export interface WorkerJob {
  readonly job: Job | WalkJob
  /** Byte 0 is set to 1 by Ctrl-C; every search looks at it. */
  readonly interrupt: SharedArrayBuffer
}
