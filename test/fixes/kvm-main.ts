/**
 * Fixes in virt/kvm/kvm_main.c.
 */
import { both, DOES_NOT_PASS, type Fix } from './fix.ts'

const file = 'virt/kvm/kvm_main.c'

export const kvmMainFixes: readonly Fix[] = [
  {
    name: 'read-only-memslot-of-a-file',
    source:
      'KVM: Make KVM_MEM_GUEST_MEMFD mutually exclusive with KVM_MEM_READONLY (Sean Christopherson, February 2024)',
    defect: 'Memslots that a guest cannot write to were accepted for private memory.',
    file,
    fn: 'check_memory_region_flags',
    edits: both(
      '\tif (kvm_arch_has_readonly_mem(kvm) &&\n\t    !(mem->flags & KVM_MEM_GUEST_MEMFD))\n',
      '\tif (kvm_arch_has_readonly_mem(kvm))\n',
    ),
    reversed: DOES_NOT_PASS,
  },
  {
    name: 'attributes-are-not-charged',
    source: "KVM: Ensure memory attributes xarray nodes are accounted to the caller's memcg (382e5d514b6f)",
    defect: 'Nodes that the table allocates under its own lock are charged to nobody.',
    file,
    fn: 'kvm_create_vm',
    edits: {
      '7.3': [
        {
          fixed: '\txa_init_flags(&kvm->mem_attr_array, XA_FLAGS_ACCOUNT);\n',
          defective: '\txa_init(&kvm->mem_attr_array);\n',
        },
      ],
    },
    reversed: DOES_NOT_PASS,
  },
  {
    name: 'clearing-attributes-needs-memory',
    source: "KVM: Don't pre-reserve xarray entries when storing empty/NULL attributes (119e9db233ad)",
    defect: 'A request that only removes entries fails for memory.',
    file,
    fn: 'kvm_vm_set_mem_attributes',
    edits: {
      '7.3': [
        { fixed: '\tfor (i = start; entry && i < end; i++) {\n', defective: '\tfor (i = start; i < end; i++) {\n' },
      ],
    },
    reversed: DOES_NOT_PASS,
  },
  {
    name: 'attributes-starve-the-cpu',
    source: 'KVM: Allow CPU to reschedule while setting per-page memory attributes (Liam Merwick, June 2025)',
    defect: 'A request for a huge range never lets others run.',
    file,
    fn: 'kvm_vm_set_mem_attributes',
    edits: both('\t\t\tgoto out_unlock;\n\n\t\tcond_resched();\n', '\t\t\tgoto out_unlock;\n'),
    reversed: DOES_NOT_PASS,
  },
]
