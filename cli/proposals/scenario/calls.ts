/**
 * What calls of a proposed scenario ask for: arguments that the operation takes, within the file.
 */
import type { Call, Thread } from '../../../checker/declare.ts'
import { InputError } from '../../../checker/declare.ts'
import type { Bounds } from '../../../model/kernel/state/state.ts'
import { scenarios } from '../../../model/scenarios/index.ts'
import { hint } from '../../names/nearest.ts'

type Arguments = Readonly<Record<string, number>>

/** @param where the scenario, as messages begin @throws InputError when an operation has no such argument, lacks one, or is asked for what is behind the file */
export function refuseWrongCalls(where: string, threads: readonly Thread[], bounds: Bounds): void {
  for (const { name, calls, within } of threads)
    for (const { operation, tuple } of [...tuplesOf(calls), ...(within ? tuplesOf([withinAsCall(within)]) : [])]) {
      refuseUnknownArguments(`${where}: ${name}, ${operation}`, operation, tuple)
      refuseBeyond(`${where}: ${name}, ${operation}`, tuple, bounds)
      if (!ENDING_ANYWHERE.includes(operation)) refuseEndBeyond(`${where}: ${name}, ${operation}`, tuple, bounds)
    }
}

const tuplesOf = (calls: readonly Pick<Call, 'operation' | 'args'>[]): { operation: string; tuple: Arguments }[] =>
  calls.flatMap(({ operation, args = [{}] }) => args.map(tuple => ({ operation, tuple })))

const withinAsCall = ({ operation, args = {} }: NonNullable<Thread['within']>) => ({ operation, args: [args] })

/** Scenarios of the model name all arguments of an operation; a VM that is not named is VM 0. */
function refuseUnknownArguments(where: string, operation: string, tuple: Arguments): void {
  const known = scenarios
    .flatMap(({ threads }) => threads.flatMap(({ calls }) => tuplesOf(calls)))
    .filter(one => one.operation === operation)
    .map(one => Object.keys(one.tuple))
  if (known.length === 0) return
  const names = [...new Set(known.flat())]
  const takes = `\nit takes ${names.join(', ') || 'no arguments'}`
  const unknown = Object.keys(tuple).find(name => !names.includes(name))
  if (unknown !== undefined)
    throw new InputError(`${where}: "${unknown}" is nothing that the operation takes${hint(unknown, names)}${takes}`)
  const missing = names.find(name => name !== 'vm' && !(name in tuple) && known.every(one => one.includes(name)))
  if (missing !== undefined) throw new InputError(`${where}: ${missing} is missing${takes}`)
}

/** What a call asks for begins in the file, and is at least one page. */
function refuseBeyond(where: string, given: Arguments, { pages }: Bounds): void {
  for (const first of ['gfn', 'start'])
    if (given[first] !== undefined && given[first] >= pages)
      throw new InputError(
        `${where}: ${first} is ${given[first]}, and the file has ${pages} pages\ngive a number below ${pages}`,
      )
  if (given.pages === 0) throw new InputError(`${where}: pages is 0\ngive at least one page`)
}

/** What these ask for may end behind the file, or lie there: the kernel looks at its size. */
const ENDING_ANYWHERE: readonly string[] = ['host fault', 'allocate', 'punch hole', 'populate']

/** Other calls name pages and frames that there are. */
function refuseEndBeyond(where: string, { start, end, pages: length, page, frame }: Arguments, bounds: Bounds): void {
  const { pages, frames } = bounds
  const last = start === undefined ? page : (end ?? start + (length ?? 1) - 1)
  if (last !== undefined && last >= pages)
    throw new InputError(
      `${where}: asked for is ${start === undefined || start === last ? `page ${last}` : `pages ${start} to ${last}`}, and the file has ${pages} pages\ngive pages from 0 to ${pages - 1}`,
    )
  if (frame !== undefined && frame >= frames)
    throw new InputError(`${where}: frame is ${frame}, and there are ${frames} frames\ngive a number below ${frames}`)
}
