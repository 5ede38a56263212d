/**
 * C text that parts of the model were written from, known by hashes: the text itself is the kernel's.
 */
import type { Posted } from '../c/account/posted.ts'

/** One version of one file. */
export interface AnchorSource {
  /** As reports name it. */
  readonly name: string
  /** The author and the place of a posting, or the repository and revision that it was read from. */
  readonly where: string
  /** Path in the kernel tree. */
  readonly file: string
  /** Designs for which it is the model, or was where the design leaves it as it is. */
  readonly designs: readonly string[]
  /** Git's name of the whole file. */
  readonly blob?: string
  /** Function to the hash of its tokens, as `gmemcheck anchors` prints it; empty where the text was not to be had. */
  readonly bodies: Readonly<Record<string, string>>
}

/** A posted patch that leads from one design to another. */
export interface AnchorPatch {
  /** As reports name it. */
  readonly name: string
  readonly author: string
  /** Without its tag. */
  readonly title: string
  /** The design of the code that the patch applies to, or the nearest there is; absent where the model has none. */
  readonly before?: string
  /** The design of the code with the patch. */
  readonly after: string
  /** Git's names of a file before and after: the first digits. One patch may have been posted, and merged on other code. */
  readonly blobs: readonly { readonly file: string; readonly before: string; readonly after: string }[]
  /** Of functions that it shows in part: a hash of what it changes in them. */
  readonly inPart?: Readonly<Record<string, string>>
  /** Statement by statement, where copies of it are compared with it. */
  readonly posted?: Posted
  /** The first digits of the commit, where it was merged. */
  readonly commit?: string
}
