/**
 * Fixes of conversion in place, which mainline has in virt/kvm/guest_memfd.c.
 */
import { BREAKS, type Fix } from './fix.ts'

const file = 'virt/kvm/guest_memfd.c'

export const conversionFixes: readonly Fix[] = [
  {
    name: 'populate-asks-the-vm',
    source: 'KVM: guest_memfd: Use kvm_mem_is_private() when populating guest_memfd memory (fa7b8b1bb5d0)',
    defect: 'Populate asks the table of the VM, though the attributes are those of the file.',
    file,
    fn: '__kvm_gmem_populate',
    edits: {
      mainline: [
        {
          fixed: '\tif (!kvm_is_private_gfn(kvm, gfn)) {\n',
          defective:
            '\tif (!kvm_range_has_memory_attributes(kvm, gfn, gfn + 1,\n\t\t\t\t\t     KVM_MEMORY_ATTRIBUTE_PRIVATE,\n\t\t\t\t\t     KVM_MEMORY_ATTRIBUTE_PRIVATE)) {\n',
        },
      ],
    },
    reversed: BREAKS,
    // Populate, which was refused, runs again, and breaks what it breaks in mainline.
    forward: BREAKS,
  },
  {
    name: 'left-neighbour-of-the-first-page',
    source: 'review of conversion in place v1 (Yan Zhao, October 2025)',
    defect: 'The neighbour of index 0 is the greatest index there is, and the range begins there.',
    file,
    fn: 'kvm_gmem_mas_preallocate',
    edits: { mainline: [{ fixed: '\tif (start > 0) {\n', defective: '\t{\n' }] },
    reversed: BREAKS,
  },
  {
    name: 'conversion-to-the-same-kind-fails',
    source: 'KVM: guest_memfd: Return early if range already has requested attributes (856852ef2108)',
    defect: 'A request that changes nothing fails for references, or acts twice.',
    file,
    fn: '__kvm_gmem_set_attributes',
    edits: {
      mainline: [
        {
          fixed: '\tif (kvm_gmem_range_has_attributes(inode, start, nr_pages, attrs))\n\t\tgoto out;\n\n',
          defective: '',
        },
      ],
    },
    reversed: BREAKS,
  },
  {
    name: 'firmware-is-not-told-of-shared-pages',
    source: 'KVM: guest_memfd: Call arch make_shared callback for to-shared conversion (6fa1dab756fd)',
    defect: 'The host maps a page that the firmware still gives to the guest.',
    file,
    fn: '__kvm_gmem_set_attributes',
    edits: {
      mainline: [
        {
          fixed: '\tif (!to_private && kvm_arch_has_gmem_convert())\n\t\tkvm_gmem_make_shared(inode, start, end);\n\n',
          defective: '',
        },
      ],
    },
    reversed: BREAKS,
  },
]
