/**
 * Measures the engine: `npm run bench -- [--only NAME] [--workers N] [--exact] [--from MODULE] [--peers] [--format json]`.
 *
 * `--only` takes the graphs whose name contains NAME; `--from` takes them from a module that exports `graphs`.
 * `--exact` keeps whole states. `--peers` measures SPIN and Rumur on the same graphs, where they are installed. Compare rows of one run only.
 */
import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import type { Graphs } from './graph.ts'
import { graphs } from './graphs/index.ts'
import { installed, measurePeers } from './peers.ts'
import type { Timed } from './row.ts'

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    workers: { type: 'string', default: '1' },
    from: { type: 'string' },
    exact: { type: 'boolean', default: false },
    peers: { type: 'boolean', default: false },
    format: { type: 'string', default: 'table' },
  },
})
const module = values.from === undefined ? '' : resolve(values.from)
const offered: Graphs = module === '' ? graphs : (await import(pathToFileURL(module).href)).graphs
const names = Object.keys(offered).filter(name => name.includes(values.only))
if (names.length === 0) {
  console.error(`no graph has "${values.only}" in its name; there are ${Object.keys(offered).join(', ')}`)
  process.exit(2)
}

const measure = (name: string): Timed => {
  const started = performance.now()
  const row = fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? './row.ts' : './row.js', import.meta.url))
  const child = spawnSync(process.execPath, [row, name, values.workers, module, values.exact ? 'exact' : ''], {
    encoding: 'utf8',
  })
  const wallSeconds = (performance.now() - started) / 1000
  if (child.status !== 0) {
    console.error(child.stderr)
    process.exit(1)
  }
  return { ...JSON.parse(child.stdout), wallSeconds }
}

const whole = (n: number) => Math.round(n).toLocaleString('en')
const cells = (row: Timed) => [
  row.graph,
  row.tool,
  String(row.workers),
  whole(row.states),
  whole(row.transitions),
  row.seconds.toFixed(2),
  row.wallSeconds.toFixed(2),
  row.cpuSeconds.toFixed(2),
  whole(row.statesPerSecond),
  whole(row.transitionsPerSecond),
  row.bytesPerState.toFixed(1),
  row.allBytesPerState.toFixed(1),
]
const heads = [
  'graph',
  'tool',
  'workers',
  'states',
  'transitions',
  's',
  'process s',
  'cpu s',
  'states/s',
  'transitions/s',
  'B/state',
  'all B/state',
]
const line = (texts: readonly string[]) => `| ${texts.join(' | ')} |`

if (values.peers)
  for (const tool of ['spin', 'rumur', 'gcc'])
    if (!installed(tool)) console.error(`${tool.toUpperCase()} IS NOT INSTALLED: its rows are missing below`)

const rows: Timed[] = []
const show = (row: Timed) => {
  if (values.format === 'json') rows.push(row)
  else console.log(line(cells(row)))
}
if (values.format !== 'json') {
  console.log(line(heads))
  console.log(line(heads.map((_, i) => (i < 2 ? '---' : '--:'))))
}
for (const name of names) {
  show(measure(name))
  if (values.peers) for (const row of await measurePeers(name, offered[name]!, Number(values.workers))) show(row)
}
if (values.format === 'json') console.log(JSON.stringify(rows))
