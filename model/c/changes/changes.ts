/**
 * The changes of a patch to one C file: statements of functions, and everything that is no statement.
 *
 * Whole texts are compared, not the lines of the diff: nothing that differs is left out, however it is laid out.
 */
import type { CFile, CFunction } from '../parse/parse.ts'
import { type Unequal, unequal } from './alike.ts'
import { movedConditionals } from './conditionals.ts'
import { type Item, itemsOf } from './items.ts'
import { leftOverIn } from './left-over.ts'
import { renamesBetween } from './renames.ts'
import { statementsOf } from './statements.ts'

export type SideName = 'before' | 'after'

export interface ChangedStatement extends Unequal {
  readonly side: SideName
  readonly file: CFile
  readonly fn: CFunction
  /** The function on the other side. */
  readonly other?: CFunction | undefined
}

/** Something that differs and is no statement. */
export interface ChangedItem extends Item {
  readonly side: SideName
  readonly file: string
}

export interface FileChanges {
  readonly statements: readonly ChangedStatement[]
  readonly items: readonly ChangedItem[]
}

/**
 * What it says makes no difference by itself: only its uses do, and those are statements. Uses of what is exported stand
 * elsewhere, too.
 *
 * @param all items that the patch changes
 */
export const isNeutralItem = (item: ChangedItem, all: readonly ChangedItem[]): boolean =>
  isExportGone(item)
    ? all.some(one => one.kind === 'export' && one.side === 'after' && isWider(one, item))
    : ['include', 'prototype', 'export', 'definition'].includes(item.kind) || isOfFieldsOnly(item, all)

/**
 * A struct of a C file that is new or gone, or of which fields are: whoever uses it is told elsewhere. What a header defines other
 * files use, or user space, unless it is new.
 */
function isOfFieldsOnly({ kind, name, side, file, text }: ChangedItem, all: readonly ChangedItem[]): boolean {
  const own = fieldsOf(text)
  const others = all.filter(one => one.kind === kind && one.name === name && one.side !== side)
  const isNew = side === 'after' && others.length === 0 && !file.includes('/uapi/')
  if (kind !== 'type' || !(file.endsWith('.c') || isNew) || !own) return false
  return others.every(other => {
    const there = fieldsOf(other.text)
    if (!there) return false
    const [fewer, more] = own.length < there.length ? [own, there] : [there, own]
    return more.filter(field => fewer.includes(field)).join() === fewer.join()
  })
}

/** Of a struct without parts that have fields of their own. */
const fieldsOf = (text: string): string[] | undefined =>
  /^struct \w+ \{([^{}]*)\} ?;?$/
    .exec(text)?.[1]
    ?.split(';')
    .map(one => one.trim())
    .filter(one => one !== '')

export const isExportGone = ({ kind, side }: ChangedItem): boolean => kind === 'export' && side === 'before'

/**
 * Whether whoever may use what is exported one way may use it the other way: all modules by EXPORT_SYMBOL(), those under the GPL
 * by EXPORT_SYMBOL_GPL(), and those that are named by the others. Source: include/linux/export.h.
 */
function isWider(now: ChangedItem, was: ChangedItem): boolean {
  const [is, before] = [now, was].map(({ text }) => {
    const [, macro = '', args = ''] = /^(\w+)\s*\(([^)]*)/.exec(text) ?? []
    const [symbol, ...users] = args.split(',').map(one => one.replace(/\s+/g, ''))
    return { width: ['EXPORT_SYMBOL_GPL', 'EXPORT_SYMBOL'].indexOf(macro), macro, symbol, users: users.join() }
  })
  if (is!.symbol !== before!.symbol) return false
  const isSame = is!.macro === before!.macro && is!.users === before!.users
  return isSame || (is!.width >= 0 && is!.width >= before!.width)
}

/** @param before nothing for a new file @param after nothing for one that is gone */
export function changesBetween(before: CFile | undefined, after: CFile | undefined): FileChanges {
  const names = new Set([...(before?.functions ?? []), ...(after?.functions ?? [])].map(({ name }) => name))
  const those = (file: CFile | undefined, name: string) => file?.functions.filter(one => one.name === name) ?? []
  const statements: ChangedStatement[] = []
  const items: ChangedItem[] = []
  for (const name of names) {
    const [old, fresh] = [those(before, name), those(after, name)]
    for (let index = 0; index < Math.max(old.length, fresh.length); index++) {
      const [was, is] = [old[index], fresh[index]]
      if (was && is && textOf(before!, was) === textOf(after!, is)) continue
      statements.push(...changedIn(before, was, after, is))
      items.push(...leftOver(before, was, after, is))
    }
    if (fresh.length > Math.max(1, old.length)) {
      const { start } = fresh.at(-1)!
      items.push({
        side: 'after',
        file: after!.source.file,
        line: start,
        kind: 'other',
        name: `a second ${name}()`,
        text: name,
      })
    }
  }
  const moved = movedConditionals(before, after).map(one => ({
    ...one,
    side: 'after' as const,
    file: after!.source.file,
  }))
  return { statements, items: [...items, ...changedItems(before, after), ...moved] }
}

const textOf = ({ source }: CFile, { node }: CFunction): string => source.text.slice(node.startIndex, node.endIndex)

function changedIn(
  before: CFile | undefined,
  was: CFunction | undefined,
  after: CFile | undefined,
  is: CFunction | undefined,
): ChangedStatement[] {
  const renames = was && is ? renamesBetween({ file: before!, fn: was }, { file: after!, fn: is }) : new Map()
  const sides = unequal(was ? statementsOf(before!, was) : [], is ? statementsOf(after!, is) : [], renames)
  return [
    ...sides.before.map(one => ({ ...one, side: 'before' as const, file: before!, fn: was!, other: is })),
    ...sides.after.map(one => ({ ...one, side: 'after' as const, file: after!, fn: is!, other: was })),
  ]
}

/** Text of a function that is in none of its statements: directives, and branches that are not compiled. */
function leftOver(
  before: CFile | undefined,
  was: CFunction | undefined,
  after: CFile | undefined,
  is: CFunction | undefined,
): ChangedItem[] {
  const [old, fresh] = [was ? leftOverIn(before!, was) : [], is ? leftOverIn(after!, is) : []]
  return onlyIn(old, fresh, 'before', before?.source.file).concat(onlyIn(fresh, old, 'after', after?.source.file))
}

function changedItems(before: CFile | undefined, after: CFile | undefined): ChangedItem[] {
  const [old, fresh] = [before ? itemsOf(before) : [], after ? itemsOf(after) : []]
  // What functions that stay use is another matter than a definition that is new, or gone with its users.
  const isChanged = ({ kind, name }: Item) =>
    kind === 'definition' && [old, fresh].every(items => items.some(one => one.kind === kind && one.name === name))
  const told = (items: readonly Item[]) =>
    items.map((one): Item => (isChanged(one) ? { ...one, kind: 'directive' } : one))
  const [was, is] = [told(old), told(fresh)]
  return onlyIn(was, is, 'before', before?.source.file).concat(onlyIn(is, was, 'after', after?.source.file))
}

/** Of equal ones each stands for one; what their order means is told by {@link movedConditionals}. */
function onlyIn(
  these: readonly Item[],
  those: readonly Item[],
  side: SideName,
  file: string | undefined,
): ChangedItem[] {
  const left = those.map(({ text }) => text)
  return these.flatMap(item => {
    const at = left.indexOf(item.text)
    if (at >= 0) {
      left.splice(at, 1)
      return []
    }
    return [{ ...item, side, file: file! }]
  })
}
