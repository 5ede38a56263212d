/** A mistake of whoever wrote the input: what happened, where, and what to do. Ends a command with exit code 2. */
export class InputError extends Error {
  override readonly name = 'InputError'
}

/** A promise of the engine that did not hold. Ends a command with exit code 4. */
export class InternalError extends Error {
  override readonly name = 'InternalError'
}

/** A system left its declared domains: a value that its field cannot have, or an index beyond a row. */
export class DomainError extends InternalError {}
