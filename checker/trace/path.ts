/**
 * The words of a path: `0.0.1a.1`. An element is a thread, and unless it takes the first event of its control point
 * (or the first of its calls) a letter for which: a, b … z, aa.
 */
import { InputError } from '../declare/errors.ts'

/** @param event index from 0 */
export const elementOf = (thread: number, event: number): string => `${thread}${letters(event)}`

const letters = (n: number): string =>
  n === 0 ? '' : letters(Math.floor((n - 1) / 26)) + String.fromCharCode(97 + ((n - 1) % 26))

export interface Element {
  readonly thread: number
  readonly event: number
}

/** A path of one element. */
export const parseElement = (element: string): Element => parsePath(element)[0]!

/** @throws InputError at the first malformed element */
export function parsePath(path: string): readonly Element[] {
  if (path === '') return []
  return path.split('.').map((element, index) => {
    const parts = /^(0|[1-9][0-9]{0,3})([a-z]{0,4})$/.exec(element)
    if (!parts)
      throw new InputError(
        `element ${index + 1} of the path is "${element}": write a thread and perhaps an event letter, like 0 or 1a`,
      )
    const event = [...parts[2]!].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 96, 0)
    return { thread: Number(parts[1]), event }
  })
}
