/**
 * The functions of files, memslots and VMs, and of what ties them to the inode; `structs.c.ts` has their fields.
 */

import type { Required } from '../../c/ir/binding.ts'
import {
  aFile,
  answer,
  aVm,
  doing,
  type Functions,
  is,
  question,
  releasing,
  type S,
  sleeps,
  takes,
  theInode,
  theTask,
  vmOf,
} from '../c/declare.ts'
import { GUEST_MEMFD_FLAG_INIT_SHARED, GUEST_MEMFD_FLAG_MMAP } from '../creation/file-flags.ts'
import { dropFile, giveBack, returnVm, take } from '../creation/new-file.ts'
import { findSignal, lookForSignals } from '../state/interruption.ts'
import { FILE, FOREIGN_FILE, MEMORY, NEW_FILE } from '../state/new-files.ts'
import type { Kernel } from '../state/state.ts'
import { fileIsActive, fileIsOpen, freeGmem, getFile, getLivingFile, putFile, putVm, useFile } from './files.ts'
import { isCovered, memslotsChange, slotAtGfn, vmOfSlot } from './places.ts'
import { isOfVm, KVM_MEM_GUEST_MEMFD } from './structs.c.ts'

/** A bit of our own: the kernel's does not fit a byte. */
const KVM_MEMSLOT_GMEM_ONLY = 8
export const fileFlags = {
  GUEST_MEMFD_FLAG_MMAP,
  GUEST_MEMFD_FLAG_INIT_SHARED,
  KVM_MEM_GUEST_MEMFD,
  KVM_MEMSLOT_GMEM_ONLY,
}

const oneInode = 'there is one inode'
const theFiles = { ...theInode, be: "the list of the inode's files" }
const notEmpty: Required<S> = {
  must: (scope, list, args) => theInode.must(scope, list, args) && listedFrom(scope.kernel, 1) !== 0,
  be: "the list of the inode's files, and not empty",
}
const inFile: Required<S> = {
  must: ({ kernel }, gfn) => isCovered(kernel, gfn),
  be: 'a gfn of the memslot',
}
const anyFile: Required<S> = {
  ...aFile,
  must: (scope, file, args) => file === NEW_FILE || file === FOREIGN_FILE || aFile.must(scope, file, args),
}
export const theVma = is(1, 'the mapping of the host')
const hasGmem = 'every memslot is one of guest_memfd'

const signalComes: Functions[string] = {
  kind: 'step',
  type: 'int',
  args: [theTask],
  alike: 'a signal that comes is a fatal one here',
  outcomes: {
    step: {
      does: ({ kernel, self }) => {
        lookForSignals(kernel, self)
        return 0
      },
    },
    eintr: {
      does: ({ kernel, self }) => {
        findSignal(kernel, self)
        return 1
      },
    },
  },
}

/** NULL may be freed. Nobody else can see it: no control point. */
const freeing: Functions[string] = {
  kind: 'value',
  type: 'void',
  args: ['used'],
  value: ({ kernel, self }, [pointer]) => {
    if (pointer === NEW_FILE) giveBack(kernel, self, MEMORY)
    else if (isOfVm(kernel, pointer!)) freeGmem(kernel, vmOf(pointer!))
    return 0
  },
}

export const memslots: Functions = {
  file_inode: takes('struct file *', {
    ...answer('struct inode *', [aFile], 1, oneInode),
    asks: true,
    value: ({ kernel }, [file]) => {
      useFile(kernel, vmOf(file!))
      return 1
    },
  }),
  // The inode and guest_memfd's part of it have one number.
  GMEM_I: takes(
    'struct inode *',
    question('struct gmem_inode *', ['used'], (_, [inode]) => inode!),
  ),
  file_modified: { kind: 'silent', why: 'nobody asks for times' },
  signal_pending: signalComes,
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
          if (fd === FOREIGN_FILE) {
            take(kernel, self, FILE)
            return fd
          }
          if (fd! < 1 || fd! > kernel.vms) return 0
          if (!fileIsOpen(kernel, vmOf(fd!))) return 0
          getFile(kernel, self, vmOf(fd!))
          return fd!
        },
      },
    },
  },
  get_file: takes('struct file *', {
    kind: 'step',
    type: 'struct file *',
    args: [aFile],
    outcomes: {
      step: {
        does: ({ kernel, self }, [file]) => {
          getLivingFile(kernel, self, vmOf(file!))
          return file!
        },
      },
    },
  }),
  fput: takes(
    'struct file *',
    releasing([anyFile], ({ kernel, self }, [file]) => {
      if (file === NEW_FILE) dropFile(kernel, self)
      else if (file === FOREIGN_FILE) giveBack(kernel, self, FILE)
      else putFile(kernel, self, vmOf(file!))
    }),
  ),

  first_file: takes(
    'struct list_head *',
    question('struct kvm_gmem *', [theFiles], kernel => listedFrom(kernel, 1)),
  ),
  // What an empty list has for its first entry is no file.
  first_of_files: takes(
    'struct list_head *',
    question('struct kvm_gmem *', [notEmpty], kernel => listedFrom(kernel, 1)),
  ),
  next_file: takes(
    'struct kvm_gmem *',
    question('struct kvm_gmem *', ['used'], (kernel, [file]) => listedFrom(kernel, file! + 1)),
  ),
  list_del: takes('struct list_head *', {
    ...doing([aFile], ({ kernel }, [file]) => {
      if (memslotsChange(kernel)) kernel.fileListed[vmOf(file!)] = 0
    }),
    needs: 'memslots',
  }),

  gfn_to_memslot: takes(
    'struct kvm *',
    question(
      'struct kvm_memory_slot *',
      ['used', inFile],
      (kernel, [kvm, gfn]) => 1 + slotAtGfn(kernel, vmOf(kvm!), gfn!),
    ),
  ),
  kvm_slot_can_be_private: takes('struct kvm_memory_slot *', answer('bool', ['used'], 1, hasGmem)),
  kvm_slot_has_gmem: takes('struct kvm_memory_slot *', answer('bool', ['used'], 1, hasGmem)),

  kfree: takes('struct kvm_gmem * | struct kvm_gmem_inode_private *', freeing),
  // Of memory that kmalloc() gave it is the same.
  kvfree: freeing,
  kvm_put_kvm: takes(
    'struct kvm *',
    sleeps(
      doing([aVm], ({ kernel, self, call }, [kvm]) => {
        if (vmOf(kvm!) !== call.vm || !returnVm(kernel, self)) putVm(kernel, self, vmOf(kvm!))
      }),
    ),
  ),
  synchronize_rcu: sleeps({ kind: 'silent', why: 'read sections that matter end within a step' }),
}

/** The file at or behind one that stands on the inode's list; 0 for none. */
function listedFrom(kernel: Kernel, file: number): number {
  let next = file
  while (next <= kernel.vms && memslotsChange(kernel) && kernel.fileListed[vmOf(next)] === 0) next += 1
  return next <= kernel.vms ? next : 0
}
