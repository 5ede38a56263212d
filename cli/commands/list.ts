/**
 * `gmemcheck list`: what there is to judge, and to judge it by. Loads neither the model's machines nor the engine.
 */
import type { Command } from 'commander'
import { InputError } from '../../checker/declare.ts'
import { type Kind, kinds } from '../names/kinds.ts'
import { addRendering, oneOf, pageOf, print, printJson, type Rendering } from './options.ts'

export function declareList(program: Command): void {
  addRendering(
    program
      .command('list')
      .description('Lists what there is: names, one sentence each, and who said so.')
      .argument('<kind>', `what to list: ${kinds.join(', ')}`, oneOf('what to list', kinds))
      .option('--diff <names...>', 'with designs: the decisions in which two of them differ'),
  ).action(list)
}

async function list(kind: Kind, options: Rendering & { diff?: string[] }): Promise<void> {
  const { itemsOf } = await import('../names/catalogue.ts')
  if (options.diff !== undefined) return diff(kind, options.diff, options)
  const items = await itemsOf(kind)
  if (options.format === 'json')
    return printJson({ schema: 1, command: 'list', kind, items: items.map(item => item.data) })
  const { listLines } = await import('../reports/list/text.ts')
  print(listLines(items, pageOf(options)))
}

async function diff(kind: Kind, names: readonly string[], options: Rendering): Promise<void> {
  const [from, to, ...more] = names
  if (kind !== 'designs' || from === undefined || to === undefined || more.length > 0) {
    throw new InputError('--diff compares two designs\nwrite: gmemcheck list designs --diff A B')
  }
  const { differences } = await import('../names/design-diff.ts')
  const { designs } = await import('../../model/designs/index.ts')
  const result = differences(designs, from, to)
  if (options.format === 'json') return printJson({ schema: 1, command: 'list', kind, diff: result })
  const { diffLines } = await import('../reports/list/text.ts')
  print(diffLines(result))
}
