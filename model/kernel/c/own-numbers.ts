import { PAGE_SIZE } from '../state/page-size.ts'

/**
 * Constants whose numbers are the model's own, or which follow from how large pages and files are: what a header says of them
 * is not true here.
 *
 * Sources: mapping-flags.ts, vm-fault.ts, file-flags.ts, page-size.ts, fragments/c/lookups.ts and their like.
 */
const FAMILIES =
  /^(?:VM_|VMA_|FGP_|_*GFP_|XA_|XAS?_|MAS_|SHAREABILITY_|GUEST_MEMFD_|KVM_MEMSLOT_|KVM_SET_|KVM_GET_|KVM_CREATE_|FOLL_|E[A-Z0-9]+$|PG_|PAGE|HPAGE|PMD|PUD|P4D|PGD|PTRS_|PTE|MAX_|MIN_|ULONG_|UINT_|INT_|LONG_|U?LLONG_|U(?:8|16|32|64)_|S(?:8|16|32|64)_|CONFIG_)/

export const isOwnNumber = (name: string): boolean => FAMILIES.test(name)

/** Of what C spells a number is a multiple: a file has whole pages. */
export const unitOf = (thing: string): number => (/^i_size_read\(|->i_size$/.test(thing) ? PAGE_SIZE : 1)
