/**
 * What is drawn of violations, as its real readers take it: Mermaid's parser, a browser, and the schema of ITF.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import type { Browser } from 'puppeteer-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { gmemcheck } from '../../gmemcheck.ts'
import { chromium, openBrowser, watchedPage } from './browser.ts'
import { itfSchema } from './itf-schema.ts'
import { mermaidReader } from './mermaid.ts'

const folder = mkdtempSync(join(tmpdir(), 'drawn-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Violations of different kinds: a state, a call that never returns, a warning, failures, two VMs, the direct map. */
const worlds = [
  'convert-to-shared-during-guest-fault@exact-window',
  'convert-two-hugepages-out-of-memory@rfc-v2-split',
  'convert-pinned-to-private@rfc-v2-repaired~without-reference-check',
  'set-out-of-memory@direct-map-rfc-v3',
  'fault-in-page-from-two-vms@upstream',
  'create-memslot-while-file-is-closed@upstream',
  'set-range-of-unallocated-pages@direct-map-rfc-v3',
]
const whole = 'convert-to-shared@rfc-v2-repaired'

const fileOf = (world: string, kind: string) => join(folder, `${world}.${kind}`)
const written = (world: string, kind: string) => readFileSync(fileOf(world, kind), 'utf8')

beforeAll(() => {
  for (const world of [...worlds, whole])
    gmemcheck(
      'check',
      world,
      ...['mermaid', 'svg', 'itf'].flatMap(kind => ['--report', `${kind}=${fileOf(world, kind)}`]),
      '--quiet',
      ...(world.endsWith('window') ? ['--promise', 'huge-mappings-are-not-mixed'] : []),
    )
})

describe('ITF', () => {
  const valid = new Ajv({ strict: false }).compile(itfSchema)

  it.each([...worlds, whole])('is what its schema says: %s', world => {
    valid(JSON.parse(written(world, 'itf')))
    expect(valid.errors ?? []).toEqual([])
  })

  it('has every variable in every state, and one state more than steps', () => {
    const { vars, states } = JSON.parse(written(worlds[0]!, 'itf'))
    expect(states.length).toBe(23)
    for (const state of states) expect(Object.keys(state).sort()).toEqual(['#meta', ...vars].sort())
    expect(states.at(-1).share).toEqual(['PRIVATE', 'PRIVATE', 'SHARED', 'PRIVATE'])
    expect(states.at(-2).share).toEqual(['PRIVATE', 'PRIVATE', 'PRIVATE', 'PRIVATE'])
  })

  it('would be refused with a state that lacks its number', () => {
    const trace = JSON.parse(written(worlds[0]!, 'itf'))
    delete trace.states[3]['#meta'].index
    expect(valid(trace)).toBe(false)
  })
})

describe.skipIf(chromium === undefined)('in a browser', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await openBrowser()
  })
  afterAll(() => browser.close())

  it('Mermaid draws each sequence diagram, with every step of the trace', async () => {
    const draw = await mermaidReader(browser)
    for (const world of worlds) {
      const { type, text } = await draw(written(world, 'mermaid'))
      expect(type).toBe('sequence')
      const steps = JSON.parse(written(world, 'itf')).states.length - 1
      for (let step = 1; step <= steps; step++) expect(text).toContain(`${step}  `)
      expect(text.replace(/\s+/g, '')).toContain('doesnothold')
    }
    expect((await draw(written(whole, 'mermaid'))).text).toContain('no promise is broken')
    await expect(draw('sequenceDiagram\n  CPU0->>')).rejects.toThrow(/Parse error/)
  })

  it.each([...worlds, whole])('shows memory without one text over another: %s', async world => {
    const { page, trouble } = await watchedPage(browser)
    await page.goto(`file://${fileOf(world, 'svg')}`)
    const boxes = await page.$$eval('text', texts =>
      texts.map(text => {
        const { x, y, width, height } = text.getBoundingClientRect()
        return { x, y, width, height, text: text.textContent }
      }),
    )
    expect(boxes.length).toBeGreaterThan(0)
    const over = boxes.flatMap((a, at) =>
      boxes
        .slice(at + 1)
        .filter(
          b =>
            a.x + 1 < b.x + b.width && b.x + 1 < a.x + a.width && a.y + 4 < b.y + b.height && b.y + 4 < a.y + a.height,
        )
        .map(b => `${a.text} / ${b.text}`),
    )
    expect(over).toEqual([])
    expect(trouble).toEqual([])
  })
})
