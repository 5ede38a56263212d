/**
 * Fields of the kernel's structs that no world tells apart: what a patch does with them is not judged.
 */
export const sameEverywhere: Readonly<Record<string, string>> = {
  'kvm_memory_slot->base_gfn': 'every memslot begins at gfn 0 here',
  'kvm_memory_slot->flags': 'flags of memslots make no difference here',
  'kvm_memory_slot_gmem->pgoff': 'every memslot maps the file from its start here',
}
