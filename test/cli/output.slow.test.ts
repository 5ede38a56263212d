/**
 * Who cannot read what a command says.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { root } from './gmemcheck.ts'

const world = 'convert-to-shared@rfc-v2-split'
const { GMEMCHECK_DEBUG, ...env } = process.env

/** Runs `gmemcheck ARGS REST` in a shell, and says how gmemcheck itself has ended. */
function shell(args: string, rest: string) {
  const script = `{ "${process.execPath}" bundle/cli/main.js ${args}; echo $? >&3; } ${rest}`
  const run = spawnSync('bash', ['-c', script], {
    cwd: root,
    env,
    encoding: 'utf8',
    stdio: [0, 'pipe', 'pipe', 'pipe'],
  })
  return { status: Number(run.output[3]), stderr: run.stderr }
}

describe('a full device', () => {
  it.each(['--help', '--version', 'list claims', 'list designs --format json', `check ${world}`])(
    'ends %s with one message, and 2',
    args => {
      const { status, stderr } = shell(args, '>/dev/full')
      expect(status).toBe(2)
      expect(stderr).toBe(
        'standard output cannot be written: ENOSPC: no space left on device, write\nmake room, or write to another file\n',
      )
    },
  )

  it('keeps no report from its file', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'gmemcheck-')), 'report.json')
    expect(shell(`check ${world} --report json=${file}`, '>/dev/full').status).toBe(2)
    expect(JSON.parse(readFileSync(file, 'utf8')).command).toBe('check')
    rmSync(dirname(file), { recursive: true })
  })

  it('for messages changes nothing', () => {
    expect(shell('', '2>/dev/full').status).toBe(2)
    expect(shell('list no-such-kind', '2>/dev/full').status).toBe(2)
    expect(shell('list claims', '2>/dev/full >/dev/null').status).toBe(0)
  })
})

describe('a reader that stops early', () => {
  it.each([
    ['list claims', 0],
    ['list promises --format json', 0],
    ['check convert-two-hugepages-out-of-memory@rfc-v2-split --format json', 1],
  ])('leaves %s to end as it would: %i', (args, code) => {
    const { status, stderr } = shell(args, '| head -c 1 >/dev/null')
    expect(status).toBe(code)
    expect(stderr).toBe('')
    expect(shell(args, '>/dev/null').status).toBe(code)
  })
})
