/** Where a search is cut, and how it is watched. Nothing is cut unless it is said here, but for memory. */
export interface Limits {
  readonly seconds?: number
  /** Memory of the search; default: three quarters of what the machine has. */
  readonly bytes?: number
  /** Steps from an initial state; states that far are judged and not expanded. */
  readonly depth?: number
  readonly states?: number
  /** Ends with the level in which the first violation is found. */
  readonly stopAtFirst?: boolean
  /** Asked every few thousand states: true cuts the search. */
  readonly interrupted?: () => boolean
  readonly onProgress?: (progress: Progress) => void
  /** Watches every write for values outside their domain and entries outside their row: slow. */
  readonly audit?: boolean
}

export interface Progress {
  readonly states: number
  readonly transitions: number
  /** Of the states being expanded. */
  readonly depth: number
  /** States waiting to be expanded. */
  readonly frontier: number
  readonly seconds: number
}
