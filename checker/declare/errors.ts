/** A mistake of whoever wrote the input: what happened, where, and what to do. Ends a command with exit code 2. */
export class InputError extends Error {
  override readonly name = 'InputError'
}

/** A promise of the engine that did not hold. Ends a command with exit code 4. */
export class InternalError extends Error {
  override readonly name = 'InternalError'
}

/** A system left its declared domains: a value that its field cannot have, or an index beyond a row. */
export class DomainError extends InternalError {
  /** What was set, and which values there are. */
  readonly what: string
  readonly step: { readonly operation: string; readonly at: string }

  constructor(what: string, thread: number, { operation, at }: DomainError['step']) {
    super(`${what}: by thread ${thread} in operation "${operation}" at "${at}"`)
    this.what = what
    this.step = { operation, at }
  }
}
