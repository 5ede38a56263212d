/**
 * What guards and properties may answer. A function that forgets its `return` answers undefined, which would pass for no.
 */
import { InputError } from '../declare/errors.ts'

/** Whether a check found the property broken. @throws InputError when it answers anything but a whole number from 0 */
export function breaks({ name }: { readonly name: string }, witness: number): boolean {
  if (witness === 0) return false
  if (Number.isInteger(witness) && witness > 0) return true
  throw new InputError(
    `the check of "${name}" returned ${String(witness)}: return 0 where the property stands, else a whole number from 1`,
  )
}

/** What a question of a property was answered. @throws InputError when that is neither true nor false */
export function answered({ name }: { readonly name: string }, question: 'holds' | 'reached', answer: boolean): boolean {
  if (typeof answer === 'boolean') return answer
  throw new InputError(`"${question}" of "${name}" returned ${String(answer)}: return true or false`)
}
