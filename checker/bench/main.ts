/**
 * Measures the engine:
 * `npm run bench -- [--only NAMES] [--workers N] [--exact] [--from MODULE] [--peers] [--markdown FILE] [--format json]`.
 *
 * `--only` takes the graphs named by NAMES, or, where no graph has that name, those whose name contains it, but for
 * large ones; `--workers` takes each number of workers. Both are separated by commas. `--from` takes graphs from a module
 * that exports `graphs`. `--exact` keeps whole states. `--peers` measures SPIN and Rumur on the same graphs, where they
 * are installed. `--markdown` writes a page, with the machine, versions and ratios. Compare rows of one run only.
 */
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import type { Graphs } from './graphs/graph.ts'
import { graphs } from './graphs/index.ts'
import { installed, measurePeers } from './peers.ts'
import type { Timed } from './row.ts'
import { headLines, page, rowLine } from './table.ts'

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    workers: { type: 'string', default: '1' },
    from: { type: 'string' },
    exact: { type: 'boolean', default: false },
    peers: { type: 'boolean', default: false },
    markdown: { type: 'string' },
    format: { type: 'string', default: 'table' },
  },
})
const module = values.from === undefined ? '' : resolve(values.from)
const offered: Graphs = module === '' ? graphs : (await import(pathToFileURL(module).href)).graphs
const names = Object.keys(offered).filter(name =>
  values.only
    .split(',')
    .some(part => name === part || (!(part in offered) && !offered[name]!.large && name.includes(part))),
)
if (names.length === 0) {
  console.error(`no graph has "${values.only}" in its name; there are ${Object.keys(offered).join(', ')}`)
  process.exit(2)
}
const counts = values.workers.split(',').map(Number)
if (!counts.every(count => Number.isInteger(count) && count > 0)) {
  console.error(`--workers cannot be "${values.workers}": give whole numbers above 0, separated by commas`)
  process.exit(2)
}

/** As the command is started: large tables on huge pages, where glibc has them. */
const HUGE_PAGES = 'glibc.malloc.hugetlb=1'

const measure = (name: string, workers: number): Timed => {
  const started = performance.now()
  const row = fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? './row.ts' : './row.js', import.meta.url))
  const child = spawnSync(process.execPath, [row, name, String(workers), module, values.exact ? 'exact' : ''], {
    encoding: 'utf8',
    env: { GLIBC_TUNABLES: HUGE_PAGES, ...process.env },
  })
  const wallSeconds = (performance.now() - started) / 1000
  if (child.status !== 0) {
    console.error(child.stderr)
    process.exit(1)
  }
  return { ...JSON.parse(child.stdout), wallSeconds }
}

if (values.peers)
  for (const tool of ['spin', 'rumur', 'gcc'])
    if (!installed(tool)) console.error(`${tool.toUpperCase()} IS NOT INSTALLED: its rows are missing below`)

const rows: Timed[] = []
const show = (row: Timed) => {
  rows.push(row)
  if (values.format !== 'json') console.log(rowLine(row))
}
if (values.format !== 'json') console.log(headLines.join('\n'))
for (const name of names) {
  for (const workers of counts) {
    show(measure(name, workers))
    if (values.peers && !offered[name]!.large)
      for (const row of await measurePeers(name, offered[name]!, workers)) show(row)
  }
}
if (values.format === 'json') console.log(JSON.stringify(rows))
if (values.markdown !== undefined) writeFileSync(values.markdown, page(rows))
