/**
 * Diagrams of operations and of C, as Graphviz and Mermaid take them.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { instance } from '@viz-js/viz'
import type { Browser } from 'puppeteer-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chartOf } from '../../../cli/charts/chart.ts'
import { dotChart } from '../../../cli/charts/dot.ts'
import { mermaidChart } from '../../../cli/charts/mermaid.ts'
import { designs } from '../../../model/designs/index.ts'
import { operations } from '../../../model/operations/index.ts'
import { machinesFor } from '../../../model/operations/machines.ts'
import { gmemcheck, root } from '../gmemcheck.ts'
import { chromium, openBrowser } from '../reports/drawn/browser.ts'
import { mermaidReader } from '../reports/drawn/mermaid.ts'

const folder = mkdtempSync(join(tmpdir(), 'diagram-'))
afterAll(() => rmSync(folder, { recursive: true }))
const fixtures = join(root, 'test/fixtures/c')
const tree = join(fixtures, 'guest-memfd')

/** One chart for each operation that some design has. */
const charts = operations.flatMap(({ name }) => {
  const build = machinesFor(designs.find(one => one.name === 'rfc-v2-split')!)[name]
  return build ? [chartOf(name, build())] : []
})

describe('Graphviz', () => {
  it('lays out every operation, with each of its points once', async () => {
    const viz = await instance()
    expect(charts.length).toBeGreaterThan(25)
    for (const chart of charts) {
      const { nodes = [] } = (await viz.renderJSON(dotChart(chart).join('\n'))) as { objects?: never; nodes?: never[] }
      expect(nodes).toEqual([])
      const svg = viz.renderString(dotChart(chart).join('\n'), { format: 'svg' })
      expect(svg.match(/class="node"/g)!.length).toBe(chart.states.filter(({ kind }) => kind !== 'fragment').length)
    }
  })

  it('refuses what is no chart', async () => {
    expect((await instance()).render('digraph { -> }').status).toBe('failure')
  })
})

describe.skipIf(chromium === undefined)('Mermaid', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await openBrowser()
  })
  afterAll(() => browser.close())

  it('parses every operation, and draws a small one whole', async () => {
    const draw = await mermaidReader(browser)
    for (const chart of charts.filter(({ states }) => states.length < 60)) {
      const { type, text } = await draw(mermaidChart(chart).join('\n'))
      expect(type).toMatch(/^state/)
      for (const { label, kind } of chart.states) if (kind === 'point') expect(text).toContain(label)
    }
  })
})

describe('a comparison of designs', () => {
  const { stdout } = gmemcheck('diagram', 'guest-fault@linux-6-12', '--diff', 'linux-7-3', '--format', 'dot')

  it('marks what is added and what is removed, in words as well', () => {
    expect(stdout).toMatch(/label="\+ .*fillcolor="#c9f0d0"/)
    expect(stdout).toMatch(/label="- .*fillcolor="#fbd5d5"/)
  })

  it('marks nothing where nothing differs', () => {
    const same = gmemcheck('diagram', 'guest-fault@linux-6-12', '--diff', 'linux-6-12', '--format', 'dot').stdout
    expect(same).not.toMatch(/label="[+-] /)
  })
})

describe('a C function', () => {
  it('is drawn with the lines of its calls', () => {
    const { status, stdout } = gmemcheck('diagram', '--diff', patch(), '--function', 'take_out', '--tree', tree)
    expect(status).toBe(0)
    expect(stdout).toMatch(/state "folio_lock\(\), line \d+" as/)
  })

  it('shows which call a patch takes away', () => {
    const kept = gmemcheck(
      'diagram',
      '--diff',
      forgetful(),
      '--function',
      'take_apart',
      '--tree',
      tree,
      '--format',
      'dot',
    )
    expect(kept.status).toBe(0)
    expect(kept.stdout).toMatch(/label="[+-] /)
  })

  it('is drawn for each function of an operation that a patch changes', () => {
    const { status, stdout } = gmemcheck('diagram', 'convert@rfc-v2-split', '--diff', forgetful(), '--tree', tree)
    expect(status).toBe(0)
    expect(stdout).toMatch(/^title: "convert@rfc-v2-split, changed by /m)
    expect(stdout).toMatch(/class s\d+ (added|removed)/)
  })

  it('says what runs the code that a patch changes where the operation does not', () => {
    const { status, stdout, stderr } = gmemcheck('diagram', 'allocate@rfc-v2-split', '--diff', patch(), '--tree', tree)
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toMatch(/changes no C that allocate of rfc-v2-split runs\nit changes what these run: .*convert/)
  })

  it.each([
    [['guest-fault'], '"guest-fault" names no design'],
    [['guest-falt@upstream'], 'no operation is called "guest-falt"; did you mean guest fault?'],
    [[], 'there is nothing to draw'],
    [['--function', 'kvm_gmem_get_pfn'], 'kvm_gmem_get_pfn() is C, but of which tree?'],
    [['convert@upstream', '--diff', 'nothing'], 'no design is called "nothing"'],
  ])('is asked for wrongly: %s', (words, message) => {
    const { status, stderr } = gmemcheck('diagram', ...words)
    expect(status).toBe(2)
    expect(stderr).toContain(message)
  })
})

const patch = () => join(fixtures, 'take-out.patch')

/** A patch that forgets to unlock a folio. */
function forgetful(): string {
  const path = join(folder, 'forgetful.patch')
  writeFileSync(path, readFileSync(patch(), 'utf8').replace('+\tfolio_unlock(folio);\n', '+\n'))
  return path
}
