/**
 * Fields of the kernel's structs, and flags, that few worlds tell apart: what a patch does with them is not judged where no other
 * ran it.
 */
import type { Part } from '../state/state.ts'

interface Indistinct {
  readonly why: string
  /** It does what a plain one does, and more: it may be added. */
  readonly ofStrength?: true
  /** Worlds with one of these parts tell values of the field apart. */
  readonly unless: readonly Part[]
}

export const alikeUnless: Readonly<Record<string, Indistinct>> = {
  'kvm_memory_slot->base_gfn': {
    why: 'the first gfn of every memslot is that of its first page where it ran',
    unless: ['crossed-memslots'],
  },
  'kvm_memory_slot_gmem->pgoff': {
    why: 'the first page of every memslot is that of its first gfn where it ran',
    unless: ['crossed-memslots'],
  },
  GFP_KERNEL_ACCOUNT: { why: 'who is charged for memory is not modelled', ofStrength: true, unless: [] },
  'kvm_memory_slot->flags': { why: 'flags of memslots make no difference here', unless: [] },
}
