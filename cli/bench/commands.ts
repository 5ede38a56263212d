/**
 * Measures what somebody waits for: `npm run bench:commands -- [--beside CHECKOUT] [--tree TREE] [--patch PATCH]…
 * [--mail MAIL]… [--only NAMES] [--runs N] [--markdown FILE]`.
 *
 * `--beside` runs the same commands of another checkout, which is built, in turn with those of this one: compare rows of one
 * run only. `--patch` is reviewed on `--tree`, `--mail` without one. `--only` takes rows whose name contains one of the names,
 * which are separated by commas. All caches of outcomes are empty.
 */
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const { values } = parseArgs({
  options: {
    beside: { type: 'string' },
    tree: { type: 'string' },
    patch: { type: 'string', multiple: true, default: [] },
    mail: { type: 'string', multiple: true, default: [] },
    only: { type: 'string', default: '' },
    runs: { type: 'string', default: '3' },
    markdown: { type: 'string' },
  },
})
const runs = Number(values.runs)
if (!Number.isInteger(runs) || runs < 1) refuse(`--runs cannot be "${values.runs}": give a whole number above 0`)
if (values.patch.length > 0 && values.tree === undefined) refuse('--patch needs --tree, to which the patch applies')

/** By name, the arguments; nothing for Node alone, which does nothing. */
const rows: Readonly<Record<string, readonly string[] | undefined>> = {
  'bare Node': undefined,
  '--help': ['--help'],
  'list designs': ['list', 'designs'],
  'one small world': ['check', 'punch-hole@upstream'],
  'check upstream': ['check', 'upstream'],
  'check rfc-v2-split': ['check', 'rfc-v2-split'],
  'suite --quick': ['suite', '--quick'],
  suite: ['suite'],
  ...Object.fromEntries(
    values.patch.map(path => [`review --tree ${basename(path)}`, ['review', resolve(path), '--tree', values.tree!]]),
  ),
  ...Object.fromEntries(values.mail.map(path => [`review ${basename(path)}`, ['review', resolve(path)]])),
}
const wanted = Object.keys(rows).filter(name => values.only.split(',').some(part => name.includes(part)))
if (wanted.length === 0) refuse(`no row has "${values.only}" in its name; there are ${Object.keys(rows).join(', ')}`)

interface MeasuredRun {
  readonly cpu: number
  readonly wall: number
}

const here = fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? '../..' : '../../..', import.meta.url))
const checkouts = values.beside === undefined ? [here] : [resolve(values.beside), here]
const line = (texts: readonly string[]) => `| ${texts.join(' | ')} |`
const heads = ['before', 'now'].slice(-checkouts.length)
const lines = [
  line([
    'command',
    ...heads.flatMap(head => [`${head}, cpu s`, `${head}, s`]),
    ...(checkouts.length > 1 ? ['now / before'] : []),
  ]),
  line(['---', ...heads.flatMap(() => ['--:', '--:']), ...(checkouts.length > 1 ? ['--:'] : [])]),
]
console.log(lines.join('\n'))
for (const name of wanted) {
  const all = checkouts.map((): MeasuredRun[] => [])
  for (let run = 0; run < runs; run++)
    for (const [at, checkout] of checkouts.entries()) all[at]!.push(measured(checkout, rows[name]))
  const middle = all.map(those => ({
    cpu: median(those.map(one => one.cpu)),
    wall: median(those.map(one => one.wall)),
  }))
  const ratio = checkouts.length > 1 ? [(middle[1]!.cpu / middle[0]!.cpu).toFixed(2)] : []
  lines.push(line([name, ...middle.flatMap(({ cpu, wall }) => [cpu.toFixed(2), wall.toFixed(2)]), ...ratio]))
  console.log(lines.at(-1))
}
if (values.markdown !== undefined) writeFileSync(values.markdown, `${lines.join('\n')}\n`)

/** Processor time, of all its threads, and time by the clock. What the command finds is another matter. */
function measured(checkout: string, args: readonly string[] | undefined): MeasuredRun {
  const command = args === undefined ? ['node', '-e', '0'] : [join(checkout, 'cli/gmemcheck'), ...args]
  const env = { ...process.env, GMEMCHECK_CACHE: '', TIMEFORMAT: '%U %S %R' }
  const child = spawnSync('bash', ['-c', 'time "$@" > /dev/null 2>&1', 'bash', ...command], { encoding: 'utf8', env })
  const [user, system, wall] = child.stderr.trim().split(' ').map(Number)
  if (wall === undefined) refuse(`bash cannot time ${command.join(' ')}: ${child.stderr}`)
  return { cpu: user! + system!, wall }
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)]!
}

function refuse(what: string): never {
  console.error(what)
  process.exit(2)
}
