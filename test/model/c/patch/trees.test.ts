import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { treeAt } from '../../../../model/c/tree/tree-at.ts'
import { before } from './mails.ts'

const folder = mkdtempSync(join(tmpdir(), 'gmemcheck-'))
afterAll(() => rmSync(folder, { recursive: true }))

const checkout = join(folder, 'a@checkout')
const bare = join(folder, 'bare')
const touched = join(folder, 'touched')

function git(directory: string, ...args: string[]): void {
  const identity = ['-c', 'user.name=A Developer', '-c', 'user.email=a@example.org']
  const { status, stderr } = spawnSync('git', ['-C', directory, ...identity, ...args], { encoding: 'utf8' })
  expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' })
}

mkdirSync(join(checkout, 'virt'), { recursive: true })
git(checkout, 'init', '--quiet', '--initial-branch=main')
writeFileSync(join(checkout, 'virt/pool.c'), before.replaceAll('\n', '\r\n'))
symlinkSync('/etc/hostname', join(checkout, 'virt/link.c'))
git(checkout, '-c', 'core.autocrlf=false', 'add', '.')
git(checkout, 'commit', '--quiet', '-m', 'one')
git(checkout, 'tag', 'v1')
writeFileSync(join(checkout, 'virt/pool.c'), 'int two;\n')
git(checkout, 'commit', '--quiet', '-a', '-m', 'two')
writeFileSync(join(checkout, 'virt/pool.c'), 'int three;\n')
git(folder, 'clone', '--quiet', '--bare', checkout, bare)

describe('a tree', () => {
  it.each([
    ['of a checkout is what lies there', checkout, 'int three;\n'],
    ['of a revision of a checkout is what was committed', `${checkout}@HEAD`, 'int two;\n'],
    ['of a tag is what was tagged, lines ended as the patch ends them', `${checkout}@v1`, before],
    ['of a bare repository is its HEAD', bare, 'int two;\n'],
    ['of a revision of a bare repository is that', `${bare}@HEAD~1`, before],
    ['of a revision may have the sign in its name', `${checkout}@main@{0}~1`, before],
  ])('%s', (_, place, text) => {
    expect(treeAt(place).read('virt/pool.c')).toBe(text)
  })

  it('from git has no directories for files, and nothing outside', () => {
    const tree = treeAt(`${bare}@v1`)
    expect(tree.read('virt/none.c')).toBeUndefined()
    expect(tree.read('virt')).toBeUndefined()
    expect(tree.read('virt/*.c')).toBeUndefined()
    expect(() => tree.read('virt/link.c')).toThrow(/is a link in v1, and links are not followed/)
    expect(() => tree.read('../pool.c')).toThrow(/leads outside the tree/)
  })

  it.each([
    [`${folder}/none`, 'is no directory'],
    [`${folder}/none@v1`, 'is no directory'],
    [`${bare}@v2`, 'has no revision "v2"'],
    [`${bare}@--help`, 'has no revision "--help"'],
    [`${bare}@v1:virt/pool.c`, 'has no revision "v1:virt/pool.c"'],
    [`${folder}@v1`, 'has no revision "v1": not a git repository'],
  ])('%s is refused', (place, message) => {
    expect(() => treeAt(place)).toThrow(message)
  })

  it('from git runs nothing that the repository brings', () => {
    const program = join(folder, 'program')
    writeFileSync(program, `#!/bin/sh\ntouch ${touched}\ncat\n`)
    chmodSync(program, 0o755)
    for (const hook of ['post-checkout', 'reference-transaction', 'fsmonitor-watchman']) {
      mkdirSync(join(bare, 'hooks'), { recursive: true })
      writeFileSync(join(bare, 'hooks', hook), `#!/bin/sh\ntouch ${touched}\n`)
      chmodSync(join(bare, 'hooks', hook), 0o755)
    }
    for (const key of ['core.fsmonitor', 'core.pager', 'filter.f.smudge', 'diff.d.textconv', 'alias.cat-file'])
      git(bare, 'config', key, key.startsWith('alias') ? `!${program}` : program)
    writeFileSync(join(bare, 'info/attributes'), '*.c filter=f diff=d\n')
    expect(treeAt(`${bare}@v1`).read('virt/pool.c')).toBe(before)
    expect(existsSync(touched)).toBe(false)
  })
})
