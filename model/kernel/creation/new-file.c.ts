/**
 * The names by which C makes files, and loads and unloads what makes them.
 */

import { type BoundStep, type BoundValue, OF_RESULT, type Required } from '../../c/ir/binding.ts'
import { NotJudged } from '../../c/ir/not-judged.ts'
import type { Design } from '../../designs/design.ts'
import { aVm, type Functions, failing, is, mayWait, question, type S, sleeps, takes, vmOf } from '../c/declare.ts'
import { errno } from '../c/errno.ts'
import { forWrite, underTreeLock } from '../locks/tree-lock.ts'
import {
  BINDINGS,
  CACHE,
  CACHE_IN_USE,
  DESCRIPTOR,
  FILE,
  INACCESSIBLE_MAPPING,
  INODE,
  MEMORY,
  MODULE_REFERENCE,
  MOUNT,
  NEW_FILE,
  NEW_INODE,
  PAGE_ATTRIBUTES,
  PLACE_ON_LIST,
  PRIVATE_DATA,
  VM_REFERENCE,
} from '../state/new-files.ts'
import { GUEST_MEMFD_FLAG_INIT_SHARED, KVM_MEMORY_ATTRIBUTE_PRIVATE, supportedFlags } from './file-flags.ts'
import { giveBack, hasTaken, install, isReady, makeReady, putNewInode, take, unready } from './new-file.ts'
import { OWN_TABLE } from './tables.ts'

const PART = 'new-files'
/** A descriptor that is free. */
export const NEW_DESCRIPTOR = 7

const theNewInode: Required<S> = { ...is(NEW_INODE, 'the inode that the call makes'), pointsAtObject: true }
const theNewFile: Required<S> = { ...is(NEW_FILE, 'the file that the call makes'), pointsAtObject: true }
const theDescriptor = is(NEW_DESCRIPTOR, 'the descriptor that the call has got')
const theFops: Required<S> = { ...is(OWN_TABLE, "guest_memfd's table of file operations"), pointsAtObject: true }
const theContext: Required<S> = { ...is(1, 'the context of the file system'), pointsAtObject: true }
const theMount: Required<S> = { ...is(1, "guest_memfd's mount"), pointsAtObject: true }
const unnamed = { ignored: 'what a file is called makes no difference' }
const flagsOfOpen = { ignored: 'how the file was opened makes no difference' }
const kindOfMemory = { ignored: 'of which memory it is makes no difference' }

/** It takes something, or there is no memory for it: then it returns the errno, or NULL. */
const taking = (
  type: string,
  args: BoundStep<S>['args'],
  result: number,
  failed: number,
  things: readonly number[],
  also: (scope: S, args: readonly number[]) => void = () => {},
): BoundStep<S> => ({
  kind: 'step',
  type,
  args,
  needs: PART,
  outcomes: {
    step: {
      does: (scope, given) => {
        for (const thing of things) take(scope.kernel, scope.self, thing)
        also(scope, given)
        return result
      },
    },
    enomem: failing(failed),
  },
})

/** Nobody else can see it: no control point. */
const unseen = (args: BoundStep<S>['args'], does: (scope: S, args: readonly number[]) => void): BoundValue<S> => ({
  kind: 'value',
  type: 'void',
  args,
  value: (scope, given) => {
    does(scope, given)
    return 0
  },
})
const givingBack = (args: BoundStep<S>['args'], ...things: readonly number[]) =>
  unseen(args, ({ kernel, self }) => {
    for (const thing of things) giveBack(kernel, self, thing)
  })
const readying = (need: number, ...args: BoundStep<S>['args']) =>
  unseen(args, ({ kernel, self }) => makeReady(kernel, self, need))

const sizeOfResult = { ignored: 'sizes are not modelled', sizeOf: OF_RESULT } as const
const memory = (...args: BoundStep<S>['args']) => taking('void *', args, NEW_FILE, 0, [MEMORY])

const flagsAskedFor = (call: S['call']): number => {
  const flags = call['creation.flags']
  if (flags === undefined)
    throw new NotJudged('mas_store_gfp() is known of trees of new files, and is called for another')
  return flags
}

/** xa_mk_value() of the attributes with which all pages of a file begin. */
const defaultEntry = (flags: number): number =>
  1 + ((flags & GUEST_MEMFD_FLAG_INIT_SHARED) === 0 ? KVM_MEMORY_ATTRIBUTE_PRIVATE : 0)

export const creation = ({ conversion }: Pick<Design, 'conversion'>): Functions => ({
  get_unused_fd_flags: sleeps(taking('int', [flagsOfOpen], NEW_DESCRIPTOR, -errno.ENOMEM, [DESCRIPTOR])),
  put_unused_fd: givingBack([theDescriptor], DESCRIPTOR),
  fd_install: takes('_, struct file *', {
    kind: 'step',
    type: 'void',
    args: [theDescriptor, theNewFile],
    needs: PART,
    outcomes: {
      step: {
        does: ({ kernel, self }) => {
          if (conversion !== 'in-place') makeReady(kernel, self, PAGE_ATTRIBUTES)
          install(kernel, self)
          return 0
        },
      },
    },
  }),
  kzalloc: sleeps(memory(sizeOfResult, mayWait)),
  kzalloc_obj: sleeps({ ...memory(sizeOfResult, mayWait), optional: 1 }),
  fops_get: takes(
    'struct file_operations *',
    taking('struct file_operations *', [theFops], OWN_TABLE, 0, [MODULE_REFERENCE]),
  ),
  fops_put: takes('struct file_operations *', givingBack([theFops], MODULE_REFERENCE)),

  anon_inode_make_secure_inode: sleeps(
    taking(
      'struct inode *',
      [{ ignored: 'there is one superblock' }, unnamed, { ignored: 'no inode of guest_memfd stands in another' }],
      NEW_INODE,
      -errno.ENOMEM,
      [INODE],
    ),
  ),
  alloc_anon_inode: sleeps(
    taking('struct inode *', [{ ignored: 'there is one superblock' }], NEW_INODE, -errno.ENOMEM, [INODE]),
  ),
  security_inode_init_security_anon: taking(
    'int',
    [theNewInode, unnamed, { ignored: 'no inode of guest_memfd stands in another' }],
    0,
    -errno.EACCES,
    [],
  ),
  iput: takes('struct inode *', sleeps(unseen([theNewInode], ({ kernel, self }) => putNewInode(kernel, self)))),
  alloc_file_pseudo: takes(
    'struct inode *, struct vfsmount *, _, _, struct file_operations *',
    sleeps(
      taking('struct file *', [theNewInode, theMount, unnamed, flagsOfOpen, theFops], NEW_FILE, -errno.ENOMEM, [FILE]),
    ),
  ),
  anon_inode_create_getfile: sleeps(
    taking(
      'struct file *',
      [unnamed, theFops, theNewFile, flagsOfOpen, { ignored: 'no inode of guest_memfd stands in another' }],
      NEW_FILE,
      -errno.ENOMEM,
      [FILE, INODE, MODULE_REFERENCE],
      ({ kernel, self }) => makeReady(kernel, self, PRIVATE_DATA),
    ),
  ),
  kvm_get_kvm: takes(
    'struct kvm *',
    unseen([aVm], ({ kernel, self, call }, [kvm]) => {
      if (vmOf(kvm!) === call.vm) take(kernel, self, VM_REFERENCE)
    }),
  ),
  xa_init: takes('struct xarray *', readying(BINDINGS, theNewFile)),
  list_add: takes('struct list_head *, struct list_head *', readying(PLACE_ON_LIST, theNewFile, theNewInode)),
  mapping_set_gfp_mask: { kind: 'silent', why: 'of which memory pages are makes no difference' },
  mapping_set_inaccessible: takes('struct address_space *', readying(INACCESSIBLE_MAPPING, theNewInode)),
  mapping_set_unmovable: takes('struct address_space *', readying(INACCESSIBLE_MAPPING, theNewInode)),
  mapping_set_unevictable: { kind: 'silent', why: 'pages of guest_memfd are never written out' },
  mapping_unevictable: takes('struct address_space *', {
    kind: 'value',
    type: 'bool',
    args: [theNewInode],
    value: ({ kernel, self }) => Number(isReady(kernel, self, INACCESSIBLE_MAPPING)),
  }),
  kvm_gmem_get_supported_flags: takes('struct kvm *', question('u64', [aVm], supportedFlags)),

  alloc_inode_sb: sleeps(
    taking(
      'void *',
      [{ ignored: 'there is one superblock' }, { ignored: 'there is one cache' }, mayWait],
      NEW_INODE,
      0,
      [INODE],
    ),
  ),
  mpol_shared_policy_init: { kind: 'silent', why: 'memory policies are not modelled' },
  mpol_free_shared_policy: { kind: 'silent', why: 'memory policies are not modelled' },
  INIT_LIST_HEAD: { kind: 'silent', why: 'a list begins empty' },
  inode_init_once: { kind: 'silent', why: 'an inode begins as the kernel makes it' },
  kmem_cache_create: sleeps(
    taking(
      'struct kmem_cache *',
      [unnamed, { ignored: 'sizes are not modelled' }, { ignored: 'how it is made makes no difference' }, kindOfMemory],
      1,
      0,
      [CACHE],
    ),
  ),
  kmem_cache_destroy: takes(
    'struct kmem_cache *',
    unseen([is(1, 'the cache of inodes')], ({ kernel, self }) => {
      if (hasTaken(kernel, self, MOUNT)) kernel.givenTwice = 1 + CACHE_IN_USE
      giveBack(kernel, self, CACHE)
    }),
  ),
  kmem_cache_free: takes(
    'struct kmem_cache *, struct gmem_inode *',
    givingBack([is(1, 'the cache of inodes'), theNewInode], INODE),
  ),
  kern_mount: sleeps(taking('struct vfsmount *', [is(1, 'the file system of guest_memfd')], 1, -errno.ENOMEM, [MOUNT])),
  kern_unmount: takes('struct vfsmount *', givingBack([theMount], MOUNT)),
  init_pseudo: taking(
    'void *',
    [theContext, { ignored: 'what the file system is called makes no difference' }],
    1,
    0,
    [],
  ),
  generic_fillattr: { kind: 'silent', why: 'what stat() tells of a file is not modelled' },
  rcu_barrier: sleeps({ kind: 'silent', why: 'inodes that are freed late are not modelled' }),
  // Elsewhere the flags of the file say what all of its pages are.
  mas_store_gfp: takes(
    'struct ma_state *',
    sleeps(
      underTreeLock(
        'mas_store_gfp',
        forWrite,
        taking(
          'int',
          [{ ignored: 'where the walk of a new tree stands is not modelled' }, 'used', mayWait],
          0,
          -errno.ENOMEM,
          [],
          ({ kernel, self, call }, [, entry]) =>
            (entry === defaultEntry(flagsAskedFor(call)) ? makeReady : unready)(kernel, self, PAGE_ATTRIBUTES),
        ),
      ),
    ),
  ),
  MA_STATE: { kind: 'silent', why: 'where a walk of a new tree stands is not modelled' },
  mt_set_external_lock: { kind: 'silent', why: 'which lock a tree has is not modelled' },
  mt_init_flags: { kind: 'silent', why: 'a tree begins empty' },
  mtree_empty: takes('struct maple_tree *', {
    kind: 'step',
    type: 'bool',
    args: [{ ignored: 'a tree that goes away may be empty' }],
    outcomes: { step: { does: () => 0 }, 'returns 1': { does: () => 1 } },
  }),
  __mt_destroy: { kind: 'silent', why: 'memory for the nodes of a tree is not modelled' },
})
