import { defineConfig } from 'vitest/config'

/** Long enough for a slow and busy machine: only a test that hangs takes so long. */
const HANGS = 1_200_000

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
    globalSetup: 'test/shared-outcomes.ts',
  },
})
