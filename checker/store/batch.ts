/**
 * Successors of a block of states: what is looked up together, and what became of it.
 */
import { BLOCK } from './frontier.ts'

export interface Batch {
  /** How many there are. */
  size: number
  /** Their fingerprints. */
  readonly first: Int32Array
  readonly second: Int32Array
  /** States of the block that are expanded, and where the successors of each of them end. */
  block: number
  readonly lasts: Int32Array
}

/** The new states of a batch; overwritten by the next one. */
export interface Kept {
  /** States that were expanded, and how many of the successors of each are new. */
  parents: number
  readonly children: Int32Array
  /** Which successor of its parent each new state is, all `added` of them in order. */
  added: number
  readonly ordinals: Int32Array
}

/** @param room successors there is room for */
export const batchOf = (room: number): Batch => ({
  size: 0,
  first: new Int32Array(room),
  second: new Int32Array(room),
  block: 0,
  lasts: new Int32Array(BLOCK),
})

/** @param room as of the batch */
export const keptOf = (room: number): Kept => ({
  parents: 0,
  children: new Int32Array(BLOCK),
  added: 0,
  ordinals: new Int32Array(room),
})
