/**
 * `gmemcheck list`: what there is to judge, and to judge it by. Loads neither the model's machines nor the engine.
 */
import type { Command } from 'commander'
import { InputError } from '../../checker/declare.ts'
import { kinds, type ListKind } from '../names/kinds.ts'
import { addRendering, oneOf, type Rendering } from './options/options.ts'
import { tell } from './options/tell.ts'

export function declareList(program: Command): void {
  addRendering(
    program
      .command('list')
      .description('Lists what there is: names, one sentence each, and who said so.')
      .argument('<kind>', `what to list: ${kinds.join(', ')}`, kindOf)
      .option('--diff <names...>', 'with designs: the decisions in which two of them differ'),
    'list',
  ).action(list)
}

/** `invariants` is what promises were called. @throws InputError when there is no such list */
const kindOf = (word: string): ListKind => (word === 'invariants' ? 'promises' : oneOf('what to list', kinds)(word))

async function list(kind: ListKind, options: Rendering & { diff?: string[] }): Promise<void> {
  if (options.diff !== undefined) return diff(kind, options.diff, options)
  const { itemsOf } = await import('../names/catalogue.ts')
  await tell('list', { kind, items: await itemsOf(kind) }, options)
}

async function diff(kind: ListKind, names: readonly string[], options: Rendering): Promise<void> {
  const [from, to, ...more] = names
  if (kind !== 'designs' || from === undefined || to === undefined || more.length > 0) {
    throw new InputError('--diff compares two designs\nwrite: gmemcheck list designs --diff A B')
  }
  const { differences } = await import('../names/design-diff.ts')
  const { designs } = await import('../../model/designs/index.ts')
  await tell('decisions', differences(designs, from, to), options)
}
