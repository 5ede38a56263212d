import { describe, expect, it } from 'vitest'
import { gmemcheck } from '../gmemcheck.ts'

const lists = 'see them all: gmemcheck list'

describe('misuse', () => {
  it.each<[string, ...string[]]>([
    ["unknown command 'chek'; did you mean check?\nsee: gmemcheck --help", 'chek'],
    ["unknown option '--frst'; did you mean --first?\nsee: gmemcheck check --help", 'check', 'rfc-v2-split', '--frst'],
    ['no design is named\nname one (gmemcheck list designs), or a kernel tree: --tree DIRECTORY', 'check'],
    [`no design is called "rfc-v2-splt"; did you mean rfc-v2-split?\n${lists} designs`, 'check', 'rfc-v2-splt'],
    [
      `no scenario is called "convert-to-shraed"; did you mean convert-to-shared?\n${lists} scenarios`,
      'check',
      'rfc-v2-split',
      'convert-to-shraed',
    ],
    [
      `no promise is called "no-index-wrap"; did you mean no-index-wraps?\n${lists} promises`,
      'check',
      'rfc-v2-split',
      '--promise',
      'no-index-wrap',
    ],
    [
      `no mutation is called "without-anything-at-all"\n${lists} mutations`,
      'check',
      'convert-to-shared@rfc-v2-split~without-anything-at-all',
    ],
    ['--audit compares a reduced search with that of all states\ngive', 'check', 'rfc-v2-split', '--audit'],
    ['--cause asks for one trace, --all for more\nleave out', 'check', 'rfc-v2-split', '--cause', '1', '--all'],
    ['--cause cannot be "0"\ngive a whole number of at least 1', 'review', 'some.patch', '--cause', '0'],
    ['--time cannot be "soon"\ngive seconds above 0', 'check', 'rfc-v2-split', '--time', 'soon'],
    ['--time cannot be "0"\ngive seconds above 0', 'check', 'rfc-v2-split', '--time', '0'],
    ['--memory cannot be "1.5"\ngive a whole number of at least 1', 'check', 'rfc-v2-split', '--memory', '1.5'],
    ['--depth cannot be "0"\ngive a whole number of at least 1', 'check', 'rfc-v2-split', '--depth', '0'],
    [
      '--seed cannot be "99999999999999999"\ngive a whole number from 0 to 9',
      'sample',
      'a@b',
      '--seed',
      '99999999999999999',
    ],
    ['--html is given nothing\nleave it out, or give it a value: --html <file>', 'check', 'rfc-v2-split', '--html', ''],
    [
      '--report cannot be "html"\ngive a format and a file: --report html=FILE',
      'check',
      'rfc-v2-split',
      '--report',
      'html',
    ],
    ['--depth cannot be "-1"\ngive a whole number of at least 1', 'check', 'rfc-v2-split', '--depth', '-1'],
    ['--checkpoint-every cannot be "0"\ngive minutes above 0', 'check', 'rfc-v2-split', '--checkpoint-every', '0'],
    ['--checkpoint-every says how often, but not where\nadd', 'check', 'rfc-v2-split', '--checkpoint-every', '1'],
    ['a checkpoint is of one world, this asks for', 'check', 'rfc-v2-split', '--checkpoint', 'file'],
    [
      '--resume goes on writing to the file it reads\nleave out --checkpoint',
      ...['check', 'convert-to-shared@rfc-v2-split', '--resume', 'file', '--checkpoint', 'file'],
    ],
    ['no-such-file cannot be read: ENOENT', 'check', 'convert-to-shared@rfc-v2-split', '--resume', 'no-such-file'],
    ['README.md is no checkpoint\nname the file', 'check', 'convert-to-shared@rfc-v2-split', '--resume', 'README.md'],
    ['README.md exists\ngo on from it with', 'check', 'convert-to-shared@rfc-v2-split', '--checkpoint', 'README.md'],
    ['no part of the frontier can be written to', 'check', 'convert-to-shared@rfc-v2-split', '--spill', 'no-such'],
    ['--width cannot be "12"\ngive a whole number of at least 40', 'check', 'rfc-v2-split', '--width', '12'],
    ['--format cannot be "jsn"; did you mean json?', 'check', 'rfc-v2-split', '--format', 'jsn'],
    ['test cannot be written: it is a directory\nname a file in it', 'list', 'claims', '--report', 'json=test'],
    ['/proc/x.json cannot be written: ENOENT', 'check', 'rfc-v2-split', '--report', 'json=/proc/x.json'],
    ['/proc/x.html cannot be written: ENOENT', 'review', 'some.patch', '--html', '/proc/x.html'],
    [
      'README.md is no file of a shard, or is damaged in its first line\nremove it, or name another with --shard-file',
      ...['check', 'convert-to-shared@rfc-v2-repaired', '--shard', '1/1', '--shard-file', 'README.md'],
    ],
    ['README.md is no file of a shard, or is damaged in its first line\ngive files that shards', 'merge', 'README.md'],
    ['cli/main.ts is code, and would be written over\nname', 'list', 'claims', '--report', 'json=cli/main.ts'],
    ['--quiet prints one line, and --format json something else\nleave', 'suite', '--quiet', '--format', 'json'],
    ['--workers cannot be "0"\ngive a whole number of at least 1', 'suite', '--workers', '0'],
    ["too many arguments for 'suite'", 'suite', 'rfc-v2-split'],
    ['what to list cannot be "desings"; did you mean designs?', 'list', 'desings'],
    ["missing required argument 'kind'\nsee: gmemcheck list --help", 'list'],
    ['--diff compares two designs', 'list', 'designs', '--diff', 'rfc-v2-split'],
    ['--diff compares two designs', 'list', 'claims', '--diff', 'rfc-v2-split', 'exact-window'],
    ['no design is called "exact-windows"', 'list', 'designs', '--diff', 'rfc-v2-split', 'exact-windows'],
    ['"convert-to-shared" names no design\nwrite convert-to-shared@DESIGN', 'replay', 'convert-to-shared', '0'],
    ['element 2 of the path is "x"', 'replay', 'convert-to-shared@rfc-v2-split', '0.x'],
    ['step 3 of the path, "7", is not possible', 'replay', 'convert-to-shared@rfc-v2-split', '0.0.7'],
    ['--config is about C, and', 'replay', 'convert-to-shared@rfc-v2-split', '0', '--config', 'CONFIG_NUMA=n'],
    ['--config is about the C of a tree', 'check', 'rfc-v2-split', '--config', 'CONFIG_NUMA=n'],
    ...[
      ['check', 'linux-6-12', 'set-range-during-truncation'],
      ['check', 'linux-6-12', 'set-range-during-truncation', 'punch-hole'],
      ['replay', 'set-range-during-truncation@linux-6-12', '0'],
      ['sample', 'set-range-during-truncation@linux-6-12'],
      ['diff', 'linux-6-12', 'linux-7-3', '--scenario', 'set-range-during-truncation'],
    ].map((args): [string, ...string[]] => [
      'calls set direct map, which linux-6-12 has not\nchoose one of gmemcheck list scenarios that it has',
      ...args,
    ]),
    ['this world has no initial state 9', 'replay', 'convert-to-shared@rfc-v2-split', '0', '--initial', '9'],
  ])('is told: %s', (message, ...args) => {
    const { status, stdout, stderr } = gmemcheck(...args)
    expect(stderr).toContain(message)
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).not.toMatch(/^\s+at /m)
    expect(stderr.trimEnd().split('\n').length).toBeLessThanOrEqual(2)
  })

  it('of the bare command shows what there is to say', () => {
    const { status, stderr } = gmemcheck()
    expect(status).toBe(2)
    expect(stderr).toContain('Usage: gmemcheck')
  })
})
