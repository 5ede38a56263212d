/**
 * Refusals: the front end says what it does not understand; it never skips code.
 */
import { InputError } from '../../../../checker/declare.ts'

/** A function that is not lowered, and why. */
export class Refusal extends InputError {
  /** Line of the file, from 1. */
  readonly line: number
  /** Without the place. */
  readonly reason: string
  /** It is understood, and no state has room for it. */
  readonly tooLarge: boolean

  constructor(file: string, line: number, reason: string, tooLarge = false) {
    super(`${file}:${line}: ${reason}`)
    this.line = line
    this.reason = reason
    this.tooLarge = tooLarge
  }
}
