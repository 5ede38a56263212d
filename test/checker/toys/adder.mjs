/**
 * A thread that adds fingerprints to a shared table, batch after batch, and tells which of them were new to it.
 */
import { parentPort, workerData } from 'node:worker_threads'
import { SharedTable } from '../../../dist/checker/explore/parallel/shared-table.js'

const { memory, worker, first, second, batch, gate } = workerData
const table = new SharedTable(memory, worker)
const fresh = new Uint8Array(first.length)
const start = new Int32Array(gate)

Atomics.sub(start, 0, 1)
while (Atomics.load(start, 0) > 0);
let added = 0
for (let from = 0; from < first.length; from += batch) {
  const to = Math.min(from + batch, first.length)
  added += table.add(first.subarray(from, to), second.subarray(from, to), to - from, fresh.subarray(from, to))
}
parentPort.postMessage({ added, fresh })
