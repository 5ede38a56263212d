import { existsSync, mkdtempSync, readFileSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { Outcome } from '../../../../cli/run/search/job.ts'
import { Journal } from '../../../../cli/run/shards/journal.ts'
import type { ShardHead } from '../../../../cli/run/shards/shard-file.ts'

const worlds = ['a@b', 'c@d']
const head: ShardHead = { command: 'check', asked: {}, version: 'v', worlds, shard: { at: 1, of: 1 } }
const outcome: Outcome = { kind: 'not-judged', message: 'of no world' }

function run(path: string): string[] {
  const journal = new Journal(path, head)
  const known = [...journal.known.keys()]
  for (const world of worlds) if (!journal.known.has(world)) journal.add(world, world, outcome)
  journal.end()
  return known
}

it('goes on from the lines that are whole, wherever a file was cut that had ended', () => {
  const path = join(mkdtempSync(join(tmpdir(), 'gmemcheck-')), 's.jsonl')
  run(path)
  const whole = readFileSync(path, 'utf8')
  const linesIn = (length: number) => whole.slice(0, length).split('\n').length - 1
  for (let length = whole.length; length >= 0; length -= 13) {
    truncateSync(path, length)
    expect(run(path)).toEqual(worlds.slice(0, Math.max(0, linesIn(length) - 1)))
    expect({ length, text: readFileSync(path, 'utf8') }).toEqual({ length, text: whole })
    expect(existsSync(`${path}.part`)).toBe(false)
  }
})
