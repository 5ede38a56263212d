/**
 * The names of the kernel's direct map.
 */
import type { BoundStep } from '../../c/ir/binding.ts'
import { type Functions, frame, type S } from '../c/declare.ts'
import { errno } from '../c/errno.ts'
import { mightSleep } from '../locks/lock-order.ts'
import { failToSetDirectMap, flushTlb, mustSplitEntry, setDirectMap } from '../memory/direct-map-entries.ts'
import { folioOf, folioPages } from '../memory/folio.ts'
import { mayFail, spendFailure } from '../state/failures.ts'
import { PAGE_SIZE } from '../state/page-size.ts'
import type { Kernel } from '../state/state.ts'

const setValid: BoundStep<S> = {
  kind: 'step',
  type: 'int',
  args: ['used', 'used', 'used'],
  needs: 'direct-map',
  outcomes: {
    step: {
      does: ({ kernel, self }, [page, pages, state]) => {
        if (mustSplitEntry(kernel, frame(page!), pages!)) mightSleep(kernel, self)
        tellForeign(kernel, frame(page!), pages!)
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

/** Tells of frames behind the folio that are not the next pages of the file. */
function tellForeign(kernel: Kernel, first: number, pages: number): void {
  const folio = folioOf(kernel, first)
  const page = kernel.index[folio]! + first - folio
  for (let i = 0; i < pages; i++) {
    const slot = page + i < kernel.pages ? kernel.filemap[page + i]! : 0
    const stands = slot !== 0 && slot - 1 + page + i - kernel.index[slot - 1]! === first + i
    if (first + i >= folio + folioPages(kernel, folio) && !stands) kernel.changedForeignEntry = 1 + first + i
  }
}
