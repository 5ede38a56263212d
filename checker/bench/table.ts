/**
 * Measurements as a table, and as a page that says on what machine they were made and how the tools compare.
 */
import { spawnSync } from 'node:child_process'
import { cpus, loadavg, release, totalmem } from 'node:os'
import type { Timed } from './row.ts'

const line = (texts: readonly string[]) => `| ${texts.join(' | ')} |`
const whole = (n: number) => Math.round(n).toLocaleString('en')

interface TimedColumn {
  readonly head: string
  readonly of: (row: Timed) => string
}
const columns: readonly TimedColumn[] = [
  { head: 'graph', of: row => row.graph },
  { head: 'tool', of: row => row.tool },
  { head: 'workers', of: row => String(row.workers) },
  { head: 'states', of: row => whole(row.states) },
  { head: 'transitions', of: row => whole(row.transitions) },
  { head: 's', of: row => row.seconds.toFixed(2) },
  { head: 'process s', of: row => row.wallSeconds.toFixed(2) },
  { head: 'cpu s', of: row => row.cpuSeconds.toFixed(2) },
  { head: 'states/s', of: row => whole(row.statesPerSecond) },
  { head: 'transitions/s', of: row => whole(row.transitionsPerSecond) },
  { head: 'B/state', of: row => row.bytesPerState.toFixed(1) },
  { head: 'all B/state', of: row => row.allBytesPerState.toFixed(1) },
]

export const headLines: readonly string[] = [
  line(columns.map(({ head }) => head)),
  line(columns.map((_, index) => (index < 2 ? '---' : '--:'))),
]
export const rowLine = (row: Timed): string => line(columns.map(({ of }) => of(row)))

/** The whole page. Rows of one run only, in the order in which they were measured. */
export function page(rows: readonly Timed[]): string {
  const [cpu] = cpus()
  const tools = ['spin -V', 'rumur --version', 'gcc --version'].flatMap(said)
  return `${[
    '# The engine beside other checkers',
    '',
    `${cpus().length} × ${cpu?.model ?? 'processor'}, ${whole(totalmem() / 2 ** 30)} GiB, Linux ${release()};`,
    `Node ${process.versions.node}${tools.map(tool => `, ${tool}`).join('')}.`,
    ...busyLines(),
    '',
    'All rows were measured one after the other in one run; the counts of states and transitions are asserted to be equal.',
    '`s` is the search alone, `process s` all from start to end, for other checkers with building. `B/state` is the peak of',
    'memory beyond what the process had before the search, `all B/state` the peak of the whole process. The engine runs on',
    'huge pages where glibc has them, as its command does; other checkers run as they come.',
    '',
    ...headLines,
    ...rows.map(rowLine),
    '',
    'How much faster the engine is than each of them, by the clock and by processor time, and its memory over theirs:',
    '',
    line(['graph', 'workers', 'beside', 'states/s', 'states per cpu s', 'start to verdict', 'all B/state']),
    line(['---', '--:', '---', '--:', '--:', '--:', '--:']),
    ...ratioLines(rows),
  ].join('\n')}\n`
}

/** Says so where others were at work on the machine. */
function busyLines(): string[] {
  const [, load] = loadavg() as [number, number, number]
  if (load <= cpus().length) return []
  return ['', `Others were at work (load ${load.toFixed(1)}): times by the clock say little, compare processor time.`]
}

function ratioLines(rows: readonly Timed[]): string[] {
  const times = (ratio: number) => (Number.isFinite(ratio) ? `${ratio.toFixed(2)} ×` : '–')
  return rows.flatMap(peer => {
    const own = rows.find(row => isOwn(row) && row.graph === peer.graph && row.workers === peer.workers)
    if (own === undefined || isOwn(peer)) return []
    const cells = [
      own.statesPerSecond / peer.statesPerSecond,
      peer.cpuSeconds / own.cpuSeconds,
      peer.wallSeconds / own.wallSeconds,
      own.allBytesPerState / peer.allBytesPerState,
    ]
    return [line([own.graph, String(own.workers), peer.tool, ...cells.map(times)])]
  })
}

const isOwn = ({ tool }: Timed) => tool.startsWith('checker')

/** The first line of what a tool says of itself, if it is installed. */
function said(command: string): string[] {
  const [tool, ...args] = command.split(' ')
  const { error, stdout, stderr } = spawnSync(tool!, args, { encoding: 'utf8' })
  return error ? [] : [`${stdout}${stderr}`.trim().split('\n')[0]!]
}
