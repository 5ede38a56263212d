/**
 * What other programs and files of proposals import: `import { defineDesign } from 'gmemcheck'`.
 */
import { availableParallelism } from 'node:os'
import { InputError } from '../checker/declare.ts'
import type { CheckAsked } from './commands/judging/checked.ts'
import type { ReviewRequest } from './judging/review/review.ts'

export type { Design } from '../model/designs/design.ts'
export { PRIVATE, SHARED } from '../model/kernel/state/values.ts'
export {
  guestMaps,
  hostMaps,
  mapped,
  mergedHugepage,
  pinned,
  shared,
  splitHugepage,
} from '../model/scenarios/parts/initial.ts'
export { guestWrites, hostWrites, pagesOf, populatePages, punch, withParts } from '../model/scenarios/parts/pages.ts'
export type { Scenario } from '../model/scenarios/parts/scenario.ts'
export {
  allocate,
  anyVm,
  guestFault,
  hostFault,
  pin,
  sizes,
  speculate,
  thread,
  toPrivate,
  toShared,
  unpin,
} from '../model/scenarios/parts/sizes.ts'
export { type Config, defineConfig } from './proposals/config.ts'
export { defineDesign, type ProposedDesign } from './proposals/define.ts'
export { defineScenario, type ProposedScenario } from './proposals/scenario/scenario.ts'

/**
 * Judges designs, as `gmemcheck check` does.
 *
 * @param words a design, or a file that defines one, and scenarios; or whole worlds
 * @returns what `--format json` prints: see docs/json.md
 * @throws Error whose message says what is wrong with the request
 */
export async function check(
  words: readonly string[],
  asked: Omit<CheckAsked, 'words' | 'baseline'> & { readonly workers?: number; readonly baseline?: string } = {},
) {
  if (!isList(words))
    throw new InputError("check() takes a list of words\nwrite: check(['rfc-v2-split', 'convert-to-shared'])")
  const [{ checked }, { searchAll }, { checkJson }, { explanations }, { answered }, { baselineAsked }] =
    await Promise.all([
      import('./commands/judging/checked.ts'),
      import('./run/shards/searcher.ts'),
      import('./reports/world/check/json.ts'),
      import('./reports/formats/explanations.ts'),
      import('./run/interrupt.ts'),
      import('./violations/baseline/entries.ts'),
    ])
  const { workers = availableParallelism(), baseline, ...rest } = asked
  try {
    const asking = { words, ...rest, ...baselineAsked(baseline) }
    const { report } = await checked(asking, searchAll(workers), { format: 'json', workers })
    return { schema: 1 as const, ...checkJson(report, await explanations()) }
  } finally {
    answered()
  }
}

/**
 * Reviews patches, as `gmemcheck review` does.
 *
 * @returns what `--format json` prints: see docs/json.md
 * @throws Error whose message says what is wrong with the request
 */
export async function review(
  request: Omit<ReviewRequest, 'seconds' | 'baseline'> & { readonly seconds?: number; readonly baseline?: string },
) {
  if (!isList(request?.paths))
    throw new InputError("review() takes a request with a list of paths\nwrite: review({ paths: ['fix.patch'] })")
  const [{ review: reviewed }, { searchAll }, { reviewJson }, { answered }, { baselineAsked }] = await Promise.all([
    import('./judging/review/review.ts'),
    import('./run/shards/searcher.ts'),
    import('./reports/review/json.ts'),
    import('./run/interrupt.ts'),
    import('./violations/baseline/entries.ts'),
  ])
  try {
    const { baseline, ...rest } = request
    const asking = { seconds: SECONDS, ...rest, ...baselineAsked(baseline) }
    const report = await reviewed(asking, searchAll(availableParallelism()))
    return { schema: 1 as const, ...reviewJson(report) }
  } finally {
    answered()
  }
}

/** Whoever writes JavaScript is not told by types. */
const isList = (value: unknown): boolean =>
  Array.isArray(value) && value.length > 0 && value.every(one => typeof one === 'string')

/** A search is cut after so many unless said. */
const SECONDS = 60
