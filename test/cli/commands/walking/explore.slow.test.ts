/**
 * The page of `explore`, in a browser, as its server gives it.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { request } from 'node:http'
import { createRequire } from 'node:module'
import { networkInterfaces } from 'node:os'
import type { Browser, Page } from 'puppeteer-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { gmemcheck, root } from '../../gmemcheck.ts'
import { chromium, openBrowser } from '../../reports/drawn/browser.ts'

const world = 'convert-to-shared-during-guest-fault@exact-window'
let server: ChildProcess
let url: string
beforeAll(async () => {
  server = spawn(process.execPath, [`${root}bundle/cli/main.js`, 'explore', world], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [first] = await once(server.stdout!, 'data')
  url = String(first).split('\n')[0]!
})
afterAll(() => server.kill('SIGKILL'))

const get = (path: string, headers: Record<string, string> = {}) =>
  new Promise<{ status: number; text: string }>((resolve, reject) => {
    request(new URL(path, url), { headers }, response => {
      let text = ''
      response.on('data', part => {
        text += part
      })
      response.on('end', () => resolve({ status: response.statusCode!, text }))
    })
      .on('error', reject)
      .end()
  })

describe('the server', () => {
  it('answers this machine only', async () => {
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/)
    const { port } = new URL(url)
    const others = Object.values(networkInterfaces())
      .flat()
      .filter(one => one?.family === 'IPv4' && !one.internal)
    for (const { address } of others as { address: string }[])
      await expect(fetch(`http://${address}:${port}/`)).rejects.toThrow()
  })

  it('answers its own page only, and refuses what is not possible', async () => {
    expect((await get('/', { Host: 'example.org' })).status).toBe(403)
    expect((await get('/none')).status).toBe(404)
    const { status, text } = await get('/state?path=0.7')
    expect(status).toBe(400)
    expect(JSON.parse(text).error).toContain('step 2, "7", is not possible')
  })

  it('says with one message that a port is in use, and ends with 2', () => {
    const { port } = new URL(url)
    const { status, stdout, stderr } = gmemcheck('explore', world, '--port', port)
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toBe(
      `port ${port} of 127.0.0.1 cannot be used: another program uses it\ngive another: --port N, or none for any that is free\n`,
    )
  })
})

it('refuses a port that there is not', () => {
  const { status, stderr } = gmemcheck('explore', world, '--port', '70000')
  expect(status).toBe(2)
  expect(stderr).toContain('give a whole number from 1 to 65535')
})

describe.skipIf(chromium === undefined)('the page', () => {
  let browser: Browser
  let page: Page
  const trouble: string[] = []
  beforeAll(async () => {
    browser = await openBrowser()
    page = await browser.newPage()
    page.on('console', message => trouble.push(`console: ${message.text()}`))
    page.on('pageerror', error => trouble.push(`error: ${error}`))
    page.on('request', one => {
      if (!one.url().startsWith(url) && !one.url().startsWith('data:')) trouble.push(`request: ${one.url()}`)
    })
    await page.goto(url)
    await page.waitForSelector('#graph button')
    await page.waitForSelector('#violations li')
  })
  afterAll(() => browser.close())

  const texts = (selector: string) => page.$$eval(selector, all => all.map(one => one.textContent ?? ''))
  const shown = (selector: string) =>
    page.$$eval(selector, all => all.filter(one => (one as HTMLElement).offsetParent !== null).length)

  it('unfolds the graph where it is asked to', async () => {
    expect(await texts('#graph button')).toEqual([
      '1  0  CPU0 calls guest fault, private gfn 3',
      '1  1  CPU1 calls convert 2 to shared',
    ])
    await page.click('#graph li:first-child > button')
    await page.waitForSelector('#graph li li')
    expect((await texts('#graph li li > button'))[0]).toBe('2  0  CPU0 kvm_mmu_faultin_pfn(): faulting[0] {} -> {0}')
    expect((await texts('#here'))[0]).toBe('state 2, after 1 step: CPU0 guest fault, CPU1 idle')
  })

  it('knows a state again', async () => {
    await page.click('#graph li li:nth-child(2) > button')
    await page.waitForFunction(() => document.getElementById('here')!.textContent!.includes('after 2 steps'))
    await page.click('#graph > li:nth-child(2) > button')
    await page.waitForSelector('#graph > li:nth-child(2) li')
    await page.click('#graph > li:nth-child(2) li > button')
    await page.waitForFunction(() => document.body.textContent!.includes('which is unfolded elsewhere'))
  })

  it('opens a violation, with memory as it is there', async () => {
    await page.select('#promise', 'huge-mappings-are-not-mixed')
    expect(await shown('#violations li')).toBe(1)
    await page.click('#violations li:not([hidden]) button')
    await page.waitForFunction(() => document.getElementById('here')!.textContent!.includes('after 22 steps'))
    expect((await texts('#broken'))[0]).toContain(
      'huge-mappings-are-not-mixed does not hold: a huge SPTE covers pages 2 to 3',
    )
    expect(await texts('#memory .changed')).toEqual(['shared'])
  })

  it('hides the steps of a thread', async () => {
    const before = await shown('#graph li[data-thread="1"]')
    expect(before).toBeGreaterThan(0)
    await page.click('input[data-thread="1"]')
    expect(await shown('#graph li[data-thread="1"]')).toBe(0)
    await page.click('input[data-thread="1"]')
    expect(await shown('#graph li[data-thread="1"]')).toBe(before)
  })

  it('is accessible, asks nobody else for anything, and says nothing on its console', async () => {
    await page.setBypassCSP(true)
    await page.reload()
    await page.waitForSelector('#violations li')
    await page.addScriptTag({ path: createRequire(import.meta.url).resolve('axe-core/axe.min.js') })
    const found = await page.evaluate(async () => {
      const { axe } = globalThis as unknown as { axe: { run: () => Promise<{ violations: { id: string }[] }> } }
      return (await axe.run()).violations.map(({ id }) => id)
    })
    expect(found).toEqual([])
    expect(trouble).toEqual([])
  })
})

it('ends with 0 on Ctrl-C', async () => {
  server.kill('SIGINT')
  const [status] = await once(server, 'exit')
  expect(status).toBe(0)
})
