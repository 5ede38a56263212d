import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { gmemcheck } from '../../gmemcheck.ts'

const folder = mkdtempSync(join(tmpdir(), 'page-'))
const file = join(folder, 'page.html')
const chromium = ['chromium', 'chromium-browser', 'google-chrome'].find(name => {
  try {
    return execFileSync('which', [name]).length > 0
  } catch {
    return false
  }
})
if (chromium === undefined) console.warn('NO CHROMIUM: the page of violations is not opened in a browser')

beforeAll(() => {
  gmemcheck('check', 'convert-to-shared-during-guest-fault@exact-window', '--report', `html=${file}`)
})
afterAll(() => rmSync(folder, { recursive: true }))

describe('the page of violations', () => {
  it('needs no network', () => {
    const html = readFileSync(file, 'utf8')
    expect(html.match(/<article /g)!.length).toBeGreaterThan(0)
    expect(html).not.toMatch(/https?:|<link rel="stylesheet"|<script src/)
  })

  it.skipIf(chromium === undefined)('shows the step that its address names, with memory as it is then', () => {
    const shown = (fragment: string) =>
      execFileSync(
        chromium!,
        [
          '--headless',
          '--no-sandbox',
          '--disable-gpu',
          '--virtual-time-budget=2000',
          '--dump-dom',
          `file://${file}${fragment}`,
        ],
        { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], timeout: 60_000 },
      )
    expect(shown('')).toContain('before step 1 of')
    const later = shown('#v1-s2')
    expect(later).toContain('after step 2 of')
    expect(later).toMatch(/<tr data-step="2"[^>]* aria-current="step"/)
    expect(later.match(/class="changed"/g)!.length).toBeGreaterThan(0)
  })
})
