/**
 * Mermaid itself, in a browser: it measures text there.
 */
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Browser } from 'puppeteer-core'

const bundle = join(dirname(createRequire(import.meta.url).resolve('mermaid/package.json')), 'dist/mermaid.min.js')

interface Mermaid {
  readonly initialize: (options: object) => void
  readonly parse: (text: string) => Promise<{ diagramType: string }>
  readonly render: (id: string, text: string) => Promise<{ svg: string }>
}

/** Parses a diagram and draws it: its kind, and the text that it shows. Rejects what Mermaid does not take. */
export async function mermaidReader(browser: Browser) {
  const page = await browser.newPage()
  await page.addScriptTag({ path: bundle })
  return (text: string): Promise<{ type: string; text: string }> =>
    page.evaluate(async source => {
      const { mermaid } = globalThis as unknown as { mermaid: Mermaid }
      mermaid.initialize({ startOnLoad: false, maxTextSize: 1_000_000, maxEdges: 10_000 })
      const { diagramType } = await mermaid.parse(source)
      const { svg } = await mermaid.render('drawn', source)
      const element = document.createElement('div')
      element.innerHTML = svg
      return { type: diagramType, text: element.textContent ?? '' }
    }, text)
}
