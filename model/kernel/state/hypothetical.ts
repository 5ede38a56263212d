/**
 * What no kernel can do yet, and worlds take for granted: it is said of all that is broken in them.
 *
 * Source: struct gmem_file, virt/kvm/guest_memfd.c, is made for several per inode; no ioctl makes a second one.
 */
import type { Bounds } from './state.ts'

/** What worlds of such sizes suppose, in words. */
export const supposedIn = ({ vms }: Pick<Bounds, 'vms'>): string | undefined =>
  vms > 1 ? 'hypothetical: no ioctl lets several VMs share a file yet' : undefined
