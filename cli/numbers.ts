/**
 * Numbers on the command line.
 */
import { InvalidArgumentError } from 'commander'

/** Parses whole numbers of at least `least`. */
export const wholeNumber =
  (least: number) =>
  (text: string): number => {
    const number = Number(text)
    if (!/^\d+$/.test(text) || !Number.isSafeInteger(number) || number < least) {
      throw new InvalidArgumentError(`give a whole number of at least ${least}.`)
    }
    return number
  }

/** Parses a time span above 0, seconds. */
export function seconds(text: string): number {
  const number = Number(text)
  if (!/^\d*\.?\d+$/.test(text) || number <= 0)
    throw new InvalidArgumentError('give seconds above 0, such as 30 or 0.5.')
  return number
}
