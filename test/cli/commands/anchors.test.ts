import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { gmemcheck, root } from '../gmemcheck.ts'

const folder = mkdtempSync(join(tmpdir(), 'gmemcheck-'))
afterAll(() => rmSync(folder, { recursive: true }))

const fixture = join(root, 'test/fixtures/c/guest-memfd/convert-without-rollback.c')

function hashOf(path: string, name: string): string {
  const { functions } = JSON.parse(gmemcheck('anchors', path, '--function', name, '--format', 'json').stdout)
  return functions[0].hash
}

function changed(from: string | RegExp, to: string): string {
  const path = join(folder, 'changed.c')
  writeFileSync(path, readFileSync(fixture, 'utf8').replace(from, to))
  return path
}

describe('anchors of a file', () => {
  const before = hashOf(fixture, 'take_apart')

  it('are told for the functions that the model knows', () => {
    const { status, stdout } = gmemcheck('anchors', fixture)
    expect(status).toBe(0)
    expect(stdout).toMatch(/^kvm_gmem_convert_execute_work\(\) +[0-9a-f]{16} +as in none$/m)
    expect(stdout).not.toContain('take_apart')
  })

  it('stay the same when only layout, comments and storage change', () => {
    expect(hashOf(changed('static int take_apart(', '/* Apart. */\nint\n  take_apart('), 'take_apart')).toBe(before)
    expect(hashOf(changed('if (pages == 1)', 'if (pages <= 1)'), 'take_apart')).not.toBe(before)
  })

  it('change with what runs at the end of a scope', () => {
    expect(hashOf(changed('\tint err;', '\tint err __free(put);'), 'take_apart')).not.toBe(before)
  })

  it.each([
    ['there is no file nowhere.c', 'nowhere.c'],
    ['has no function nope()', fixture, '--function', 'nope'],
    ['LICENSE defines no C function\ngive C files', 'LICENSE'],
  ])('are not told of what is not there: %s', (message, ...args) => {
    const { status, stdout, stderr } = gmemcheck('anchors', ...args)
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toContain(message)
  })
})

describe('what the model was written from', () => {
  it('is listed, with what no text is known of', () => {
    const { stdout } = gmemcheck('anchors')
    expect(stdout).toMatch(/^mainline\n {2}from +torvalds\/linux@f8479adb280a\n/m)
    expect(stdout).toMatch(/^no text known {2}.*kvm_gmem_zap\(\)/ms)
  })
})
