/**
 * How reports spell numbers, bounds, odds and verdicts.
 */
import { match } from 'ts-pattern'
import type { Cut, Unfired } from '../../checker/index.ts'
import type { Bounds, Environment } from '../../model/kernel/state/state.ts'

/** `1234567` as `1,234,567`. */
export const count = (number: number): string => String(number).replace(/\B(?=(\d{3})+$)/g, ',')

/** `1 step`, `9 steps`. */
export const counted = (number: number, one: string, many = `${one}s`): string =>
  `${count(number)} ${number === 1 ? one : many}`

/** `a`, `a and b`, `a, b and c`. */
export const listWords = (those: readonly string[]): string =>
  those.length < 2 ? those.join('') : `${those.slice(0, -1).join(', ')} and ${those.at(-1)}`

/** `2`, or `2-5`. */
export const range = (first: number, last: number): string => (first === last ? `${first}` : `${first}-${last}`)

export const secondsWords = (seconds: number): string => `${seconds.toFixed(1)} s`

/** `12 MiB`; less than one is said to be one. */
export const bytesWords = (bytes: number): string => `${count(Math.ceil(bytes / 2 ** 20))} MiB`

/** How many states there may be, in two digits, and how long the rest may take. @param seconds taken so far */
export function aboutWords(states: number, seconds: number, about: number): string {
  const left = seconds * (about / states - 1)
  const time = left < 90 ? `${Math.ceil(left)} s` : `${Math.ceil(left / 60)} min`
  return `about ${count(Number(about.toPrecision(2)))} in all and ${time} more`
}

/** Odds of a missed state, as people say them. */
export function oddsWords(odds: number): string {
  if (odds <= 0) return 'no odds of a missed state'
  if (odds >= 0.5) return 'a missed state is likely'
  return `odds of a missed state below 1 in 10^${Math.max(0, Math.floor(-Math.log10(odds)))}`
}

/** The size of a world, in phrases. */
export const boundsWords = ({ pages, hugepage, frames, threads, vms, failures }: Bounds): string[] => [
  hugepage === 1 ? counted(pages, 'page') : `${counted(pages, 'page')} in hugepages of ${hugepage}`,
  counted(frames, 'frame'),
  counted(threads, 'thread'),
  counted(vms, 'VM'),
  counted(failures, 'injected failure'),
]

/** The parts of the environment beside guest_memfd, in phrases; none if there are none. */
export const environmentWords = ({ tdxHoldsReferences, directMapEntry, parts = [] }: Environment): string[] => [
  ...(directMapEntry === undefined ? [] : [`direct map entries of ${counted(directMapEntry, 'frame')}`]),
  ...parts.map(part => `with ${part}`),
  ...(tdxHoldsReferences ? ['TDX holds a reference per mapped private page'] : []),
]

export const cutWords = (cut: Cut): string =>
  match(cut)
    .with('time', () => 'time')
    .with('memory', () => 'memory')
    .with('depth', () => 'depth')
    .with('states', () => 'number of states')
    .with('interrupted', () => 'interrupted')
    .with('preemptions', () => 'number of preemptions')
    .with('first-violation', () => 'first violation')
    .exhaustive()

/** Which runs were seen, where preemptions were bounded. @param isWhole whether more preemptions would add nothing */
export function preemptionsWords(preemptions: number, isWhole: boolean): string {
  if (isWhole) return `all runs: more than ${counted(preemptions, 'preemption')} would add nothing`
  if (preemptions < 0) return 'not even all runs without preemption'
  return `all runs ${preemptions === 0 ? 'without preemption' : `with at most ${counted(preemptions, 'preemption')}`}`
}

/** `convert executing.split.adding, enomem, candidate 0`: candidates of an event in document order. */
export const unfiredWords = ({ operation, at, event, candidate }: Unfired): string =>
  `${operation} ${at}, ${event}, candidate ${candidate}`
