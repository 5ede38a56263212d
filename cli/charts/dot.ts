/**
 * Charts in the words of Graphviz: a fragment is a cluster.
 */
import { type Chart, type ChartEdge, type ChartMark, type ChartState, edgeWords, parentOf } from './chart.ts'

export function dotChart(chart: Chart): string[] {
  const states = new Map(chart.states.map(state => [state.path, state]))
  const ids = new Map(chart.states.map(({ path }, index) => [path, `s${index + 1}`]))
  const block = (parent: string, indent: string): string[] =>
    chart.states
      .filter(({ path }) => parentOf(path) === parent)
      .flatMap(state => {
        if (state.kind !== 'fragment') return [`${indent}${ids.get(state.path)} [${nodeWords(state)}]`]
        return [
          `${indent}subgraph cluster_${ids.get(state.path)} {`,
          `${indent}  label=${quoted(state.label)} style="rounded${state.mark === 'removed' ? ',dashed' : ''}" color=${lineOf(state.mark)}`,
          ...block(state.path, `${indent}  `),
          `${indent}}`,
        ]
      })
  /** Where a fragment is entered. */
  const entered = (path: string): string | undefined => {
    const state = states.get(path)
    return state?.kind === 'fragment' ? entered(state.initial!) : state?.path
  }
  /** Where it is left: its ends. */
  const left = (path: string): string[] => {
    if (states.get(path)?.kind !== 'fragment') return states.has(path) ? [path] : []
    return chart.states.filter(one => one.kind === 'end' && parentOf(one.path) === path).map(one => one.path)
  }
  const edgeLines = (edge: ChartEdge): string[] => {
    const to = entered(edge.to)
    return to === undefined
      ? []
      : left(edge.from).map(from => `  ${ids.get(from)} -> ${ids.get(to)}${arrowWords(edge)}`)
  }
  return [
    `digraph ${quoted(chart.name)} {`,
    `  label=${quoted(chart.name)} labelloc=t fontname="Courier" fontsize=13 rankdir=TB bgcolor="transparent"`,
    '  node [shape=box style=rounded fontname="Courier" fontsize=11]',
    '  edge [fontname="Courier" fontsize=10]',
    ...block('', '  '),
    ...chart.edges.flatMap(edgeLines),
    '}',
  ]
}

/** The class lets a page that shows the drawing style it. */
function nodeWords({ path, label, kind, mark }: ChartState): string {
  if (kind === 'end') return `shape=circle label="" width=0.15 style=filled fillcolor="gray50"`
  const fill = mark === 'added' ? ' style="rounded,filled" fillcolor="#c9f0d0"' : ''
  const gone = mark === 'removed' ? ' style="rounded,filled,dashed" fillcolor="#fbd5d5"' : ''
  return `id=${quoted(path)} label=${quoted(markSign(mark) + label)}${fill}${gone}${mark ? ` color=${lineOf(mark)}` : ''}`
}

function arrowWords(edge: ChartEdge): string {
  const label = markSign(edge.mark) + edgeWords(edge).join(' ')
  const parts = [
    ...(label === '' ? [] : [`label=${quoted(label)}`]),
    ...(edge.mark ? [`color=${lineOf(edge.mark)} fontcolor=${lineOf(edge.mark)}`] : []),
    ...(edge.mark === 'removed' || edge.event !== undefined ? ['style=dashed'] : []),
  ]
  return parts.length === 0 ? '' : ` [${parts.join(' ')}]`
}

/** Colours carry no meaning of their own. */
const markSign = (mark: ChartMark | undefined): string => (mark === undefined ? '' : mark === 'added' ? '+ ' : '- ')

const lineOf = (mark: ChartMark | undefined): string =>
  mark === undefined ? '"gray50"' : mark === 'added' ? '"#0a6b23"' : '"#a40000"'

const quoted = (text: string): string => `"${text.replace(/["\\]/g, sign => `\\${sign}`)}"`
