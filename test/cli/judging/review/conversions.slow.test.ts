/**
 * Conversions run from where user space asks for them: what a function and its caller do is judged together.
 */
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { gmemcheck, headline, root } from '../../gmemcheck.ts'

const fixtures = join(root, 'test/fixtures/c')
const scenarios = ['pages-in-turn', 'pinned-page-to-private', 'pages-of-two-vms', 'anyhow'].map(one => `convert-${one}`)

const reviewed = (patch: string, ...options: readonly string[]) =>
  gmemcheck(
    'review',
    join(fixtures, patch),
    ...['--tree', join(fixtures, 'guest-memfd'), '--against', 'in-place-conversion'],
    ...['--scenario', scenarios.join(), ...options],
  )

describe('a review lets pass, between a conversion and its caller,', () => {
  it.each([
    'lock-in-caller',
    'error-offset-by-caller',
    'end-for-pages',
    // Under a lock that its caller takes.
    'nothing-to-do-in-caller',
  ])('%s', name => {
    const { status, stdout } = reviewed(`right/${name}.patch`)
    expect(headline(stdout)).toMatch(
      /^(\d+) of \1 changed statements judged, none breaks a promise: the patched code keeps every promise that the tree keeps, in 4 worlds$/,
    )
    expect(status).toBe(0)
  })
})

describe('a review finds, between a conversion and its caller,', () => {
  it.each([
    ['always-to-private', 'conversion-is-all-or-nothing'],
    ['forgotten-result', 'conversion-is-all-or-nothing'],
    ['size-in-bytes', 'conversions-stay-in-range'],
    ['shared-lock-in-caller', 'private-pages-are-not-pinned'],
    ['forgotten-error-offset', 'no-unset-value-is-read'],
    ['any-attributes', 'attributes-are-of-the-file'],
    ['behind-the-end', 'attributes-are-of-the-file'],
  ])('%s', (name, promise) => {
    const { status, stdout } = reviewed(`defects/conversions/${name}.patch`, '--format', 'json')
    expect(status).toBe(1)
    const { worlds } = JSON.parse(stdout) as { worlds: { promises: { promise: string; change: string }[] }[] }
    const broken = worlds.flatMap(({ promises }) => promises.filter(({ change }) => change === 'broken'))
    expect(broken.map(one => one.promise)).toContain(promise)
  })
})
