/**
 * Why functions could not be read, and what would help.
 */
import type { Extraction, Refused } from '../../../model/patched/extraction.ts'

export const refusalWords = ({ name, reason }: Refused): string => {
  const help = helpFor(reason)
  return `${name}(): ${reason}${help === undefined ? '' : ` (${help})`}`
}

function helpFor(reason: string): string | undefined {
  const [, unbound] = /nothing binds "?(\w+)/.exec(reason) ?? []
  return unbound && `bind ${unbound}, as CONTRIBUTING.md shows for a kernel function`
}

/** Of functions that stay as written by hand. */
export const refusalsOf = ({ leftOut, refused }: Extraction): readonly Refused[] =>
  refused.filter(({ name }) => leftOut.includes(name))
