/**
 * Charts in the words of Mermaid: a state diagram whose fragments are states with states inside.
 */
import { type Chart, type ChartEdge, type ChartState, edgeWords, parentOf } from './chart.ts'

export function mermaidChart(chart: Chart): string[] {
  const ids = new Map(chart.states.map(({ path }, index) => [path, `s${index + 1}`]))
  const ends = new Set(chart.states.filter(({ kind }) => kind === 'end').map(({ path }) => path))
  const id = (path: string) => (ends.has(path) ? '[*]' : ids.get(path)!)
  const edgeLine = (edge: ChartEdge) => {
    const words = [...(edge.mark ? [edge.mark] : []), ...edgeWords(edge)].map(mermaidText).join(' ')
    return `${id(edge.from)} --> ${id(edge.to)}${words === '' ? '' : ` : ${words}`}`
  }
  const block = (parent: string, indent: string): string[] => {
    const inside = chart.states.filter(({ path, kind }) => parentOf(path) === parent && kind !== 'end')
    const initial = chart.states.find(({ path }) => path === parent)?.initial ?? inside[0]?.path
    const edges = chart.edges.filter(({ from }) => parentOf(from) === parent && ids.has(from))
    return [
      ...(initial !== undefined && ids.has(initial) ? [`${indent}[*] --> ${id(initial)}`] : []),
      ...inside.flatMap(state => stateLines(state, indent)),
      ...edges.map(edge => indent + edgeLine(edge)),
    ]
  }
  const stateLines = ({ path, label, kind, mark }: ChartState, indent: string): string[] => {
    const head = `${indent}state "${mermaidText(label)}" as ${id(path)}`
    const marked = mark ? [`${indent}class ${id(path)} ${mark}`] : []
    return kind === 'fragment'
      ? [`${head} {`, ...block(path, `${indent}  `), `${indent}}`, ...marked]
      : [head, ...marked]
  }
  return [
    '---',
    `title: "${chart.name.replaceAll('"', "'")}"`,
    '---',
    'stateDiagram-v2',
    ...(chart.states.some(({ mark }) => mark)
      ? ['  classDef added fill:#c9f0d0,stroke:#0a6b23,color:#000', REMOVED]
      : []),
    ...block('', '  '),
  ]
}

const REMOVED = '  classDef removed fill:#fbd5d5,stroke:#a40000,color:#000,stroke-dasharray:4'

const mermaidText = (text: string): string => text.replace(/[#;:<>"{}]/g, sign => `#${sign.charCodeAt(0)};`)
