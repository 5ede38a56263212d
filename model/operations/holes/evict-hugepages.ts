/**
 * The inode goes away, and its folios with it, whoever else refers to them.
 *
 * Environment: the last file is closed, nobody maps the inode, and no fault is in flight; pins may outlive it.
 *
 * Source: kvm_gmem_evict_inode(), kvm_gmem_truncate_inode_aligned_pages(), virt/kvm/guest_memfd.c (RFC v2 33/51).
 */
import type { ArchFails } from '../../fragments/pfn/prepare.ts'
import { type TruncateIndicesLocal, truncateIndices } from '../../fragments/truncation/truncate-indices.ts'
import { rememberHole } from '../../kernel/file/hole-snapshot.ts'
import { operation, type Scope, type Step } from '../../kernel/words.ts'

export const evictHugepages = () =>
  operation<Scope<TruncateIndicesLocal>, Step | ArchFails>()({
    guards: truncateIndices.guards,
    effects: {
      ...truncateIndices.effects,
      truncateFile: ({ kernel, call }) => {
        rememberHole(kernel, 0, kernel.pages, 0)
        call['indices.end'] = kernel.pages
      },
    },
  }).createMachine({
    id: 'evictHugepages',
    context: ({ input }) => input,
    meta: { fn: 'kvm_gmem_evict_inode' },
    initial: 'entered',
    states: {
      entered: {
        meta: { fn: 'truncate_inode_pages_final_prepare' },
        on: { step: { actions: 'truncateFile', target: 'truncating' } },
      },
      truncating: { ...truncateIndices.config, onDone: { target: 'returned' } },
      returned: { type: 'final' },
    },
  })
