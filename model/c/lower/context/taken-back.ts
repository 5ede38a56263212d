/**
 * Macros that a file takes back: what their names mean depends on where they stand.
 */
import { childOf, type Node } from '../../text/grammar.ts'

export const takenBackIn = (root: Node): string[] =>
  root
    .descendantsOfType('preproc_call')
    .filter(one => /^#\s*undef$/.test(childOf(one, 'directive')?.text ?? ''))
    .map(one => (childOf(one, 'argument')?.text ?? '').trim())
