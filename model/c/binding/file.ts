/**
 * Bindings of files, memslots, and the locks around them.
 *
 * A file and its VM are both 1 + the index of the VM, a memslot is 1 + its number. A byte of the file is a page: PAGE_SHIFT is 0.
 */
import type { Design } from '../../designs/design.ts'
import { storeBindings } from '../../fragments/store-bindings.ts'
import { truncate } from '../../fragments/truncate.ts'
import {
  dropInvalidateLock,
  dropInvalidateLockShared,
  invalidateLockIsShareable,
  takeInvalidateLockShared,
} from '../../kernel/locks.ts'
import {
  boundAt,
  dropSlotsLock,
  eraseBinding,
  fileIsActive,
  fileIsOpen,
  getFile,
  hasBinding,
  memslotsChange,
  putFile,
  slotsLockIsFree,
  takeSlotsLock,
  vmOfSlot,
  writeSlotFile,
} from '../../kernel/memslots.ts'
import { shareOf } from '../../kernel/shareability.ts'
import { PRIVATE } from '../../kernel/words.ts'
import type { Scope } from '../../words.ts'
import type { Bound, SharedField, Step } from './binding.ts'
import { numberOf } from './errno.ts'
import { KVM_FILTER_PRIVATE, KVM_FILTER_SHARED } from './guest.ts'
import { lockInvalidate } from './invalidate-lock.ts'
import { asked, doing, question } from './memory.ts'

type S = Scope<string>
const vmOf = (pointer: number): number => pointer - 1

export const GUEST_MEMFD_FLAG_MMAP = 1
export const GUEST_MEMFD_FLAG_INIT_SHARED = 2

export const files = (design: Design): Readonly<Record<string, Bound<S>>> => ({
  file_inode: question('struct inode *', () => 1),
  GMEM_I: question('struct gmem_inode *', () => 1),
  i_size_read: question('loff_t', kernel => kernel.pages),
  file_modified: { kind: 'silent', why: 'nobody asks for times' },
  signal_pending: {
    kind: 'step',
    type: 'int',
    outcomes: { step: { does: () => 0 }, eintr: { does: () => 1 } },
  },
  // Memory of an inode is all private or all shared: SPTEs of the other kind do not exist.
  kvm_gmem_get_invalidate_filter: question('unsigned int', () => KVM_FILTER_PRIVATE | KVM_FILTER_SHARED),

  get_file_active: {
    kind: 'step',
    type: 'struct file *',
    outcomes: {
      step: {
        does: ({ kernel }, [slot]) => {
          if (!fileIsActive(kernel, slot! - 1)) return 0
          getFile(kernel, vmOfSlot(kernel, slot! - 1))
          return 1 + vmOfSlot(kernel, slot! - 1)
        },
      },
    },
  },
  fget: {
    kind: 'step',
    type: 'struct file *',
    outcomes: {
      step: {
        does: ({ kernel }, [fd]) => {
          if (!fileIsOpen(kernel, vmOf(fd!))) return 0
          getFile(kernel, vmOf(fd!))
          return fd!
        },
      },
    },
  },
  fput: doing(({ kernel }, [file]) => putFile(kernel, vmOf(file!))),
  xa_load: asked('struct kvm_memory_slot *', (kernel, [file, index]) => boundAt(kernel, vmOf(file!), index!)),
  xa_empty: question('bool', (kernel, [file]) => Number(!hasBinding(kernel, vmOf(file!), 0, kernel.pages))),
  xa_store_range: {
    kind: 'called',
    type: 'void *',
    fragment: storeBindings as never,
    enter: ({ call }, [file, start, last, entry]) => {
      call['store.slot'] = entry === 0 ? vmOf(file!) : entry! - 1
      call['store.page'] = start!
      call['store.end'] = last! + 1
      call['store.erases'] = Number(entry === 0)
    },
    result: ({ call }) => numberOf(call['store.result']!),
  },
  xa_err: question('int', (_, [entry]) => Math.min(0, entry!)),
  xa_is_err: question('bool', (_, [entry]) => Number(entry! < 0)),
  xa_destroy: doing(({ kernel }, [file]) => {
    if (!memslotsChange(kernel)) return
    for (let page = 0; page < kernel.pages; page++) eraseBinding(kernel, vmOf(file!), page)
  }),
  list_del: doing(({ kernel }, [file]) => {
    if (memslotsChange(kernel)) kernel.fileListed[vmOf(file!)] = 0
  }),
  kvm_range_has_memory_attributes: asked('bool', (kernel, [kvm, start, end]) => {
    for (let gfn = start!; gfn < end!; gfn++) if (shareOf(kernel, vmOf(kvm!), gfn) !== PRIVATE) return 0
    return 1
  }),
  kfree: { kind: 'silent', why: 'memory that is no page of the file is not modelled' },
  kvm_put_kvm: { kind: 'silent', why: 'a VM outlives the world' },
  synchronize_rcu: { kind: 'silent', why: 'read sections that matter end within a step' },

  mutex_lock: {
    ...doing(({ kernel, self }, [kvm]) => takeSlotsLock(kernel, self, vmOf(kvm!))),
    ready: ({ kernel }, [kvm]) => slotsLockIsFree(kernel, vmOf(kvm!)),
  },
  mutex_unlock: doing(({ kernel, self }, [kvm]) => dropSlotsLock(kernel, self, vmOf(kvm!))),
  filemap_invalidate_lock: {
    kind: 'called',
    type: 'void',
    fragment: lockInvalidate,
    enter: () => {},
    result: () => 0,
  },
  filemap_invalidate_unlock: doing(({ kernel, self }) => dropInvalidateLock(kernel, self)),
  filemap_invalidate_lock_shared: {
    ...doing(({ kernel, self }) => takeInvalidateLockShared(kernel, self)),
    ready: ({ kernel }) => invalidateLockIsShareable(kernel),
  } satisfies Step<S>,
  filemap_invalidate_unlock_shared: doing(({ kernel, self }) => dropInvalidateLockShared(kernel, self)),
  ...(design.allocator === 'pages' && {
    truncate_inode_pages_range: {
      kind: 'called',
      type: 'void',
      fragment: truncate as never,
      enter: ({ call }, [, start, last]) => {
        call['truncate.start'] = start!
        call['truncate.index'] = start!
        call['truncate.end'] = last! + 1
      },
      result: () => 0,
    },
  }),
})

const stable = (type: string, read: (scope: S, object: number) => number): SharedField<S> => ({
  type,
  stable: true,
  read,
})

/** All files are of guest_memfd. */
const FILE_OPERATIONS = 1
export const fileObjects = { kvm_gmem_fops: { struct: 'file_operations', object: FILE_OPERATIONS } }

export const fileStructs: Readonly<Record<string, Readonly<Record<string, SharedField<S>>>>> = {
  file: {
    private_data: stable('void *', (_, file) => file),
    f_op: stable('struct file_operations *', () => FILE_OPERATIONS),
    f_mapping: stable('struct address_space *', () => 1),
    f_inode: stable('struct inode *', () => 1),
  },
  gmem_inode: {
    gmem_file_list: { type: 'struct list_head' },
    policy: { type: 'struct shared_policy' },
    // A file that the host may map is shared from the start.
    flags: stable('u64', ({ kernel }) =>
      kernel.sharedFile === 1 ? GUEST_MEMFD_FLAG_MMAP | GUEST_MEMFD_FLAG_INIT_SHARED : 0,
    ),
  },
  kvm: { slots_lock: { type: 'struct mutex' } },
  kvm_memory_slot_gmem: {
    pgoff: { ...stable('pgoff_t', () => 0), unmodelled: 'the memslot maps the file from its start' },
    file: {
      type: 'struct file *',
      addressed: true,
      read: ({ kernel }, slot) =>
        memslotsChange(kernel) && kernel.slotFile[slot - 1] === 0 ? 0 : 1 + vmOfSlot(kernel, slot - 1),
      write: ({ kernel }, slot, file) => {
        if (memslotsChange(kernel)) writeSlotFile(kernel, slot - 1, file === 0 ? 0 : 1)
      },
    },
  },
  vm_fault: {
    pgoff: stable('pgoff_t', ({ call }) => call.page!),
    vma: stable('struct vm_area_struct *', () => 1),
    page: {
      type: 'struct page *',
      stable: true,
      read: ({ call }) => 1 + call.folio!,
      write: ({ call }, _, page) => {
        call.folio = page - 1
      },
    },
  },
  vm_area_struct: { vm_file: stable('struct file *', () => 1) },
}
