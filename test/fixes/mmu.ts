/**
 * Fixes in arch/x86/kvm/mmu.
 */
import { both, DOES_NOT_PASS, type Fix } from './fix.ts'

const file = 'arch/x86/kvm/mmu/mmu.c'

export const mmuFixes: readonly Fix[] = [
  {
    name: 'prefault-without-a-root',
    source:
      'KVM: error out of prefault when the root cannot be loaded (Sean Christopherson, 2024-07-22, syzbot 23786faffb69)',
    defect: 'Prefault walks from an invalid root once loading it has failed.',
    file,
    fn: 'kvm_arch_vcpu_pre_fault_memory',
    edits: both('\tr = kvm_mmu_reload(vcpu);\n\tif (r)\n\t\treturn r;\n', '\tkvm_mmu_reload(vcpu);\n'),
    reversed: DOES_NOT_PASS,
  },
  {
    name: 'fast-path-takes-faults-of-the-wrong-kind',
    source: 'KVM: MMU: Disable fast path for private memslots (Michael Roth, May 2024), narrowed in review',
    defect: 'A fault of the wrong kind is taken for spurious, and the guest faults for ever.',
    file,
    fn: 'page_fault_can_be_fast',
    edits: {
      '7.3': [
        {
          fixed:
            '\tif (kvm->arch.has_private_mem &&\n\t    fault->is_private != kvm_mem_is_private(kvm, fault->gfn))\n\t\treturn false;\n\n',
          defective: '',
        },
      ],
    },
    reversed: DOES_NOT_PASS,
  },
  {
    name: 'fault-of-an-aliased-gfn',
    source: 'KVM: x86/mmu: Prevent aliased memslot GFNs (Rick Edgecombe, 6.16), the test of the fault',
    defect: 'A gfn with the shared bit is looked up as if it were another page.',
    file,
    fn: 'kvm_mmu_faultin_pfn',
    edits: {
      '7.3': [
        {
          fixed: '\tif (KVM_BUG_ON(kvm_is_gfn_alias(kvm, fault->gfn), kvm))\n\t\treturn -EFAULT;\n\n',
          defective: '',
        },
      ],
    },
    reversed: DOES_NOT_PASS,
  },
  {
    name: 'memslot-of-an-aliased-gfn',
    source: 'KVM: x86/mmu: Prevent aliased memslot GFNs (Rick Edgecombe, 6.16), the test of the memslot',
    defect: 'A memslot at gfns with the shared bit is zapped through the wrong root.',
    file: 'arch/x86/kvm/x86.c',
    fn: 'kvm_arch_prepare_memory_region',
    edits: {
      '7.3': [
        {
          fixed: '\t\tif (kvm_is_gfn_alias(kvm, new->base_gfn + new->npages - 1))\n\t\t\treturn -EINVAL;\n\n',
          defective: '',
        },
      ],
    },
    reversed: DOES_NOT_PASS,
  },
]
