/**
 * What the suite expects of every world. Written by `gmemcheck suite --record`.
 */
import type { Entry } from './entry.ts'

export const manifest: readonly Entry[] = []
