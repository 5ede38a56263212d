import { existsSync, mkdtempSync, readFileSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Outcome } from '../../../../cli/run/search/job.ts'
import { Journal } from '../../../../cli/run/shards/journal.ts'
import { readShard, type ShardHead } from '../../../../cli/run/shards/shard-file.ts'

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

describe('two runs that write to one file', () => {
  const begun = () => join(mkdtempSync(join(tmpdir(), 'gmemcheck-')), 's.jsonl')

  it.each([
    ['at its beginning', []],
    ['from where an earlier run was stopped', ['e@f']],
  ])('are told, and what the other has written stays whole: %s', (_, earlier) => {
    const path = begun()
    const stopped = new Journal(path, head)
    for (const world of earlier) stopped.add(world, world, outcome)
    const [first, second] = [new Journal(path, head), new Journal(path, head)]
    first.add('a@b', 'a@b', outcome)
    expect(() => second.add('a@b', 'a@b', outcome)).toThrow(
      /^another run writes to .*s\.jsonl, too, and has it now\nlet/,
    )
    first.add('c@d', 'c@d', outcome)
    first.end()
    expect(() => second.end()).toThrow('another run writes')
    const shard = readShard(path, '')
    expect(shard.isWhole).toBe(true)
    expect([...shard.outcomes.keys()]).toEqual([...earlier, 'a@b', 'c@d'])
  })
})
