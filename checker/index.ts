/** The engine: it searches, walks and replays systems, and says what it found. */

export type { Checkpoint, Limits, ModuleSource, Progress, Workers } from './declare/limits.ts'
export * from './declare/result.ts'
export * from './declare.ts'
export { oneAfterAnother, type Way } from './explore/one-after-another.ts'
export * from './operation.ts'
export { search } from './search.ts'
export { removeFile as removeCheckpoint, removeHalf as removeHalfCheckpoint } from './store/checkpoint-file.ts'
export { type DeadEnd, deadEndAlong, takeAgain } from './trace/follow.ts'
export { replay } from './trace/replay.ts'
export { BATCH, sample, together, type Walks } from './trace/sample.ts'
export { traceAlong } from './trace/trace.ts'
export { type Possible, type Visit, Visitor } from './trace/visit.ts'
