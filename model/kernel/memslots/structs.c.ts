/**
 * The fields of files, inodes and memslots, and of what a fault and a request are given.
 */

import type { SharedField } from '../../c/ir/binding.ts'
import { NotJudged } from '../../c/ir/not-judged.ts'
import { type S, type Structs, stable, vmOf } from '../c/declare.ts'
import { GUEST_MEMFD_FLAG_INIT_SHARED, GUEST_MEMFD_FLAG_MMAP, NEWER_FLAGS } from '../creation/file-flags.ts'
import { isReady, makeReady, unready } from '../creation/new-file.ts'
import { OWN_TABLE } from '../creation/tables.ts'
import {
  FLAGS_ASKED_FOR,
  FOREIGN_FILE,
  NEW_FILE,
  NEW_INODE,
  needNames,
  PRIVATE_DATA,
  VM_POINTER,
} from '../state/new-files.ts'
import type { Kernel } from '../state/state.ts'
import { useFile, useGmem } from './files.ts'
import { mappedFrom } from './mapped-from.ts'
import { useSlot, writeSlotFile } from './memslots.ts'
import { baseGfnOf, endPageOf, firstPageOf, memslotsChange, vmOfSlot } from './places.ts'
import { ATTRIBUTES, DIRECT_MAP_STATE } from './xarray.c.ts'

export const KVM_MEM_GUEST_MEMFD = 4

/** What user space asks for; no other call has it. */
function asked(call: S['call'], name: string): number {
  const value = call[name]
  if (value === undefined) throw new NotJudged(`${name} is read by a call that was not given it`)
  return value
}

const inodeOf = (file: number): number => (file === NEW_FILE ? NEW_INODE : 1)

/** A field that is written while the file is made, and never again. */
export const setOnce = (
  need: number,
  object: number,
  isRight: (scope: S, value: number) => boolean,
): Pick<SharedField<S>, 'write' | 'needs'> => ({
  needs: 'new-files',
  write: (scope, of, value) => {
    if (of !== object)
      throw new NotJudged(`${needNames[need]} of a file is set once, when it is made: no world has it set again`)
    ;(isRight(scope, value) ? makeReady : unready)(scope.kernel, scope.self, need)
  },
})

/** A pointer to a table of operations: guest_memfd has one of each kind. */
export function isOwnTable(table: number): boolean {
  if (table > 0 && table !== OWN_TABLE)
    throw new NotJudged('a table of operations is set that is not the one which guest_memfd has: no world has that')
  return table === OWN_TABLE
}

/** The flags of an inode that is made are read where they are set. */
export const flagsOfInode = (type: string, read: (kernel: Kernel) => number): SharedField<S> => {
  const { needs, write } = setOnce(FLAGS_ASKED_FOR, NEW_INODE, ({ call }, flags) => flags === call['creation.flags'])
  return {
    type,
    stable: true,
    read: ({ kernel, self }, inode) => (inode === NEW_INODE ? kernel.newFlags[self]! : read(kernel)),
    needs: needs!,
    write: (scope, inode, flags) => {
      write!(scope, inode, flags)
      scope.kernel.newFlags[scope.self] = flags
    },
  }
}

/** A field of a memslot: whoever reads it uses the memslot. */
const ofSlot = (type: string, read: (kernel: Kernel, slot: number) => number) =>
  stable(type, (kernel, slot) => {
    useSlot(kernel, slot - 1)
    return read(kernel, slot - 1)
  })

/** A field of a file: whoever reads it uses the file. */
const ofFile = (type: string, read: (file: number, scope: S) => number): SharedField<S> => ({
  type,
  stable: true,
  asks: true,
  read: (scope, file) => {
    if (isOfVm(scope.kernel, file)) useFile(scope.kernel, vmOf(file))
    return read(file, scope)
  },
})

/** A file that VMs had before, and not one that is made, or of another kind. */
export const isOfVm = (kernel: Kernel, file: number): boolean => file >= 1 && file <= kernel.vms

export const memslotStructs: Structs = {
  file: {
    private_data: {
      ...ofFile('void *', (file, { kernel, self }) => {
        if (file === FOREIGN_FILE) kernel.foreignDataUsed = 1
        return file === NEW_FILE && !isReady(kernel, self, PRIVATE_DATA) ? 0 : file
      }),
      ...setOnce(PRIVATE_DATA, NEW_FILE, (_, data) => data === NEW_FILE),
    },
    f_op: ofFile('struct file_operations *', file => (file === FOREIGN_FILE ? OWN_TABLE + 1 : OWN_TABLE)),
    f_mapping: ofFile('struct address_space *', inodeOf),
    f_inode: ofFile('struct inode *', inodeOf),
    f_flags: { ...stable('unsigned int', () => 0), unmodelled: 'how a file was opened makes no difference' },
  },
  file_operations: { owner: { type: 'struct module *', unmodelled: 'modules are not modelled' } },
  fs_context: { fs_private: stable('struct pseudo_fs_context *', () => 1) },
  pseudo_fs_context: {
    ops: { type: 'struct super_operations *', unmodelled: 'which inodes there are is up to the world' },
  },
  vfsmount: {
    mnt_sb: stable('struct super_block *', () => 1),
    mnt_flags: { type: 'unsigned int', unmodelled: 'nobody runs files of guest_memfd' },
  },
  kiocb: { ki_filp: stable('struct file *', () => 1) },
  path: { dentry: stable('struct dentry *', () => 1) },
  dentry: { d_inode: stable('struct inode *', () => 1) },
  gmem_inode: {
    gmem_file_list: { type: 'struct list_head' },
    vfs_inode: { type: 'struct inode' },
    attributes: { type: 'struct maple_tree', offset: ATTRIBUTES - 1 },
    policy: { type: 'struct shared_policy' },
    // The host may map each file; a private one it may not touch.
    flags: flagsOfInode('u64', kernel => {
      const newer = kernel.newerFlags === 1 ? NEWER_FLAGS : 0
      const shared = kernel.sharedFile === 1 ? GUEST_MEMFD_FLAG_INIT_SHARED : 0
      return newer | shared | (kernel.mappableFile === 1 ? GUEST_MEMFD_FLAG_MMAP : 0)
    }),
  },
  kvm_gmem_inode_private: {
    shareability: { type: 'struct maple_tree' },
    direct_map_state: { type: 'struct xarray', offset: DIRECT_MAP_STATE - 1 },
    // Always false; see the flag's one writer.
    default_direct_map_state: stable('bool', () => 0),
  },
  kvm_gmem: {
    kvm: {
      type: 'struct kvm *',
      stable: true,
      asks: true,
      read: ({ kernel, self, call }, gmem) => {
        if (isOfVm(kernel, gmem)) useGmem(kernel, vmOf(gmem))
        if (gmem !== NEW_FILE) return gmem
        return isReady(kernel, self, VM_POINTER) ? 1 + call.vm! : 0
      },
      ...setOnce(VM_POINTER, NEW_FILE, ({ call }, kvm) => vmOf(kvm) === call.vm),
    },
    bindings: { type: 'struct xarray' },
    entry: { type: 'struct list_head' },
  },
  kvm: { slots_lock: { type: 'struct mutex' } },
  kvm_memory_slot: {
    base_gfn: ofSlot('gfn_t', baseGfnOf),
    npages: ofSlot('unsigned long', (kernel, slot) => endPageOf(kernel, slot) - firstPageOf(kernel, slot)),
    flags: { ...stable('u32', () => KVM_MEM_GUEST_MEMFD), unmodelled: 'flags of memslots make no difference' },
    gmem: { type: 'struct kvm_memory_slot_gmem' },
  },
  kvm_memory_slot_gmem: {
    pgoff: {
      ...ofSlot('pgoff_t', firstPageOf),
      write: ({ call }, _, page) => {
        asked(call, 'boundAt')
        call.boundAt = 1 + page
      },
    },
    file: {
      type: 'struct file *',
      addressed: true,
      isUnheld: true,
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
  vm_area_struct: {
    vm_file: stable('struct file *', () => 1),
    vm_pgoff: { type: 'unsigned long', stable: true, read: ({ call }) => mappedFrom(asked(call, 'any')).page },
    vm_start: { type: 'unsigned long', stable: true, read: ({ call }) => mappedFrom(asked(call, 'any')).address },
    vm_flags: { type: 'vm_flags_t', stable: true, read: ({ call }) => asked(call, 'mapping.flags') },
    vm_ops: {
      type: 'struct vm_operations_struct *',
      stable: true,
      write: ({ call }, _, operations) => {
        call['mapping.operations'] = Number(isOwnTable(operations))
      },
    },
  },
  kvm_create_guest_memfd: {
    size: { type: 'u64', stable: true, read: ({ call }) => asked(call, 'creation.size') },
    flags: { type: 'u64', stable: true, read: ({ call }) => asked(call, 'creation.flags') },
  },
}
