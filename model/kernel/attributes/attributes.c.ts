/**
 * The names of the attributes that an inode keeps in a maple tree, and of what asks for them.
 *
 * Neighbours with the same attributes are one entry. A lookup reads the tree at one instant, and never fails.
 *
 * Source: lib/maple_tree.c; struct gmem_inode, virt/kvm/guest_memfd.c (in-place conversion, after v8).
 * Left out: how many nodes there are, and when readers see them freed.
 */
import type { ArgumentUse, BoundValue, EntryUse, Ignored, Required } from '../../c/ir/binding.ts'
import type { Design } from '../../designs/design.ts'
import {
  asked,
  doing,
  type Functions,
  failing,
  is,
  mayWait,
  question,
  type S,
  sleeps,
  takes,
  vmOf,
} from '../c/declare.ts'
import { errno } from '../c/errno.ts'
import { forReadOrWrite, forWrite, treeIsLocked, treeIsWriteLocked, underTreeLock } from '../locks/tree-lock.ts'
import { getForeign, putForeign } from '../memory/foreign.ts'
import { pageAtGfn } from '../memslots/places.ts'
import { ATTRIBUTES } from '../memslots/xarray.c.ts'
import { NODES } from '../state/kinds/foreign.ts'
import type { Kernel } from '../state/state.ts'
import { PRIVATE } from '../state/values.ts'
import { attributesAt } from './shareability.c.ts'
import { shareOf, storeAttributes } from './shareability.ts'

const theAttributes: Required<S> = { ...is(ATTRIBUTES, 'the attributes of the inode'), pointsAtObject: true }

type PlaceUse = EntryUse<S> | Ignored
const keptAsItIs: Ignored = { ignored: 'the nodes of a walk stay as they are' }

/** A walk of the tree: what is made of where it stands, and of its nodes. */
const walk = (
  index: PlaceUse,
  last: PlaceUse,
  from: PlaceUse = keptAsItIs,
  end: PlaceUse = keptAsItIs,
): ArgumentUse<S> => ({
  fields: { tree: theAttributes, index, last, nodes_from: from, nodes_end: end },
})
const aRange: Required<S> = { must: (_, first, [, , last]) => first <= last!, be: 'the first index of a range' }
const lastOfRange: Required<S> = { must: (_, last, [, first]) => first! <= last, be: 'the last index of a range' }
const nodesFromFirst: Required<S> = {
  must: (_, from, [, first]) => from === first,
  be: 'nodes that were allocated from the first index on',
}
const nodesToLast: Required<S> = {
  must: (_, end, [, , last]) => end === last! + 1,
  be: 'nodes that were allocated up to the last index',
}
const anEntry: Required<S> = { must: (_, entry) => entry > 0, be: 'an entry that is not NULL' }

/**
 * What a walk is: the tree, the first and last index of where it stands, and the range for which it has nodes: an end of 0
 * says that it has none.
 */
export const maStateRecord = {
  ma_state: {
    tree: 'struct maple_tree *',
    index: 'unsigned long',
    last: 'unsigned long',
    nodes_from: 'unsigned long',
    nodes_end: 'unsigned long',
  },
} as const

const newWalk: ArgumentUse<S> = {
  fields: { tree: 'set', index: 'set', last: 'set', nodes_from: 'set', nodes_end: 'set' },
}
const lookingUp = (bound: BoundValue<S>): BoundValue<S> => ({ ...bound, looksUp: true })
const noMemory = failing(-errno.ENOMEM)

/** The walk stands at the whole entry of the index at which it stood. */
function walkTo(kernel: Kernel, place: number[]): number {
  const from = place[1]!
  const found = attributesAt(kernel, from)
  if (found === 0) return 0
  for (place[1] = from; place[1] > 0 && attributesAt(kernel, place[1] - 1) === found; ) place[1] -= 1
  for (place[2] = from; attributesAt(kernel, place[2]! + 1) === found; ) place[2]! += 1
  return found
}

export const attributes = ({ conversion }: Pick<Design, 'conversion'>): Functions => ({
  mtree_load: takes(
    'struct maple_tree *',
    asked('void *', [theAttributes, 'used'], (kernel, [, index]) => attributesAt(kernel, index!)),
  ),
  xa_mk_value: question('void *', ['used'], (_, [value]) => 1 + value!),
  mas_init: takes(
    'struct ma_state *, struct maple_tree *',
    moving([newWalk, theAttributes, 'used'], args => [args[5]!, args[6]!, args[6]!, 0, 0]),
  ),
  mas_set: takes(
    'struct ma_state *',
    lookingUp(moving([walk('set', 'set'), 'used'], args => [args[0]!, args[5]!, args[5]!])),
  ),
  mas_set_range: takes(
    'struct ma_state *',
    moving([walk('set', 'set'), 'used', 'used'], args => [args[0]!, args[5]!, args[6]!]),
  ),
  mas_find: takes(
    'struct ma_state *',
    lookingUp(
      question('void *', [walk('used', 'set'), 'used'], (kernel, args) => {
        const [, from, , , , max] = args
        return from! > max! ? 0 : walkTo(kernel, args)
      }),
    ),
  ),
  mas_walk: takes(
    'struct ma_state *',
    lookingUp(question('void *', [walk('used', 'set')], (kernel, args) => walkTo(kernel, args))),
  ),
  mt_lock_is_held: takes('struct maple_tree *', {
    kind: 'value',
    type: 'bool',
    args: [theAttributes],
    value: scope => Number(treeIsLocked(scope)),
  }),
  mt_write_lock_is_held: takes('struct maple_tree *', {
    kind: 'value',
    type: 'bool',
    args: [theAttributes],
    value: scope => Number(treeIsWriteLocked(scope)),
  }),
  mas_preallocate: takes(
    'struct ma_state *',
    sleeps(
      underTreeLock('mas_preallocate', forReadOrWrite, {
        kind: 'step',
        type: 'int',
        args: [walk(aRange, lastOfRange, 'set', 'used'), anEntry, mayWait],
        outcomes: {
          step: {
            does: ({ kernel, self }, args) => {
              if (args[4] === 0) getForeign(kernel, self, NODES)
              args[3] = args[1]!
              args[4] = args[2]! + 1
              return 0
            },
          },
          enomem: {
            ...noMemory,
            does: (scope, args) => {
              freeNodes(scope, args)
              return noMemory.does(scope, args)
            },
          },
        },
      }),
    ),
  ),
  mas_store_prealloc: takes(
    'struct ma_state *',
    underTreeLock(
      'mas_store_prealloc',
      forWrite,
      doing([walk('used', 'used', nodesFromFirst, nodesToLast), anEntry], (scope, args) => {
        const [, first, last, , , entry] = args
        storeAttributes(scope.kernel, first!, last!, entry! - 1)
        freeNodes(scope, args)
      }),
    ),
  ),
  mas_destroy: takes('struct ma_state *', {
    kind: 'value',
    type: 'void',
    args: [walk(keptAsItIs, keptAsItIs, 'set', 'used')],
    value: (scope, args) => {
      freeNodes(scope, args)
      return 0
    },
  }),
  kvm_is_private_gfn: takes('struct kvm *', {
    ...asked('bool', ['used', 'used'], (kernel, [kvm, gfn]) =>
      Number(shareOf(kernel, vmOf(kvm!), pageAtGfn(kernel, gfn!)) === PRIVATE),
    ),
    ...(conversion === 'in-place' && { comesTo: 'kvm_gmem_is_private_gfn' }),
    alike: 'with gmem_in_place_conversion=0 it asks the VM and not the file, and no world has that',
  }),
})

/** The walk has no nodes any more. */
function freeNodes({ kernel, self }: S, args: number[]): void {
  if (args[4]! > 0) putForeign(kernel, self, NODES)
  args[3] = 0
  args[4] = 0
}

/** Says where a walk stands: the tree, the first index and the last; and what nodes it has, where that changes. */
function moving(args: BoundValue<S>['args'], to: (args: readonly number[]) => readonly number[]): BoundValue<S> {
  return question('void', args, (_, given) => {
    for (const [at, value] of to(given).entries()) given[at] = value
    return 0
  })
}
