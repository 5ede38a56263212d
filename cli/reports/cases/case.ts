/**
 * A report as test cases: what JUnit, KTAP, SARIF and annotations have in common.
 */

import type { Severity } from '../../../spec/promise.ts'
import type { ExitCode } from '../../run/exit-codes.ts'
import { type SharedRun, sharedWords, showShare } from '../../run/shards/share.ts'
import { count, counted } from '../../text/words.ts'

/**
 * `failed`: it is broken, or not as expected. `open`: it was not judged, or not to the end. `error`: gmemcheck failed.
 * `known`: it is broken, and accepted. `skipped`: there was nothing to judge.
 */
export type CaseVerdict = 'failed' | 'error' | 'open' | 'known' | 'skipped' | 'passed'

/** The order in which verdicts are told. */
export const verdicts: readonly CaseVerdict[] = ['failed', 'error', 'open', 'known', 'skipped', 'passed']

/** Something that was to be judged, and its outcome. */
export interface Case {
  /** What it is judged of: a promise, a statement, a world. */
  readonly name: string
  readonly verdict: CaseVerdict
  /** In a sentence; empty where it passed. */
  readonly says: string
  /** More lines about it, such as the trace. */
  readonly detail?: readonly string[]
  /** The name of the violation that stays the same while code around it changes. */
  readonly fingerprint?: string
  /** Where it stands in the C. */
  readonly place?: CaseLocation
  /** Its name is what was found: another one of which the same is said is another thing. */
  readonly isApart?: true
  /** A cause tells of it: see {@link Told.causes}. */
  readonly hasCause?: true
}

/** What is broken for one reason, told by the violation that is easiest to read. */
export interface CauseCase extends Case {
  /** As `--cause` counts: from 1. */
  readonly number: number
  /** How many causes there are beside it, and itself. */
  readonly of: number
  readonly severity: Severity
  /** All that it breaks, and where, by name. */
  readonly promises: readonly string[]
  readonly worlds: readonly string[]
  /** The patch of a series after which it is so. */
  readonly patch?: string
}

export interface CaseLocation {
  /** As the kernel tree has it: `virt/kvm/guest_memfd.c`. */
  readonly file: string
  /** From 1; the file alone where the line is not known. */
  readonly line?: number
  /** The C function. */
  readonly fn?: string
}

/** Cases that belong together, such as those of one world. */
export interface Group {
  readonly name: string
  readonly cases: readonly Case[]
}

/** A report as test cases. */
export interface Told {
  readonly command: 'check' | 'suite' | 'review'
  readonly groups: readonly Group[]
  /** Why cases of the groups failed, the worst first; some fail for none of them. */
  readonly causes: readonly CauseCase[]
  /** Violations that a baseline silences, one for each of its entries. */
  readonly accepted: readonly Case[]
  /** The share of the run of which it tells, unless that is all of it. */
  readonly shared?: SharedRun
  readonly exitCode: ExitCode
  /** Promises by name, with what they say. */
  readonly statements: Readonly<Record<string, string>>
}

export const casesOf = ({ groups }: Pick<Told, 'groups'>): Case[] => groups.flatMap(({ cases }) => cases)

/** Names the share wherever a reader may see no more than a group. */
export const ofShare = (told: Told, shared: SharedRun | undefined): Told =>
  shared === undefined
    ? told
    : {
        ...told,
        shared,
        groups: told.groups.map(({ name, cases }) => ({ name: `shard ${showShare(shared)}: ${name}`, cases })),
      }

/** What cases are cases of. */
const CASES: Readonly<Record<Told['command'], string>> = {
  check: 'a promise or a world each',
  suite: 'a world, claim or finding each',
  review: 'a promise, a world or a changed statement each',
}

/** Ctrl-C came before it was judged. */
export const INTERRUPTED = 'not judged: interrupted'

/** One line: how many cases came out how. */
export function summaryOf(told: Told): string {
  const all = casesOf(told)
  const causes = told.causes.filter(({ verdict }) => verdict === 'failed').length
  const phrases = verdicts.flatMap(verdict => {
    const { length } = all.filter(one => one.verdict === verdict)
    const why = verdict === 'failed' && causes > 0 ? ` for ${counted(causes, 'cause')}` : ''
    return length === 0 ? [] : [`${count(length)} ${verdict}${why}`]
  })
  const cases = [phrases.join(', '), counted(all.length, 'case')].filter(Boolean).join(' of ')
  const cut = all.filter(({ says }) => says === INTERRUPTED).length
  const interrupted = cut === 0 ? '' : `interrupted, with ${counted(cut, 'case')} not judged: `
  return `${told.command}: ${sharedWords(told.shared)}${interrupted}${cases}${all.length === 0 ? '' : ` (${CASES[told.command]})`}`
}
