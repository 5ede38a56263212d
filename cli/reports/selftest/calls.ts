/**
 * Calls of operations as user space makes them, in the C of KVM selftests.
 *
 * Source: Documentation/virt/kvm/api.rst, fallocate(2), madvise(2), mm/gup_test.h. Left out: the page tables of SNP and TDX,
 * which selftests of such VMs set up for themselves.
 */
import { SHARED } from '../../../model/kernel/state/values.ts'

type Arguments = Readonly<Record<string, number>>

interface SelftestCall {
  /** An expression: 0, or a negative errno. */
  readonly does: string
  /** What user space cannot have exactly so. */
  readonly note?: string
}

/**
 * The call; nothing where user space cannot ask for it.
 *
 * @param vcpu the vCPU of the thread, if it has one
 * @param isMapped whether the page that it accesses is mapped by then
 */
export function selftestCall(
  operation: string,
  args: Arguments,
  vcpu: number,
  isMapped = false,
): SelftestCall | undefined {
  const { start = args.page ?? args.gfn ?? 0, pages = 1, end, share, gfn = start, vm = 0 } = args
  const range = `PAGE(${start}), ${(end ?? start + pages - 1) - start + 1} * UNIT`
  const calls: Readonly<Record<string, SelftestCall>> = {
    allocate: { does: `result(fallocate(gmem, FALLOC_FL_KEEP_SIZE, ${range}))` },
    'punch hole': { does: `result(fallocate(gmem, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, ${range}))` },
    remove: { does: `result(madvise(host + PAGE(${start}), ${range.split(', ')[1]}, MADV_REMOVE))` },
    convert: { does: `convert(${range}, ${share === SHARED})` },
    'set attributes': { does: `set_attributes(${range}, ${share === SHARED ? '0' : 'KVM_MEMORY_ATTRIBUTE_PRIVATE'})` },
    'guest fault': isMapped
      ? {
          does: `prefault(${vcpu}, PAGE(${gfn}))`,
          note: 'the page is mapped already, and an access would not fault: KVM_PRE_FAULT_MEMORY looks the page up all the same, if KVM has accessed bits (A/D)',
        }
      : { does: `guest_access(${vcpu}, PAGE(${gfn}))` },
    'guest write': {
      does: `guest_access(${vcpu}, PAGE(${gfn}))`,
      note: 'the page is mapped already: the access does not fault',
    },
    prefault: { does: `prefault(${vcpu}, PAGE(${gfn}))` },
    'host fault': {
      does: `host_access(PAGE(${start}))`,
      ...(isMapped && {
        note: 'the page is mapped already, and the access does not fault: the trace needs that it does',
      }),
    },
    'host write': {
      does: `host_access(PAGE(${start}))`,
      note: 'the page is mapped already: the access does not fault',
    },
    'use pfn': {
      does: `guest_access(${vcpu}, PAGE(${gfn}))`,
      note: 'the gfn must be one of a memslot without guest_memfd',
    },
    'get pfn': {
      does: `guest_access(${vcpu}, PAGE(${gfn}))`,
      note: 'the fault also maps the page, which the operation of the model does not',
    },
    'create memslot': { does: 'create_memslot()' },
    'delete memslot': { does: 'delete_memslot()' },
    close: { does: 'result(close(gmem))' },
    munmap: { does: 'result(munmap(host, SIZE))' },
    unmap: { does: `result(madvise(host + PAGE(${start}), UNIT, MADV_DONTNEED))` },
    pin: { does: `pin(PAGE(${start}))`, note: 'needs CONFIG_GUP_TEST' },
    unpin: { does: 'unpin()', note: 'needs CONFIG_GUP_TEST' },
    'memory failure': { does: `result(madvise(host + PAGE(${start}), UNIT, MADV_HWPOISON))`, note: 'needs root' },
  }
  const call = calls[operation]
  if (call === undefined) return undefined
  return vm === 0
    ? call
    : { ...call, note: `in the trace it is VM ${vm}: make a second VM with a file of the same inode` }
}

/** Why user space cannot ask for an operation. */
export const UNSTEERABLE: Readonly<Record<string, string>> = {
  populate: 'the launch of an SNP or TDX VM copies the image: KVM_SEV_SNP_LAUNCH_UPDATE, KVM_TDX_INIT_MEM_REGION',
  release: 'the kernel releases the file by itself, once its last reference is gone',
  evict: 'the kernel evicts the inode by itself, once its last reference is gone',
  worker: 'a worker of the kernel runs by itself, once pages of a split hugepage are freed',
  'speculative reference': 'lookups anywhere in the kernel take such references; reading /proc/kpageflags is one',
}
