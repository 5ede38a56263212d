/**
 * Files that a command is asked to write, and words that say nothing: refused before anything is searched.
 */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import { afterAll, describe, expect, it } from 'vitest'
import { refuseEmpty } from '../../../../cli/commands/options/empty.ts'
import { refuseOutputs } from '../../../../cli/commands/options/outputs.ts'
import { addShards, shareLines } from '../../../../cli/commands/options/shards.ts'
import type { Ended } from '../../../../cli/run/search/job.ts'

const folder = mkdtempSync(join(tmpdir(), 'outputs-'))
const inFolder = (name: string) => join(folder, name)
afterAll(() => rmSync(folder, { recursive: true }))
writeFileSync(inFolder('file'), '')
writeFileSync(inFolder('other'), '')
mkdirSync(inFolder('folder'))
symlinkSync('file', inFolder('link'))
symlinkSync('gone', inFolder('dangling'))

describe('a file to be written', () => {
  it.each([
    ['named twice', ['new', 'new'], [], /^two outputs would be written to .*new, one over the other\nname a file/],
    ['named by way of its folder', ['new', '../FOLDER/new'], [], /^two outputs would be written to /],
    ['named by a link as well', ['file', 'link'], [], /^two outputs would be written to .*link, /],
    ['that the search is written to', ['new'], ['new'], /^two outputs would be written to /],
    ['in a file, where a folder is wanted', ['file/x'], [], /file\/x cannot be written: .*file is no folder\nname/],
    ['in no folder', ['nowhere/x'], [], /nowhere\/x cannot be written: its folder does not exist\nmake/],
    ['that is a link to nothing', ['dangling'], [], /dangling is a link that leads to nothing\nname/],
    ['that is a folder', ['folder'], [], /folder cannot be written: it is a directory\nname a file in it/],
  ] as const)('is refused: %s', (_, outputs, others, message) => {
    const named = (name: string) => `${folder}/${name.replace('FOLDER', folder.split('/').at(-1)!)}`
    expect(() => refuseOutputs(outputs.map(named), [], others.map(named))).toThrow(message)
  })

  it('is none where all have a place of their own, or go to a device', () => {
    expect(() => refuseOutputs([inFolder('file'), inFolder('other'), '/dev/null', '/dev/null'], [])).not.toThrow()
  })
})

/** What a command with a few options says to a command line. */
function said(declare: (command: Command) => Command, ...args: string[]): string {
  const command = declare(new Command('some').argument('[word...]').exitOverride())
    .option('--html <file>', 'a file')
    .option('--report <file>', 'a file')
    .hook('preAction', (_, command) => refuseEmpty(command))
    .action(() => {})
  try {
    command.parse(args, { from: 'user' })
    return ''
  } catch (error) {
    return (error as Error).message
  }
}

describe('a word that says nothing', () => {
  const plain = (command: Command) => command
  it('is refused, of an option and of an argument', () => {
    expect(said(plain, '--html', '')).toBe('--html is given nothing\nleave it out, or give it a value: --html <file>')
    expect(said(plain, 'word', '')).toBe('an argument is empty\nleave it out, or say what it is to be')
    expect(said(plain, 'word', '--html', 'x')).toBe('')
    // The path of no steps.
    expect(said(command => command.name('replay'), 'word', '')).toBe('')
  })
})

describe('a shard, which knows a part of a report,', () => {
  it('says whether it has ended', () => {
    const shards = { shard: { at: 1, of: 2 } } as never
    const told = (outcomes: readonly Ended[]) => shareLines(shards, { parts: 12, of: 23, outcomes }, 'mutant')
    expect(told([{ kind: 'not-judged', message: '' }])[0]).toBe(
      'shard 1/2: 12 of 23 mutants searched, gmemcheck-1-of-2.jsonl',
    )
    expect(told([{ kind: 'not-judged', message: '' }, { kind: 'not-run' }])).toEqual([
      'interrupted, with shard 1/2 not ended: gmemcheck-1-of-2.jsonl',
      'run it again: it goes on where it was',
    ])
  })

  it('is asked for no file of one, unless it has a report of its own', () => {
    const asked = ['--shard', '1/2', '--report', 'x']
    expect(said(addShards, ...asked)).toMatch(
      /^--report is of a report, and a shard has none.*\ngive --report to .* merge$/,
    )
    expect(said(command => addShards(command, () => true), ...asked)).toBe('')
    expect(said(addShards, '--report', 'x')).toBe('')
  })
})
