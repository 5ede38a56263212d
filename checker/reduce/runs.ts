/**
 * Predecessors of stored states: each was reached from another one by some steps, or is an initial state.
 */

import { GrowingRow } from '../store/row.ts'
import type { Element } from '../trace/path.ts'
import type { Path } from './paths.ts'

/** Steps on the way from a state that is kept, last first. */
export interface Trail extends Element {
  readonly before: Trail | undefined
}

export class Runs {
  /** By state: the one it was found from, or -1 less the index of the initial state. */
  private readonly parents = new GrowingRow()
  /** By state: where the steps from there end. */
  private readonly ends = new GrowingRow()
  private readonly steps = new GrowingRow()

  get bytes(): number {
    return this.parents.bytes + this.ends.bytes + this.steps.bytes
  }

  /** @param parent a state that is kept, or -1 less the index of the initial state that the next one is */
  add(parent: number, trail: Trail | undefined): void {
    for (const { thread, event } of elementsOf(trail)) this.steps.push((thread << 16) | event)
    this.ends.push(this.steps.length)
    this.parents.push(parent)
  }

  /** The run to a state, and on. @param from as `add` takes it */
  pathTo(from: number, trail: Trail | undefined): Path {
    const parts = [elementsOf(trail)]
    let at = from
    for (; at >= 0; at = this.parents.at(at)) {
      const begin = at === 0 ? 0 : this.ends.at(at - 1)
      const codes = Array.from({ length: this.ends.at(at) - begin }, (_, i) => this.steps.at(begin + i))
      parts.push(codes.map(code => ({ thread: code >>> 16, event: code & 0xffff })))
    }
    return { root: -1 - at, elements: parts.reverse().flat() }
  }
}

const elementsOf = (trail: Trail | undefined): Element[] => {
  const elements: Element[] = []
  for (let at = trail; at !== undefined; at = at.before) elements.push({ thread: at.thread, event: at.event })
  return elements.reverse()
}
