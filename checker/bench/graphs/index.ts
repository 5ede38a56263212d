/** The engine's own graphs, by name. */
import type { Property } from '../../index.ts'
import { blocks, promises, type Size } from './blocks.ts'
import type { BenchGraph, BuiltGraph } from './graph.ts'
import { grid } from './grid.ts'
import { oneInside, peterson } from './peterson.ts'
import { philosophers } from './philosophers.ts'

export type { BenchGraph } from './graph.ts'

type OwnGraph = Omit<BenchGraph, 'build'> & { readonly build: () => BuiltGraph }

const stuck: Property = { kind: 'stuck', name: 'stuck' }

const dials = (n: number, values = 10): OwnGraph => ({
  build: () => ({ system: grid(n, values), properties: [] }),
  states: values ** n,
  transitions: n * values ** n,
  peer: { model: 'grid', constants: { DIALS: n, VALUES: values } },
})
const diners = (n: number, states: number, transitions: number): OwnGraph => ({
  build: () => ({ system: philosophers(n), properties: [stuck] }),
  states,
  transitions,
  peer: { model: 'philosophers', constants: { N: n } },
})
const served = (size: Size, states: number, transitions: number): OwnGraph => ({
  build: () => ({ system: blocks(size), properties: promises(size) }),
  states,
  transitions,
  peer: {
    model: 'blocks',
    constants: { GROUPS: size.groups, LENGTH: size.blocks, THREADS: size.threads },
  },
})
/** Nobody asks whether a block is held: a promise is broken after 18 steps. */
const broken = (size: Size, states: number, transitions: number, stopAtFirst: boolean): OwnGraph => ({
  build: () => ({ system: blocks(size, false), properties: promises(size) }),
  states,
  transitions,
  stopAtFirst,
})

export const graphs: Readonly<Record<string, OwnGraph>> = {
  peterson: {
    build: () => ({ system: peterson(), properties: [oneInside, stuck] }),
    states: 42,
    transitions: undefined,
  },
  'grid-5': dials(5),
  'grid-6': dials(6),
  'grid-7': dials(7),
  // As many successors a state as grid-6, and a hundred times the states: what a large table costs.
  'grid-6-of-22': { ...dials(6, 22), large: true },
  'phil-8': diners(8, 103_682, 687_768),
  'phil-10': diners(10, 1_860_498, 15_426_870),
  'blocks-S-broken': broken({ groups: 1, blocks: 2, threads: 2 }, 154_608, 357_268, false),
  'blocks-M-first': broken({ groups: 1, blocks: 2, threads: 3 }, 319_812, 984_741, true),
  'blocks-S': served({ groups: 1, blocks: 2, threads: 2 }, 88_184, 201_620),
  'blocks-M': served({ groups: 1, blocks: 2, threads: 3 }, 1_655_552, 5_554_572),
  'blocks-L': served({ groups: 1, blocks: 4, threads: 2 }, 8_279_168, 19_653_380),
  // As blocks-M, in a vector as long as that of a real model.
  'padded-blocks-M': {
    build: () => {
      const size = { groups: 1, blocks: 2, threads: 3, padding: 228 }
      return { system: blocks(size), properties: promises(size) }
    },
    states: 1_655_552,
    transitions: 5_554_572,
  },
  'blocks-XL': served({ groups: 2, blocks: 2, threads: 2 }, 16_934_736, 39_120_036),
}

/** For helper threads. */
export const build = (name: string): BuiltGraph => graphs[name]!.build()
