/**
 * A file that a call makes: its fields are NULL and 0 until they are set, and others see what was set last.
 */
import { describe, expect, it } from 'vitest'
import { bindingFor } from '../../../model/code/binding.ts'
import { designs } from '../../../model/designs/index.ts'
import {
  GUEST_MEMFD_FLAG_INIT_SHARED,
  GUEST_MEMFD_FLAG_MMAP,
  KVM_MEMORY_ATTRIBUTE_PRIVATE,
} from '../../../model/kernel/creation/file-flags.ts'
import { putNewInode } from '../../../model/kernel/creation/new-file.ts'
import { OWN_TABLE } from '../../../model/kernel/creation/tables.ts'
import { takeInvalidateLock } from '../../../model/kernel/locks/invalidate-lock.ts'
import {
  FLAGS_ASKED_FOR,
  INODE,
  MAPPING_OPERATIONS,
  NEW_FILE,
  NEW_INODE,
  PAGE_ATTRIBUTES,
  PRIVATE_DATA,
  VM_POINTER,
} from '../../../model/kernel/state/new-files.ts'
import { kernelOf } from './kernel.ts'

const { structs, functions } = bindingFor(designs.find(({ name }) => name === 'in-place-conversion')!)
const VM = 1

const making = (flags = 0) => {
  const kernel = kernelOf({}, { parts: ['new-files'] })
  const scope = { kernel, call: { vm: VM - 1, 'creation.flags': flags, 'creation.size': 2 }, self: 0 } as never
  const field = (struct: string, name: string) => structs[struct]![name]!
  return {
    kernel,
    isReady: (need: number) => kernel.madeReady[need] === 1,
    read: (struct: string, name: string, object: number) => field(struct, name).read!(scope, object),
    write: (struct: string, name: string, object: number, value: number) =>
      field(struct, name).write!(scope, object, value),
    store: (entry: number) => {
      takeInvalidateLock(kernel, 0)
      const bound = functions.mas_store_gfp!
      if (bound.kind === 'step') bound.outcomes.step!.does(scope, [0, entry, 1])
    },
  }
}

describe('a field of a file that is made', () => {
  it.each<[string, string, number, number, number]>([
    ['gmem_inode', 'flags', NEW_INODE, GUEST_MEMFD_FLAG_INIT_SHARED, FLAGS_ASKED_FOR],
    ['inode', 'i_private', NEW_INODE, GUEST_MEMFD_FLAG_INIT_SHARED, FLAGS_ASKED_FOR],
    ['kvm_gmem', 'kvm', NEW_FILE, VM, VM_POINTER],
    ['file', 'private_data', NEW_FILE, NEW_FILE, PRIVATE_DATA],
  ])('is nothing before it is set: %s->%s', (struct, name, object, value, need) => {
    const { read, write, isReady } = making(GUEST_MEMFD_FLAG_INIT_SHARED)
    expect(read(struct, name, object)).toBe(0)
    write(struct, name, object, value)
    expect([read(struct, name, object), isReady(need)]).toEqual([value, true])
    write(struct, name, object, 0)
    expect([read(struct, name, object), isReady(need)]).toEqual([0, false])
  })

  it('is another VM than the one that asks, and the file lacks its own', () => {
    const { write, isReady } = making()
    write('kvm_gmem', 'kvm', NEW_FILE, VM + 1)
    expect(isReady(VM_POINTER)).toBe(false)
  })

  it('is gone with its inode', () => {
    const { kernel, read, write } = making()
    kernel.taken[INODE] = 1
    write('gmem_inode', 'flags', NEW_INODE, GUEST_MEMFD_FLAG_MMAP)
    putNewInode(kernel, 0)
    expect(read('gmem_inode', 'flags', NEW_INODE)).toBe(0)
  })
})

describe('a table of operations', () => {
  it('is the one of guest_memfd, or none; another is not known', () => {
    const { write, isReady } = making()
    write('address_space', 'a_ops', NEW_INODE, OWN_TABLE)
    expect(isReady(MAPPING_OPERATIONS)).toBe(true)
    write('address_space', 'a_ops', NEW_INODE, 0)
    expect(isReady(MAPPING_OPERATIONS)).toBe(false)
    expect(() => write('address_space', 'a_ops', NEW_INODE, 1)).toThrow('a table of operations is set')
    expect(() => write('vm_area_struct', 'vm_ops', 1, 1)).toThrow('a table of operations is set')
  })
})

describe('the attributes with which a file begins', () => {
  const [SHARED_ENTRY, PRIVATE_ENTRY] = [1, 1 + KVM_MEMORY_ATTRIBUTE_PRIVATE]

  it.each([
    ['are private', 0, PRIVATE_ENTRY, true],
    ['are private where the host may map it', GUEST_MEMFD_FLAG_MMAP, PRIVATE_ENTRY, true],
    ['are not shared', 0, SHARED_ENTRY, false],
    ['are shared where that is asked for', GUEST_MEMFD_FLAG_INIT_SHARED, SHARED_ENTRY, true],
    ['are not private then', GUEST_MEMFD_FLAG_INIT_SHARED, PRIVATE_ENTRY, false],
  ])('%s', (_, flags, entry, isRight) => {
    const { store, isReady } = making(flags)
    store(entry)
    expect(isReady(PAGE_ATTRIBUTES)).toBe(isRight)
  })
})
