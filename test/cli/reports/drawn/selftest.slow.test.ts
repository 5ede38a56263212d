/**
 * Selftests written from violations, as a compiler takes them: without a warning, against the names of the library.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { gmemcheck, root } from '../../gmemcheck.ts'

const folder = mkdtempSync(join(tmpdir(), 'selftest-'))
afterAll(() => rmSync(folder, { recursive: true }))

const worlds = [
  'convert-to-shared-during-guest-fault@exact-window',
  'convert-two-hugepages-out-of-memory@rfc-v2-split',
  'convert-pinned-to-private@rfc-v2-repaired~without-reference-check',
  'create-memslot-while-file-is-closed@upstream',
  'delete-memslot-of-closed-file-during-memory-failure@upstream',
  'punch-hole-while-another-file-is-closed@upstream',
  'fault-in-page-from-two-vms@upstream',
  'populate-then-fault@direct-map-rfc-v3',
  'set-range-during-truncation@direct-map-rfc-v3',
  'convert-to-shared@rfc-v2-repaired',
]
const fileOf = (world: string) => join(folder, `${world}.c`)
const written = (world: string) => readFileSync(fileOf(world), 'utf8')

beforeAll(() => {
  for (const world of worlds) gmemcheck('check', world, '--selftest', fileOf(world), '--quiet')
})

const compile = (file: string, ...more: string[]) =>
  spawnSync(
    'gcc',
    [
      ...['-std=gnu11', '-O2', '-Wall', '-Wextra', '-Werror', '-fsyntax-only'],
      ...['-I', join(root, 'test/fixtures/c/selftests'), ...more, file],
    ],
    { encoding: 'utf8' },
  )

const hasGcc = spawnSync('gcc', ['--version']).status === 0
if (!hasGcc) console.warn('NO GCC: selftests are not compiled')

describe.skipIf(!hasGcc)('gcc', () => {
  it.each(worlds)('has nothing to say of %s, whichever conversion the kernel has', world => {
    for (const kernel of ['-DCONVERTS_BY_SHAREABILITY', '-DCONVERTS_BY_ATTRIBUTES', '-DCONVERTS_NOTHING']) {
      const { status, stderr } = compile(fileOf(world), kernel)
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    }
  })

  it('would say that a name is none of the library', () => {
    const file = join(folder, 'wrong.c')
    writeFileSync(file, written(worlds[0]!).replace('kvm_vm_free', 'kvm_vm_release'))
    expect(compile(file).stderr).toContain('kvm_vm_release')
  })
})

it('says what the world of the trace has and a plain VM has not', () => {
  const flat = (world: string) => written(world).replace(/\n \* /g, ' ')
  expect(flat('fault-in-page-from-two-vms@upstream')).toMatch(/may need it: - 2 VMs with one file \(hypothetical: /)
  expect(flat('convert-two-hugepages-out-of-memory@rfc-v2-split')).not.toContain('may need it')
})

const trees = process.env.GMEMCHECK_TREES
const versions = ['6.12', '7.3'].filter(
  version => trees !== undefined && existsSync(join(trees, version, 'tools/testing/selftests/kvm/include/kvm_util.h')),
)
if (versions.length === 0)
  console.warn('NO SELFTEST LIBRARY: GMEMCHECK_TREES names no kernel tree with tools/testing/selftests/kvm')

/** Warnings of the library's own headers are not ours: they are headers of the system. */
const compileFor = (version: string, file: string) => {
  const tree = join(trees!, version)
  const headers = ['tools/testing/selftests/kvm/include/x86', 'tools/testing/selftests/kvm/include/x86_64']
    .concat(['tools/testing/selftests/kvm/include', 'tools/testing/selftests', 'tools/arch/x86/include'])
    .concat(['tools/include', 'include/uapi', 'arch/x86/include/uapi'])
  return spawnSync(
    'gcc',
    [
      ...['-std=gnu11', '-O2', '-Wall', '-Wextra', '-Werror', '-c', '-o', join(folder, 'selftest.o')],
      ...headers.flatMap(one => ['-isystem', join(tree, one)]),
      file,
    ],
    { encoding: 'utf8' },
  )
}

describe.skipIf(!hasGcc || versions.length === 0)('the selftest library of a kernel', () => {
  it.each(versions.flatMap(version => worlds.slice(0, -1).map(world => [version, world] as const)))(
    'of %s is all that %s needs',
    (version, world) => {
      const { status, stderr } = compileFor(version, fileOf(world))
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    },
  )

  it('would say that a name is none of it', () => {
    const file = join(folder, 'wrong.c')
    writeFileSync(file, written(worlds[0]!).replace('kvm_vm_free', 'kvm_vm_release_all'))
    expect(compileFor(versions[0]!, file).stderr).toContain('kvm_vm_release_all')
  })
})

describe('a selftest', () => {
  it('makes each call of the trace, and has one wait for what began before it', () => {
    const text = written(worlds[0]!)
    expect(text).toContain('told(0, "guest fault, private gfn 3", guest_access(0, PAGE(3)), ')
    const [, second] = /cpu1\(void \*unused\)\n([\s\S]*?)\n}/.exec(text)!
    expect(second).toMatch(/wait_for\(&begun\[0\]\);[\s\S]*convert\(PAGE\(2\), 1 \* UNIT, true\)/)
  })

  it('says where a thread would have to be stopped', () => {
    expect(written(worlds[0]!).replace(/\n \* /g, ' ')).toContain(
      'CPU0 waits behind step 12, mmu_invalidate_retry_gfn_unsafe(), until step 19 is done',
    )
  })

  it('sets fail-nth before the call whose allocation fails', () => {
    expect(written(worlds[1]!)).toMatch(/fail_nth\(\d+\);\n\tset\(&begun\[0\]\);\n\ttold\(0, "convert 2-5 to shared"/)
    expect(written(worlds[0]!)).not.toMatch(/^\tfail_nth\(/m)
  })

  it('brings memory to where the trace begins', () => {
    expect(written(worlds[0]!)).toContain('must(result(fallocate(gmem, FALLOC_FL_KEEP_SIZE, PAGE(2), 2 * UNIT)));')
  })

  it('says so where nothing is broken', () => {
    expect(written(worlds.at(-1)!)).toContain('there is nothing to reproduce')
  })
})
