/** A mistake of whoever wrote the input: what happened, where, and what to do. Ends a command with exit code 2. */
export class InputError extends Error {
  override readonly name = 'InputError'
}
