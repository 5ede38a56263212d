/**
 * Mutants that somebody has looked at: they change what can be seen, and do no harm in the kernel.
 */
import type { Operator } from '../../../c/mutate/mutant.ts'

interface Harmless {
  readonly operator: Operator
  /** Of a line that the mutant adds, or of all that it puts in the place of what was there. */
  readonly text: RegExp
  readonly why: string
}

export const harmless: readonly Harmless[] = [
  {
    operator: 'range moved by one',
    text: /\bkvm_gmem_invalidate_(begin|start)\([\w>-]+, start(, end \+ 1| - 1, end)\b/,
    why: 'guests fault a page in again that need not have been unmapped',
  },
  {
    operator: 'neighbours swapped',
    text: /\blist_del\(&f->entry\);/,
    why: 'the end of an invalidation looks at the bindings of the file, and not at the list in which it stands',
  },
  {
    operator: 'neighbours swapped',
    text: /\bmutex_unlock\(&kvm->slots_lock\);/,
    why: 'two locks are dropped, or nobody else has what is freed',
  },
  {
    operator: 'neighbours swapped',
    text: /\bkvm_put_kvm\(kvm\);/,
    why: 'the file does not need the VM to be freed, and its pointer to the VM was read before',
  },
  {
    operator: 'neighbours swapped',
    text: /\bfolio_mark_uptodate\(folio\);\s+clear_(highpage|folio)\(/,
    why: 'who asks for the mark holds the folio lock, and this holds it until the page is cleared',
  },
]
