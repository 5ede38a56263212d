/** A mistake of whoever wrote the input: what happened, where, and what to do. Ends a command with exit code 2. */
export class InputError extends Error {
  override readonly name = 'InputError'
}

/** A promise of the engine that did not hold, or a system that left its declared domains. Ends a command with exit code 4. */
export class InternalError extends Error {
  override readonly name = 'InternalError'
}
