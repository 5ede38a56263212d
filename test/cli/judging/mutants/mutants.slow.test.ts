/**
 * Mutants of a file of ours, in the place of guest_memfd.c.
 */
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { gmemcheck, root } from '../../gmemcheck.ts'
import { unexplained } from '../../json-members.ts'

const folder = mkdtempSync(join(tmpdir(), 'mutants-'))
const patches = join(folder, 'survivors')

beforeAll(() => {
  mkdirSync(join(folder, 'virt/kvm'), { recursive: true })
  copyFileSync(join(root, 'test/fixtures/c/guest-memfd/pages.c'), join(folder, 'virt/kvm/guest_memfd.c'))
})
afterAll(() => rmSync(folder, { recursive: true }))

describe('gmemcheck mutants', () => {
  it('kills what a promise notices, and writes what survives as a patch that review reads', () => {
    const how = ['--tree', folder, '--function', 'kvm_gmem_punch_hole', '--patches', patches]
    const { stdout, stderr } = gmemcheck('mutants', ...how, '--format', 'json')
    expect(stderr).toBe('')
    expect(unexplained(JSON.parse(stdout))).toEqual([])
    const { mutants } = JSON.parse(stdout) as { mutants: { operator: string; fate: string; patch: string }[] }
    const fateOf = (operator: string, line: string) =>
      mutants.find(one => one.operator === operator && one.patch.includes(line))?.fate
    expect(fateOf('call dropped', '-\tfilemap_invalidate_lock(')).toBe('killed')
    const survivors = mutants.filter(({ fate }) => fate === 'survived')
    const written = existsSync(patches) ? readdirSync(patches) : []
    expect(written).toHaveLength(survivors.length)
    for (const name of written) {
      const patch = readFileSync(join(patches, name), 'utf8')
      expect(survivors.map(one => one.patch)).toContain(patch)
    }
  })

  it('shares mutants among machines, which end as one does', () => {
    const how = ['mutants', '--tree', folder, '--function', 'give_up', '--every', '2', '--format', 'json']
    const whole = gmemcheck(...how)
    const files = [1, 2].map(at => join(folder, `${at}.jsonl`))
    files.forEach((file, index) => {
      const { status, stdout } = gmemcheck(...how, '--shard', `${index + 1}/2`, '--shard-file', file)
      expect(status).toBe(0)
      expect(stdout).toContain('1 of 2 mutants searched')
    })
    const merged = gmemcheck('merge', ...files, '--format', 'json')
    expect({ status: merged.status, stderr: merged.stderr }).toEqual({ status: whole.status, stderr: '' })
    expect(merged.stdout).toBe(whole.stdout)
    expect(gmemcheck('merge', ...files, '--why').stderr).toContain('shards of a mutants run')
  })

  it.each([
    [['--tree', join(folder, 'none')], /is no directory/],
    [['--tree', tmpdir()], /has no virt\/kvm\/guest_memfd\.c/],
    [['--tree', folder, '--function', 'kvm_gmem_punch_holes'], /did you mean kvm_gmem_punch_hole\?/],
    [['--tree', folder, '--patches', join(folder, 'virt/kvm/guest_memfd.c')], /guest_memfd\.c is no directory\nname/],
    [['--tree', folder, '--patches', join(folder, 'virt/kvm/guest_memfd.c/x')], /cannot be made: ENOTDIR: [^,]*\nname/],
    [['--tree', join(folder, 'none'), '--patches', join(folder, 'new/patches')], /is no directory/],
    [[], /--tree/],
  ])('refuses %s with one message', (how, message) => {
    const { status, stdout, stderr } = gmemcheck('mutants', ...how)
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toMatch(message)
    expect(existsSync(join(folder, 'new'))).toBe(false)
  })
})
