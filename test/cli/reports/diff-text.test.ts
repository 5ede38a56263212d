import { describe, expect, it } from 'vitest'
import { exitCodeOfDiff } from '../../../cli/judging/compare/diff.ts'
import { comparedBy, compareIn } from '../../../cli/judging/compare/diffing.ts'
import { ALL, diffText, type TellingLimits } from '../../../cli/reports/compare/text.ts'
import { searchingHere } from '../../../cli/run/shards/searcher.ts'
import { palette } from '../../../cli/text/palette.ts'
import { designs } from '../../../model/designs/index.ts'
import { scenarios } from '../../../model/scenarios/index.ts'
import { promises } from '../../../spec/promises/index.ts'

const both = await comparedBy(['upstream', 'populate-keeps-folio-locked'], { designs })
const chosen = scenarios.filter(({ name }) => ['bind-pages-twice', 'populate-during-guest-fault'].includes(name))
const worlds = await compareIn(chosen, both, { seconds: 60 }, searchingHere(1))
const diff = { both, worlds, large: [], exitCode: exitCodeOfDiff(worlds) }
const page = { width: 100, palette: palette(false), locals: false }
const told = (limits: TellingLimits) => diffText(diff, promises, page, limits).join('\n')
const traces = (text: string) => text.match(/: (both )?only\s+under\s/g) ?? []

describe('a diff for people', () => {
  it('tells all that differs, with its traces, where it is asked to', () => {
    expect(traces(told(ALL))).toHaveLength(5)
    expect(told(ALL)).not.toContain('--all')
  })

  it('tells the first of each kind otherwise, and how many there are more', () => {
    const text = told({ ofAKind: 1, traces: 3 })
    expect(text).toMatch(/only in the first\n {2}guest fault.*\n(.*\n)? {2}and 2 more \(--all\)\n/)
    expect(text).toContain('\n  create memslot returns -EINVAL, in bind-pages-twice\n\n')
    // One of each kind, and not two of the first.
    expect(traces(text).map(one => one.replace(/\s+/g, ' '))).toEqual([
      ': only under ',
      ': only under ',
      ': both only under ',
    ])
    expect(text).toMatch(/\n\n3 more traces, and whatever is left out above: --all$/)
  })
})
