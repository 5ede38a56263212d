/**
 * The names of memory policies. Every page has one of its own.
 *
 * Source: mpol_shared_policy_lookup(), mm/mempolicy.c; linear_page_index(), include/linux/pagemap.h.
 * Left out: what policies say.
 */
import type { Required } from '../../c/ir/binding.ts'
import { type Functions, failing, type S, sleeps, takes, theInode } from '../c/declare.ts'
import { errno } from '../c/errno.ts'
import { getForeign, holdsForeign, putForeign } from '../memory/foreign.ts'
import { mappedFrom } from '../memslots/mapped-from.ts'
import { theVma } from '../memslots/memslots.c.ts'
import { POLICY } from '../state/kinds/foreign.ts'
import { THINGS } from '../state/new-files.ts'
import { PAGE_SHIFT } from '../state/page-size.ts'
import type { Kernel } from '../state/state.ts'

/** Of the page with that index in the file. */
export const policyOf = (index: number): number => 1 + index

/** With the index as the argument before the mask. Who has put the policy may find it freed. */
export const thePolicyOfThePage: Required<S> = {
  must: ({ kernel, self }, policy, [, index]) => policy === policyOf(index!) && holdsForeign(kernel, self, POLICY),
  be: 'the memory policy of the page, of which the call holds a reference',
}

const thePolicies: Required<S> = { ...theInode, be: 'the policies of the inode' }

/** Or hands it out. A reference that the call does not hold is somebody else's. */
export function putPolicy(kernel: Kernel, self: number): void {
  if (!putForeign(kernel, self, POLICY)) kernel.givenTwice = 1 + THINGS + POLICY
}

export const policies: Functions = {
  mpol_shared_policy_lookup: takes('struct shared_policy *', {
    kind: 'value',
    type: 'struct mempolicy *',
    args: [thePolicies, 'used'],
    value: ({ kernel, self }, [, index]) => {
      getForeign(kernel, self, POLICY)
      return policyOf(index!)
    },
  }),
  mpol_set_shared_policy: takes(
    'struct shared_policy *, struct vm_area_struct *, struct mempolicy *',
    sleeps({
      kind: 'step',
      type: 'int',
      args: [theInode, theVma, { ignored: 'what memory policies say is not modelled' }],
      outcomes: {
        step: { does: () => 0 },
        enomem: failing(-errno.ENOMEM),
      },
    }),
  ),
  linear_page_index: takes('struct vm_area_struct *', {
    kind: 'value',
    type: 'pgoff_t',
    args: [theVma, 'used'],
    asks: true,
    value: ({ call }, [, address]) => {
      const { address: start, page } = mappedFrom(call.any!)
      return ((address! - start) >> PAGE_SHIFT) + page
    },
  }),
  mpol_cond_put: takes('struct mempolicy *', {
    kind: 'value',
    type: 'void',
    args: ['used'],
    value: ({ kernel, self }, [policy]) => {
      if (policy! > 0) putPolicy(kernel, self)
      return 0
    },
  }),
}
