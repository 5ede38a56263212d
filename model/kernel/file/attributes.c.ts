/**
 * The names of the attributes that an inode keeps in a maple tree, and of what asks for them.
 *
 * Neighbours with the same attributes are one entry. A lookup reads the tree at one instant, and never fails.
 *
 * Source: lib/maple_tree.c; struct gmem_inode, virt/kvm/guest_memfd.c (in-place conversion, after v8).
 * Left out: nodes of the tree, and when readers see them freed.
 */
import type { ArgumentUse, BoundValue, Required } from '../../c/ir/binding.ts'
import { asked, doing, type Functions, failing, is, mayWait, question, type S, vmOf } from '../c/declare.ts'
import { errno } from '../c/errno.ts'
import { KVM_MEMORY_ATTRIBUTE_PRIVATE } from '../creation/file-flags.ts'
import { treeIsLocked, treeIsWriteLocked, underTreeLock } from '../locks/tree-lock.ts'
import { pageAtGfn } from '../memslots/places.ts'
import { ATTRIBUTES } from '../memslots/xarray.c.ts'
import { PRIVATE, SHARED } from '../state/values.ts'
import { attributesAt } from './shareability.c.ts'
import { shareOf } from './shareability.ts'

const theAttributes: Required<S> = { ...is(ATTRIBUTES, 'the attributes of the inode'), pointsAtObject: true }

type IndexUse = 'used' | 'set' | Required<S>

/** A walk of the tree: what is made of where it stands. */
const walk = (index: IndexUse, last: IndexUse): ArgumentUse<S> => ({ fields: { tree: theAttributes, index, last } })
const aRange: Required<S> = { must: (_, first, [, , last]) => first <= last!, be: 'the first index of a range' }
const lastOfRange: Required<S> = { must: (_, last, [, first]) => first! <= last, be: 'the last index of a range' }
const anEntry: Required<S> = { must: (_, entry) => entry > 0, be: 'an entry that is not NULL' }

/** What a walk is: the tree, and the first and last index of where it stands. */
export const maStateRecord = {
  ma_state: { tree: 'struct maple_tree *', index: 'unsigned long', last: 'unsigned long' },
} as const

export const attributes: Functions = {
  mtree_load: asked('void *', [theAttributes, 'used'], (kernel, [, index]) => attributesAt(kernel, index!)),
  xa_mk_value: question('void *', ['used'], (_, [value]) => 1 + value!),
  mas_init: moving([{ fields: { tree: 'set', index: 'set', last: 'set' } }, theAttributes, 'used'], args => [
    args[3]!,
    args[4]!,
    args[4]!,
  ]),
  mas_set: moving([walk('set', 'set'), 'used'], args => [args[0]!, args[3]!, args[3]!]),
  mas_set_range: moving([walk('set', 'set'), 'used', 'used'], args => [args[0]!, args[3]!, args[4]!]),
  mas_find: question('void *', [walk('used', 'set'), 'used'], (kernel, args) => {
    const [, from, , max] = args
    const found = from! > max! ? 0 : attributesAt(kernel, from!)
    if (found === 0) return 0
    for (args[1] = from!; args[1] > 0 && attributesAt(kernel, args[1] - 1) === found; ) args[1] -= 1
    for (args[2] = from!; attributesAt(kernel, args[2]! + 1) === found; ) args[2]! += 1
    return found
  }),
  mt_lock_is_held: { kind: 'value', type: 'bool', args: [theAttributes], value: scope => Number(treeIsLocked(scope)) },
  mt_write_lock_is_held: {
    kind: 'value',
    type: 'bool',
    args: [theAttributes],
    value: scope => Number(treeIsWriteLocked(scope)),
  },
  mas_preallocate: underTreeLock('mas_preallocate', {
    kind: 'step',
    type: 'int',
    args: [walk(aRange, lastOfRange), anEntry, mayWait],
    outcomes: {
      step: { does: () => 0 },
      enomem: failing(-errno.ENOMEM),
    },
  }),
  mas_store_prealloc: underTreeLock(
    'mas_store_prealloc',
    doing([walk('used', 'used'), 'used'], ({ kernel }, [, first, last, entry]) => {
      const share = (entry! - 1) & KVM_MEMORY_ATTRIBUTE_PRIVATE ? PRIVATE : SHARED
      for (let page = first!; page <= last! && page < kernel.pages; page++) kernel.share[page] = share
    }),
  ),
  mas_destroy: { kind: 'silent', why: 'memory for the nodes of a tree is not modelled' },
  kvm_is_private_gfn: {
    ...asked('bool', ['used', 'used'], (kernel, [kvm, gfn]) =>
      Number(shareOf(kernel, vmOf(kvm!), pageAtGfn(kernel, gfn!)) === PRIVATE),
    ),
    alike: 'with gmem_in_place_conversion=0 it asks the VM and not the file, and no world has that',
  },
}

/** Says where a walk stands: the tree, the first index and the last. */
function moving(
  args: BoundValue<S>['args'],
  to: (args: readonly number[]) => readonly [number, number, number],
): BoundValue<S> {
  return question('void', args, (_, given) => {
    for (const [at, value] of to(given).entries()) given[at] = value
    return 0
  })
}
