/**
 * The state chart of an operation, as plain data that can be drawn, cut and compared.
 */
import type { Machine, Meta } from '../../checker/declare.ts'

export interface Chart {
  readonly name: string
  readonly states: readonly ChartState[]
  readonly edges: readonly ChartEdge[]
}

export interface ChartState {
  /** Dotted path: `executing.split.adding`. */
  readonly path: string
  readonly label: string
  /** `point`: another thread may run here; `fragment`: a C function, with states inside; `end`: it returns. */
  readonly kind: 'point' | 'fragment' | 'end'
  /** Of a fragment, the path where it is entered. */
  readonly initial?: string
  readonly mark?: ChartMark
}

export interface ChartEdge {
  /** Paths; a fragment is left once it has ended. */
  readonly from: string
  readonly to: string
  /** What the environment does; nothing where the code goes on. */
  readonly event?: string
  readonly guard?: string
  readonly mark?: ChartMark
}

/** What a comparison says of it. */
export type ChartMark = 'added' | 'removed'

/** @param labelOf what a state is called; the C function that runs there unless said */
export function chartOf(name: string, { root }: Machine, labelOf?: (path: string) => string | undefined): Chart {
  const states: ChartState[] = []
  const edges: ChartEdge[] = []
  const visit = (node: typeof root): void => {
    const path = node.path.join('.')
    const children = Object.values(node.states) as (typeof root)[]
    if (node !== root) states.push(stateOf(node, path, labelOf?.(path)))
    for (const [event, candidates] of node.transitions)
      for (const { target, guard } of candidates as readonly Candidate[]) {
        const words = eventWords(event)
        const to = target?.[0]?.path.join('.') ?? path
        const asks = typeof guard === 'string' ? guard : guard?.type
        edges.push({ from: path, to, ...(words && { event: words }), ...(asks && { guard: asks }) })
      }
    children.forEach(visit)
  }
  visit(root)
  return { name, states, edges }
}

interface Candidate {
  readonly target?: readonly { readonly path: readonly string[] }[]
  readonly guard?: string | { readonly type: string }
}

type RootNode = Machine['root']

function stateOf(node: RootNode, path: string, label?: string): ChartState {
  const fn = (node.meta as Meta | undefined)?.fn
  const kind = node.type === 'final' ? 'end' : node.type === 'compound' ? 'fragment' : 'point'
  const initial = kind === 'fragment' ? (node.initial.target[0] as RootNode).path.join('.') : undefined
  return { path, kind, label: label ?? (fn ? `${fn}()` : node.key), ...(initial !== undefined && { initial }) }
}

/** The code goes on, or a fragment has ended: nothing has to be said. */
const eventWords = (event: string): string | undefined =>
  event === 'step' || event.startsWith('xstate.done') ? undefined : event

/** Only some points, with the fragments around them and the edges between them. */
export function around({ name, states, edges }: Chart, points: ReadonlySet<string>): Chart {
  const isKept = (path: string) => [...points].some(point => point === path || point.startsWith(`${path}.`))
  const ends = new Set(states.filter(({ kind }) => kind === 'end').map(({ path }) => path))
  const parents = new Set(states.filter(({ path }) => isKept(path)).map(({ path }) => path))
  const kept = (path: string) =>
    parents.has(path) || (ends.has(path) && (parentOf(path) === '' || parents.has(parentOf(path))))
  return {
    name,
    states: states.filter(({ path }) => kept(path)),
    edges: edges.filter(({ from, to }) => kept(from) && kept(to)),
  }
}

/** `enomem`, `[the slot is free]`. */
export const edgeWords = ({ event, guard }: ChartEdge): string[] => [
  ...(event === undefined ? [] : [event]),
  ...(guard === undefined ? [] : [`[${guardWords(guard)}]`]),
]

/** `folio.isLocked` as `folio is locked`. */
const guardWords = (guard: string): string =>
  guard.replaceAll('.', ' ').replace(/([a-z0-9])([A-Z])/g, (_, before, after) => `${before} ${after.toLowerCase()}`)

export const parentOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('.')))
