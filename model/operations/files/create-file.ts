/**
 * Makes a file of an inode of its own: KVM_CREATE_GUEST_MEMFD.
 *
 * Nobody else sees the file before its descriptor is installed.
 *
 * Source: kvm_gmem_create(), __kvm_gmem_create(), virt/kvm/guest_memfd.c (Linux 7.3).
 */
import { cell } from '../../../checker/declare.ts'
import { giveBack, install, makeReady, take } from '../../kernel/creation/new-file.ts'
import { mayFail, spendFailure } from '../../kernel/state/failures.ts'
import { EINVAL, ENOMEM, RESULTS, showResult } from '../../kernel/state/values.ts'
import { type Enomem, operation, type Scope, type Step } from '../../words.ts'
import { isCreatable } from './sound-requests.ts'

type CreateFile = Scope<'vm' | 'creation.size' | 'creation.flags' | 'result'>

export const createFile = () =>
  operation<CreateFile, Step | Enomem>()({
    guards: {
      isBad: ({ call }) => !isCreatable(call['creation.size'], call['creation.flags']),
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
      takeDescriptor: ({ kernel, self }) => take(kernel, self, 'a file descriptor'),
      allocate: ({ kernel, self }) => take(kernel, self, 'memory'),
      getModule: ({ kernel, self }) => take(kernel, self, 'a reference of the module'),
      makeInode: ({ kernel, self }) => {
        take(kernel, self, 'an inode')
        makeReady(kernel, self, 'operations of its mapping')
        makeReady(kernel, self, 'a size')
        makeReady(kernel, self, 'attributes of all its pages')
        makeReady(kernel, self, 'a mapping that nobody but guests accesses')
        makeReady(kernel, self, 'the flags that were asked for')
      },
      makeFile: ({ kernel, self }) => {
        take(kernel, self, 'a file', 'a reference of the VM')
        makeReady(kernel, self, 'private data')
        makeReady(kernel, self, 'a VM')
        makeReady(kernel, self, 'bindings that are initialised')
      },
      listFile: ({ kernel, self }) => makeReady(kernel, self, 'a place on the list of its inode'),
      install: ({ kernel, self }) => install(kernel, self),
      putInode: ({ kernel, self }) => giveBack(kernel, self, 'an inode'),
      putModule: ({ kernel, self }) => giveBack(kernel, self, 'a reference of the module'),
      free: ({ kernel, self }) => giveBack(kernel, self, 'memory'),
      putDescriptor: ({ kernel, self }) => giveBack(kernel, self, 'a file descriptor'),
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
