/**
 * Numbers on the command line.
 */
import { InputError } from '../../checker/declare.ts'

/** Parses whole numbers of at least `least`. @param flag the option, for the message */
export const wholeNumber =
  (flag: string, least: number) =>
  (text: string): number => {
    const number = Number(text)
    if (/^\d+$/.test(text) && Number.isSafeInteger(number) && number >= least) return number
    throw new InputError(`${flag} cannot be "${text}"\ngive a whole number of at least ${least}`)
  }

/** Parses a time span above 0. @param flag the option, for the message */
export const span =
  (flag: string, unit: 'seconds' | 'minutes') =>
  (text: string): number => {
    const number = Number(text)
    if (/^(\d+|\d*\.\d+)$/.test(text) && number > 0) return number
    throw new InputError(`${flag} cannot be "${text}"\ngive ${unit} above 0, such as 30 or 0.5`)
  }
