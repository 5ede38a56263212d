/**
 * Watches over what a search may take, and tells how far it has come.
 */

import type { Limits, Progress } from '../declare/limits.ts'
import type { Cut } from '../declare/result.ts'
import { estimated } from './estimate.ts'

/** Seconds between two tellings of progress. */
const TELLING = 0.2

export class Watch {
  private readonly bounds: Limits & { readonly bytes: number }
  private readonly started = performance.now()
  private readonly before: number
  private told = 0
  /** States found when each level began. */
  private readonly levels: number[] = []

  /** @param before seconds of the runs before this one */
  constructor(bounds: Watch['bounds'], before: number) {
    this.bounds = bounds
    this.before = before
  }

  /** Of this run and those before. */
  get seconds(): number {
    return this.before + (performance.now() - this.started) / 1000
  }

  /** A level begins; may be told twice. @param states found so far, its own included */
  level(states: number): void {
    if (states !== this.levels.at(-1)) this.levels.push(states)
  }

  /** Looks whether the search goes on. @param bytes that it has taken  @returns what cuts it, if anything does */
  look(at: Omit<Progress, 'seconds' | 'about'>, bytes: number): Cut | undefined {
    const { bounds, seconds } = this
    const own = seconds - this.before
    if (bounds.onProgress && own - this.told > TELLING) {
      this.told = own
      const all = estimated(this.levels)
      bounds.onProgress({ ...at, seconds, ...(all !== undefined && all > at.states && { about: Math.round(all) }) })
    }
    if (bounds.interrupted?.()) return 'interrupted'
    if (bounds.seconds !== undefined && own > bounds.seconds) return 'time'
    if (bounds.states !== undefined && at.states >= bounds.states) return 'states'
    return bytes > bounds.bytes ? 'memory' : undefined
  }
}
