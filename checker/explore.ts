/**
 * The search itself: breadth first, over blocks of states whose successors are looked up together.
 *
 * States are numbered as they are found; the successors of a state are ordered by thread, then event. So "first" means
 * the same in every run.
 */
import { Ancestry } from './ancestry.ts'
import type { World } from './compile.ts'
import { common, lane1, lane2, spread, twist } from './fingerprint.ts'
import { Frontier } from './frontier.ts'
import type { Judge } from './judge.ts'
import type { Limits } from './limits.ts'
import type { Cut } from './result.ts'
import { type AnyScope, type initialStates, run } from './runner.ts'
import { Table } from './table.ts'

/** States expanded between two looks into the table. */
const BLOCK = 256

export interface Exploration {
  readonly states: number
  readonly transitions: number
  readonly depth: number
  readonly cut: Cut | undefined
  /** Per transition of the flattened operations: 1 once it has fired. */
  readonly fired: Uint8Array
  readonly ancestry: Ancestry
  readonly bytes: number
}

export function explore(
  world: World,
  initial: ReturnType<typeof initialStates>,
  judge: Judge,
  limits: Limits & { readonly bytes: number },
): Exploration {
  const started = performance.now()
  const { words: width, signals, ghosts } = world.placement
  const { fanout } = world
  const stride = width + 2
  const table = new Table(limits.bytes)
  const frontier = new Frontier(stride)
  const ancestry = new Ancestry(initial.length, fanout)
  const spreads = Int32Array.from({ length: width }, (_, i) => spread(i))
  const twists = Int32Array.from({ length: width }, (_, i) => twist(i))

  // The parents of a block, and its successors: fingerprint, parent, and what changed.
  const room = Math.max(4096, 2 * fanout)
  const parents = new Int32Array(BLOCK * width)
  const ends = new Int32Array(BLOCK)
  const first = new Int32Array(room)
  const second = new Int32Array(room)
  const ordinals = new Int32Array(room)
  const diffEnds = new Int32Array(room)
  const diffs = new Int32Array(room * 2 * width)
  const fresh = new Uint8Array(room)
  const saved = new Int32Array(width)

  let state = 0
  let ordinal = 0
  let successors = 0
  let changes = 0
  let hash1 = 0
  let hash2 = 0
  let fatal = false
  let transitions = 0
  let cut: Cut | undefined

  const clear = (from: number, n: number) => {
    for (let i = from; i < from + n; i++) words[i] = 0
  }
  const judgeSignals = () => {
    let raised = 0
    for (let i = signals[0]; i < signals[0] + signals[1]; i++) raised |= words[i]!
    if (raised === 0) return
    if (judge.signal(scope, state, ordinal)) fatal = true
    clear(signals[0], signals[1])
  }
  const settle = (returning: number) => {
    judgeSignals()
    if (returning > 0 && !fatal) judge.returned(scope, returning - 1, state, ordinal)
  }
  const emit = (_event: number) => {
    judgeSignals()
    clear(ghosts[0], ghosts[1])
    let h1 = hash1
    let h2 = hash2
    let at = changes
    for (let i = 0; i < width; i++) {
      const now = words[i]!
      const was = saved[i]!
      if (now === was) continue
      words[i] = was
      const a = common(now, spreads[i]!)
      const b = common(was, spreads[i]!)
      h1 = (h1 + lane1(a) - lane1(b)) | 0
      h2 = (h2 + lane2(a, twists[i]!) - lane2(b, twists[i]!)) | 0
      diffs[at] = i
      diffs[at + 1] = now
      at += 2
    }
    if (!fatal) {
      changes = at
      first[successors] = h1
      second[successors] = h2
      ordinals[successors] = ordinal
      diffEnds[successors] = at
      successors += 1
    }
    fatal = false
    ordinal += 1
  }
  const runner = run(world, { emit, settle }, limits.audit ?? false)
  const { words } = runner
  const scope: AnyScope = runner.scope

  for (const { words: root } of initial) {
    let h1 = 0
    let h2 = 0
    for (let i = 0; i < width; i++) {
      const a = common(root[i]!, spreads[i]!)
      h1 = (h1 + lane1(a)) | 0
      h2 = (h2 + lane2(a, twists[i]!)) | 0
    }
    first[0] = h1
    second[0] = h2
    table.add(first, second, 1, fresh)
    const to = frontier.push()
    frontier.last.set(root, to)
    frontier.last[to + width] = h1
    frontier.last[to + width + 1] = h2
  }

  /** Loads the next state of the frontier and judges it. */
  const load = () => {
    const from = frontier.shift()
    const chunk = frontier.first
    for (let i = 0; i < width; i++) {
      const word = chunk[from + i]!
      words[i] = word
      saved[i] = word
    }
    hash1 = chunk[from + width]!
    hash2 = chunk[from + width + 1]!
    runner.leave()
    judge.state(scope, state)
  }

  /** Looks up the successors of the `n` states of the block, and keeps the new ones. */
  const store = (n: number): boolean => {
    const complete = table.add(first, second, successors, fresh) >= 0
    let k = 0
    let diff = 0
    for (let parent = 0; parent < n; parent++) {
      let children = 0
      for (; k < ends[parent]!; k++) {
        const end = diffEnds[k]!
        if (fresh[k] === 0 || !complete) {
          diff = end
          continue
        }
        const to = frontier.push()
        const chunk = frontier.last
        const base = parent * width
        for (let i = 0; i < width; i++) chunk[to + i] = parents[base + i]!
        for (; diff < end; diff += 2) chunk[to + diffs[diff]!] = diffs[diff + 1]!
        chunk[to + width] = first[k]!
        chunk[to + width + 1] = second[k]!
        ancestry.born(ordinals[k]!)
        children += 1
      }
      ancestry.done(children)
    }
    successors = 0
    changes = 0
    return complete
  }

  const seconds = () => (performance.now() - started) / 1000
  let lastTold = 0
  const cutNow = (depth: number): Cut | undefined => {
    const now = seconds()
    if (limits.onProgress && now - lastTold > 0.2) {
      lastTold = now
      limits.onProgress({
        states: state + frontier.length,
        transitions,
        depth,
        frontier: frontier.length,
        seconds: now,
      })
    }
    if (limits.interrupted?.()) return 'interrupted'
    if (limits.seconds !== undefined && now > limits.seconds) return 'time'
    if (limits.states !== undefined && state + frontier.length >= limits.states && frontier.length > 0) return 'states'
    if (table.bytes + frontier.bytes + ancestry.bytes > limits.bytes) return 'memory'
    return undefined
  }

  let depth = 0
  let level = frontier.length
  let complete = true
  while (level > 0 && cut === undefined) {
    if (limits.depth !== undefined && depth >= limits.depth) {
      cut = 'depth'
      break
    }
    let left = level
    while (left > 0 && cut === undefined) {
      let n = 0
      for (; n < BLOCK && left > 0 && successors + fanout <= room; n++, left--) {
        load()
        parents.set(saved, n * width)
        ordinal = 0
        judge.moved(runner.expand(), state)
        transitions += ordinal
        ends[n] = successors
        state += 1
      }
      complete = store(n)
      cut = complete ? cutNow(depth) : 'memory'
    }
    level = frontier.length - left
    if (level > 0) depth += 1
    if (left === 0 && level > 0 && judge.broken && limits.stopAtFirst) cut ??= 'first-violation'
    if (left === 0 && level === 0 && complete) cut = undefined
  }
  const states = state + frontier.length
  while (frontier.length > 0) {
    load()
    state += 1
  }
  const bytes = table.bytes + frontier.bytes + ancestry.bytes
  return { states, transitions, depth, cut, fired: runner.fired, ancestry, bytes }
}
