import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadRecorded } from '../../../../cli/judging/suite/recorded.ts'
import { unifiedDiff } from '../../../../model/c/patch/unified.ts'
import { gmemcheck, gmemcheckReading, headline, root, unbroken } from '../../gmemcheck.ts'
import { unexplained } from '../../json-members.ts'
import { pagesFile as whole } from './pages-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'gmemcheck-'))
afterAll(() => rmSync(folder, { recursive: true }))

const FILE = 'virt/kvm/guest_memfd.c'

/** A tree of that text. */
function treeOf(name: string, text: string): string {
  mkdirSync(join(folder, name, 'virt/kvm'), { recursive: true })
  writeFileSync(join(folder, name, FILE), text)
  return join(folder, name)
}

describe('a tree is judged as it stands', () => {
  it('from the entries that its tables name, whatever functions and parameters are called', () => {
    const tree = treeOf('whole', whole)
    const { status, stdout } = gmemcheck('check', '--tree', tree, 'punch-hole', '--format', 'json')
    const json = JSON.parse(stdout)
    const { worlds, against, functions } = json
    expect(unexplained(json)).toEqual([])
    expect(against).toBe('linux-7-3')
    expect(new Set(functions.map((one: { treatment: string }) => one.treatment))).toEqual(new Set(['as C']))
    // nothing is broken there, and every function that an entry reaches runs as C
    expect(worlds.map((one: { world: string }) => one.world)).toEqual(['punch-hole@linux-7-3'])
    expect(status).toBe(0)
  })

  it('and breaks a promise where its C does', () => {
    expect(whole).toContain('truncate_inode_pages_range(')
    const tree = treeOf('broken', whole.replace(/\ttruncate_inode_pages_range\(.*\n/, ''))
    const { status, stdout } = gmemcheck('check', '--tree', tree, 'punch-hole')
    expect(status).toBe(1)
    expect(stdout).toMatch(/violated +punched-range-is-empty/)
    const [, replay] = /replay it: gmemcheck (.*)/.exec(unbroken(stdout))!
    const again = gmemcheck(...replay!.split(' '))
    expect(again.status).toBe(1)
  })

  it('and knows a violation again where the code around it has moved, and locals have other names', () => {
    const broken = whole.replace(/\ttruncate_inode_pages_range\(.*\n/, '')
    const moved = `/*\n * Moved.\n */\nstatic inline int moved(int a)\n{\n\treturn a + 1;\n}\n\n${broken.replaceAll(/\bfrom\b/g, 'begin')}`
    const [before, after] = [broken, moved].map((text, at) => {
      const { stdout } = gmemcheck('check', '--tree', treeOf(`moved-${at}`, text), 'punch-hole', '--format', 'json')
      const { causes } = JSON.parse(stdout) as { causes: { told: { fingerprint: string } }[] }
      return causes.map(({ told }) => told.fingerprint)
    })
    expect(before!.length).toBeGreaterThan(0)
    expect(after).toEqual(before)
  })

  it('and is compared with another tree, or with itself', () => {
    const tree = treeOf('one', whole)
    const other = treeOf('other', whole.replace(/\ttruncate_inode_pages_range\(.*\n/, ''))
    const { status, stdout } = gmemcheck('diff', tree, other, '--scenario', 'punch-hole')
    expect(stdout).toMatch(/punched-range-is-empty/)
    expect(status).toBe(1)
    expect(gmemcheck('diff', tree, tree, '--scenario', 'punch-hole').status).toBe(0)
  })

  it('and not in a scenario that its design has not', () => {
    const tree = treeOf('one', whole)
    const scenario = 'set-range-during-truncation'
    for (const args of [
      ['check', '--tree', tree, scenario],
      ['replay', `${scenario}@linux-7-3`, '0', '--tree', tree],
      ['diff', tree, tree, '--scenario', scenario],
    ]) {
      const { status, stderr } = gmemcheck(...args)
      expect(stderr).toContain(
        'calls set direct map, which linux-7-3 has not\nchoose one of gmemcheck list scenarios that it has, or leave it out',
      )
      expect(status).toBe(2)
    }
  })

  it('without what it does not have', () => {
    const old = treeOf(
      'old',
      whole.replaceAll('kvm_arch_gmem_', 'elsewhere_').replaceAll('kvm_gmem_populate(', 'fill('),
    )
    const { stdout } = gmemcheck('check', '--tree', old, 'punch-hole')
    expect(headline(stdout)).toMatch(
      /no world has these, for the tree has none of them: kvm_gmem_populate\(\) .*kvm_arch_gmem_/,
    )
    const lacking = ['kvm_gmem_populate()', expect.stringMatching(/^kvm_arch_gmem_/)]
    expect(JSON.parse(gmemcheck('check', '--tree', old, 'punch-hole', '--format', 'json').stdout)).toMatchObject({
      lacking,
    })
    const asked = gmemcheck('check', '--tree', old, 'populate-shared-page')
    expect(asked.stderr).toMatch(/^populate-shared-page needs kvm_gmem_populate\(\), and .* has none\n/)
    expect(asked.status).toBe(2)
    const patch = join(folder, 'lacking.patch')
    const text = readFileSync(join(old, FILE), 'utf8')
    writeFileSync(
      patch,
      unifiedDiff(FILE, text, text.replace(/\ttruncate_inode_pages_range\(.*\n/, '$&\tcond_resched();\n')),
    )
    const review = ['review', patch, '--tree', old, '--scenario', 'punch-hole']
    expect(unbroken(gmemcheck(...review).stdout)).toMatch(
      /in no world, for the code has none of it +kvm_gmem_populate\(\), kvm_arch_gmem_/,
    )
    const json = JSON.parse(gmemcheck(...review, '--format', 'json').stdout)
    expect(json.lacking[0]).toBe('kvm_gmem_populate()')
    expect(unexplained(json)).toEqual([])
  })

  it('with no line that ran where no promise was put to the test', () => {
    const info = join(folder, 'untested.info')
    const asked = ['check', '--tree', treeOf('untested', whole), 'punch-hole', '--coverage', info]
    for (const promise of ['populate-tells-its-progress', 'no-assertion-fires', 'nothing-is-stuck']) {
      gmemcheck(...asked, '--promise', promise)
      expect(readFileSync(info, 'utf8')).not.toMatch(/^DA:\d+,1$/m)
    }
  })

  it('on several machines as on one, and beside a baseline', () => {
    const tree = treeOf('shared', whole.replace(/\ttruncate_inode_pages_range\(.*\n/, ''))
    const asked = ['check', '--tree', tree, 'punch-hole', 'allocate-out-of-memory']
    const shards = (name: string, ...more: string[]) =>
      [1, 2].map(at => {
        const file = join(folder, `${name}-${at}`)
        const { status, stdout } = gmemcheck(...asked, ...more, '--shard', `${at}/2`, '--shard-file', file)
        expect({ status, stdout }).toMatchObject({
          status: 0,
          stdout: expect.stringMatching(/: 1 of 2 worlds searched, /),
        })
        return file
      })
    const files = shards('shard')
    const timeless = (text: string) => text.replace(/, \d+\.\d s\b/g, '').replace(/"timing": [\s\S]*/, '')
    const [one, merged] = [asked, ['merge', ...files]].map(args => gmemcheck(...args, '--format', 'json'))
    expect(timeless(merged!.stdout)).toBe(timeless(one!.stdout))
    expect(merged!.status).toBe(1)
    const baseline = join(folder, 'accepted.jsonl')
    gmemcheckReading(one!.stdout, 'baseline', 'update', baseline, '-')
    const silenced = gmemcheck('merge', ...shards('accepting', '--baseline', baseline))
    expect(headline(silenced.stdout)).toMatch(/^[1-9]\d* violations? silenced by /)
    expect(silenced.status).toBe(0)
  })

  it('and says at the top what does not run', () => {
    const tree = treeOf('refused', whole.replace('int err;', 'int err = ({ unheard_of; });'))
    const { status, stdout } = gmemcheck('check', '--tree', tree, 'punch-hole')
    expect(status).toBe(3)
    expect(headline(stdout)).toMatch(
      /^\d+ of the \d+ functions that an entry of virt\/kvm\/guest_memfd.c reaches run as C/,
    )
    expect(headline(stdout)).toMatch(
      /written by hand, in the place of the C: .*kvm_gmem_get_pfn\(\) \(KVM calls it\): .*unheard_of/,
    )
    expect(headline(stdout)).toMatch(/of all these functions \d+ of \d+ lines/)
  })

  it('with its coverage as lcov, in which what was not lowered counts as not run', () => {
    const tree = treeOf('covered', whole.replace('int err;', 'int err = ({ unheard_of; });'))
    const info = join(folder, 'tree.info')
    gmemcheck('check', '--tree', tree, 'punch-hole', '--coverage', info)
    const lcov = readFileSync(info, 'utf8')
    const line = (text: string) => whole.slice(0, whole.indexOf(text)).split('\n').length
    expect(lcov).toContain('SF:virt/kvm/guest_memfd.c')
    expect(lcov).toMatch(new RegExp(`^DA:${line('return kvm_gmem_punch_hole')},1$`, 'm'))
    expect(lcov).toMatch(new RegExp(`^DA:${line('err = kvm_gmem_prepare_folio')},0$`, 'm'))
  })
})

describe('a tree is refused in one message', () => {
  const repository = join(folder, 'repository')
  const git = (...args: string[]) =>
    execFileSync('git', ['-C', repository, '-c', 'user.name=t', '-c', 'user.email=t@example.org', ...args])
  beforeAll(() => {
    cpSync(treeOf('plain', whole), repository, { recursive: true })
    git('init', '-q')
    git('add', '.')
    git('commit', '-qm', 'one')
    execFileSync('git', ['clone', '-q', '--bare', repository, join(folder, 'bare')])
    execFileSync('git', ['clone', '-q', '--depth', '1', `file://${repository}`, join(folder, 'shallow')])
  })

  it.each<[string, () => string, RegExp]>([
    ['without guest_memfd', () => join(root, 'test'), /has no virt\/kvm\/guest_memfd.c\n/],
    ['that is no directory', () => join(folder, 'nowhere'), /is no directory\n/],
    ['without the revision', () => `${repository}@v0`, /has no revision "v0"\n/],
    [
      'that is shallow, without the revision',
      () => `${join(folder, 'shallow')}@v0`,
      /is shallow, and has no revision "v0"\n/,
    ],
    [
      'that compiles none of it',
      () => treeOf('stub', `#ifndef CONFIG_KVM_GUEST_MEMFD\n${whole}#endif\n`),
      /has no function that a table of operations names\n/,
    ],
  ])('%s', (_, place, message) => {
    const { status, stdout, stderr } = gmemcheck('check', '--tree', place())
    expect(stderr).toMatch(message)
    expect(stderr.trim().split('\n')).toHaveLength(2)
    expect(stdout).toBe('')
    expect(status).toBe(2)
  })

  it('and a bare repository is read at its HEAD', () => {
    const { status } = gmemcheck('check', '--tree', join(folder, 'bare'), 'punch-hole')
    expect(status).toBe(0)
  })

  it.each([
    ['--mutation', 'without-truncation'],
    ['--checkpoint', join(folder, 'checkpoint')],
  ])('%s does not go with it', (option, value) => {
    const { status, stderr } = gmemcheck('check', '--tree', repository, option, value)
    expect(stderr).toContain(`${option} does not go with --tree`)
    expect(status).toBe(2)
  })
})

/** By tree: the design that is written by hand for it, and where it is of another age than the tree. */
const known: Readonly<Record<string, { design: string; differs: Readonly<Record<string, string[]>> }>> = {
  '6.12': {
    design: 'linux-6-12',
    // kvm_gmem_bind() looks at the result of xa_store_range() since 6.12.117, from which the design was written
    differs: {
      'create-memslot@linux-6-12': ['memslots-are-bound-whole'],
      'create-memslot-while-file-is-closed@linux-6-12': ['memslots-are-bound-whole', 'released-files-are-forgotten'],
      'renew-memslot-out-of-memory@linux-6-12': ['memslots-are-bound-whole'],
    },
  },
  '7.3': { design: 'upstream', differs: {} },
  // with conversion in place, whose attributes stand in a maple tree
  mainline: { design: 'in-place-conversion', differs: {} },
}

describe.each(Object.keys(known))('guest_memfd of Linux %s', version => {
  const tree = join(process.env.GMEMCHECK_TREES ?? 'none', version)
  const { design, differs } = known[version]!
  if (!existsSync(tree)) it.skip(`agrees with ${design}, where GMEMCHECK_TREES has the tree`)
  else
    it(`breaks what ${design} breaks, in every world`, () => {
      const { stdout } = gmemcheck('check', '--tree', tree, '--format', 'json')
      const { worlds } = JSON.parse(stdout) as {
        worlds: { world: string; promises: { promise: string; verdict: string }[] }[]
      }
      const recorded = loadRecorded()
      expect(worlds.length).toBeGreaterThan(7)
      expect(new Set(worlds.map(({ world }) => world.split('@')[1]))).toEqual(new Set([design]))
      for (const { world, promises } of worlds) {
        const broken = promises.filter(({ verdict }) => verdict === 'violated').map(({ promise }) => promise)
        const byHand = Object.keys(recorded.get(world)!.violated)
        expect({ world, broken: broken.sort() }).toEqual({
          world,
          broken: [...byHand, ...(differs[world] ?? [])].sort(),
        })
      }
    })
})
