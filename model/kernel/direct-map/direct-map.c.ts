/**
 * The names of the kernel's direct map.
 */
import type { BoundStep } from '../../c/ir/binding.ts'
import { type Functions, frame, type S } from '../c/declare.ts'
import { errno } from '../c/errno.ts'
import { mightSleep } from '../locks/lock-order.ts'
import { failToSetDirectMap, flushTlb, mustSplitEntry, setDirectMap } from '../memory/direct-map-entries.ts'
import { folioOf } from '../memory/folio.ts'
import { mayFail, spendFailure } from '../state/failures.ts'
import { PAGE_SIZE } from '../state/page-size.ts'
import { tellForeign } from './record.ts'

const setValid: BoundStep<S> = {
  kind: 'step',
  type: 'int',
  args: ['used', 'used', 'used'],
  needs: 'direct-map',
  outcomes: {
    step: {
      does: ({ kernel, self }, [page, pages, state]) => {
        if (mustSplitEntry(kernel, frame(page!), pages!)) mightSleep(kernel, self)
        tellForeign(kernel, folioOf(kernel, frame(page!)), frame(page!), pages!)
        setDirectMap(kernel, frame(page!), pages!, state!)
        return 0
      },
    },
    enomem: {
      when: ({ kernel }, [page, pages]) => mayFail(kernel) && mustSplitEntry(kernel, frame(page!), pages!),
      does: ({ kernel, self }, [page, pages, state]) => {
        spendFailure(kernel)
        mightSleep(kernel, self)
        failToSetDirectMap(kernel, frame(page!), pages!, state!)
        return -errno.ENOMEM
      },
    },
  },
}

export const directMap: Functions = {
  set_direct_map_valid_noflush: setValid,
  flush_tlb_kernel_range: {
    kind: 'value',
    type: 'void',
    args: ['used', 'used'],
    needs: 'direct-map',
    value: ({ kernel }, [start, end]) => {
      const first = Math.floor(start! / PAGE_SIZE)
      flushTlb(kernel, frame(first), Math.ceil(end! / PAGE_SIZE) - first)
      return 0
    },
  },
}
