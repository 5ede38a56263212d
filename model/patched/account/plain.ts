/**
 * The meaning of the kernel's names where code before and after a patch is compared: what their definitions say, whatever
 * a world has of them.
 *
 * Sources: include/linux/err.h, fs.h, pagemap.h, mm.h, math.h, cleanup.h, rwsem.h, mm_types.h, kvm_host.h.
 */
import type { PlainNames } from '../../c/equal/names.ts'
import { SMALL } from '../../c/equal/term.ts'
import { cleanups } from '../../kernel/c/cleanups.ts'
import { errno } from '../../kernel/c/errno.ts'
import { alwaysPrints, isAssertion, isPrinting, sets } from '../../kernel/c/neutral.ts'
import { TYPE_NAMES } from '../../kernel/c/types.ts'
import { vmFault } from '../../kernel/c/vm-fault.ts'
import { KVM_MEMORY_ATTRIBUTE_PRIVATE } from '../../kernel/creation/file-flags.ts'
import { KVM_MEM_GUEST_MEMFD } from '../../kernel/memslots/structs.c.ts'

const typed = (numbers: Readonly<Record<string, number>>, type: string) =>
  Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, { value, type }]))

const PURE = new Set(
  'IS_ERR PTR_ERR ERR_PTR ERR_CAST min max min_t max_t ALIGN ALIGN_DOWN PAGE_ALIGN PAGE_ALIGNED IS_ALIGNED round_up round_down roundup rounddown BIT DIV_ROUND_UP offset_in_page xa_mk_value xa_to_value xa_is_err xa_err page_to_pfn pfn_to_page virt_to_page vmf_error gfn_to_gpa gpa_to_gfn nth_page GMEM_I'.split(
    ' ',
  ),
)

/** Sizes of a folio change only where it is split, which takes a call. */
const READS = new Set('folio_order folio_size folio_file_page page_folio folio_file_pfn'.split(' '))

const stable = (type: string) => ({ type, stable: true }) as const

/** Stable ones are set before anybody else has the object, and never changed; those of a fault while it lasts. */
const FIELDS: PlainNames['fields'] = {
  'struct inode *': { i_mapping: stable('struct address_space *') },
  'struct file *': {
    f_inode: stable('struct inode *'),
    f_mapping: stable('struct address_space *'),
    private_data: stable('void *'),
  },
  'struct address_space *': { host: stable('struct inode *') },
  'struct kvm_memory_slot *': { flags: { type: 'u32' }, base_gfn: stable('gfn_t'), npages: stable('unsigned long') },
  'struct kvm_gmem *': { kvm: stable('struct kvm *') },
  'struct gmem_file *': { kvm: stable('struct kvm *') },
  'struct gmem_inode *': { flags: stable('u64') },
  'struct vm_fault *': { vma: stable('struct vm_area_struct *'), pgoff: stable('pgoff_t') },
  'struct vm_area_struct *': { vm_file: stable('struct file *'), vm_flags: { type: 'vm_flags_t' } },
  'struct folio *': { index: { type: 'pgoff_t' }, mapping: { type: 'struct address_space *' } },
}

const TYPES: Readonly<Record<string, string>> = {
  GMEM_I: 'struct gmem_inode *',
  file_inode: 'struct inode *',
  IS_ERR: 'bool',
  PTR_ERR: SMALL,
  vmf_error: 'unsigned int',
  folio_pfn: 'unsigned long',
  page_to_pfn: 'unsigned long',
  // Unsigned, and small: the same number in any type.
  folio_order: 'int',
  xa_err: 'int',
  kvm_gmem_get_folio: 'struct folio *',
  mutex_lock_interruptible: 'int',
  kvm_gmem_prepare_folio: 'int',
  signal_pending: 'int',
  fatal_signal_pending: 'int',
  get_user_pages_fast: 'int',
}

export const plainNames: PlainNames = {
  types: TYPE_NAMES,
  pure: name => PURE.has(name),
  reads: name => READS.has(name),
  fields: FIELDS,
  isGiven: name => name === 'current',
  typeOf: name => (Object.hasOwn(TYPES, name) ? TYPES[name] : undefined),
  numbers: {
    ...typed(errno, 'int'),
    ...typed(vmFault, 'unsigned int'),
    // Those of the kernel. Worlds have smaller ones (operations/files/mapping-flags.ts), which fit their longs.
    VM_SHARED: { value: 0x8, type: 'unsigned long' },
    VM_MAYSHARE: { value: 0x80, type: 'unsigned long' },
    KVM_MEMORY_ATTRIBUTE_PRIVATE: { value: KVM_MEMORY_ATTRIBUTE_PRIVATE, type: 'unsigned long' },
    KVM_MEM_GUEST_MEMFD: { value: KVM_MEM_GUEST_MEMFD, type: 'unsigned long' },
  },
  inline: {
    file_inode: { parameters: ['f'], text: 'f->f_inode' },
    folio_page: { parameters: ['folio', 'n'], text: '&folio->page + n' },
    folio_nr_pages: { parameters: ['folio'], text: '1ul << folio_order(folio)' },
    folio_index: { parameters: ['folio'], text: 'folio->index' },
    folio_next_index: { parameters: ['folio'], text: 'folio->index + folio_nr_pages(folio)' },
    folio_pfn: { parameters: ['folio'], text: 'page_to_pfn(&folio->page)' },
    IS_ERR_OR_NULL: { parameters: ['p'], text: '!p || IS_ERR(p)' },
    PTR_ERR_OR_ZERO: { parameters: ['p'], text: 'IS_ERR(p) ? PTR_ERR(p) : 0' },
    kvm_slot_has_gmem: { parameters: ['slot'], text: 'slot && (slot->flags & KVM_MEM_GUEST_MEMFD)' },
    kvm_slot_can_be_private: { parameters: ['slot'], text: 'slot && (slot->flags & KVM_MEM_GUEST_MEMFD)' },
    put_page: { parameters: ['page'], text: 'folio_put(page_folio(page))' },
    filemap_invalidate_lock: { parameters: ['m'], text: 'down_write(&m->invalidate_lock)' },
    filemap_invalidate_unlock: { parameters: ['m'], text: 'up_write(&m->invalidate_lock)' },
    filemap_invalidate_lock_shared: { parameters: ['m'], text: 'down_read(&m->invalidate_lock)' },
    filemap_invalidate_unlock_shared: { parameters: ['m'], text: 'up_read(&m->invalidate_lock)' },
  },
  ...cleanups,
  isPrinting,
  alwaysPrints,
  isCheck: name => isAssertion(name) && /WARN|BUG/.test(name) && !/^BUILD_BUG|^BUG$/.test(name),
  isFatal: name => name === 'BUG_ON' || /^VM_BUG_ON/.test(name),
  sets,
  errors: { is: 'IS_ERR', number: 'PTR_ERR' },
}
