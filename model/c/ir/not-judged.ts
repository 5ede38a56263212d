import { InputError } from '../../../checker/declare.ts'

/** The code does something that no world knows: what comes of it is not judged. */
export class NotJudged extends InputError {
  readonly isNotJudged = true
}
