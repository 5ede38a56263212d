/**
 * A run on several machines, some of which are stopped, ends as it does on one.
 */
import { spawn } from 'node:child_process'
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { lastLine } from '../../../../cli/run/shards/shard-file.ts'
import { gmemcheck, root } from '../../gmemcheck.ts'

const folder = mkdtempSync(join(tmpdir(), 'gmemcheck-'))
afterAll(() => rmSync(folder, { recursive: true }))
const file = (at: number | string) => join(folder, `${at}.jsonl`)

const asked = ['check', 'rfc-v2-split', 'convert-to-shared', 'convert-to-private', 'convert-mixed-out-of-memory']
const shard = (at: number, ...more: string[]) =>
  gmemcheck(...asked, '--shard', `${at}/2`, '--shard-file', file(at), '--quiet', ...more)
const timeless = (text: string) => text.replace(/, \d+\.\d s\b/g, '').replace(/"timing": [\s\S]*/, '')

/** Kills the command once its file holds an outcome. @returns how many lines the file has then */
async function killed(at: number): Promise<number> {
  const args = [`${root}bundle/cli/main.js`, ...asked, '--shard', `${at}/2`, '--shard-file', file(at), '--workers', '1']
  const child = spawn(process.execPath, args, { stdio: 'ignore' })
  const ended = new Promise(resolve => child.on('close', resolve))
  const part = `${file(at)}.part`
  const lines = () => (existsSync(part) ? readFileSync(part, 'utf8').split('\n').length - 1 : 0)
  while (lines() < 2 && child.exitCode === null) await new Promise(resolve => setTimeout(resolve, 5))
  child.kill('SIGKILL')
  await ended
  // It may have come to its end first, or almost: its file is cut where an early kill would have left it.
  const whole = existsSync(file(at))
  const text = readFileSync(whole ? file(at) : part, 'utf8')
  if (whole) rmSync(file(at))
  const first = text.split('\n').slice(0, 2)
  writeFileSync(part, first.map(line => `${line}\n`).join(''))
  return lines()
}

/** With the checksum of what it holds now. */
function resealed(text: string): string {
  const before = text.replace(/.*\n$/, '')
  return before + lastLine(before)
}

describe('a run in shards', () => {
  const whole = (format: string) => gmemcheck(...asked, '--format', format)
  let lines = 0

  beforeAll(async () => {
    lines = await killed(1)
    // As when the machine loses its power in the middle of a line.
    if (existsSync(`${file(1)}.part`)) appendFileSync(`${file(1)}.part`, '{"job":1,"outco')
  })

  it('goes on where a shard was killed, and loses and doubles nothing', () => {
    expect(lines).toBeGreaterThanOrEqual(2)
    const before = readFileSync(`${file(1)}.part`, 'utf8')
      .split('\n')
      .slice(0, lines)
    const { status, stderr } = shard(1)
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' })
    expect(readFileSync(file(1), 'utf8').split('\n').slice(0, lines)).toEqual(before)
    expect(shard(2).stderr).toBe('')
    expect(readdirSync(folder).sort()).toEqual(['1.jsonl', '2.jsonl'])
  })

  it.each(['text', 'json', 'junit', 'sarif', 'ktap', 'github', 'markdown'])('is told as one run, as %s', format => {
    const merged = gmemcheck('merge', file(2), file(1), '--format', format)
    const one = whole(format)
    expect(timeless(merged.stdout)).toBe(timeless(one.stdout))
    expect({ status: merged.status, stderr: merged.stderr }).toEqual({ status: one.status, stderr: '' })
  })

  it('tells a shard again that has ended, and leaves its file alone', () => {
    const before = readFileSync(file(1), 'utf8')
    expect(shard(1).status).toBe(1)
    expect(readFileSync(file(1), 'utf8')).toBe(before)
  })

  it('refuses what is not all of one run', () => {
    const refused = (...files: string[]) => {
      const { status, stdout, stderr } = gmemcheck('merge', ...files)
      expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
      return stderr
    }
    const changed = (name: string, change: (text: string) => string, from = 2) => {
      writeFileSync(file(name), change(readFileSync(file(from), 'utf8')))
      return file(name)
    }
    expect(refused(file(1))).toBe('shard 2 of 2 is missing\ngive the files of all shards\n')
    expect(refused(file(1), file(1))).toMatch(/are both shard 1\/2\ngive each shard once/)
    expect(refused(file(1), file('none'))).toMatch(/^there is no .*none\.jsonl\n/)
    expect(
      refused(
        file(1),
        changed('no', () => 'nonsense\n'),
      ),
    ).toMatch(/no\.jsonl is no file of a shard/)
    expect(
      refused(
        file(1),
        changed('empty', () => ''),
      ),
    ).toMatch(/empty\.jsonl is no file of a shard/)
    expect(
      refused(
        file(1),
        changed('flipped', text => text.replace('"states":', '"stated":')),
      ),
    ).toMatch(/flipped\.jsonl is damaged/)
    expect(
      refused(
        file(1),
        changed('cut', text => text.slice(0, -20)),
      ),
    ).toMatch(/cut\.jsonl has not ended\nrun shard 2\/2 again/)
    const other = (text: string) => resealed(text.replace(/"version":"\w+"/, '"version":"other"'))
    expect(refused(changed('old', other, 1), file(2))).toMatch(/old\.jsonl was written by another version/)
    expect(refused(file(1), changed('mixed', other))).toMatch(/are not of one run\n/)
    const asks = (text: string) => resealed(text.replace('"asked":{', '"asked":{"depth":3,'))
    expect(refused(file(1), changed('asks', asks))).toMatch(/are not of one run\n/)
  })

  it('never writes over the file of another run', () => {
    copyFileSync(file(1), file('kept'))
    const before = readFileSync(file('kept'), 'utf8')
    const args = [...asked, '--shard', '1/2', '--shard-file', file('kept'), '--depth', '3']
    const { status, stderr } = gmemcheck(...args)
    expect(status).toBe(2)
    expect(stderr).toMatch(/kept\.jsonl is of another run, or of another version of gmemcheck\nremove it/)
    expect(readFileSync(file('kept'), 'utf8')).toBe(before)
  })
})

it('of a suite knows its options', () => {
  const { status, stderr } = gmemcheck('suite', '--record', '--shard', '1/2')
  expect({ status, stderr }).toEqual({ status: 2, stderr: 'a shard sees part of the suite\nrecord without --shard\n' })
  expect(gmemcheck('check', 'rfc-v2-split', '--shard-file', 'x').stderr).toBe(
    '--shard-file is where a shard goes\nsay which one: --shard 1/4\n',
  )
})

describe('the report of a shard', () => {
  const apart = mkdtempSync(join(tmpdir(), 'gmemcheck-'))
  afterAll(() => rmSync(apart, { recursive: true }))
  const told = (format: string) =>
    gmemcheck(...asked, '--shard', '2/2', '--shard-file', join(apart, 'told.jsonl'), '--format', format).stdout
  const says = /shard 2\/2, with \d of 3 worlds; gmemcheck merge tells of all: /

  it('names the share, in every format', () => {
    expect(told('text')).toMatch(/^shard 2\/2, with \d of 3 worlds; gmemcheck merge tells of all:\n\nno promise/)
    expect(JSON.parse(told('json')).says).toMatch(says)
    expect(told('summary')).toMatch(says)
    expect(told('github')).toMatch(says)
    expect(JSON.parse(told('sarif')).runs[0].invocations[0].toolExecutionNotifications[0].message.text).toMatch(says)
    expect(told('junit')).toMatch(
      /<testsuites name="gmemcheck check, shard 2\/2"[^>]*>\s*<testsuite name="shard 2\/2: promises/,
    )
    expect(told('ktap')).toMatch(/^ok \d+ shard 2\/2: worlds/m)
  })
})

it('names the shard whose patch is not where merge runs', () => {
  const patch = join(folder, 'gone.patch')
  const fixtures = join(root, 'test', 'fixtures', 'c')
  copyFileSync(join(fixtures, 'right', 'lock-by-guard.patch'), patch)
  const tree = ['--tree', join(fixtures, 'guest-memfd'), '--against', 'upstream', '--scenario', 'punch-hole']
  gmemcheck('review', patch, ...tree, '--shard', '1/1', '--shard-file', file('of-a-patch'))
  rmSync(patch)
  const { status, stderr } = gmemcheck('merge', file('of-a-patch'))
  expect(status).toBe(2)
  expect(stderr).toMatch(/^there is no .*gone\.patch, which .*of-a-patch\.jsonl tells of\nrun merge in the directory/)
})
