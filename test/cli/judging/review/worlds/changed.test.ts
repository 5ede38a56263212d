import { describe, expect, it } from 'vitest'
import { changedBy } from '../../../../../cli/judging/review/worlds/changed.ts'
import type { Alone, Ended } from '../../../../../cli/run/search/job.ts'

const world = { scenario: 'convert-pages', design: 'upstream' }
const searched = (alone: Alone) => ({ kind: 'judged', alone }) as unknown as Ended
const returning = (call: string, state: string, returns: readonly string[], breaks = false): Alone => ({
  [call]: { [state]: { '': { returns, breaks } } },
})
const changed = (before: Alone, after: Alone, vms = 1) =>
  changedBy([{ world, scenario: { bounds: { ...ONE, vms } }, before: searched(before), after: searched(after) }])

const ONE = { pages: 1, hugepage: 1, frames: 1, threads: 1, vms: 1, failures: 0 }
const call = 'convert (start 0)'

describe('results that a patch changes', () => {
  it('are those of a call that finds the same', () => {
    expect(changed(returning(call, 'a', ['0', '-ENOMEM']), returning(call, 'a', ['-EINTR', '-ENOMEM']))).toEqual([
      'convert (start 0) returns -EINTR, and returned 0 or -ENOMEM before, in convert-pages',
    ])
  })

  it('are hypothetical where the world is', () => {
    expect(changed(returning(call, 'a', ['0']), returning(call, 'a', ['-EINTR']), 2)).toEqual([
      expect.stringMatching(/ in convert-pages \(hypothetical: no ioctl lets several VMs share a file yet\)$/),
    ])
  })

  it('are not those of a call that finds what it never found before, or of one that is new', () => {
    expect(changed(returning(call, 'a', ['0']), returning(call, 'b', ['-EINTR']))).toEqual([])
    expect(changed({}, returning(call, 'a', ['-EINTR']))).toEqual([])
  })

  it('are those of a call that finds the same but for what the patch keeps in a new field', () => {
    const before = {
      [call]: { a: { '': { returns: ['0'], breaks: false } }, b: { '': { returns: ['-EIO'], breaks: false } } },
    }
    expect(changed(before, returning(call, 'a+z', ['-EBUSY']))).toEqual([
      'convert (start 0) returns -EBUSY, and returned 0 before, in convert-pages',
    ])
    expect(changed(before, returning(call, 'c+z', ['-EBUSY']))).toEqual([])
    const both = { [call]: { ...before[call], 'a+z': { '': { returns: ['-EBUSY'], breaks: false } } } }
    expect(changed(both, returning(call, 'a+z', ['-EBUSY']))).toEqual([])
  })

  it('are not those that the call no longer has', () => {
    expect(changed(returning(call, 'a', ['0', '-ENOMEM']), returning(call, 'a', ['0']))).toEqual([])
  })

  it('are not those of a call that broke a promise before, and breaks none now', () => {
    const broken = returning(call, 'a', ['0'], true)
    expect(changed(broken, returning(call, 'a', ['-EINTR']))).toEqual([])
    expect(changed(broken, returning(call, 'a', ['-EINTR'], true))).toHaveLength(1)
  })

  it('are told apart by what the environment chooses, where it could choose that before', () => {
    const failing = (first: string, second: string): Alone => ({
      [call]: { a: { first: { returns: [first], breaks: false }, second: { returns: [second], breaks: false } } },
    })
    expect(changed(failing('-ENOMEM', '-ENOENT'), failing('-ENOENT', '-ENOMEM'))).toEqual([
      'convert (start 0) returns -ENOENT (first), and returned -ENOMEM before, in convert-pages',
      'convert (start 0) returns -ENOMEM (second), and returned -ENOENT before, in convert-pages',
    ])
    const third: Alone = { [call]: { a: { third: { returns: ['-ENOMEM'], breaks: false } } } }
    expect(changed(failing('-ENOMEM', '-ENOENT'), third)).toEqual([])
  })

  it('are told once for each operation and pair of ways', () => {
    const both = (way: string) => ({ ...returning(call, 'a', [way]), ...returning('convert (start 1)', 'a', [way]) })
    expect(changed(both('0'), both('-EINTR'))).toHaveLength(1)
  })

  it('are told of each operation, also where calls take no arguments', () => {
    const both = (way: string) => ({ ...returning('munmap', 'a', [way]), ...returning('munlock', 'a', [way]) })
    expect(changed(both('0'), both('-EINTR'))).toEqual([
      'munmap returns -EINTR, and returned 0 before, in convert-pages',
      'munlock returns -EINTR, and returned 0 before, in convert-pages',
    ])
  })
})
