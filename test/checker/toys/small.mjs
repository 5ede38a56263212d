/**
 * Worlds for helper threads, which run compiled JavaScript: blocks, few of them, of which nobody asks whether they are held.
 */
import { blocks, promises } from '../../../dist/checker/bench/graphs/blocks.js'

const size = { groups: 1, blocks: 1, threads: 2 }

export const brokenBlocks = () => ({ system: blocks(size, false), properties: promises(size) })
