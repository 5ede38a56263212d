/**
 * Mutants that somebody has looked at: they change what can be seen, and do no harm in the kernel.
 */
import type { Operator } from '../../c/mutate/mutant.ts'

export interface Harmless {
  readonly operator: Operator
  /** Of the line that the mutant adds. */
  readonly line: RegExp
  readonly why: string
}

export const harmless: readonly Harmless[] = [
  {
    operator: 'range moved by one',
    line: /\bkvm_gmem_invalidate_(begin|start)\(\w+, start(, end \+ 1| - 1, end)\b/,
    why: 'guests fault a page in again that need not have been unmapped',
  },
]
