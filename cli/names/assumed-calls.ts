/**
 * Calls of which a user says what they return: the C that is read has them, or the name was mistyped.
 */
import { InputError } from '../../checker/declare.ts'
import { callsIn } from '../../model/c/parse/calls.ts'
import type { CFile } from '../../model/c/parse/parse.ts'
import type { SaidResults } from '../../model/code/assumptions.ts'
import { isKnownCall } from '../../model/code/known-calls.ts'
import type { NamedDesign } from '../../model/designs/design.ts'
import { nearest } from './nearest.ts'

/**
 * Text that stands in no function that could be read counts: a patch alone shows parts of many.
 *
 * @param files all that is read, on both sides of a patch
 * @throws InputError where nothing of the C calls what somebody speaks of
 */
export function refuseUncalled(said: SaidResults, files: readonly CFile[]): void {
  for (const name of Object.keys(said)) {
    if (files.some(calling(name))) continue
    const calls = [...new Set(files.flatMap(file => [...callsIn(file).values()].flat()))]
    const near = nearest(name, calls.map(asSaid))
    throw new InputError(
      `--assume speaks of ${name}, and nothing of the C that is read here calls that${near === undefined ? '' : `; did you mean ${near}?`}\n` +
        'leave it out, or name a function that the report says nothing binds',
    )
  }
}

/**
 * What a call is said to return would be passed over where it has a meaning, or a body that runs.
 *
 * @throws InputError where somebody speaks of such a call
 */
export function refuseKnown(said: SaidResults, files: readonly CFile[], design: NamedDesign): void {
  for (const name of Object.keys(said)) {
    const has = isKnownCall(name, design)
      ? 'the model knows what that does'
      : files.filter(calling(name)).every(({ functions }) => functions.some(one => one.name === name && !one.problem))
        ? 'the C that is read here has its body, which runs'
        : undefined
    if (has !== undefined)
      throw new InputError(
        `--assume speaks of ${name}, and ${has}\nleave it out: only calls that nothing binds are assumed, and the report names them`,
      )
  }
}

function calling(name: string): (file: CFile) => boolean {
  const called = new RegExp(`${name.startsWith('->') ? '(?:->|\\.)' : '\\b'}${name.replace('->', '')}\\s*\\(`)
  return ({ source }) => called.test(source.text)
}

/** As `--assume` has it: `->prepare` for a call through a pointer. */
const asSaid = (call: string): string => call.replace(/^.*(?:->|\.)/s, '->')
