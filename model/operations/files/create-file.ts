/**
 * Makes a file of an inode of its own: KVM_CREATE_GUEST_MEMFD.
 *
 * Nobody else sees the file before its descriptor is installed.
 *
 * Source: kvm_gmem_create(), __kvm_gmem_create(), virt/kvm/guest_memfd.c (Linux 7.3).
 */
import { cell } from '../../../checker/declare.ts'
import { giveBack, install, makeReady, putNewInode, take } from '../../kernel/creation/new-file.ts'
import { mayFail, spendFailure } from '../../kernel/state/failures.ts'
import {
  BINDINGS,
  DESCRIPTOR,
  FILE,
  FLAGS_ASKED_FOR,
  INACCESSIBLE_MAPPING,
  INODE,
  MAPPING_OPERATIONS,
  MEMORY,
  MODULE_REFERENCE,
  PAGE_ATTRIBUTES,
  PLACE_ON_LIST,
  PRIVATE_DATA,
  SIZE,
  VM_POINTER,
  VM_REFERENCE,
} from '../../kernel/state/new-files.ts'
import { EINVAL, ENOMEM, RESULTS, showResult } from '../../kernel/state/values.ts'
import { type Enomem, operation, type Scope, type Step } from '../../kernel/words.ts'
import { isCreatable } from './sound-requests.ts'

type CreateFile = Scope<'vm' | 'creation.size' | 'creation.flags' | 'result'>

export const createFile = () =>
  operation<CreateFile, Step | Enomem>()({
    guards: {
      isBad: ({ kernel, call }) => !isCreatable(kernel, call['creation.size'], call['creation.flags']),
      mayFail: ({ kernel }) => mayFail(kernel),
    },
    effects: {
      failWithEinval: ({ call }) => {
        call.result = EINVAL
      },
      fail: ({ kernel, call }) => {
        spendFailure(kernel)
        call.result = ENOMEM
      },
      takeDescriptor: ({ kernel, self }) => take(kernel, self, DESCRIPTOR),
      allocate: ({ kernel, self }) => take(kernel, self, MEMORY),
      getModule: ({ kernel, self }) => take(kernel, self, MODULE_REFERENCE),
      makeInode: ({ kernel, self }) => {
        take(kernel, self, INODE)
        makeReady(kernel, self, MAPPING_OPERATIONS)
        makeReady(kernel, self, SIZE)
        makeReady(kernel, self, PAGE_ATTRIBUTES)
        makeReady(kernel, self, INACCESSIBLE_MAPPING)
        makeReady(kernel, self, FLAGS_ASKED_FOR)
      },
      makeFile: ({ kernel, self }) => {
        take(kernel, self, FILE)
        take(kernel, self, VM_REFERENCE)
        makeReady(kernel, self, PRIVATE_DATA)
        makeReady(kernel, self, VM_POINTER)
        makeReady(kernel, self, BINDINGS)
      },
      listFile: ({ kernel, self }) => makeReady(kernel, self, PLACE_ON_LIST),
      install: ({ kernel, self }) => install(kernel, self),
      putInode: ({ kernel, self }) => putNewInode(kernel, self),
      putModule: ({ kernel, self }) => giveBack(kernel, self, MODULE_REFERENCE),
      free: ({ kernel, self }) => giveBack(kernel, self, MEMORY),
      putDescriptor: ({ kernel, self }) => giveBack(kernel, self, DESCRIPTOR),
    },
  }).createMachine({
    id: 'createFile',
    context: ({ input }) => input,
    meta: {
      fn: 'kvm_gmem_create',
      locals: {
        vm: cell(4),
        'creation.size': cell(256),
        'creation.flags': cell(256),
        result: cell(RESULTS, showResult),
      },
    },
    initial: 'checking',
    states: {
      checking: {
        meta: { fn: 'kvm_gmem_create' },
        on: {
          step: [{ guard: 'isBad', actions: 'failWithEinval', target: 'returned' }, { target: 'gettingDescriptor' }],
        },
      },
      gettingDescriptor: {
        meta: { fn: 'get_unused_fd_flags' },
        on: {
          step: { actions: 'takeDescriptor', target: 'allocating' },
          enomem: { guard: 'mayFail', actions: 'fail', target: 'returned' },
        },
      },
      allocating: {
        meta: { fn: 'kzalloc' },
        on: {
          step: { actions: 'allocate', target: 'gettingModule' },
          enomem: { guard: 'mayFail', actions: 'fail', target: 'puttingDescriptor' },
        },
      },
      gettingModule: {
        meta: { fn: 'fops_get' },
        on: {
          step: { actions: 'getModule', target: 'makingInode' },
          enomem: { guard: 'mayFail', actions: 'fail', target: 'freeing' },
        },
      },
      makingInode: {
        meta: { fn: 'anon_inode_make_secure_inode' },
        on: {
          step: { actions: 'makeInode', target: 'makingFile' },
          enomem: { guard: 'mayFail', actions: 'fail', target: 'puttingModule' },
        },
      },
      makingFile: {
        meta: { fn: 'alloc_file_pseudo' },
        on: {
          step: { actions: 'makeFile', target: 'listing' },
          enomem: { guard: 'mayFail', actions: 'fail', target: 'puttingInode' },
        },
      },
      listing: { meta: { fn: 'list_add' }, on: { step: { actions: 'listFile', target: 'installing' } } },
      installing: { meta: { fn: 'fd_install' }, on: { step: { actions: 'install', target: 'returned' } } },
      puttingInode: { meta: { fn: 'iput' }, on: { step: { actions: 'putInode', target: 'puttingModule' } } },
      puttingModule: { meta: { fn: 'fops_put' }, on: { step: { actions: 'putModule', target: 'freeing' } } },
      freeing: { meta: { fn: 'kfree' }, on: { step: { actions: 'free', target: 'puttingDescriptor' } } },
      puttingDescriptor: {
        meta: { fn: 'put_unused_fd' },
        on: { step: { actions: 'putDescriptor', target: 'returned' } },
      },
      returned: { type: 'final' },
    },
  })
