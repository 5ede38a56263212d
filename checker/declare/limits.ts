/** Where a search is cut, and how it is watched. Nothing is cut unless it is said here, but for memory. */
export interface Limits {
  readonly seconds?: number
  /** Memory of the search; default: three quarters of what the machine has. */
  readonly bytes?: number
  /** A directory for the frontier when there is no memory left for it; without one, memory cuts the search then. */
  readonly spill?: string
  /** Writes the search down now and then, and when it is cut. */
  readonly checkpoint?: Checkpoint
  /** Steps from an initial state; states that far are judged and not expanded. */
  readonly depth?: number
  readonly states?: number
  /** Switches away from a thread that could go on, in a run; runs with fewer are searched first. On one thread. */
  readonly preemptions?: number
  /** Ends with the level in which the first violation is found. */
  readonly stopAtFirst?: boolean
  /** Asked every few thousand states: true cuts the search. */
  readonly interrupted?: () => boolean
  readonly onProgress?: (progress: Progress) => void
  /** Called when no more states are looked for: traces are told next, which also runs steps where no run leads. */
  readonly onSearched?: () => void
  /** Keeps whole states instead of fingerprints: no odds of a missed state, more memory, one thread. */
  readonly exact?: boolean
  /**
   * Lets steps, and threads that are alike, stand for others where that changes no verdict: fewer states, one thread,
   * traces that may be longer. Of both reductions, or of one of them alone.
   */
  readonly reduce?: boolean | 'steps' | 'threads'
  /** Threads that share the work; one unless said. */
  readonly workers?: Workers
  /**
   * Judges every state by every property, also where nothing that the property reads has changed. With `reduce`, searches
   * all states too, and compares.
   */
  readonly audit?: boolean
  /** Says of every trace which of its steps the violation needs. */
  readonly needs?: boolean
}

/** Where a search is written down, so that another run can go on with it: to the same result. */
export interface Checkpoint {
  readonly file: string
  /** Goes on from the file; else the file must not exist. */
  readonly resume?: boolean
  /** Seconds between two writings; default 300. */
  readonly every?: number
  /** The file stays when the search is done, until whoever has told the result removes it. */
  readonly keep?: boolean
  /** Name of what is searched, for messages. */
  readonly world: string
  /** Of whatever made the system: another version does not go on. */
  readonly version: string
}

/** Threads that search one world together. The result is the same whatever their number. */
export interface Workers {
  /** In all, the one that calls included. */
  readonly count: number
  /** How the others build the same world. */
  readonly source: ModuleSource
  /** States that one thread finds alone before it asks for help; default 20,000. 0 waits for help before it begins. */
  readonly after?: number
}

/** A function exported by a module: given the argument, it returns `{ system, properties }`, or a promise of them. */
export interface ModuleSource {
  /** URL of the module, compiled to JavaScript. */
  readonly module: string
  readonly name: string
  /** Anything that can be cloned to a thread. */
  readonly argument: unknown
}

export interface Progress {
  readonly states: number
  readonly transitions: number
  /** Of the states being expanded. */
  readonly depth: number
  /** States waiting to be expanded. */
  readonly frontier: number
  /** Bytes of those that wait on disk, at most. */
  readonly spilled: number
  /** States in all, by estimate; absent while it cannot be known. */
  readonly about?: number
  /** Of the runs being searched, where they are bounded. */
  readonly preemptions?: number
  readonly seconds: number
}
