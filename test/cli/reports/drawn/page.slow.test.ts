/**
 * The page of violations as people meet it: in a browser, stepped by keys and buttons, on screens of any size.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'puppeteer-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { gmemcheck, root } from '../../gmemcheck.ts'
import { chromium, openBrowser, watchedPage } from './browser.ts'

const folder = mkdtempSync(join(tmpdir(), 'page-'))
const fixtures = join(root, 'test/fixtures/c')
const one = join(folder, 'one.html')
const many = join(folder, 'many.html')
const patched = join(folder, 'patched.html')
const series = join(folder, 'series.html')

beforeAll(() => {
  gmemcheck('check', 'convert-to-shared-during-guest-fault@exact-window', '--report', `html=${one}`)
  gmemcheck('check', 'rfc-v2-split', 'convert-two-hugepages-out-of-memory', 'convert-to-shared', '--html', many)
  gmemcheck(
    'review',
    forgetful(),
    '--tree',
    join(fixtures, 'guest-memfd'),
    '--scenario',
    'convert-to-shared',
    '--html',
    patched,
  )
  gmemcheck(
    'review',
    join(fixtures, 'series'),
    '--tree',
    join(fixtures, 'guest-memfd'),
    '--scenario',
    'convert-to-shared',
    '--html',
    series,
  )
})
afterAll(() => rmSync(folder, { recursive: true }))

/** A patch that forgets to unlock a folio. */
function forgetful(): string {
  const path = join(folder, 'forgetful.patch')
  writeFileSync(
    path,
    readFileSync(join(fixtures, 'take-out.patch'), 'utf8').replace('+\tfolio_unlock(folio);\n', '+\n'),
  )
  return path
}

it('needs no network', () => {
  const html = readFileSync(one, 'utf8')
  expect(html.match(/<article /g)!.length).toBeGreaterThan(0)
  expect(html).toContain('<dt>words</dt><dd>a frame is a physical page')
  expect(readFileSync(many, 'utf8')).toContain('<caption>kept by the model for this promise</caption>')
  expect(html).not.toMatch(/https?:(?!\/\/www\.w3\.org)|<link rel="stylesheet"|<script src/)
})

describe.skipIf(chromium === undefined)('in a browser', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await openBrowser()
  })
  afterAll(() => browser.close())

  const opened = async (file: string, fragment = '') => {
    const watched = await watchedPage(browser)
    await watched.page.goto(`file://${file}${fragment}`)
    return watched
  }
  const text = (page: Page, selector: string) => page.$eval(selector, element => element.textContent ?? '')

  it('shows the step that its address names, with memory as it is then', async () => {
    const { page, trouble } = await opened(one, '#v1-s21')
    expect(await text(page, '#v1 [role=status]')).toMatch(/^after step 21 of \d+: CPU0 kvm_tdp_mmu_map\(\)$/)
    expect(await page.$$eval('#v1 td.changed', cells => cells.map(cell => cell.textContent))).toEqual([
      'frame 0, huge',
      'frame 1, huge',
    ])
    expect(await text(page, '#v1 .chart:not([hidden]) p.here')).toContain('CPU0 has run kvm_tdp_mmu_map()')
    expect(trouble).toEqual([])
  })

  it('is stepped by keys and by buttons, forwards and back to the same memory', async () => {
    const { page, trouble } = await opened(one)
    const memory = () => page.$$eval('#v1 [data-cell]', cells => cells.map(cell => cell.textContent).join('|'))
    const begins = await memory()
    const steps = await page.$$eval('#v1 tr[data-step]', rows => rows.length)
    for (let step = 0; step < steps; step++) await page.keyboard.press('ArrowRight')
    expect(await text(page, '#v1 [role=status]')).toContain(`after step ${steps} of ${steps}`)
    expect(page.url()).toMatch(new RegExp(`#v1-s${steps}$`))
    expect(await memory()).not.toBe(begins)
    for (let step = 0; step < steps; step++) await page.keyboard.press('ArrowLeft')
    expect(await memory()).toBe(begins)
    const [back, step] = await page.$$('#v1 button')
    await step!.click()
    await step!.click()
    await back!.click()
    expect(await text(page, '#v1 [role=status]')).toContain('after step 1 of')
    await page.focus('#v1 button[data-by="1"]')
    await page.keyboard.press('Enter')
    expect(await text(page, '#v1 [role=status]')).toContain('after step 2 of')
    expect(trouble).toEqual([])
  })

  it('has an index of all violations, each of which it opens', async () => {
    const { page, trouble } = await opened(many)
    const entries = await page.$$eval('nav li a', links => links.map(link => link.getAttribute('href')))
    expect(entries.length).toBeGreaterThan(2)
    expect(await page.$$eval('article', articles => articles.map(({ id }) => `#${id}`))).toEqual(entries)
    await page.click(`nav a[href="#v2"]`)
    await page.keyboard.press('ArrowRight')
    expect(page.url()).toMatch(/#v2-s1$/)
    // A key that comes before the browser tells of the new address.
    await page.evaluate(
      "location.hash = '#v1'; document.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight' }))",
    )
    expect(page.url()).toMatch(/#v1-s1$/)
    expect(trouble).toEqual([])
  })

  it('tells of a series which patch each violation comes with', async () => {
    const { page, trouble } = await opened(series)
    expect(await text(page, 'h1')).toContain('after 1 of 4 patches')
    expect(await text(page, 'nav h2')).toBe('2/4  guest_memfd: Leave unlocking to the caller')
    expect(await text(page, '#v1 dl')).toContain('--after 2')
    expect(trouble).toEqual([])
  })

  it('shows the C of a patch beside its steps, with the lines of the patch marked', async () => {
    const { page, trouble } = await opened(patched)
    const rows = await page.$$eval('#v1 tr[data-step]', found => found.map(row => row.textContent ?? ''))
    const inC = 1 + rows.findIndex(row => /\w+\.c:\d+/.test(row))
    expect(inC).toBeGreaterThan(0)
    const [, line] = /\w+\.c:(\d+)/.exec(rows[inC - 1]!)!
    await page.goto(`file://${patched}#v1-s${inC}`)
    await page.reload()
    expect(await page.$$eval('#v1 .code .patched', lines => lines.length)).toBeGreaterThan(0)
    expect(await text(page, '#v1 .code:not([hidden]) [aria-current] .number')).toContain(line)
    expect(trouble).toEqual([])
  })

  it.each([400, 1000, 1600])(
    'keeps memory in view on a screen of %i pixels, from the first step to the last',
    async width => {
      const { page } = await watchedPage(browser)
      await page.setViewport({ width, height: 900 })
      await page.goto(`file://${many}#v1-s1`)
      const hidden = () =>
        page.evaluate(() => {
          const { bottom } = document.querySelector('#v1 .steps')!.getBoundingClientRect()
          const seen = (element: Element) => {
            const box = element.getBoundingClientRect()
            return box.top >= bottom - 1 && box.bottom <= innerHeight
          }
          const now = document.querySelector('#v1 .now-part')!
          const rows = getComputedStyle(now).position === 'sticky' ? '#v1 tr[aria-current], ' : ''
          return [...document.querySelectorAll(`${rows}#v1 .memory thead`)]
            .filter(one => !seen(one))
            .map(one => one.textContent)
        })
      const steps = await page.$$eval('#v1 tr[data-step]', rows => rows.length)
      expect(await hidden()).toEqual([])
      for (let step = 1; step < steps; step++) {
        await page.keyboard.press('ArrowRight')
        expect(await hidden()).toEqual([])
      }
      for (let step = 1; step < steps; step++) {
        await page.keyboard.press('ArrowLeft')
        expect(await hidden()).toEqual([])
      }
      await page.goto(`file://${many}#v1-s${steps}`)
      expect(await hidden()).toEqual([])
    },
  )

  it.each([400, 1000, 1600])('fits a screen of %i pixels, and is accessible in light and dark', async width => {
    const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js')
    for (const file of [one, patched, many])
      for (const scheme of ['light', 'dark']) {
        const { page } = await watchedPage(browser)
        await page.setViewport({ width, height: 900 })
        await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }])
        await page.goto(`file://${file}#v1-s9`)
        expect(await page.$eval('html', html => html.scrollWidth)).toBeLessThanOrEqual(width)
        const cut = await page.$$eval('.race-part, [aria-label^=memory]', regions =>
          regions.filter(one => one.scrollWidth > one.clientWidth).map(one => one.ariaLabel),
        )
        // Six frames are too many for a phone: there memory is scrolled, and its rows keep their names.
        if (width > 400 || file !== many) expect(cut).toEqual([])
        await page.addScriptTag({ path: axe })
        const violations = await page.evaluate(async () => {
          const { axe } = globalThis as unknown as { axe: { run: () => Promise<{ violations: Finding[] }> } }
          return (await axe.run()).violations.map(({ id, nodes }) => `${id}: ${nodes[0]!.html.slice(0, 200)}`)
        })
        expect(violations).toEqual([])
        await page.close()
      }
  })
})

interface Finding {
  readonly id: string
  readonly nodes: readonly { readonly html: string }[]
}
