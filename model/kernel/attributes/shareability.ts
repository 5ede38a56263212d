/**
 * The inode's shareability tree: it says who may fault a page.
 *
 * Source: kvm_gmem_shareability_store(), kvm_gmem_shareability_in_range(), virt/kvm/guest_memfd.c.
 * Left out: the tree's shape; a reader sees a store over several pages whole (without the lock nobody reads several).
 */
import { KVM_MEMORY_ATTRIBUTE_PRIVATE } from '../creation/file-flags.ts'
import type { Kernel } from '../state/state.ts'
import { PRIVATE, SHARED } from '../state/values.ts'

/** The kind of a page, as a VM sees it. */
export const shareOf = (kernel: Kernel, vm: number, page: number): number =>
  kernel.share[kernel.share.length === kernel.pages ? page : vm * kernel.pages + page]!

export const setShare = (kernel: Kernel, vm: number, page: number, share: number): void => {
  kernel.share[kernel.share.length === kernel.pages ? page : vm * kernel.pages + page] = share
}

/** kvm_gmem_has_some_shared() over the hugepage that starts at `start`. */
export const someShared = (kernel: Kernel, start: number): boolean => {
  for (let page = start; page < start + kernel.hugepage && page < kernel.pages; page++)
    if (kernel.share[page] === SHARED) return true
  return false
}

/** kvm_gmem_shareability_store(): one store, widened over equal neighbours, which changes nothing. */
export const storeShareability = (kernel: Kernel, start: number, pages: number, share: number): void => {
  for (let page = start; page < start + pages; page++) kernel.share[page] = share
}

/** What is wrong with attributes that are stored, as a signal: bits that KVM does not know, or pages that the file has not. */
export const UNKNOWN_ATTRIBUTES = 1
export const BEHIND_THE_END = 2

/** mas_store_prealloc() of attributes, from the first page to the last. */
export const storeAttributes = (kernel: Kernel, first: number, last: number, attributes: number): void => {
  const share = attributes & KVM_MEMORY_ATTRIBUTE_PRIVATE ? PRIVATE : SHARED
  for (let page = first; page <= last && page < kernel.pages; page++) kernel.share[page] = share
  if (last >= kernel.pages) kernel.strangeAttributes = BEHIND_THE_END
  if (attributes & ~KVM_MEMORY_ATTRIBUTE_PRIVATE) kernel.strangeAttributes = UNKNOWN_ATTRIBUTES
}
