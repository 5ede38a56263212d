import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Long enough for a slow and busy machine: only a test that hangs takes so long. */
const HANGS = 1_200_000

/** Files that take minutes, the longest first: they start first, so that no worker waits for one of them in the end. */
const LONGEST = [
  'test/fixes/fixes.slow.test.ts',
  'test/cli/run/shards/killed.slow.test.ts',
  'test/documents/commands.slow.test.ts',
  'test/cli/judging/review/defects.slow.test.ts',
  'test/cli/judging/review/conversions.slow.test.ts',
  'test/cli/judging/tree/tree.slow.test.ts',
  'test/cli/commands/searching/suite.slow.test.ts',
]

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const rank = ({ moduleId }: TestSpecification) => {
      const at = LONGEST.findIndex(file => moduleId.endsWith(file))
      return at < 0 ? LONGEST.length : at
    }
    return sorted.toSorted((a, b) => rank(a) - rank(b))
  }
}

/**
 * `npm test` leaves out what is called `*.slow.test.ts`: the quick suite, reviews, and random tests that take long. Its files
 * share what a worker has imported (`--no-isolate`), for to load the model takes a third of the time; slow ones reserve
 * memory that others could not have then.
 */
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: HANGS,
    hookTimeout: HANGS,
    maxWorkers: '100%',
    sequence: { sequencer: LongestFirst },
    globalSetup: 'test/shared-outcomes.ts',
  },
})
