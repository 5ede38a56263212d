/**
 * One measurement, in a process of its own so that its memory is its own: `row.js GRAPH WORKERS [MODULE [exact]]` prints a row as JSON.
 */
import { pathToFileURL } from 'node:url'
import { search } from '../index.ts'
import type { Graphs } from './graphs/graph.ts'
import { graphs } from './graphs/index.ts'

interface BenchRow {
  readonly graph: string
  readonly tool: string
  readonly workers: number
  readonly states: number
  readonly transitions: number
  /** Of the search alone. */
  readonly seconds: number
  /** Processor time of the process, all its threads: what to compare where a machine is shared. */
  readonly cpuSeconds: number
  readonly statesPerSecond: number
  readonly transitionsPerSecond: number
  /** Peak memory beyond that of the process before the search, per state. */
  readonly bytesPerState: number
  /** Peak memory of the whole process, per state. */
  readonly allBytesPerState: number
}

/** A row, and how long the process took from start to end; for a peer, building it included. */
export interface Timed extends BenchRow {
  readonly wallSeconds: number
}

const [, , name = '', workers = '1', module = '', mode = ''] = process.argv
const exact = mode === 'exact'
const count = Number(workers)
const home = module === '' ? new URL('./graphs/index.js', import.meta.url).href : pathToFileURL(module).href
const offered: Graphs = module === '' ? graphs : (await import(home)).graphs
const graph = offered[name]!
const { system, properties } = await graph.build()
const before = process.memoryUsage().rss
const started = performance.now()
const result = search(system, properties, {
  stopAtFirst: graph.stopAtFirst ?? false,
  exact,
  ...(count > 1 && { workers: { count, source: { module: home, name: 'build', argument: name } } }),
})
const seconds = (performance.now() - started) / 1000
const { states, transitions } = result
if (result.cut !== (graph.stopAtFirst ? 'first-violation' : undefined))
  throw new Error(`${name} was cut by ${result.cut}`)
if (states !== (graph.states ?? states) || transitions !== (graph.transitions ?? transitions))
  throw new Error(
    `${name} has ${graph.states} states and ${graph.transitions} transitions, not ${states} and ${transitions}`,
  )
const { user, system: kernel } = process.cpuUsage()
const peak = process.resourceUsage().maxRSS * 1024
const row: BenchRow = {
  graph: name,
  tool: exact ? 'checker exact' : 'checker',
  workers: count,
  states,
  transitions,
  seconds,
  cpuSeconds: (user + kernel) / 1e6,
  statesPerSecond: states / seconds,
  transitionsPerSecond: transitions / seconds,
  bytesPerState: (peak - before) / states,
  allBytesPerState: peak / states,
}
console.log(JSON.stringify(row))
