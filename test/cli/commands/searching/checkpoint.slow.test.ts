import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { gmemcheck, gmemcheckSignalled, root } from '../../gmemcheck.ts'

const world = 'convert-back-and-forth-out-of-memory@rfc-v2-split'
const question = ['check', world, '--promise', 'conversion-rollback-works']
const directory = mkdtempSync(join(tmpdir(), 'checkpoint-'))
const file = join(directory, 'search')
const timeless = (json: string) => ({ ...JSON.parse(json), timing: undefined })
/** Another one for every checkpoint. */
const inode = () => statSync(file, { throwIfNoEntry: false })?.ino
const whole = timeless(gmemcheck(...question, '--format', 'json').stdout)

describe('a search that is written down', () => {
  it('says how to go on when time cuts it, and goes on to the same result', () => {
    const cut = gmemcheck(...question, '--checkpoint', file, '--time', '0.1')
    const goOn = `gmemcheck check ${world} --promise conversion-rollback-works --resume ${file}`
    expect(cut.stdout).toContain(`  go on with it: ${goOn}\n`)
    const [, ...again] = goOn.split(' ')
    const json = JSON.parse(gmemcheck(...again, '--time', '0.1', '--format', 'json').stdout)
    expect(json.worlds[0]).toMatchObject({ cut: 'time', checkpoint: { file, resume: goOn } })
    expect(timeless(gmemcheck(...again, '--format', 'json').stdout)).toEqual(whole)
    expect(readdirSync(directory)).toEqual([])
  })
  it('ends as if it had not been killed, however often it is', async () => {
    const [moments] = fc.sample(fc.array(fc.nat(60), { minLength: 5, maxLength: 5 }), 1)
    let killed = 0
    for (const moment of moments!) {
      const before = inode()
      const way = before === undefined ? '--checkpoint' : '--resume'
      const args = [...question, way, file, '--checkpoint-every', '0.0005']
      const { status } = await gmemcheckSignalled('SIGKILL', moment, args, () => inode() !== before)
      if (status === null) killed += 1
      else break
    }
    expect(killed, `killed ${moments} ms after a checkpoint`).toBeGreaterThan(2)
    const last = gmemcheck(...question, inode() === undefined ? '--checkpoint' : '--resume', file, '--format', 'json')
    expect(timeless(last.stdout)).toEqual(whole)
    expect(readdirSync(directory)).toEqual([])
  })
  it('is written down once more when it is asked to end', async () => {
    const args = [...question, '--checkpoint', file]
    const { status, stdout } = await gmemcheckSignalled('SIGTERM', 50, args, () => inode() !== undefined)
    expect(status).toBe(3)
    expect(stdout).toContain(`--resume ${file}\n`)
    expect(timeless(gmemcheck(...question, '--resume', file, '--format', 'json').stdout)).toEqual(whole)
  })
  it('is not lost with a result that nobody can read', () => {
    const args = [...question, '--checkpoint', file, '--format', 'json'].join(' ')
    const script = `"${process.execPath}" bundle/cli/main.js ${args} >/dev/full`
    expect(spawnSync('sh', ['-c', script], { cwd: root }).status).toBe(2)
    expect(timeless(gmemcheck(...question, '--resume', file, '--format', 'json').stdout)).toEqual(whole)
    expect(readdirSync(directory)).toEqual([])
  })
  it('goes on with more memory, once not even states that wait on disk help', () => {
    const cut = gmemcheck(...question, '--memory', '1', '--checkpoint', file, '--format', 'json')
    expect(cut.status).toBe(1)
    const { worlds, timing } = JSON.parse(cut.stdout)
    expect(worlds[0].cut).toBe('memory')
    expect(timing.spilled[world]).toBeGreaterThan(50_000)
    expect(timeless(gmemcheck(...question, '--resume', file, '--format', 'json').stdout)).toEqual(whole)
  })
})
