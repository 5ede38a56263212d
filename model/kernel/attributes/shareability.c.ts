/**
 * The names of who may access a page: the shareability tree of the inode, the attributes of a VM.
 */
import type { Required } from '../../c/ir/binding.ts'
import type { Design } from '../../designs/design.ts'
import {
  answer,
  asked,
  type Functions,
  failing,
  is,
  question,
  type S,
  type Structs,
  takes,
  theInode,
  theWork,
  vmOf,
} from '../c/declare.ts'
import { errno } from '../c/errno.ts'
import { KVM_MEMORY_ATTRIBUTE_PRIVATE } from '../creation/file-flags.ts'
import { pageAtGfn } from '../memslots/places.ts'
import { ATTRIBUTES } from '../memslots/xarray.c.ts'
import type { Kernel } from '../state/state.ts'
import { PRIVATE, SHARED } from '../state/values.ts'
import { shareOf, storeShareability } from './shareability.ts'

export const shareabilities = { SHAREABILITY_GUEST: PRIVATE, SHAREABILITY_ALL: SHARED, KVM_MEMORY_ATTRIBUTE_PRIVATE }
const thePrivateOne = is(KVM_MEMORY_ATTRIBUTE_PRIVATE, 'KVM_MEMORY_ATTRIBUTE_PRIVATE')
const theTree: Required<S> = {
  must: (_, tree) => tree === 1 || tree === ATTRIBUTES,
  be: 'the tree of the inode that says who may access a page',
  pointsAtObject: true,
}

export const shareability = ({ memory, conversion }: Pick<Design, 'memory' | 'conversion'>): Functions => ({
  kvm_gmem_private: takes(
    'struct inode *',
    answer('struct kvm_gmem_inode_private *', [theInode], 1, 'there is one inode'),
  ),
  mt_find: takes(
    'struct maple_tree *',
    question('void *', [theTree, 'used', 'used'], (kernel, args) => shareFrom(kernel, args, args[1]!)),
  ),
  mt_find_after: takes(
    'struct maple_tree *',
    question('void *', [theTree, 'used', 'used'], (kernel, args) => shareFrom(kernel, args, args[1]! + 1)),
  ),
  kvm_gmem_shareability_apply: {
    kind: 'step',
    type: 'int',
    args: [theInode, theWork, 'used'],
    outcomes: {
      step: {
        does: ({ kernel, call }, [, , share]) => {
          storeShareability(kernel, call['work.start']!, call['work.pages']!, share!)
          return 0
        },
      },
      ...(memory === 'on-demand' && { enomem: failing(-errno.ENOMEM) }),
    },
  },
  kvm_range_has_memory_attributes: takes(
    'struct kvm *',
    asked('bool', ['used', 'used', 'used', thePrivateOne, thePrivateOne], (kernel, [kvm, start, end]) => {
      // Where files have attributes, the VM has a table of its own, in which nothing was made private.
      if (conversion === 'in-place') return 0
      for (let gfn = start!; gfn < end!; gfn++)
        if (shareOf(kernel, vmOf(kvm!), pageAtGfn(kernel, gfn)) !== PRIVATE) return 0
      return 1
    }),
  ),
})

/** xa_mk_value() of the attributes of a page; NULL behind the end of the file. */
export const attributesAt = (kernel: Kernel, page: number): number =>
  page >= kernel.pages ? 0 : 1 + (kernel.share[page] === PRIVATE ? KVM_MEMORY_ATTRIBUTE_PRIVATE : 0)

/** mt_find(): the value at the first index from `from` on, up to the last one asked for; the tree is total. */
function shareFrom(kernel: Kernel, args: number[], from: number): number {
  if (from > args[2]! || from >= kernel.pages) return 0
  args[1] = from
  return args[0] === ATTRIBUTES ? attributesAt(kernel, from) : 1 + kernel.share[from]!
}

export const shareabilityStructs: Structs = {
  conversion_work: {
    start: { type: 'pgoff_t', stable: true, read: ({ call }) => call['work.start']! },
    nr_pages: { type: 'size_t', stable: true, read: ({ call }) => call['work.pages']! },
  },
}
