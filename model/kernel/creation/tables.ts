/**
 * The tables of operations of guest_memfd, by the names that its file gives them.
 */

/** The number of each among those of its kind. Others that a file declares are numbered from 1. */
export const OWN_TABLE = 64

const own = (struct: string) => ({ struct, object: OWN_TABLE })

export const tables = {
  kvm_gmem_fops: own('file_operations'),
  kvm_gmem_aops: own('address_space_operations'),
  kvm_gmem_vm_ops: own('vm_operations_struct'),
}
