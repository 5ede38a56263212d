/**
 * Fields of the kernel's structs that few worlds tell apart: what a patch does with them is not judged where no other ran it.
 */
import type { Part } from '../state/state.ts'

interface Indistinct {
  readonly why: string
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
  'kvm_memory_slot->flags': { why: 'flags of memslots make no difference here', unless: [] },
}
