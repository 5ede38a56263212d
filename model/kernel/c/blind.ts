/**
 * Fields of the kernel's structs that few worlds tell apart: what a patch does with them is not judged where no other ran it.
 */
import type { Part } from '../state/state.ts'

interface Alike {
  readonly why: string
  /** Worlds with one of these parts tell values of the field apart. */
  readonly unless: readonly Part[]
}

export const alikeUnless: Readonly<Record<string, Alike>> = {
  'kvm_memory_slot->base_gfn': {
    why: 'every memslot begins at gfn 0 where it ran',
    unless: ['partial-memslot', 'crossed-memslots'],
  },
  'kvm_memory_slot_gmem->pgoff': {
    why: 'every memslot maps the file from its start where it ran',
    unless: ['partial-memslot', 'crossed-memslots'],
  },
  'kvm_memory_slot->flags': { why: 'flags of memslots make no difference here', unless: [] },
}
