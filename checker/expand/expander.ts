/**
 * Takes every step of a block of states, fingerprints what comes out, and keeps what is new.
 *
 * A record of the frontier is a packed state, its fingerprint, and what its judge needs: the fields its last step
 * wrote, and the properties in whose scope its parent was.
 */

import { run } from '../compile/runner.ts'
import { changedOf, GROUP } from '../compile/vector/changed.ts'
import type { World } from '../compile/world.ts'
import { type Batch, batchOf, type Kept, keptOf } from '../store/batch.ts'
import { BLOCK, type Chunk, type Output } from '../store/frontier.ts'
import { codecOf } from '../store/pack.ts'
import { common, lane1, lane2, spread, twist } from '../store/seen/fingerprint.ts'
import { wordsBy, wordsOf } from '../store/words.ts'
import type { Judge } from './judge.ts'
import { judging } from './judging.ts'

export interface Expander {
  /** Words of a record, and of the packed state it begins with. */
  readonly stride: number
  readonly packed: number
  /** Per transition of the flattened operations: 1 once it has fired. */
  readonly fired: Uint8Array
  /** The working vector: the state being expanded, while its judge is asked. */
  readonly words: Int32Array
  /** Successors that wait to be looked up. */
  readonly batch: Batch
  /** Writes the record of an initial state to a chunk, and its fingerprint to the batch. */
  root(words: Int32Array): void
  /** Judges the states `from … count - 1` of a chunk, the first of them numbered `number`, and takes no step. */
  judge(chunk: Chunk, from: number, number: number): void
  /** Judges and expands states of a chunk until the batch is full. @returns the first one not expanded */
  expand(chunk: Chunk, from: number, number: number): number
  /** From now on, successors that were met a moment ago are in the batch too: every step is; or again are not. */
  keepRecent(): void
  dropRecent(): void
  /** Steps taken by the last `expand`. */
  readonly steps: () => number
  /** Sets `fresh` of every successor of the batch by what `isNew` says of its packed state, in order. */
  sift(isNew: (packed: Int32Array) => boolean, fresh: Uint8Array): void
  /** Appends the successors of the batch that are `fresh` to a level, and empties the batch. */
  keep(fresh: Uint8Array, level: Output): Kept
}

/** Fingerprints remembered to drop successors that were met a moment ago, before anything is done for them. */
const RECENT = 1 << 13

/** Words of a record behind the packed state. */
const FINGERPRINT = 2
const JUDGEMENT = 2

export function expanderOf(world: World, judge: Judge, audited: boolean): Expander {
  const { placement, fanout } = world
  const { words: width } = placement
  const [signals, signalWords] = placement.signals
  const [ghosts, ghostWords] = placement.ghosts
  const codec = codecOf(placement.domains)
  const packed = codec.words
  const stride = packed + FINGERPRINT + JUDGEMENT
  const spreads = wordsBy(width, spread)
  const twists = wordsBy(width, twist)
  const groups = Math.ceil(width / GROUP)

  // The chunk that is expanded, and the one that is filled: copies, so that they are always in the same place.
  const records = wordsOf(BLOCK * stride)
  const made = wordsOf(BLOCK * stride)
  /** Whose copy it is. */
  let copied: Chunk | undefined
  // The states of the block: where they begin, their scopes, and where their successors end.
  let origin = 0
  /** -1 while the block is an initial state, of which nothing is known from a parent. */
  let unjudged = 0
  const scopes = new Int32Array(BLOCK)
  // Their successors: fingerprint, which of their parent's, and where their changed words (index, changed bits) end.
  const room = Math.max(4096, 2 * fanout)
  const batch = batchOf(room)
  const { first, second, lasts } = batch
  const kept = keptOf(room)
  const { ordinals, children } = kept
  const diffEnds = new Int32Array(room)
  const diffs = new Int32Array(room * 2 * width)

  const recent = new Int32Array(2 * RECENT)
  recent[0] = 1 // no fingerprint with this first word has this place: nothing is known yet
  const sifted = wordsOf(packed)
  const saved = wordsOf(width)
  let state = 0
  let ordinal = 0
  let changes = 0
  let hash1 = 0
  let hash2 = 0
  let fatal = false
  let steps = 0
  /** Keeps also the successors that were met a moment ago. */
  let all = false

  const judgeSignals = () => {
    let raised = 0
    for (let i = signals; i < signals + signalWords; i++) raised |= words[i]!
    if (raised === 0) return
    if (judge.signal(scope, bytes, state, ordinal)) fatal = true
    for (let i = signals; i < signals + signalWords; i++) words[i] = 0
  }
  const settle = (returning: number) => {
    judgeSignals()
    if (returning > 0 && !fatal) judge.returned(scope, returning - 1, state, ordinal)
  }
  const emit = () => {
    judgeSignals()
    for (let i = ghosts; i < ghosts + ghostWords; i++) words[i] = 0
    let end = changes
    let h1 = hash1 | 0 // no number but a word, or sums would be made in floating point
    let h2 = hash2 | 0
    // Rows that loops within loops use are locals: there V8 learns too late what a closure keeps.
    const vector = words
    const before = saved
    const changedWords = diffs
    const one = spreads
    const two = twists
    const differs = changed
    const { self } = scope
    for (let group = 0; group < groups; group++) {
      for (let rest = differs(self, group); rest !== 0; rest &= rest - 1) {
        const i = group * GROUP + 31 - Math.clz32(rest & -rest)
        const now = vector[i]!
        const was = before[i]!
        vector[i] = was
        changedWords[end] = i
        changedWords[end + 1] = now ^ was
        end += 2
        const a = common(now, one[i]!)
        const b = common(was, one[i]!)
        h1 = (((h1 + lane1(a)) | 0) - lane1(b)) | 0
        h2 = (((h2 + lane2(a, two[i]!)) | 0) - lane2(b, two[i]!)) | 0
      }
    }
    ordinal += 1
    if (fatal) {
      fatal = false
      return
    }
    const slot = (h1 & (RECENT - 1)) << 1
    if (!all && recent[slot] === h1 && recent[slot + 1] === h2) return
    recent[slot] = h1
    recent[slot + 1] = h2
    changes = end
    const n = batch.size
    first[n] = h1
    second[n] = h2
    ordinals[n] = ordinal - 1
    diffEnds[n] = end
    batch.size = n + 1
  }
  const runner = run(world, { emit, settle })
  const { bytes, words, scope } = runner
  const changed = changedOf(placement, words, saved)
  const { judge: judgeState, bitsOf } = judging(world, runner, judge)

  const copy = (chunk: Chunk, from: number) => {
    if (chunk === copied && from > 0) return
    records.set(chunk.records.subarray(0, chunk.count * stride))
    copied = chunk
  }
  const renewed = (i: number) => {
    saved[i] = words[i]!
    runner.renewWord(4 * i)
  }
  const load = (at: number): number => {
    codec.unpack(records, at, words, renewed)
    hash1 = records[at + packed]!
    hash2 = records[at + packed + 1]!
    const dirty = audited ? -1 : records[at + packed + 2]!
    return judgeState(state, dirty, records[at + packed + 3]!)
  }

  /** Appends what was made to a chunk, which then has `count` records. */
  const append = (chunk: Chunk, from: number, count: number) => {
    chunk.records.set(made.subarray(from * stride, count * stride), from * stride)
    chunk.count = count
  }

  return {
    stride,
    packed,
    fired: runner.fired,
    words,
    batch,
    steps: () => steps,
    keepRecent() {
      all = true
    },
    dropRecent() {
      all = false
    },
    root(root) {
      let h1 = 0
      let h2 = 0
      for (let i = 0; i < width; i++) {
        const a = common(root[i]!, spreads[i]!)
        h1 = (h1 + lane1(a)) | 0
        h2 = (h2 + lane2(a, twists[i]!)) | 0
      }
      copied = undefined
      origin = 0
      codec.pack(root, records, 0)
      batch.size = 1
      first[0] = h1
      second[0] = h2
      ordinals[0] = 0
      diffEnds[0] = 0
      lasts[0] = 1
      scopes[0] = 0
      batch.block = 1
      unjudged = -1
    },
    judge(chunk, from, number) {
      copy(chunk, from)
      for (let k = from; k < chunk.count; k++) {
        state = number + k - from
        load(k * stride)
      }
    },
    expand(chunk, from, number) {
      steps = 0
      batch.block = 0
      unjudged = 0
      changes = 0
      copy(chunk, from)
      origin = from * stride
      let block = 0
      let k = from
      for (; k < chunk.count && batch.size + fanout <= room; k++) {
        state = number + k - from
        scopes[block] = load(k * stride)
        ordinal = 0
        judge.moved(runner.expand(), state, bytes)
        steps += ordinal
        lasts[block] = batch.size
        block += 1
      }
      batch.block = block
      return k
    },
    sift(isNew, fresh) {
      let k = 0
      let diff = 0
      for (let parent = 0; parent < batch.block; parent++) {
        const base = origin + parent * stride
        for (; k < lasts[parent]!; k++) {
          for (let i = 0; i < packed; i++) sifted[i] = records[base + i]!
          for (const end = diffEnds[k]!; diff < end; diff += 2) codec.patch(diffs[diff]!, diffs[diff + 1]!, sifted, 0)
          fresh[k] = isNew(sifted) ? 1 : 0
        }
      }
    },
    keep(fresh, level) {
      const { patch } = codec
      const parents = batch.block
      const from = records // as in `emit`
      const to = made
      const wasChanged = diffs
      const whereDiffsEnd = diffEnds
      const h1 = first
      const h2 = second
      const bits = bitsOf
      const which = ordinals
      const inScope = scopes
      const endings = lasts
      let chunk: Chunk | undefined
      let count = BLOCK
      let filled = BLOCK
      let added = 0
      let k = 0
      let diff = 0
      for (let parent = 0; parent < parents; parent++) {
        const last = endings[parent]!
        const base = origin + parent * stride
        const before = added
        for (; k < last; k++) {
          const end = whereDiffsEnd[k]!
          if (fresh[k] === 0) {
            diff = end
            continue
          }
          if (count === BLOCK) {
            if (chunk) append(chunk, filled, BLOCK)
            chunk = level.last()
            count = chunk.count
            filled = count
          }
          const at = count * stride
          let dirty = unjudged
          for (let i = 0; i < packed; i++) to[at + i] = from[base + i]!
          for (; diff < end; diff += 2) {
            const i = wasChanged[diff]!
            patch(i, wasChanged[diff + 1]!, to, at)
            dirty |= bits[i]!
          }
          to[at + packed] = h1[k]!
          to[at + packed + 1] = h2[k]!
          to[at + packed + 2] = dirty
          to[at + packed + 3] = inScope[parent]!
          count += 1
          which[added] = which[k]!
          added += 1
        }
        children[parent] = added - before
      }
      if (chunk) append(chunk, filled, count)
      level.length += added
      kept.parents = parents
      kept.added = added
      batch.size = 0
      batch.block = 0
      return kept
    },
  }
}
