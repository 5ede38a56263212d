/**
 * The place of everything in the byte vector.
 *
 * Stored: shared fields, then per thread its control point (two bytes), its budgets and its locals, each thread from a
 * word boundary. Behind that scratch, which no state keeps: signals, ghosts nobody asked for, and a frame of zeros that
 * stands for the locals where no thread runs.
 */

import { InputError } from '../../declare/errors.ts'
import type { Fields, Naming, Role, Show } from '../../declare/layout.ts'
import type { AnySystem } from '../../declare/system.ts'
import type { Flat } from '../flatten/control.ts'
import { type PlacedLocal, placeLocals } from '../flatten/frames.ts'

export interface PlacedField {
  readonly name: string
  readonly row: boolean
  readonly offset: number
  /** Entries; 1 for a single number. */
  readonly length: number
  readonly domain: number
  readonly role: Role
  readonly stored: boolean
  readonly show: Show | undefined
  readonly threads: Naming | undefined
}

interface PlacedThread {
  /** Byte offset of its control point, an even number. */
  readonly control: number
  /** Byte offset of the budget of each call; undefined where it is unbounded. */
  readonly budgets: readonly (number | undefined)[]
  /** Byte offset of its frame of locals. */
  readonly frame: number
}

export interface Placement {
  readonly fields: readonly PlacedField[]
  readonly constants: Readonly<Record<string, number>>
  readonly locals: readonly PlacedLocal[]
  readonly threads: readonly PlacedThread[]
  /** Byte offset of the runner: 0, or 1 + the thread that ran last and is in flight; undefined where nobody asks. */
  readonly runner: number | undefined
  /** Words that make up a state. */
  readonly words: number
  /** First word and number of words of the signals, and of the ghosts that are not state. */
  readonly signals: readonly [number, number]
  readonly ghosts: readonly [number, number]
  /** Byte offset of a frame of zeros. */
  readonly nowhere: number
  /** Bytes of the whole working vector, scratch included. */
  readonly size: number
  /** Per stored byte the number of its values; 1 where nothing is kept. */
  readonly domains: readonly number[]
}

const LARGEST = 16_384
const CONTROL = 256

/** @throws InputError when a field does not fit a byte, or the whole is too large */
export function place(
  system: AnySystem,
  flats: readonly Flat[],
  wanted: ReadonlySet<string>,
  points: number,
  tellsRunner: boolean,
): Placement {
  const domains: number[] = []
  const take = (length: number, domain: number): number => {
    const offset = domains.length
    for (let i = 0; i < length; i++) domains.push(domain)
    return offset
  }
  const align = () => {
    while (domains.length % 4 !== 0) domains.push(1)
    return domains.length / 4
  }
  const placed = new Map<string, PlacedField>()
  const constants: Record<string, number> = {}
  const put = (stored: boolean, roles: (role: Role, name: string) => boolean) => {
    for (const [name, field] of Object.entries(system.fields as Fields)) {
      if (field.kind === 'constant' || !roles(field.role, name)) continue
      const length = field.kind === 'cells' ? field.length : 1
      checkDomain(`field "${name}"`, field.domain)
      if (!Number.isInteger(length) || length < 0)
        throw new InputError(`field "${name}" has ${length} entries: give it a whole number of them`)
      const { domain, role, show, threads } = field
      if (threads?.as === 'entries' && length > 0 && length < threads.each * system.threads.length)
        throw new InputError(
          `field "${name}" has ${length} entries, ${threads.each} for each thread, and there are ${system.threads.length} threads: give it ${threads.each * system.threads.length}`,
        )
      placed.set(name, {
        name,
        row: field.kind === 'cells',
        offset: take(length, domain),
        length,
        domain,
        role,
        stored,
        show,
        threads,
      })
    }
  }

  put(true, (role, name) => role === 'state' || (role === 'ghost' && wanted.has(name)))
  if (tellsRunner) checkDomain('the thread that runs', system.threads.length + 1)
  const runner = tellsRunner ? take(1, system.threads.length + 1) : undefined
  const locals = placeLocals(flats)
  for (const { name, domain } of locals) checkDomain(`local "${name}"`, domain)
  const frameSize = Math.max(0, ...locals.map(local => local.offset + 1))
  const widest = new Array<number>(frameSize).fill(1)
  for (const { offset, domain } of locals) widest[offset] = Math.max(widest[offset]!, domain)
  const threads = system.threads.map((thread): PlacedThread => {
    align()
    const control = take(1, Math.min(points, CONTROL))
    take(1, Math.ceil(points / CONTROL))
    const budgets = thread.calls.map(({ times }) => (times === 'any' ? undefined : take(1, times + 1)))
    const frame = domains.length
    for (const domain of widest) take(1, domain)
    return { control, budgets, frame }
  })
  const words = align()
  if (words * 4 > LARGEST)
    throw new InputError(
      `a state of this world takes ${words * 4} bytes, at most ${LARGEST} are possible: declare smaller bounds`,
    )
  const stored = domains.slice()

  put(false, role => role === 'signal')
  const signals = [words, align() - words] as const
  put(false, (role, name) => role === 'ghost' && !wanted.has(name))
  const ghosts = [signals[0] + signals[1], align() - signals[0] - signals[1]] as const
  const nowhere = take(frameSize, 1)
  align()

  for (const [name, field] of Object.entries(system.fields as Fields))
    if (field.kind === 'constant') constants[name] = field.value
  const fields = Object.keys(system.fields).flatMap(name => placed.get(name) ?? [])
  const size = domains.length
  return { fields, constants, locals, threads, runner, words, signals, ghosts, nowhere, size, domains: stored }
}

const checkDomain = (what: string, domain: number) => {
  if (!Number.isInteger(domain) || domain < 1 || domain > 256)
    throw new InputError(`${what} has ${domain} values: give it 1 to 256, a byte holds no more`)
}
