/**
 * Fixes in files that the model knows nothing of: a patch of them must not pass.
 */
import { both, DOES_NOT_PASS, type Fix } from './fix.ts'

export const otherFixes: readonly Fix[] = [
  {
    name: 'half-made-vcpu-stays-on-a-list',
    source: 'KVM: TDX: Fix list_add corruption during vcpu_load() (1e3a825c9ec9)',
    defect: 'A vCPU that could not be made is freed while the list of its CPU has it.',
    file: 'arch/x86/kvm/vmx/tdx.c',
    fn: 'tdx_vcpu_free',
    edits: { '7.3': [{ fixed: '\t\ttdx_flush_vp_on_cpu(vcpu);\n', defective: '' }] },
    reversed: DOES_NOT_PASS,
  },
  {
    name: 'null-source-of-a-td',
    source: 'KVM: TDX: Return EINVAL, not EOPNOTSUPP, for NULL INIT_MEM_REGION source (eb606a243863)',
    defect: 'A page of the initial memory of a TD is added without contents.',
    file: 'arch/x86/kvm/vmx/tdx.c',
    fn: 'tdx_vcpu_init_mem_region',
    edits: { '7.3': [{ fixed: ' || !region.source_addr ||', defective: ' ||' }] },
    reversed: DOES_NOT_PASS,
  },
  {
    name: 'secret-memory-in-the-direct-map',
    source: 'secretmem: disable memfd_secret() if arch cannot set direct map (Patrick Roy, October 2024)',
    defect: 'Secret memory is offered where the direct map cannot change.',
    file: 'mm/secretmem.c',
    fn: 'secretmem_init',
    edits: both(' || !can_set_direct_map())', ')'),
    reversed: DOES_NOT_PASS,
  },
]
