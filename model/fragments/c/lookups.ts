/**
 * The names of looking folios up, locked, and of taking them out again: several steps each.
 */
import type { Called, FragmentParts } from '../../c/ir/binding.ts'
import type { Design } from '../../designs/design.ts'
import { type Functions, is, question, type S, sleeps, takes, theInode, theMapping } from '../../kernel/c/declare.ts'
import { errno, numberOf } from '../../kernel/c/errno.ts'
import { vmFault } from '../../kernel/c/vm-fault.ts'
import { theMappingsGfp } from '../../kernel/file/filemap.c.ts'
import { indexInFile } from '../../kernel/file/filemap.ts'
import { thePolicyOfThePage } from '../../kernel/file/policies.c.ts'
import { PAGE_SIZE } from '../../kernel/state/page-size.ts'
import type { Kernel } from '../../kernel/state/state.ts'
import { getPageFolio } from '../folios/get-page-folio.ts'
import { lockFolioAt } from '../folios/lock-folio-at.ts'
import { lookUpFolio } from '../pfn/get-pfn.ts'
import { truncate } from '../truncation/truncate.ts'

const FGP_LOCK = 2
const FGP_CREAT = 4
/** Ages are not kept of memory that is never reclaimed: the bit makes no difference. */
const FGP_ACCESSED = 0
export const lookupFlags = { FGP_LOCK, FGP_CREAT, FGP_ACCESSED }

const found = (result: number, folio: number): number => (result === 0 ? 1 + folio : numberOf(result))

const lookUpBy = (fragment: object): Omit<Called<S>, 'args'> => ({
  kind: 'called',
  type: 'struct folio *',
  fragment: fragment as FragmentParts<S>,
  enter: ({ kernel, call }, [, index]) => {
    call['getFolio.index'] = indexInFile(kernel, index!)
  },
  result: ({ call }) => found(call['getFolio.result']!, call['getFolio.folio']!),
})

const locksFound: Omit<Called<S>, 'args'> = {
  kind: 'called',
  type: 'struct folio *',
  fragment: lockFolioAt as unknown as FragmentParts<S>,
  enter: ({ kernel, call }, [, index]) => {
    call['lookup.index'] = indexInFile(kernel, index!)
  },
  result: ({ call }) => found(call['lookup.result']!, call['lookup.folio']!),
}

/** truncate_inode_partial_folio(): what lies in the page beside the hole stays, and half a page of a guest is cleared. */
function clearPart(kernel: Kernel, byte: number): void {
  const page = Math.floor(byte / PAGE_SIZE)
  if (byte % PAGE_SIZE !== 0 && page >= 0 && page < kernel.pages) kernel.clearedBeside = 1 + page
}

export const lookups = (design: Design): Functions => ({
  filemap_lock_folio: takes('struct address_space *', sleeps({ ...locksFound, args: [theMapping, 'used'] })),
  __filemap_get_folio: takes(
    'struct address_space *',
    sleeps({
      ...locksFound,
      args: [
        theMapping,
        'used',
        is(FGP_LOCK, 'FGP_LOCK, without FGP_CREAT'),
        is(0, 'no mask, since nothing is allocated'),
      ],
    }),
  ),
  filemap_grab_folio: takes(
    'struct address_space *',
    sleeps({ ...lookUpBy(getPageFolio), args: [theMapping, 'used'] }),
  ),
  __filemap_get_folio_mpol: takes(
    'struct address_space *, _, _, _, struct mempolicy *',
    sleeps({
      ...lookUpBy(getPageFolio),
      args: [theMapping, 'used', is(FGP_LOCK | FGP_CREAT, 'FGP_LOCK | FGP_CREAT'), theMappingsGfp, thePolicyOfThePage],
    }),
  ),
  ...(design.prepareAt === 'first-access' && {
    kvm_gmem_get_folio: takes('struct inode *', sleeps({ ...lookUpBy(lookUpFolio(design)), args: [theInode, 'used'] })),
  }),
  vmf_error: question('vm_fault_t', ['used'], (_, [error]) =>
    error === -errno.ENOMEM
      ? vmFault.VM_FAULT_OOM
      : error === -errno.EHWPOISON
        ? vmFault.VM_FAULT_HWPOISON
        : vmFault.VM_FAULT_SIGBUS,
  ),
  ...(design.allocator === 'pages' && {
    truncate_inode_pages_range: takes(
      'struct address_space *',
      sleeps({
        kind: 'called',
        type: 'void',
        // -1 for all that follow.
        args: [theMapping, 'used', 'used'],
        fragment: truncate(design) as unknown as FragmentParts<S>,
        enter: ({ kernel, call }, [, first, last]) => {
          clearPart(kernel, first!)
          if (last !== -1) clearPart(kernel, last! + 1)
          const start = Math.ceil(first! / PAGE_SIZE)
          call['truncate.start'] = start
          call['truncate.index'] = start
          call['truncate.end'] = last === -1 ? kernel.pages : Math.floor((last! + 1) / PAGE_SIZE)
        },
        result: () => 0,
      }),
    ),
  }),
})
