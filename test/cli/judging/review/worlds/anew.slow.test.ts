/**
 * A patch that breaks a promise in new ways, where the code before it breaks it as well.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { gmemcheck, headline, root, unbroken } from '../../../gmemcheck.ts'

const fixtures = join(root, 'test/fixtures/c')
/** A rollback forgets an item. Before that, it does so only where it fails itself. */
const forgets = join(fixtures, 'defects', 'errors', 'forgotten-item.patch')
const how = ['--tree', join(fixtures, 'guest-memfd'), '--against', 'add-keeps-the-page']
const twice = ['--scenario', 'convert-two-hugepages-out-of-memory']
const promise = 'failed-conversion-restores-state'

const folder = mkdtempSync(join(tmpdir(), 'gmemcheck-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** The patch, and one that takes it back. */
function thereAndBack(): string[] {
  const text = readFileSync(forgets, 'utf8')
  const swapped = text.replace('-\t\tgoto add;\n+\t\treturn err;', '-\t\treturn err;\n+\t\tgoto add;')
  expect(swapped).not.toBe(text)
  return [text, swapped].map((patch, at) => {
    const path = join(folder, `000${at + 1}.patch`)
    writeFileSync(path, patch.replace('[PATCH]', `[PATCH ${at + 1}/2]`))
    return path
  })
}

describe('a review of a patch that breaks a broken promise in new ways', () => {
  const { status, stdout, stderr } = gmemcheck('review', forgets, ...how, ...twice)

  it('ends with 1, and says so', () => {
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' })
    expect(headline(stdout)).toMatch(
      /judged: the patched code breaks 1 promise in ways in which the tree never does, in 1 world/,
    )
    expect(stdout).toContain(`\n  broken anew   ${promise}, in convert-two-hugepages-out-of-memory\n`)
    expect(stdout).toMatch(/\n {2}still broken {2}\d+: conversion-is-all-or-nothing, /)
    expect(stdout).toMatch(/^convert-two-hugepages-out-of-memory +\d+ +\d+ {2}1 broken anew$/m)
  })

  it('shows the shortest trace that is new, in the lines of the patch', () => {
    expect(stdout.match(/does not hold/g)).toHaveLength(1)
    expect(stdout).toContain('\n  in a new way: the tree breaks it, but never so after 1 injected failure\n')
    expect(stdout).toMatch(/split_folio\(\) fails: -ENOMEM +convert-with-rollback\.c:32,/)
  })

  it('tells how to run it again', () => {
    const [, command] = /replay it: gmemcheck (.*)\n/.exec(unbroken(stdout))!
    const again = gmemcheck(...command!.split(' '))
    expect(again.status).toBe(1)
    expect(again.stdout).toContain(`${promise} does not hold: the conversion failed`)
  })

  it('says the same in JSON', () => {
    const { stdout } = gmemcheck('review', forgets, ...how, ...twice, '--format', 'json')
    const { exitCode, worlds } = JSON.parse(stdout)
    expect(exitCode).toBe(1)
    const [worst, next] = worlds[0].promises
    expect(worst).toMatchObject({ promise, change: 'broken anew', trace: { property: promise } })
    expect(next.change).toBe('still broken')
  })

  it('says the same as a reply to the list', () => {
    const { status, stdout } = gmemcheck('review', forgets, ...how, ...twice, '--format', 'mail')
    expect(status).toBe(1)
    const text = stdout.replaceAll('\n', ' ')
    expect(text).toContain(`breaks 1 promise in ways in which the tree never does, in 1 world. Broken: ${promise}.`)
    expect(text).toContain('in a new way: the tree breaks it, but never so after 1 injected failure:')
  })

  it('says in a series which patch does it, and which takes it back', () => {
    const { status, stdout } = gmemcheck('review', ...thereAndBack(), ...how, ...twice)
    expect(status).toBe(1)
    expect(headline(stdout)).toMatch(
      /^4 of 4 changed statements judged: after 1 of 2 patches, but not after the last, the code breaks a promise in a way in which/,
    )
    expect(stdout).toContain(`
  1/2  no       guest_memfd: Return what a split returns
       changes  split_at()
       anew     ${promise} (broken before, but never so)
  2/2  yes      guest_memfd: Return what a split returns
       changes  split_at()
       heals    ${promise}
`)
  })
})

describe('a review of a patch that only moves code', () => {
  it('finds no new way in which a broken promise is broken', () => {
    const scenario = ['--scenario', 'convert-to-shared-out-of-memory,convert-two-hugepages-out-of-memory']
    const { status, stdout } = gmemcheck('review', join(fixtures, 'take-out.patch'), ...how.slice(0, 2), ...scenario)
    expect(status).toBe(0)
    expect(headline(stdout)).toMatch(
      /^(\d+) of \1 changed statements judged, none breaks a promise: the patched code keeps every promise that the tree keeps, in 2 worlds$/,
    )
    expect(stdout).toMatch(/\n {2}still broken {2}\d+: .*failed-conversion-restores-state/s)
  })
})
