/**
 * `gmemcheck diagram`: draws the state chart of an operation, or of a C function.
 */
import type { Command } from 'commander'
import { addRendering, type Rendering } from './options/options.ts'
import { tell } from './options/tell.ts'

interface DiagramOptions extends Rendering {
  readonly tree?: string
  readonly function?: string
  readonly against?: string
  readonly diff?: string
}

export function declareDiagram(program: Command): void {
  addRendering(
    program
      .command('diagram')
      .description(
        'Draws the state chart of an operation, or of a C function, and how another design or a patch changes it.',
      )
      .argument('[operation]', 'OPERATION@DESIGN; dashes may stand for blanks')
      .option('--tree <directory[@revision]>', 'draw a function of a kernel tree')
      .option('--no-tree', 'do without the tree that gmemcheck.config.ts names')
      .option('--function <name>', 'the C function to draw, of --tree or of the patch of --diff')
      .option('--against <design>', 'with --function: the design that says what its calls mean (default: the nearest)')
      .option('--diff <design|patch>', 'mark what another design, or a patch, adds and removes')
      .addHelpText(
        'after',
        `
Examples:
  gmemcheck diagram convert@rfc-v2-split --format svg > convert.svg
  gmemcheck diagram guest-fault@linux-6-12 --diff linux-7-3 --format dot
  gmemcheck diagram --tree ~/linux --function kvm_gmem_get_pfn --diff fix.patch`,
      ),
    'diagram',
  ).action(diagram)
}

async function diagram(operation: string | undefined, options: DiagramOptions): Promise<void> {
  const { askedChart } = await import('../charts/asked.ts')
  const { function: fn, tree, against, diff } = options
  await tell('diagram', await askedChart({ operation, fn, tree, against, diff }), options)
}
