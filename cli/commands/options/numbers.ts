/**
 * Numbers on the command line.
 */
import { InputError } from '../../../checker/declare.ts'

/** Parses whole numbers from `least` on, to `most` where there is one. @param flag the option, for the message */
export const wholeNumber =
  (flag: string, least: number, most = Number.MAX_SAFE_INTEGER) =>
  (text: string): number => {
    const number = Number(text)
    if (/^\d+$/.test(text) && number <= most && number >= least) return number
    const isAsked = most !== Number.MAX_SAFE_INTEGER || number > most
    const above = isAsked ? `from ${least} to ${most}` : `of at least ${least}`
    throw new InputError(`${flag} cannot be "${text}"\ngive a whole number ${above}`)
  }

/** Parses a time span above 0. @param flag the option, for the message */
export const span =
  (flag: string, unit: 'seconds' | 'minutes') =>
  (text: string): number => {
    const number = Number(text)
    if (/^(\d+|\d*\.\d+)$/.test(text) && number > 0) return number
    throw new InputError(`${flag} cannot be "${text}"\ngive ${unit} above 0, such as 30 or 0.5`)
  }
