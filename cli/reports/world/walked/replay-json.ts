/**
 * A path run again, for programs.
 */

import { showWorld } from '../../../names/world-name.ts'
import type { ExitCode } from '../../../run/exit-codes.ts'
import type { Replayed } from './replay-text.ts'

export const replayJson = ({ world, replayed, exitCode }: Replayed & { readonly exitCode: ExitCode }) => ({
  command: 'replay',
  exitCode,
  world: showWorld(world),
  ...replayed,
})
