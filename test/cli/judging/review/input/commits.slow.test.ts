/**
 * Patches that are in no file: from standard input, and as commits of a repository.
 */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { gmemcheck, gmemcheckReading, headline, root, unbroken } from '../../../gmemcheck.ts'

const fixtures = join(root, 'test/fixtures/c')
const patch = readFileSync(join(fixtures, 'take-out.patch'), 'utf8')
const quick = ['--scenario', 'convert-to-shared']
const repository = mkdtempSync(join(tmpdir(), 'gmemcheck-'))
afterAll(() => rmSync(repository, { recursive: true }))

function git(...args: string[]): void {
  const identity = ['-c', 'user.name=A Developer', '-c', 'user.email=a@example.org']
  const { status, stderr } = spawnSync('git', [...identity, ...args], { cwd: repository, encoding: 'utf8' })
  expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' })
}

const commit = (subject: string) => git('commit', '-qam', subject)
const edit = (file: string, from: string, to: string) => {
  const text = readFileSync(join(repository, file), 'utf8')
  expect(text).toContain(from)
  writeFileSync(join(repository, file), text.replace(from, to))
}

cpSync(join(fixtures, 'guest-memfd'), repository, { recursive: true })
git('init', '-q', '-b', 'main')
git('add', '-A')
commit('base')
git('tag', 'base')
git('apply', join(fixtures, 'take-out.patch'))
commit('guest_memfd: Take folios out in a function of its own')
edit('convert-without-rollback.c', '\tfolio_unlock(folio);\n', '')
commit('guest_memfd: Forget to unlock')
git('tag', 'tip')

const ofRange = (range: string, ...more: string[]) =>
  gmemcheck('review', '--range', range, '--tree', repository, ...quick, ...more)

describe('a range of commits', () => {
  const { status, stdout, stderr } = ofRange('base..tip')

  it('is reviewed commit by commit', () => {
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' })
    expect(headline(stdout)).toContain('after 1 of 2 patches, also after the last, the code breaks a promise')
    expect(stdout).toMatch(/1\/2 +yes +guest_memfd: Take folios out/)
    expect(stdout).toMatch(/2\/2 +no +guest_memfd: Forget to unlock/)
  })

  it('says how to replay its traces, which does', () => {
    const [, command] = /replay it: gmemcheck (.*)/.exec(unbroken(stdout))!
    const replayed = gmemcheck(...command!.split(' '))
    expect({ status: replayed.status, stderr: replayed.stderr }).toEqual({ status: 1, stderr: '' })
  })

  it('does not read the configuration of its repository', () => {
    git('config', 'diff.noprefix', 'true')
    git('config', 'diff.external', '/bin/false')
    git('config', 'format.attach', 'true')
    git('config', 'format.headers', 'X-Odd: 1\n')
    expect(ofRange('base..tip').stdout.replace(/\d+\.\d s/g, '')).toBe(stdout.replace(/\d+\.\d s/g, ''))
  })

  it('is refused where it is none', () => {
    const refused = (range: string) => {
      const { status, stdout, stderr } = ofRange(range)
      expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
      return stderr
    }
    expect(refused('base..nowhere')).toMatch(/has no revision "nowhere"\nname a commit/)
    expect(refused('tip..base')).toMatch(/^tip\.\.base holds no commit/)
    expect(refused('tip')).toMatch(/^"tip" is no range of commits\nwrite two revisions/)
    expect(refused('--all..tip')).toMatch(/has no revision "--all"/)
    expect(refused('base...tip')).toMatch(/^"base\.\.\.tip" is no range of commits\nwrite two revisions/)
    git('checkout', '-q', '-b', 'side', 'base')
    git('commit', '-q', '--allow-empty', '-m', 'empty')
    git('merge', '-q', '--no-ff', '-m', 'merge', 'tip')
    expect(refused('base..side')).toMatch(/holds the merge [0-9a-f]{12}, which is no patch\n/)
    const { status, stderr } = gmemcheck('review', '--range', 'base..tip')
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: '--range names commits, but not of which repository\nadd --tree DIRECTORY\n',
    })
    const twice = gmemcheck('review', '--range', 'base..tip', '--tree', `${repository}@base`)
    expect(twice.stderr).toMatch(
      /^--range base\.\.tip says which commits, and --tree names the revision "base" beside it\n/,
    )
  })

  it('may hold commits that change nothing', () => {
    git('checkout', '-q', '-b', 'with-empty', 'base')
    git('commit', '-q', '--allow-empty', '-m', 'empty')
    git('cherry-pick', 'base..tip')
    const { status, stdout, stderr } = ofRange('base..with-empty')
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' })
    expect(stdout).toMatch(/2\/2 +no +guest_memfd: Forget to unlock/)
    expect(stdout).not.toContain('missing')
  })
})

describe('a commit of a branch', () => {
  const mail = spawnSync('git', ['format-patch', '-1', '--stdout', 'tip'], { cwd: repository, encoding: 'utf8' }).stdout

  it('is checked by b4 in the tree before it', () => {
    git('checkout', '-q', 'main')
    const env = { ...process.env, GMEMCHECK_TREE: repository }
    const checked = spawnSync(join(root, 'ci/b4-check'), { env, input: mail, encoding: 'utf8' })
    expect({ status: checked.status, stderr: checked.stderr }).toEqual({ status: 1, stderr: '' })
    expect(checked.stdout).toMatch(/^gmemcheck: ERROR: \S+\.c:\d+: calls-keep-no-locks/m)
  })

  it('is read by few processes of git', () => {
    const counted = join(repository, '.git', 'bin')
    const calls = join(repository, '.git', 'calls')
    mkdirSync(counted)
    writeFileSync(join(counted, 'git'), `#!/bin/sh\necho >> '${calls}'\nPATH=\${PATH#*:}\nexec git "$@"\n`, {
      mode: 0o755,
    })
    const env = { ...process.env, PATH: `${counted}:${process.env.PATH}` }
    const args = [`${root}bundle/cli/main.js`, 'review', '--range', 'tip~1..tip', '--tree', repository, ...quick]
    expect(spawnSync(process.execPath, args, { env, encoding: 'utf8' }).status).toBe(1)
    expect(readFileSync(calls, 'utf8').length).toBeLessThan(60)
  })
})

describe('standard input', () => {
  const tree = ['--tree', join(fixtures, 'guest-memfd'), ...quick, '--format', 'mail']

  it('is read as a file would be', () => {
    const given = gmemcheckReading(patch, 'review', '-', ...tree)
    const fromFile = gmemcheck('review', join(fixtures, 'take-out.patch'), ...tree)
    expect(given.stderr).toBe('')
    expect(given.status).toBe(fromFile.status)
    expect(given.stdout.replaceAll('--patch -', '')).toBe(
      fromFile.stdout.replaceAll(`--patch ${join(fixtures, 'take-out.patch')}`, ''),
    )
  })

  it.each(['/dev/stdin', '<(echo no diff)'])('is read by the name of a pipe that a shell has opened: %s', pipe => {
    const script = `echo no diff | "${process.execPath}" "${root}bundle/cli/main.js" review ${pipe}`
    const { status, stderr } = spawnSync('bash', ['-c', script], { encoding: 'utf8' })
    expect(status).toBe(2)
    expect(stderr).toMatch(/^\/dev\/\S+ holds no diff\n/)
  })

  it('holds no diff where it is empty', () => {
    const { status, stdout, stderr } = gmemcheckReading('', 'review', '-')
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toMatch(/^standard input holds no diff\ngive the patch itself/)
  })

  it('is named where nothing else is', () => {
    const { status, stderr } = gmemcheck('review')
    expect(status).toBe(2)
    expect(stderr).toMatch(/^there is no patch to review\nname one, write - for standard input/)
  })
})
