/**
 * The graphs that `npm run bench` measures: the engine's, those of served blocks under the names by which other checkers'
 * models of guest_memfd are known, and the largest worlds of the suite that convert.
 */
import { type BenchGraph, graphs as engine } from '../../checker/bench/graphs/index.ts'

/**
 * One search by itself: calls-can-return takes a second pass, which is not what is measured. The model is loaded only
 * for these.
 */
const conversion = (name: string): BenchGraph => ({
  build: async () => {
    const [{ designs }, { scenarios }, { world }, { promises }, { propertiesOf }] = await Promise.all([
      import('../../model/designs/index.ts'),
      import('../../model/scenarios/index.ts'),
      import('../../model/world.ts'),
      import('../../spec/promises/index.ts'),
      import('../../spec/judging/properties.ts'),
    ])
    const scenario = scenarios.find(scenario => scenario.name === name)!
    const design = designs.find(design => design.name === 'rfc-v2-split')!
    const once = promises.filter(({ kind }) => kind !== 'progress')
    return { system: world(scenario, design), properties: propertiesOf(once, []) }
  },
  states: undefined,
  transitions: undefined,
})

/** Graphs with a seeded bug have names that `--only gmem-M` does not match. */
const kernelName = (name: string): string =>
  name.replace(/^blocks-(\w+)-(broken|first)$/, 'seeded-$1-$2').replace(/^blocks-/, 'gmem-')

export const graphs: Readonly<Record<string, BenchGraph>> = {
  ...Object.fromEntries(Object.entries(engine).map(([name, graph]) => [kernelName(name), graph])),
  ...Object.fromEntries(
    ['any-conversions-at-once', 'conversion-among-all'].map(name => [name, conversion(name)] as const),
  ),
}

/** For helper threads. */
export const build = (name: string): ReturnType<BenchGraph['build']> => graphs[name]!.build()
