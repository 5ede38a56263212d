/**
 * Shards that are killed at random places, with a seed, and resumed, give the report of one run: of designs, of patches, of
 * trees and their mutants, of what designs differ in, of random walks, and of the suite.
 */
import { spawn } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { gmemcheck, root } from '../../gmemcheck.ts'
import { pagesFile } from '../../judging/tree/pages-file.ts'

const SEED = 20_261_129
const SHARDS = 2
const fixtures = join(root, 'test/fixtures/c')
const folder = mkdtempSync(join(tmpdir(), 'gmemcheck-'))
afterAll(() => rmSync(folder, { recursive: true }))
const tree = join(folder, 'linux')
mkdirSync(join(tree, 'virt/kvm'), { recursive: true })
writeFileSync(join(tree, 'virt/kvm/guest_memfd.c'), pagesFile)
const runs = {
  check: ['check', 'rfc-v2-split', 'convert-to-shared', 'convert-to-private', 'convert-mixed-out-of-memory'],
  review: [
    'review',
    `${fixtures}/series`,
    '--tree',
    `${fixtures}/guest-memfd`,
    '--scenario=convert-to-shared,convert-to-private',
  ],
  diff: [
    'diff',
    'rfc-v2-split',
    'rfc-v2-repaired',
    '--scenario=convert-to-shared,convert-to-private,convert-two-hugepages-out-of-memory',
  ],
  tree: ['check', '--tree', tree, 'punch-hole', 'allocate-out-of-memory', 'punch-hole-twice-at-once'],
  mutants: ['mutants', '--tree', tree, '--function', 'kvm_gmem_allocate', '--every', '16'],
  suite: ['suite', '--quick'],
  sample: ['sample', 'convert-two-hugepages-out-of-memory@rfc-v2-split', '--walks', '4000', '--seed', '7'],
}

/** mulberry32: numbers from 0 to 1. */
function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const timeless = (text: string) => text.replace(/, \d+\.\d s\b/g, '').replace(/"timing": [\s\S]*/, '')

/** @returns whether it was killed before it ended */
async function ranFor(ms: number, args: readonly string[]): Promise<boolean> {
  // An outcome that is kept would leave nothing to be killed, but of the suite, whose outcomes are many.
  const kept = args[0] === 'suite' ? {} : { GMEMCHECK_CACHE: '' }
  const child = spawn(process.execPath, [`${root}bundle/cli/main.js`, ...args], {
    stdio: 'ignore',
    env: { ...process.env, ...kept },
  })
  const timer = setTimeout(() => child.kill('SIGKILL'), ms)
  const signal = await new Promise(resolve => child.on('close', (_, signal) => resolve(signal)))
  clearTimeout(timer)
  return signal === 'SIGKILL'
}

describe.each(Object.entries(runs))('a %s in shards', (name, asked) => {
  const file = (at: number) => join(folder, `${name}-${at}.jsonl`)
  const shard = (at: number) => [...asked, '--shard', `${at}/${SHARDS}`, '--shard-file', file(at)]
  const files = Array.from({ length: SHARDS }, (_, at) => file(at + 1))
  const whole = gmemcheck(...asked, '--format', 'json')
  const expectWhole = () => {
    const merged = gmemcheck('merge', ...files, '--format', 'json')
    expect(merged.stderr).toBe('')
    expect(timeless(merged.stdout)).toBe(timeless(whole.stdout))
    expect(merged.status).toBe(whole.status)
  }

  it(`is told as one run, though each shard is killed again and again (seed ${SEED})`, async () => {
    const next = random(SEED)
    let kills = 0
    // Each attempt gets longer, so that the last one ends.
    for (const at of [1, 2])
      for (let longest = 400; !existsSync(file(at)); longest *= 1.5)
        kills += Number(await ranFor(next() * longest, shard(at)))
    expect(kills).toBeGreaterThan(0)
    expectWhole()
  })

  it(`is told as one run, wherever the file of a shard was cut (seed ${SEED})`, () => {
    const next = random(SEED + 1)
    // The last one behind the last line; of one kind of run the first in its first line, too.
    const places = [
      ...(name === 'check' ? [() => 7, (length: number) => Math.floor(next() * length)] : []),
      (length: number) => Math.floor(next() * length),
      (length: number) => length,
    ]
    for (const [cut, placeIn] of places.entries()) {
      const at = 1 + (cut % SHARDS)
      const part = `${file(at)}.part`
      renameSync(file(at), part)
      const place = placeIn(readFileSync(part).length)
      truncateSync(part, place)
      const resumed = gmemcheck(...shard(at))
      expect({ place, stderr: resumed.stderr, left: existsSync(part) }).toEqual({ place, stderr: '', left: false })
      expectWhole()
    }
  })

  it('leaves nothing behind but the files of its shards', () => {
    expect(
      readdirSync(folder)
        .filter(entry => entry.startsWith(name))
        .sort(),
    ).toEqual([`${name}-1.jsonl`, `${name}-2.jsonl`])
  })
})
