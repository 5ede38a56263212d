import { describe, expect, it } from 'vitest'
import { replayLines } from '../../../cli/reports/trace/violation.ts'
import { palette } from '../../../cli/text/palette.ts'

const page = { width: 100, palette: palette(false), locals: false }

describe('the command that runs a trace again', () => {
  it('is whole where its code is in files', () => {
    expect(replayLines({ ...page, codeOptions: '--patch -a.patch' }, 'gmemcheck replay w@d 0')).toEqual([
      '',
      '  replay it: gmemcheck replay w@d 0 --patch -a.patch',
    ])
  })

  it('says what it waits for where its code came from standard input', () => {
    expect(replayLines({ ...page, codeOptions: '--patch - --tree linux' }, 'gmemcheck replay w@d 0').join('')).toMatch(
      /^ {2}replay it, with the same patch on standard input: gmemcheck replay w@d 0 --patch - --tree\s/,
    )
  })
})
