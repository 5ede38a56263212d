/**
 * A real browser without a window, where the machine has one.
 */
import { existsSync } from 'node:fs'
import { type Browser, launch, type Page } from 'puppeteer-core'

export const chromium = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync)
if (chromium === undefined) console.warn('NO CHROMIUM: what is drawn is not opened in a browser')

export const openBrowser = (): Promise<Browser> =>
  launch({ executablePath: chromium!, args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'] })

/** A page that notes what it should not do: say something on its console, fail, or ask for anything but its own file. */
export async function watchedPage(browser: Browser): Promise<{ page: Page; trouble: string[] }> {
  const page = await browser.newPage()
  const trouble: string[] = []
  page.on('console', message => trouble.push(`console: ${message.text()}`))
  page.on('pageerror', error => trouble.push(`error: ${error}`))
  page.on('request', request => {
    if (/^(https?|wss?|ftp):/.test(request.url())) trouble.push(`request: ${request.url()}`)
  })
  return { page, trouble }
}
