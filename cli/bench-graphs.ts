/**
 * What `npm run bench` measures: the engine's graphs, those of served blocks under the names by which other checkers'
 * models of guest_memfd are known, and the largest worlds of the suite that convert.
 */
import type { Graph } from '../checker/bench/graph.ts'
import { graphs as engine } from '../checker/bench/graphs/index.ts'
import { designs } from '../model/designs/index.ts'
import { scenarios } from '../model/scenarios/index.ts'
import { world } from '../model/world.ts'
import { promises } from '../spec/promises.ts'
import { propertiesOf } from '../spec/properties.ts'

/** One search by itself: calls-can-return takes a second pass, which is not what is measured. */
const conversion = (name: string): Graph => ({
  build: () => ({
    system: world(
      scenarios.find(scenario => scenario.name === name)!,
      designs.find(design => design.name === 'rfc-v2-split')!,
    ),
    properties: propertiesOf(
      promises.filter(({ kind }) => kind !== 'progress'),
      [],
    ),
  }),
  states: undefined,
  transitions: undefined,
})

/** The graphs with a seeded bug keep out of the way of who asks for `--only gmem-M`. */
const kernelName = (name: string): string =>
  name.replace(/^blocks-(\w+)-(broken|first)$/, 'seeded-$1-$2').replace(/^blocks-/, 'gmem-')

export const graphs: Readonly<Record<string, Graph>> = {
  ...Object.fromEntries(Object.entries(engine).map(([name, graph]) => [kernelName(name), graph])),
  ...Object.fromEntries(
    ['any-conversions-at-once', 'conversion-among-all'].map(name => [name, conversion(name)] as const),
  ),
}

/** For helper threads. */
export const build = (name: string): ReturnType<Graph['build']> => graphs[name]!.build()
