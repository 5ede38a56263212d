/**
 * Bindings of looking folios up, of what makes a page fit for the guest, and of giving it back.
 *
 * A pfn is 1 + the frame, as a page is.
 */
import type { Design } from '../../designs/design.ts'
import { getPageFolio } from '../../fragments/get-page-folio.ts'
import { lookUpFolio } from '../../fragments/get-pfn.ts'
import { lockFolioAt } from '../../fragments/lock-folio-at.ts'
import { clearFrame } from '../../kernel/contents.ts'
import { mayFail, spendFailure } from '../../kernel/failures.ts'
import { isAssignedElsewhere, isRegistered, reclaimFolio, registerFolio } from '../../kernel/firmware.ts'
import { folioOf, folioPages } from '../../kernel/folio.ts'
import { isPoisoned } from '../../kernel/memory-failure.ts'
import type { Scope } from '../../words.ts'
import type { Bound, Called, FragmentParts, Step } from './binding.ts'
import { errno, numberOf } from './errno.ts'
import { asked, doing, question } from './memory.ts'
import { vmFault } from './vm-fault.ts'

type S = Scope<string>
const frame = (pointer: number): number => pointer - 1

export const pages = (design: Design): Readonly<Record<string, Bound<S>>> => ({
  folio_order: question('int', (kernel, [folio]) => Math.log2(folioPages(kernel, frame(folio!)))),
  folio_pfn: question('kvm_pfn_t', (_, [folio]) => folio!),
  page_to_pfn: question('kvm_pfn_t', (_, [page]) => page!),
  compound_head: question('struct page *', (kernel, [page]) => 1 + folioOf(kernel, frame(page!))),
  compound_order: question('int', (kernel, [page]) => Math.log2(folioPages(kernel, frame(page!)))),
  folio_file_page: question(
    'struct page *',
    (kernel, [folio, index]) => folio! + index! - kernel.index[frame(folio!)]!,
  ),
  folio_next_index: question(
    'pgoff_t',
    (kernel, [folio]) => kernel.index[frame(folio!)]! + folioPages(kernel, frame(folio!)),
  ),
  folio_test_large: question('bool', (kernel, [folio]) => Number(folioPages(kernel, frame(folio!)) !== 1)),
  folio_test_hwpoison: asked('bool', (kernel, [folio]) => Number(isPoisoned(kernel, frame(folio!)))),
  folio_test_uptodate: asked('bool', (kernel, [folio]) => kernel.uptodate[frame(folio!)]!),
  folio_mark_uptodate: doing(({ kernel }, [folio]) => {
    kernel.uptodate[frame(folio!)] = 1
  }),
  clear_highpage: doing(({ kernel }, [page]) => {
    const folio = folioOf(kernel, frame(page!))
    if (kernel.uptodate[folio] === 1) kernel.clearedUptodate = 1 + folio
    clearFrame(kernel, frame(page!))
  }),

  filemap_lock_folio: {
    kind: 'called',
    type: 'struct folio *',
    fragment: lockFolioAt as never,
    enter: ({ call }, [, index]) => {
      call['lookup.index'] = index!
    },
    result: ({ call }) => found(call['lookup.result']!, call['lookup.folio']!),
  },
  filemap_grab_folio: lookUpBy(getPageFolio),
  __filemap_get_folio_mpol: lookUpBy(getPageFolio),
  ...(design.prepareAt === 'first-access' && { kvm_gmem_get_folio: lookUpBy(lookUpFolio(design)) }),
  mpol_shared_policy_lookup: question('struct mempolicy *', () => 0),
  vmf_error: question('vm_fault_t', (_, [error]) =>
    error === -errno.ENOMEM
      ? vmFault.VM_FAULT_OOM
      : error === -errno.EHWPOISON
        ? vmFault.VM_FAULT_HWPOISON
        : vmFault.VM_FAULT_SIGBUS,
  ),
  mpol_cond_put: { kind: 'silent', why: 'memory policies are not modelled' },
  mapping_gfp_mask: question('unsigned int', () => 0),

  kvm_arch_gmem_prepare_needed: question('bool', () => 1),
  kvm_arch_gmem_prepare: becomesPrivate(design),
  // Renamed in 2026, and given a number of pages instead of an order.
  kvm_arch_gmem_make_private: becomesPrivate(design),
  kvm_arch_gmem_invalidate: becomesShared,
  kvm_arch_gmem_reclaim: becomesShared,
  kvm_arch_gmem_invalidate_range: { kind: 'silent', why: 'the save area of a vCPU is not modelled' },
})

/** The firmware assigns the folio of a pfn to a VM. */
const becomesPrivate = (design: Design): Step<S> => ({
  kind: 'step',
  type: 'int',
  outcomes: {
    step: {
      does: ({ kernel }, [kvm, , pfn]) => {
        const folio = folioOf(kernel, frame(pfn!))
        if (design.assignedElsewhere === 'refused' && isAssignedElsewhere(kernel, kvm! - 1, folio)) return -errno.EIO
        registerFolio(kernel, kvm! - 1, folio)
        return 0
      },
    },
    eio: {
      when: ({ kernel }) => mayFail(kernel),
      does: ({ kernel }) => {
        spendFailure(kernel)
        return -errno.EIO
      },
    },
  },
})

/** The firmware takes it back. */
const becomesShared: Step<S> = {
  kind: 'step',
  type: 'void',
  outcomes: {
    step: {
      does: ({ kernel }, [pfn]) => {
        reclaimFolio(kernel, folioOf(kernel, frame(pfn!)))
        return 0
      },
    },
    eio: {
      when: ({ kernel }, [pfn]) => mayFail(kernel) && isRegistered(kernel, frame(pfn!)),
      does: ({ kernel }) => {
        spendFailure(kernel)
        return 0
      },
    },
  },
}

const found = (result: number, folio: number): number => (result === 0 ? 1 + folio : numberOf(result))

const lookUpBy = (fragment: object): Called<S> => ({
  kind: 'called',
  type: 'struct folio *',
  fragment: fragment as FragmentParts<S>,
  enter: ({ call }, [, index]) => {
    call['getFolio.index'] = index!
  },
  result: ({ call }) => found(call['getFolio.result']!, call['getFolio.folio']!),
})
