/**
 * The states that are kept and where they lead, numbered as they are found, and how each was come to.
 *
 * States that were passed and not kept are remembered for a while, with the states to which they lead, so that they are not
 * passed again.
 */
import { endlessIn, type Livelock } from '../expand/livelock.ts'
import { GrowingRow } from '../store/row.ts'
import { Numbers } from '../store/seen/numbers.ts'
import type { LocalState } from './local/local-state.ts'
import { Passages } from './passages.ts'
import { Runs, type Trail } from './runs.ts'
import type { Symmetry } from './symmetry.ts'

/** A fingerprint. */
export type Mark = readonly [number, number]

/** A state that is passed, while what it leads to is visited. */
export interface Passing {
  readonly mark: Mark
  /** How threads have changed places since the state that is expanded. */
  readonly renaming: number
  /** Where what it leads to begins, among all that that state leads to. */
  readonly first: number
  /** Something had ended before, on the way from that state. */
  readonly endedBefore: boolean
}

export class KeptGraph {
  readonly runs = new Runs()
  private readonly symmetry: Symmetry
  private readonly numbers = new Numbers()
  private readonly passages = new Passages()
  // By state, as the pass for endless calls needs it: see `Graph`.
  private readonly targets = new GrowingRow()
  private readonly renamings = new GrowingRow(1)
  private readonly lasts = new GrowingRow()
  private readonly idle = new GrowingRow(1)
  private readonly ended = new GrowingRow(1)
  /** Something ends on the way from the state that is expanded. */
  private endsHere = false

  constructor(symmetry: Symmetry) {
    this.symmetry = symmetry
  }

  /** States kept. */
  get size(): number {
    return this.numbers.size
  }

  /** States that were expanded: the first ones. */
  get expanded(): number {
    return this.lasts.length
  }

  get isWhole(): boolean {
    return this.expanded === this.size
  }

  get bytes(): number {
    const { numbers, runs, passages, targets, renamings, lasts, idle, ended } = this
    return [numbers, runs, passages, targets, renamings, lasts, idle, ended].reduce((sum, { bytes }) => sum + bytes, 0)
  }

  /** @param parent as {@link Runs.add} takes it  @returns its number, known or new */
  add(mark: Mark, parent: number, trail: Trail | undefined): number {
    const known = this.size
    const number = this.numbers.add(...mark)
    if (number === known) this.runs.add(parent, trail)
    return number
  }

  /** The next state is expanded. */
  begin(locals: readonly LocalState[]): void {
    this.endsHere = false
    for (const { idle } of locals) this.idle.push(idle ? 1 : 0)
  }

  /** The state that is expanded leads there. @param renaming how threads change places on the way */
  leadTo(state: number, renaming: number): void {
    this.targets.push(state)
    this.renamings.push(renaming)
  }

  /** A run ends on the way from the state that is expanded. */
  ends(): void {
    this.endsHere = true
  }

  /** The state that was expanded leads nowhere else. */
  end(): void {
    this.lasts.push(this.targets.length)
    this.ended.push(this.endsHere ? 1 : 0)
  }

  /** Whether it is known where a state leads; if so, that is where the one that is expanded leads, too. */
  knows(mark: Mark, renaming: number): boolean {
    const known = this.numbers.find(...mark)
    if (known !== undefined) {
      this.leadTo(known, renaming)
      return true
    }
    const passage = this.passages.find(...mark)
    if (passage === undefined) return false
    const { symmetry, targets, renamings } = this
    if (passage.ends) this.endsHere = true
    for (let at = passage.first; at < passage.last; at++)
      this.leadTo(targets.at(at), symmetry.both(renaming, symmetry.rest(passage.renaming, renamings.at(at))))
    return true
  }

  /** A state is passed; {@link close} says when all is visited to which it leads. */
  passing(mark: Mark, renaming: number): Passing {
    const passing = { mark, renaming, first: this.targets.length, endedBefore: this.endsHere }
    this.endsHere = false
    return passing
  }

  close({ mark, renaming, first, endedBefore }: Passing): void {
    this.passages.add(...mark, { renaming, first, last: this.targets.length, ends: this.endsHere })
    if (endedBefore) this.endsHere = true
  }

  /** The first state from which some thread never comes to be idle. */
  endless(): Livelock | undefined {
    const { size, targets, renamings, lasts, idle, ended } = this
    const names = this.symmetry.renamings
    const renamed = names.length > 1 ? { renamed: { by: renamings, names } } : {}
    return endlessIn({ size, targets, lasts, idle, ended, ...renamed }, names[0]!.length)
  }
}
