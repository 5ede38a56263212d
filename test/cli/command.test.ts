import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { commandLines } from '../../cli/text/command.ts'

/** What a shell makes of a command, a word each. */
const wordsOf = (command: string): string[] =>
  spawnSync('bash', ['-c', `printf '%s\\0' ${command}`], { encoding: 'utf8' })
    .stdout.split('\0')
    .slice(0, -1)

describe('a command that is copied into a shell', () => {
  const path = Array.from({ length: 60 }, (_, step) => step % 3).join('.')

  it.each([
    ['is long', `replay w@d ${path} --patch a.patch`],
    [
      'has spaces in the name of a file',
      `replay w@d ${path} --patch 'my patches of the week/a b. c.1.2.patch' --after 1`,
    ],
    ['has a range', `replay w@d ${path} --patch '.@HEAD~3..HEAD' --after 2`],
    ['has quotes in the name of a file', `replay w@d ${path} --patch 'it'\\''s. a 1.2 patch' --after 2`],
    ['has what a terminal would obey', `replay w@d ${path} --patch $'a\\u001b. \\'b 1.2' --after 2`],
    ['has no steps', `replay w@d '' --patch 'a b' --initial 3`],
  ])('has the same words where it %s, in lines of any width', (_, command) => {
    for (const width of [20, 60, 72, 100]) {
      const lines = commandLines('', command, width)
      expect(wordsOf(lines.join('\n'))).toEqual(wordsOf(command))
    }
  })

  it('is folded between steps, and between words, never inside quotes', () => {
    expect(
      commandLines('  replay it: ', "gmemcheck replay w@d 0.1.0.1.10.2 --patch 'a b. c 1.2.patch' --after 1", 40),
    ).toEqual(['  replay it: gmemcheck replay w@d 0.1.\\', "0.1.10.2 --patch 'a b. c 1.2.patch' \\", '--after 1'])
  })
})
