/**
 * The files for CI, as those read them for whom they are.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { validateAction } from '@action-validator/core'
import { Job } from 'kubernetes-models/batch/v1'
import { afterAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { gmemcheck, root } from '../cli/gmemcheck.ts'

const folder = mkdtempSync(join(tmpdir(), 'gmemcheck-'))
afterAll(() => rmSync(folder, { recursive: true }))
const text = (file: string) => readFileSync(join(root, file), 'utf8')
const fixtures = join(root, 'test/fixtures/c')
const patch = text('test/fixtures/c/take-out.patch')

it('is an action that GitHub takes', () => {
  expect(validateAction(text('action.yml')).errors).toEqual([])
  expect(validateAction(text('action.yml').replace('using: composite', 'using: nonsense')).errors).not.toEqual([])
})

it('is a job that Kubernetes takes, whose pods are tried again only where that helps', () => {
  const manifest = parse(text('ci/kubernetes.yaml'))
  expect(() => new Job(manifest).validate()).not.toThrow()
  expect(() => new Job({ ...manifest, spec: { ...manifest.spec, completions: 'four' } }).validate()).toThrow()
  const { completions, podFailurePolicy, template } = manifest.spec
  expect(template.spec.containers[0].args[0]).toContain(`+ 1))/${completions}"`)
  expect(
    podFailurePolicy.rules.flatMap((rule: { onExitCodes?: { values: number[] } }) => rule.onExitCodes?.values ?? []),
  ).toEqual([1, 2])
})

it.each(['ci/gitlab.yml', 'ci/kubernetes.yaml', 'action.yml', 'ci/github.sh', 'ci/b4-check'])(
  '%s uses options that there are',
  file => {
    const commands = [
      ...text(file).matchAll(/gmemcheck" (?:"[^"]*"|(review))|gmemcheck (review|suite|merge) ([^|\n]*)/g),
    ]
    for (const [, , command, rest] of commands.filter(([, , command]) => command !== undefined)) {
      const help = gmemcheck(command!, '--help').stdout
      for (const [option] of rest!.matchAll(/(?<= )--[a-z-]+/g)) expect(help).toContain(option)
    }
  },
)

it('is a GitLab pipeline whose merge needs all shards', () => {
  const {
    'gmemcheck-suite': suite,
    'gmemcheck-merge': merge,
    'gmemcheck-review': review,
  } = parse(text('ci/gitlab.yml'))
  expect(merge.needs).toEqual(['gmemcheck-suite'])
  expect(suite.parallel).toBeGreaterThan(1)
  expect(review.allow_failure.exit_codes).toEqual([3])
})

describe('the step of the action', () => {
  const run = (command: string, failOnOpen = 'true') => {
    const files = {
      GITHUB_STEP_SUMMARY: join(folder, 'summary'),
      GITHUB_OUTPUT: join(folder, 'output'),
      SARIF: join(folder, 'sarif'),
    }
    const env = { ...process.env, ...files, COMMAND: command, FAIL_ON_OPEN: failOnOpen }
    const { status, stdout } = spawnSync('bash', [join(root, 'ci/github.sh')], { env, encoding: 'utf8', cwd: folder })
    return { status, stdout, read: (name: string) => readFileSync(join(folder, name), 'utf8') }
  }

  it('annotates, sums up, and ends as gmemcheck does', () => {
    const { status, stdout, read } = run('check exact-window convert-to-shared-during-guest-fault')
    expect(status).toBe(1)
    expect(stdout).toMatch(
      /^::error file=virt\/kvm\/guest_memfd\.c,title=shared-pages-have-no-private-spte::.*\(cause 1 of 3, /,
    )
    expect(read('summary')).toMatch(/^### gmemcheck check: 4 failed for /)
    expect(read('output')).toMatch(/exit-code=1\n$/)
    expect(JSON.parse(read('sarif')).version).toBe('2.1.0')
  })

  it('fails for what was not judged only if it is told to', () => {
    const open = 'check exact-window convert-to-shared --depth 2'
    expect(run(open).status).toBe(3)
    expect(run(open, 'false').status).toBe(0)
    expect(run('check nowhere', 'false').status).toBe(2)
  })
})

describe('the check of b4', () => {
  const check = (input: string) => {
    const env = { ...process.env, GMEMCHECK_TREE: join(fixtures, 'guest-memfd') }
    const { status, stdout, stderr } = spawnSync(join(root, 'ci/b4-check'), { env, input, encoding: 'utf8' })
    return { status, lines: stdout.split('\n').filter(line => line !== ''), stderr }
  }

  it('says each trouble of a patch in a line, and nothing of a good one', () => {
    const forgetful = check(patch.replace('+\tfolio_unlock(folio);\n', '+\n'))
    expect(forgetful).toMatchObject({ status: 1, stderr: '' })
    expect(forgetful.lines.length).toBeGreaterThan(0)
    for (const line of forgetful.lines) expect(line).toMatch(/^gmemcheck: (ERROR|WARNING): [^%]+$/)
    expect(forgetful.lines[0]).toMatch(/ERROR: \S+\.c:\d+: [a-z-]+: /)
    expect(check('nonsense').lines[0]).toMatch(/^gmemcheck: ERROR: standard input holds no diff/)
  })
})
