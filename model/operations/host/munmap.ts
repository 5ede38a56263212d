/**
 * The host process unmaps the file.
 *
 * The VMA leaves the address space before its PTEs go, and the references of the PTEs are dropped last of all: in between
 * nobody finds a PTE, and the folios are still referred to.
 *
 * Source: do_vmi_align_munmap(), mm/vma.c; unmap_vmas(), free_pgtables(), mm/memory.c; tlb_finish_mmu(), mm/mmu_gather.c.
 * Left out: a part of the mapping; PTEs are cleared in one step (a page that GUP-fast pins between two of them is as if
 * pinned before the first), and their references dropped in one (may miss who sees some of them gone).
 */
import { cell } from '../../../checker/declare.ts'
import { notifier, notifying, notifyingEnd, type UnmapLocal } from '../../fragments/unmapping/notify-kvm.ts'
import { dropGathered, gatherHostPtes, noVma } from '../../kernel/file/host-mappings.ts'
import { EINVAL, RESULTS, showResult } from '../../kernel/state/values.ts'
import { operation, type Scope, type Step } from '../../kernel/words.ts'

type Munmap = Scope<'result' | UnmapLocal>

export const munmap = () =>
  operation<Munmap, Step>()({
    guards: {
      ...notifier.guards,
      noVma: ({ kernel }) => noVma(kernel),
      nobodyFaults: ({ kernel }) => kernel.vmaReaders.length === 0 || kernel.vmaReaders[0] === 0,
    },
    effects: {
      ...notifier.effects,
      failWithEinval: ({ call }) => {
        call.result = EINVAL
      },
      detach: ({ kernel, call }) => {
        call['unmap.pages'] = kernel.pages
        if (kernel.vmaDetached.length > 0) kernel.vmaDetached[0] = 1
      },
      gatherHostPtes: ({ kernel, self }) => gatherHostPtes(kernel, self, 0, kernel.pages),
      unlink: ({ kernel }) => {
        kernel.vma = 0
        if (kernel.vmaDetached.length > 0) kernel.vmaDetached[0] = 0
      },
      dropGathered: ({ kernel, self }) => dropGathered(kernel, self),
    },
  }).createMachine({
    id: 'munmap',
    context: ({ input }) => input,
    meta: { fn: 'do_vmi_align_munmap', locals: { ...notifier.locals, result: cell(RESULTS, showResult) } },
    initial: 'locking',
    states: {
      locking: {
        meta: { fn: 'vma_start_write' },
        on: {
          step: [
            { guard: 'noVma', actions: 'failWithEinval', target: 'returned' },
            { guard: 'nobodyFaults', actions: 'detach', target: 'notifying' },
          ],
        },
      },
      ...notifying('zapping'),
      zapping: {
        meta: { fn: 'unmap_page_range' },
        on: { step: { actions: ['gatherHostPtes', 'unmap.toFirstVm'], target: 'ending' } },
      },
      ...notifyingEnd('unlinking'),
      unlinking: { meta: { fn: 'free_pgtables' }, on: { step: { actions: 'unlink', target: 'putting' } } },
      putting: { meta: { fn: 'tlb_finish_mmu' }, on: { step: { actions: 'dropGathered', target: 'returned' } } },
      returned: { type: 'final' },
    },
  })
