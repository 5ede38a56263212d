/**
 * The table against which C is lowered: all names of the kernel that the model knows, in every world.
 */
import type { Binding } from '../c/ir/binding.ts'
import { own } from '../c/ir/own.ts'
import type { Design, NamedDesign } from '../designs/design.ts'
import { lookupFlags, lookups } from '../fragments/c/lookups.ts'
import { populate, populateFlags } from '../fragments/c/populate.ts'
import { stores } from '../fragments/c/stores.ts'
import { attributes, maStateRecord } from '../kernel/attributes/attributes.c.ts'
import { attributesRequest, ioctls, userCopies } from '../kernel/attributes/attributes-request.c.ts'
import { shareabilities, shareability, shareabilityStructs } from '../kernel/attributes/shareability.c.ts'
import { cleanups } from '../kernel/c/cleanups.ts'
import { type Functions, gfp, type S } from '../kernel/c/declare.ts'
import { errno } from '../kernel/c/errno.ts'
import { loops } from '../kernel/c/loops.ts'
import { macros } from '../kernel/c/macros.ts'
import { isPrinting } from '../kernel/c/neutral.ts'
import { dataModel } from '../kernel/c/types.ts'
import { vmFault } from '../kernel/c/vm-fault.ts'
import { warn } from '../kernel/c/warnings.ts'
import { isFileFlag, newerFlag } from '../kernel/creation/file-flags.ts'
import { creation } from '../kernel/creation/new-file.c.ts'
import { tables } from '../kernel/creation/tables.ts'
import { directMap } from '../kernel/direct-map/direct-map.c.ts'
import { declared } from '../kernel/file/declared.c.ts'
import { fallocateModes } from '../kernel/file/fallocate.c.ts'
import { filemap, inodeStructs } from '../kernel/file/filemap.c.ts'
import { firmware } from '../kernel/file/firmware.c.ts'
import { policies } from '../kernel/file/policies.c.ts'
import { allocator } from '../kernel/hugepages/allocator.c.ts'
import { mightSleep, sleepsInSection } from '../kernel/locks/lock-order.ts'
import { heldLocks, locks } from '../kernel/locks/locks.c.ts'
import { folioStructs, folios } from '../kernel/memory/folio.c.ts'
import { lruCacheDrained } from '../kernel/memory/lru.ts'
import { pages } from '../kernel/memory/page.c.ts'
import { fileFlags, memslots } from '../kernel/memslots/memslots.c.ts'
import { memslotStructs } from '../kernel/memslots/structs.c.ts'
import { XA_PRESENT, xarrays } from '../kernel/memslots/xarray.c.ts'
import { filters, mmu, newerFields, rangeRecords } from '../kernel/mmu/mmu.c.ts'
import { mayFail, spendFailure } from '../kernel/state/failures.ts'
import { PAGE_SHIFT, PAGE_SIZE } from '../kernel/state/page-size.ts'
import { type Bounds, type Environment, modulusOf } from '../kernel/state/state.ts'
import { mappingFlags } from '../operations/files/mapping-flags.ts'
import type { SaidResults } from './assumptions.ts'

/** What of a world decides how wide numbers are. */
interface Sizes {
  readonly bounds: Pick<Bounds, 'pages' | 'frames'>
  readonly environment: Pick<Environment, 'directMapEntry'>
}

/** Of most worlds. */
const usual: Sizes = { bounds: { pages: 4, frames: 8 }, environment: {} }

/** One table for each design, size and set of assumptions: what was lowered against it stays. */
export function bindingFor(
  design: NamedDesign,
  { bounds, environment }: Sizes = usual,
  said: SaidResults = {},
): Binding<S> {
  const modulus = modulusOf(bounds, environment.directMapEntry)
  const size = `${bounds.pages} ${modulus} ${JSON.stringify(said)}`
  const bindings = known.get(design) ?? new Map<string, Binding<S>>()
  const binding = bindings.get(size) ?? bindingAnew(design.decisions, bounds.pages, modulus, said)
  known.set(design, bindings.set(size, binding))
  return binding
}

const known = new WeakMap<NamedDesign, Map<string, Binding<S>>>()

const bindingAnew = (tree: Design, pages: number, modulus: number, said: SaidResults): Binding<S> => ({
  model: dataModel(modulus),
  constants: { ...constants, ...parameters(tree) },
  functions: functions(tree),
  structs: { ...inodeStructs, ...folioStructs, ...shareabilityStructs, ...memslotStructs },
  declared,
  objects: tables,
  newer: { isOne: isFileFlag, number: newerFlag },
  loads: /(?:^|_)(?:init|exit)(?:_|$)/,
  // `void *` counts bytes of user memory.
  rows: ['page', 'void'],
  followed: ['folio', 'page', 'vfsmount', 'file'],
  records: {
    ...rangeRecords,
    ...maStateRecord,
    ...attributesRequest,
    kmem_cache_args: { align: 'unsigned int', ctor: 'void *' },
    folio_batch: { nr: 'unsigned int', folios: `struct folio *[${pages}]`, i: 'unsigned int' },
  },
  newerFields,
  // For a gfn of no memslot.
  mayReturnNull: ['gfn_to_memslot'],
  // Source: include/linux/kvm_host.h.
  asksForNull: ['kvm_slot_has_gmem', 'kvm_slot_can_be_private'],
  // By sev_snp_init_protected_guest_state(), arch/x86/kvm/svm/sev.c.
  mayBeNull: { kvm_gmem_get_pfn: ['max_order'] },
  // By __get_vma_policy(), mm/mempolicy.c.
  setBefore: { kvm_gmem_get_policy: { ilx: 0 } },
  ...cleanups,
  warns: ['KVM_BUG_ON'],
  prints: isPrinting,
  loops,
  macros,
  held: heldLocks,
  warn: ({ kernel }, warning) => warn(kernel, warning),
  maySleep: sleepers(tree),
  sleeps: ({ kernel, self }, { callee, within }, inside) => {
    if (inside) sleepsInSection(kernel, `${callee}() may sleep, and ${within}() calls it in a section that must not`)
    else mightSleep(kernel, self)
  },
  unset: ({ kernel }) => {
    kernel.unsetRead = 1
  },
  wrapped: ({ kernel }) => {
    kernel.indexWrapped = 1
  },
  unknown: {
    failure: { event: 'enomem', value: -errno.ENOMEM, says: '-ENOMEM' },
    mayFail: ({ kernel }) => mayFail(kernel),
    fail: ({ kernel }) => spendFailure(kernel),
    said,
  },
  misuse: ({ kernel }) => {
    kernel.unlockedUnheld = 1
  },
  // The events of the model: a result nobody assigned is 0, or whatever else was there.
  arbitrary: { int: { zero: 0, garbage: 1 } },
})

/** They sleep also where nothing binds them; the last two are macros that every file has. */
const unbound = [
  ...['truncate_inode_pages_range', 'kvm_gmem_get_folio', 'synchronize_srcu'],
  ...['cond_resched', 'might_sleep'],
]

const sleepers = (tree: Design): ReadonlySet<string> =>
  new Set([
    ...unbound,
    ...Object.entries(functions(tree)).flatMap(([name, { sleeps }]) => (sleeps ? [name.replace('->', '')] : [])),
  ])

/** Names of numbers. Bits are the kernel's, where they fit a byte. */
const constants = {
  ...errno,
  ...shareabilities,
  ...filters,
  ...fileFlags,
  ...vmFault,
  ...lookupFlags,
  ...populateFlags,
  ...fallocateModes,
  ...mappingFlags,
  ...ioctls,
  ...lruCacheDrained,
  PAGE_SHIFT,
  PAGE_SIZE: { value: PAGE_SIZE, type: 'unsigned long' },
  ...gfp,
  XA_PRESENT,
  // enum mf_result, include/linux/mm.h
  MF_IGNORED: 0,
  MF_FAILED: 1,
  MF_DELAYED: 2,
  MF_RECOVERED: 3,
  current: { value: 1, type: 'struct task_struct *' },
}

/** What a constant stands for in every world; nothing where that is not one number. */
export function boundNumber(name: string): number | undefined {
  const meaning = own<number | { readonly value: number }>(constants, name)
  return typeof meaning === 'object' ? meaning.value : meaning
}

export const isBoundConstant = (name: string): boolean => Object.hasOwn(constants, name) || Object.hasOwn(macros, name)

/** Parameters of the module, as the design has them. */
const parameters = ({ conversion }: Design) => ({ gmem_in_place_conversion: Number(conversion === 'in-place') })

/**
 * What a function does may differ by the tree around the code. Three names have a meaning in some trees only:
 * kvm_gmem_get_folio() where it does not prepare, for elsewhere it takes one argument more; truncate_inode_pages_range() where
 * memory comes page by page, for files of hugepages are truncated folio by folio in the model; kvm_gmem_invalidate_end() in
 * files of hugepages, for elsewhere patches show it whole.
 */
const functions = (tree: Design): Functions => ({
  ...folios,
  ...pages,
  ...filemap(tree),
  ...allocator(tree),
  ...firmware(tree),
  ...shareability(tree),
  ...attributes(tree),
  ...mmu(tree.allocator === 'hugepages'),
  ...memslots,
  ...locks,
  ...xarrays,
  ...creation(tree),
  ...userCopies,
  ...directMap,
  ...policies,
  ...lookups(tree),
  ...stores(tree),
  ...populate(tree),
})
