/**
 * `gmemcheck anchors`: hashes of C functions, and the code that the model was written from.
 */
import type { Command } from 'commander'
import { addRendering, collect, pageOf, print, printJson, type Rendering } from './options.ts'

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
  ).action(anchors)
}

async function anchors(paths: readonly string[], options: AnchorsOptions): Promise<void> {
  if (paths.length === 0) return known(options)
  const [{ anchorsIn }, { fileAnchorJson, fileAnchorLines }] = await Promise.all([
    import('../../model/patched/file-anchors.ts'),
    import('../reports/list/file-anchors.ts'),
  ])
  const found = []
  for (const path of paths) found.push(...(await anchorsIn(path, options.function)))
  if (options.format === 'json') printJson({ schema: 1, command: 'anchors', functions: found.map(fileAnchorJson) })
  else print(fileAnchorLines(found, pageOf(options)))
}

async function known(options: Rendering): Promise<void> {
  const [{ anchorSources }, { unlocated }, { sourceLines }] = await Promise.all([
    import('../../model/anchors/index.ts'),
    import('../../model/patched/file-anchors.ts'),
    import('../reports/list/file-anchors.ts'),
  ])
  if (options.format === 'json')
    printJson({ schema: 1, command: 'anchors', sources: anchorSources, unlocated: unlocated() })
  else print(sourceLines(anchorSources, unlocated(), pageOf(options)))
}
