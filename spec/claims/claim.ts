/**
 * A claim of an author or a reviewer, and the worlds that put it to the test.
 */
export interface Claim {
  /** Kebab-case, readable. */
  readonly name: string
  readonly who: string
  /** The message: subject or list message id. */
  readonly message: string
  /** The claim in our words. */
  readonly says: string
  /** Whether the suite bears the claim out. */
  readonly finding: 'confirmed' | 'refuted' | 'confirmed-in-part' | 'not-a-model-matter'
  /** Why, in a sentence: what the worlds below show. */
  readonly because: string
  readonly worlds: readonly ClaimedWorld[]
}

interface ClaimedWorld {
  readonly scenario: string
  readonly design: string
  readonly mutation?: string
  /** The promises the claim is about, and the verdicts that bear it out. */
  readonly promises: Readonly<Record<string, 'holds' | 'violated'>>
}
