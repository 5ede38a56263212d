import { defineConfig } from 'vitest/config'

/** Long enough for a slow and busy machine: only a test that hangs takes so long. */
const HANGS = 1_200_000

/** `npm test` leaves out what is called `*.slow.test.ts`: the quick suite, reviews, and random tests that take long. Each search is made: what it finds is what is tested. */
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: HANGS,
    hookTimeout: HANGS,
    maxWorkers: '100%',
    // Files of tests that a worker runs share what they import: to load the model for each takes a third of the time.
    isolate: false,
    env: { GMEMCHECK_CACHE: '' },
  },
})
