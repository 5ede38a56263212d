/**
 * Several charts in one, beside each other: each stands in a frame that is named by it.
 */
import type { Chart } from './chart.ts'

export function together(name: string, charts: readonly Chart[]): Chart {
  const [only] = charts
  if (charts.length === 1) return { ...only!, name }
  return {
    name,
    states: charts.flatMap(({ name: label, states }, index) => [
      { path: `c${index}`, label, kind: 'fragment', initial: `c${index}.${states[0]!.path}` } as const,
      ...states.map(({ initial, ...state }) => ({
        ...state,
        path: `c${index}.${state.path}`,
        ...(initial !== undefined && { initial: `c${index}.${initial}` }),
      })),
    ]),
    edges: charts.flatMap(({ edges }, index) =>
      edges.map(edge => ({ ...edge, from: `c${index}.${edge.from}`, to: `c${index}.${edge.to}` })),
    ),
  }
}
