/**
 * A defect of a design as posted that no claim names.
 */
export interface Finding {
  readonly name: string
  /** The smallest world that shows it, and the promises it breaks there. */
  readonly scenario: string
  readonly design: string
  readonly promises: readonly string[]
  /** C functions on the way. */
  readonly functions: readonly string[]
  /** Why it happens, in two sentences. */
  readonly why: string
  /** The change that repairs it, in words. */
  readonly repair: string
  /** A design with the repair, under which the same scenario keeps those promises. */
  readonly repaired: string
}
