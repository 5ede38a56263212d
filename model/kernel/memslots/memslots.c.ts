/**
 * The names of files, memslots and VMs, and of what ties them to the inode.
 */
import type { Required } from '../../c/ir/binding.ts'
import {
  aFile,
  answer,
  doing,
  type Functions,
  question,
  type S,
  type Structs,
  stable,
  theInode,
  theTask,
  vmOf,
} from '../c/declare.ts'
import type { Kernel } from '../state/state.ts'
import {
  fileIsActive,
  fileIsOpen,
  getFile,
  memslotsChange,
  putFile,
  useSlot,
  vmOfSlot,
  writeSlotFile,
} from './memslots.ts'
import { ATTRIBUTES, DIRECT_MAP_STATE } from './xarray.c.ts'

export const GUEST_MEMFD_FLAG_MMAP = 1
export const GUEST_MEMFD_FLAG_INIT_SHARED = 2
export const KVM_MEMSLOT_GMEM_ONLY = 4
export const fileFlags = { GUEST_MEMFD_FLAG_MMAP, GUEST_MEMFD_FLAG_INIT_SHARED, KVM_MEMSLOT_GMEM_ONLY }

const oneInode = 'there is one inode'
const theFiles = { ...theInode, be: "the list of the inode's files" }
const inFile: Required<S> = {
  must: ({ kernel }, gfn) => gfn >= kernel.slotFirst && gfn < kernel.pages,
  be: 'a gfn of the memslot',
}
const hasGmem = 'every memslot is one of guest_memfd'

const signalComes: Functions[string] = {
  kind: 'step',
  type: 'int',
  args: [theTask],
  outcomes: { step: { does: () => 0 }, eintr: { does: () => 1 } },
}

export const memslots: Functions = {
  file_inode: answer('struct inode *', [aFile], 1, oneInode),
  GMEM_I: answer('struct gmem_inode *', [theInode], 1, oneInode),
  file_modified: { kind: 'silent', why: 'nobody asks for times' },
  signal_pending: signalComes,
  // A signal that comes here may be a fatal one.
  fatal_signal_pending: signalComes,

  get_file_active: {
    kind: 'step',
    type: 'struct file *',
    args: ['used'],
    outcomes: {
      step: {
        does: ({ kernel, self }, [slot]) => {
          if (!fileIsActive(kernel, slot! - 1)) return 0
          getFile(kernel, self, vmOfSlot(kernel, slot! - 1))
          return 1 + vmOfSlot(kernel, slot! - 1)
        },
      },
    },
  },
  fget: {
    kind: 'step',
    type: 'struct file *',
    args: ['used'],
    outcomes: {
      step: {
        does: ({ kernel, self }, [fd]) => {
          if (!fileIsOpen(kernel, vmOf(fd!))) return 0
          getFile(kernel, self, vmOf(fd!))
          return fd!
        },
      },
    },
  },
  fput: doing([aFile], ({ kernel, self }, [file]) => putFile(kernel, self, vmOf(file!))),

  first_file: question('struct kvm_gmem *', [theFiles], kernel => listedFrom(kernel, 1)),
  next_file: question('struct kvm_gmem *', ['used'], (kernel, [file]) => listedFrom(kernel, file! + 1)),
  list_del: {
    ...doing([aFile], ({ kernel }, [file]) => {
      if (memslotsChange(kernel)) kernel.fileListed[vmOf(file!)] = 0
    }),
    needs: 'memslots',
  },

  gfn_to_memslot: question('struct kvm_memory_slot *', ['used', inFile], (_, [kvm]) => kvm!),
  kvm_slot_can_be_private: answer('bool', ['used'], 1, hasGmem),
  kvm_slot_has_gmem: answer('bool', ['used'], 1, hasGmem),

  kfree: { kind: 'silent', why: 'memory that is no page of the file is not modelled' },
  // The VM outlives the world: who puts it may not know that.
  kvm_put_kvm: doing(['used'], ({ kernel, self }) => {
    kernel.vmPut[self] = 1
  }),
  synchronize_rcu: { kind: 'silent', why: 'read sections that matter end within a step' },
  mpol_shared_policy_lookup: answer('struct mempolicy *', ['used', 'used'], 0, 'memory policies are not modelled'),
  mpol_cond_put: { kind: 'silent', why: 'memory policies are not modelled' },
}

/** The file at or behind one that stands on the inode's list; 0 for none. */
function listedFrom(kernel: Kernel, file: number): number {
  let next = file
  while (next <= kernel.vms && memslotsChange(kernel) && kernel.fileListed[vmOf(next)] === 0) next += 1
  return next <= kernel.vms ? next : 0
}

/** All files are of guest_memfd. */
const FILE_OPERATIONS = 1
export const fileObjects = { kvm_gmem_fops: { struct: 'file_operations', object: FILE_OPERATIONS } }

/** A field of a memslot: whoever reads it uses the memslot. */
const ofSlot = (type: string, read: (kernel: Kernel) => number) =>
  stable(type, (kernel, slot) => {
    useSlot(kernel, slot - 1)
    return read(kernel)
  })

export const memslotStructs: Structs = {
  file: {
    private_data: stable('void *', (_, file) => file),
    f_op: stable('struct file_operations *', () => FILE_OPERATIONS),
    f_mapping: stable('struct address_space *', () => 1),
    f_inode: stable('struct inode *', () => 1),
  },
  gmem_inode: {
    gmem_file_list: { type: 'struct list_head' },
    vfs_inode: { type: 'struct inode' },
    attributes: { type: 'struct maple_tree', offset: ATTRIBUTES - 1 },
    policy: { type: 'struct shared_policy' },
    // The host may map each file; a private one it may not touch.
    flags: stable('u64', kernel =>
      kernel.sharedFile === 1 ? GUEST_MEMFD_FLAG_MMAP | GUEST_MEMFD_FLAG_INIT_SHARED : GUEST_MEMFD_FLAG_MMAP,
    ),
  },
  kvm_gmem_inode_private: {
    shareability: { type: 'struct maple_tree' },
    direct_map_state: { type: 'struct xarray', offset: DIRECT_MAP_STATE - 1 },
    // Always false; see the flag's one writer.
    default_direct_map_state: stable('bool', () => 0),
  },
  kvm_gmem: {
    kvm: stable('struct kvm *', (_, file) => file),
    bindings: { type: 'struct xarray' },
    entry: { type: 'struct list_head' },
  },
  kvm: { slots_lock: { type: 'struct mutex' } },
  kvm_memory_slot: {
    base_gfn: ofSlot('gfn_t', kernel => kernel.slotFirst),
    npages: ofSlot('unsigned long', kernel => kernel.pages - kernel.slotFirst),
    flags: { ...stable('u32', () => 0), unmodelled: 'flags of memslots make no difference' },
    gmem: { type: 'struct kvm_memory_slot_gmem' },
  },
  kvm_memory_slot_gmem: {
    pgoff: {
      ...ofSlot('pgoff_t', kernel => kernel.slotFirst),
      unmodelled: 'where a memslot begins is up to the world',
    },
    file: {
      type: 'struct file *',
      addressed: true,
      needs: 'memslots',
      read: ({ kernel }, slot) =>
        memslotsChange(kernel) && kernel.slotFile[slot - 1] === 0 ? 0 : 1 + vmOfSlot(kernel, slot - 1),
      write: ({ kernel }, slot, file) => {
        if (memslotsChange(kernel)) writeSlotFile(kernel, slot - 1, file === 0 ? 0 : 1)
      },
    },
  },
  vm_fault: {
    pgoff: { type: 'pgoff_t', stable: true, read: ({ call }) => call.page! },
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
