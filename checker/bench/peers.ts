/**
 * Other checkers on the same graphs, built and run here: SPIN (depth first, breadth first, or two processes) and Rumur.
 */
import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { BenchGraph, Peer } from './graphs/graph.ts'
import type { Timed } from './row.ts'

/** Models are no TypeScript: they stay where they were written, wherever this was compiled to. */
const models = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? './peers' : '../../../checker/bench/peers/', import.meta.url),
)

export const installed = (tool: string): boolean => spawnSync(tool, ['--version']).error === undefined

/** Measures SPIN and Rumur on a graph, where they are installed and have a model of it. */
export async function measurePeers(name: string, graph: BenchGraph, workers: number): Promise<Timed[]> {
  const { peer } = graph
  if (peer === undefined) return []
  const rows: Timed[] = []
  if (installed('spin') && installed('gcc')) {
    for (const variant of workers === 1 ? ['dfs', 'bfs'] : ['ncore'])
      rows.push(
        await measure(name, graph, workers, `spin ${variant}`, folder => spin(folder, peer, graph, variant, workers)),
      )
  }
  if (installed('rumur') && installed('gcc'))
    rows.push(await measure(name, graph, workers, 'rumur', folder => rumur(folder, peer, workers)))
  return rows
}

/** Builds in a folder. @returns the command that runs, and how to read states and transitions from what it prints */
type Build = (folder: string) => {
  readonly command: readonly [string, ...string[]]
  readonly states: RegExp
  readonly transitions: RegExp
  /** The initial state, where it is counted as a transition. */
  readonly extra: number
}

async function measure(name: string, graph: BenchGraph, workers: number, tool: string, build: Build): Promise<Timed> {
  const folder = mkdtempSync(join(tmpdir(), 'peer-'))
  try {
    const begun = performance.now()
    const { command, states, transitions, extra } = build(folder)
    const started = performance.now()
    const { output, peak, cpuSeconds } = await watch(command, folder)
    const seconds = (performance.now() - started) / 1000
    const read = (pattern: RegExp) => Number(pattern.exec(output)?.[1])
    const counted = { states: read(states), transitions: read(transitions) - extra }
    if (counted.states !== graph.states || counted.transitions !== graph.transitions)
      throw new Error(
        `${tool} counts ${counted.states} states and ${counted.transitions} transitions of ${name}:\n${output}`,
      )
    return {
      graph: name,
      tool,
      workers,
      ...counted,
      seconds,
      cpuSeconds,
      statesPerSecond: counted.states / seconds,
      transitionsPerSecond: counted.transitions / seconds,
      bytesPerState: peak / counted.states,
      allBytesPerState: peak / counted.states,
      wallSeconds: (performance.now() - begun) / 1000,
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const compile = (folder: string, command: string, args: readonly string[]) => {
  const { status, stderr } = spawnSync(command, args, { cwd: folder, encoding: 'utf8' })
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed:\n${stderr}`)
}

function spin(
  folder: string,
  { model, constants }: Peer,
  graph: BenchGraph,
  variant: string,
  workers: number,
): ReturnType<Build> {
  const defines = Object.entries(constants).map(([name, value]) => `-D${name}=${value}`)
  compile(folder, 'spin', ['-a', ...defines, join(models, `${model}.pml`)])
  const flags = { dfs: [], bfs: ['-DBFS'], ncore: [`-DNCORE=${workers}`, '-DMEMLIM=8000'] }[variant] ?? []
  compile(folder, 'gcc', ['-O3', '-DSAFETY', '-DNOREDUCE', ...flags, '-w', '-o', 'pan', 'pan.c'])
  // Kind to SPIN: the size of its table and the depth of its search are set knowing the counts.
  const table = `-w${Math.ceil(Math.log2(graph.states ?? 2 ** 20))}`
  return {
    command: ['./pan', `-m${variant === 'bfs' ? 10_000 : (graph.states ?? 10 ** 7)}`, table],
    states: /^\s*(\d+) states, stored/m,
    transitions: /^\s*(\d+) transitions/m,
    extra: 1,
  }
}

function rumur(folder: string, { model, constants }: Peer, workers: number): ReturnType<Build> {
  const text = readFileSync(join(models, `${model}.m`), 'utf8').replace(/@(\w+)@/g, (_, name) =>
    String(constants[name]),
  )
  writeFileSync(join(folder, 'model.m'), text)
  compile(folder, 'rumur', ['--threads', String(workers), '--deadlock-detection', 'off', '-o', 'model.c', 'model.m'])
  compile(folder, 'gcc', ['-O3', '-std=c11', '-march=native', '-mcx16', '-w', '-o', 'model', 'model.c', '-lpthread'])
  return {
    command: ['./model'],
    states: /(\d+) states, \d+ rules fired/,
    transitions: /\d+ states, (\d+) rules fired/,
    extra: 0,
  }
}

/** Ticks of a second in /proc. */
const TICKS = 100

/** Runs a command, looking at its memory and processor time now and then. */
function watch(
  [command, ...args]: readonly [string, ...string[]],
  cwd: string,
): Promise<{ output: string; peak: number; cpuSeconds: number }> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd })
    let output = ''
    let peak = 0
    let cpuSeconds = 0
    const look = setInterval(() => {
      try {
        const high = /VmHWM:\s*(\d+) kB/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))
        peak = Math.max(peak, 1024 * Number(high?.[1] ?? 0))
        const times = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
        cpuSeconds = (Number(times[11]) + Number(times[12])) / TICKS
      } catch {
        // It has ended.
      }
    }, 20)
    child.stdout.on('data', data => {
      output += data
    })
    child.on('error', reject)
    child.on('close', () => {
      clearInterval(look)
      resolve({ output, peak, cpuSeconds })
    })
  })
}
