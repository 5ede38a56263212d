/**
 * The run that leads to a state, as choices among successors.
 */
export interface Choices {
  /** Index into the initial states. */
  readonly root: number
  /** Which successor to take, step by step: by thread, then event, from 0. */
  readonly ordinals: readonly number[]
}

/** How the states of an exploration were reached. */
export interface Predecessors {
  /** States that have a number, from 0. */
  readonly size: number
  choicesTo(state: number): Choices
}
