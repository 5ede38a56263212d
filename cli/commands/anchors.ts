/**
 * `gmemcheck anchors`: hashes of C functions, and the code that the model was written from.
 */
import type { Command } from 'commander'
import { addRendering, collect, type Rendering } from './options/options.ts'
import { tell } from './options/tell.ts'

interface AnchorsOptions extends Rendering {
  readonly function?: string[]
}

export function declareAnchors(program: Command): void {
  addRendering(
    program
      .command('anchors')
      .description('Prints the hashes of C functions, and which known code they are; or the code that is known.')
      .argument('[file...]', 'C files, whole ones; without any, what the model was written from')
      .option('--function <name>', 'this function; may be given again (default: all that the model knows)', collect),
    'anchors',
  ).action(anchors)
}

async function anchors(paths: readonly string[], options: AnchorsOptions): Promise<void> {
  const { anchorsIn, unlocated } = await import('../../model/patched/file-anchors.ts')
  if (paths.length === 0) {
    const { anchorSources } = await import('../../model/anchors/index.ts')
    return tell('sources', { sources: anchorSources, unlocated: unlocated() }, options)
  }
  const found = []
  for (const path of paths) found.push(...(await anchorsIn(path, options.function)))
  return tell('anchors', found, options)
}
