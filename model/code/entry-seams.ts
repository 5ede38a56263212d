/**
 * Seams of functions that the kernel calls for a file as a whole: they run from their first statement to their last.
 */

import { theOne } from '../c/machine/seam.ts'
import { onceLocked } from '../fragments/unmapping/lock-invalidate.ts'
import { ioctls } from '../kernel/attributes/attributes-request.c.ts'
import { wordOf } from '../kernel/c/errno.ts'
import { NEW_DESCRIPTOR } from '../kernel/creation/new-file.c.ts'
import { handOut } from '../kernel/creation/new-file.ts'
import { fallocateModes } from '../kernel/file/fallocate.c.ts'
import { INODE_NUMBER } from '../kernel/file/filemap.c.ts'
import { rememberHole } from '../kernel/file/hole-snapshot.ts'
import { policyOf, putPolicy } from '../kernel/file/policies.c.ts'
import { putFile } from '../kernel/memslots/files.ts'
import { mappedFrom } from '../kernel/memslots/mapped-from.ts'
import { CACHE, INODE, MOUNT, NEW_INODE } from '../kernel/state/new-files.ts'
import { bytesOf, PAGE_SHIFT } from '../kernel/state/page-size.ts'
import { GARBAGE, OK } from '../kernel/state/values.ts'
import type { Scope } from '../kernel/words.ts'
import { type PlainName, plainCalls } from '../operations/files/plain-calls.ts'
import { IOCTLS } from '../operations/files/sound-requests.ts'
import { judgeWhereItBegins } from './bound-at.ts'
import type { KernelSeam } from './seam.ts'

type S = Scope<string>

const theVm = ({ call }: S): number => 1 + call.vm!
const keepsResult: KernelSeam['leave'] = ({ call }, result) => {
  call.result = wordOf(result)
}

/** A pointer to something of which there is one; for a number, any. */
const anyArgument: KernelSeam['otherwise'] = type => {
  if (/^(?:const )?struct \w+ \*$/.test(type)) return theOne
  return /^(?:u32|u64|int|unsigned int|enum \w+)$/.test(type) ? ({ call }: S) => call.any! : undefined
}

/** By call: what its function is given, and what becomes of its result. */
type CallWays = Pick<KernelSeam, 'given' | 'leave'> & { readonly entry?: readonly [struct: string, member: string] }

/** What a call that succeeds keeps, until its opposite is called. */
const keeps =
  (...things: readonly number[]): KernelSeam['leave'] =>
  (scope, result, behind) => {
    keepsResult(scope, result, behind)
    if (result === 0) for (const thing of things) handOut(scope.kernel, scope.self, thing)
  }

const ways: Readonly<Record<PlainName, CallWays>> = {
  'set policy': { entry: ['vm_operations_struct', 'set_policy'], given: { vma: theOne }, leave: keepsResult },
  'get policy': {
    entry: ['vm_operations_struct', 'get_policy'],
    given: { vma: theOne, addr: ({ call }) => mappedFrom(call.any!).address + bytesOf(call.page!), ilx: theOne },
    leave: ({ kernel, self, call }, result, behind) => {
      if (result > 0) putPolicy(kernel, self)
      if (behind('ilx') !== INODE_NUMBER) kernel.interleavesByOffset = 1
      if (result !== policyOf(mappedFrom(call.any!).page + call.page!)) kernel.otherPolicy = 1
    },
  },
  'read file attributes': { entry: ['inode_operations', 'getattr'], given: {}, leave: keepsResult },
  'change file attributes': { entry: ['inode_operations', 'setattr'], given: {}, leave: keepsResult },
  'load module': { given: {}, leave: keeps(CACHE, MOUNT) },
  'unload module': { given: {}, leave: () => {} },
  'ask for shared files': { given: { kvm: theVm }, leave: () => {} },
  'ask what a gfn is': { given: { kvm: theVm, gfn: ({ call }) => call.page! }, leave: () => {} },
  'make inode': {
    entry: ['super_operations', 'alloc_inode'],
    given: {},
    leave: ({ kernel, self, call }, result) => {
      call.result = result === 0 ? wordOf(-12) : OK
      if (result > 0) handOut(kernel, self, INODE)
    },
  },
  'destroy inode': { entry: ['super_operations', 'destroy_inode'], given: { inode: theOne }, leave: () => {} },
  'free inode': { entry: ['super_operations', 'free_inode'], given: { inode: () => NEW_INODE }, leave: () => {} },
  'construct inode': { entry: ['kmem_cache_args', 'ctor'], given: { object: () => NEW_INODE }, leave: () => {} },
  mount: { entry: ['file_system_type', 'init_fs_context'], given: {}, leave: keepsResult },
}

/** A memslot that nobody uses yet, and any descriptor. */
const bindingSeam = (fn: string, leave: KernelSeam['leave']): KernelSeam => ({
  fn,
  at: { in: { machine: 'oddBind' }, between: { from: 'checking', to: 'unlocking' } },
  given: { kvm: theVm, slot: theVm, fd: ({ call }) => call.fd!, offset: ({ call }) => call.offset! },
  leave,
})

/** What generic_perform_write() hands over for each page. */
const written = {
  kiocb: theOne,
  file: theVm,
  mapping: theOne,
  pos: ({ call }: S) => call.offset!,
  len: ({ call }: S) => call.len!,
  fsdata: theOne,
}

export const entrySeams: readonly KernelSeam[] = [
  {
    fn: 'kvm_gmem_create',
    at: { in: { machine: 'createFile' }, between: { from: 'checking', to: 'returned' } },
    given: { kvm: theVm, args: theOne },
    leave: ({ call }, result) => {
      call.result = result === NEW_DESCRIPTOR ? OK : result >= 0 ? GARBAGE : wordOf(result)
    },
  },
  {
    fn: 'kvm_gmem_mmap',
    entry: { struct: 'file_operations', members: ['mmap'] },
    at: { in: { machine: 'mapFile' }, between: { from: 'checking', to: 'returned' } },
    given: { file: theVm, vma: theOne },
    leave: keepsResult,
  },
  {
    fn: 'kvm_gmem_fallocate',
    entry: { struct: 'file_operations', members: ['fallocate'] },
    at: { in: { machine: 'oddFallocate' }, between: { from: 'checking', to: 'returned' } },
    given: {
      file: theVm,
      mode: ({ call }) => call.mode!,
      offset: ({ call }) => call.offset!,
      len: ({ call }) => call.len!,
    },
    leave: keepsResult,
    also: onceLocked(({ kernel, call, self }: S) => {
      if ((call.mode! & fallocateModes.FALLOC_FL_PUNCH_HOLE) === 0) return
      const [first, end] = [call.offset! >> PAGE_SHIFT, (call.offset! + call.len!) >> PAGE_SHIFT]
      rememberHole(kernel, first, end, 1 + self)
    }),
  },
  {
    fn: 'kvm_gmem_ioctl',
    entry: { struct: 'file_operations', members: ['unlocked_ioctl'] },
    at: { in: { machine: 'oddConvert' }, between: { from: 'checking', to: 'returned' } },
    given: {
      file: theOne,
      ioctl: ({ call }) => (call.fd === IOCTLS[0] ? ioctls.KVM_SET_MEMORY_ATTRIBUTES2 : 0),
      arg: theOne,
    },
    leave: keepsResult,
  },
  bindingSeam('kvm_gmem_bind', (scope, result, behind) => {
    keepsResult(scope, result, behind)
    judgeWhereItBegins(scope, scope.call.vm!, true)
  }),
  // The file is handed to the memslot, and put when that is done with.
  bindingSeam('kvm_gmem_prepare_memory_region', (scope, result, behind) => {
    keepsResult(scope, result, behind)
    judgeWhereItBegins(scope, scope.call.vm!, false)
    if (result === 0) putFile(scope.kernel, scope.self, scope.call.fd! - 1)
  }),
  {
    fn: 'kvm_gmem_write_begin',
    entry: { struct: 'address_space_operations', members: ['write_begin'] },
    at: {
      in: { machine: 'writeFile' },
      between: { from: 'beginning', to: 'copying', instead: { when: result => result !== 0, to: 'returned' } },
    },
    given: { ...written, folio: theOne },
    leave: ({ call }, result, behind) => {
      call.result = wordOf(result)
      if (result === 0) call.folio = behind('folio')! - 1
    },
  },
  {
    fn: 'kvm_gmem_write_end',
    entry: { struct: 'address_space_operations', members: ['write_end'] },
    at: { in: { machine: 'writeFile' }, between: { from: 'ending', to: 'ended' } },
    given: { ...written, copied: ({ call }) => call.copied!, folio: ({ call }) => 1 + call.folio! },
    // What is told of bytes that were not copied would be written again, or never.
    leave: ({ call }, result) => {
      call.copied = Math.max(0, result)
      if (result < 0) call.result = wordOf(result)
    },
  },
  {
    fn: 'kvm_gmem_migrate_folio',
    entry: { struct: 'address_space_operations', members: ['migrate_folio'] },
    unless: {
      calls: ['mapping_set_unmovable', 'mapping_set_inaccessible'],
      why: 'the kernel asks no mapping to move folios that is unmovable, as this one is made',
    },
    at: { in: { machine: 'migrateFolio' }, between: { from: 'moving', to: 'puttingBack' } },
    given: { mapping: theOne, dst: ({ call }) => 1 + call.target!, src: ({ call }) => 1 + call.source! },
    otherwise: anyArgument,
    leave: keepsResult,
  },
  ...plainCalls.map(({ name, fn }): KernelSeam => {
    const { entry, ...way } = ways[name]
    return {
      fn,
      ...(entry && { entry: { struct: entry[0], members: [entry[1]] } }),
      at: { in: { machine: fn }, between: { from: 'calling', to: 'returned' } },
      otherwise: anyArgument,
      ...way,
    }
  }),
]
