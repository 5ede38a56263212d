/**
 * Public fixes as data: what was wrong, and which lines of a tree that has the fix make it wrong again.
 */

export interface Fix {
  /** Kebab case: what was wrong. */
  readonly name: string
  /** The fix: its title, or who asked for it where; commits by their abbreviated names. */
  readonly source: string
  readonly defect: string
  readonly file: string
  /** The function that has the fix. */
  readonly fn: string
  /** By tree. None quotes more than it replaces. */
  readonly edits: Readonly<Record<string, readonly Edit[]>>
  /** Exit codes that are right for the patch that takes the fix out. */
  readonly reversed: readonly number[]
  /** For the patch that puts it back, where neither 0 nor 3 is right: the fix has a defect of its own. */
  readonly forward?: readonly number[]
}

/** Text that stands once in the function, and what stood there before the fix. */
export interface Edit {
  readonly fixed: string
  readonly defective: string
}

/** The same edit in both trees. */
export const both = (fixed: string, defective: string): Fix['edits'] => ({
  '6.12': [{ fixed, defective }],
  '7.3': [{ fixed, defective }],
})

/** A fix that cannot be tried, and why. */
export interface Excluded {
  readonly source: string
  readonly why: string
}

/** The promise that the defect breaks is one of the model's. */
export const BREAKS = [1] as const
/** No world has what the defect does: the patch must not pass, and may be told to be broken. */
export const DOES_NOT_PASS = [1, 3] as const
