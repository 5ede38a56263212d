/**
 * Fixes in arch/x86/kvm/svm/sev.c, of which the model has what guest_memfd asks of it.
 */
import { both, DOES_NOT_PASS, type Fix } from './fix.ts'

const file = 'arch/x86/kvm/svm/sev.c'

export const sevFixes: readonly Fix[] = [
  {
    name: 'written-source-is-not-dirty',
    source: 'KVM: SEV: Mark source page dirty when writing back CPUID data on failure (97cd21d57e9b)',
    defect: 'What the kernel writes into a source page is lost when that page is reclaimed.',
    file,
    fn: 'sev_gmem_post_populate',
    edits: { '7.3': [{ fixed: '\t\tset_page_dirty(src_page);\n', defective: '' }] },
    reversed: DOES_NOT_PASS,
  },
  {
    name: 'unaligned-source',
    source: 'KVM: SEV: Document/enforce page-alignment for KVM_SEV_SNP_LAUNCH_UPDATE (Michael Roth, January 2026)',
    defect: 'A source page that spans two pages is copied past the one that is pinned.',
    file,
    fn: 'snp_launch_update',
    edits: { '7.3': [{ fixed: ' || !PAGE_ALIGNED(params.uaddr))', defective: ')' }] },
    reversed: DOES_NOT_PASS,
  },
  {
    name: 'copy-failure-is-progress',
    source: 'KVM: SVM: Fix an error code in sev_gmem_post_populate() (Dan Carpenter, 2024-06-12)',
    defect: 'The bytes that could not be copied are counted as pages that were populated.',
    file,
    fn: 'sev_gmem_post_populate',
    edits: {
      '6.12': [
        {
          fixed:
            '\t\t\tif (copy_from_user(vaddr, src + i * PAGE_SIZE, PAGE_SIZE)) {\n\t\t\t\tret = -EFAULT;\n\t\t\t\tgoto err;\n\t\t\t}\n',
          defective:
            '\t\t\tret = copy_from_user(vaddr, src + i * PAGE_SIZE, PAGE_SIZE);\n\t\t\tif (ret)\n\t\t\t\tgoto err;\n',
        },
      ],
    },
    reversed: DOES_NOT_PASS,
  },
  {
    name: 'null-source-of-measured-pages',
    source: 'KVM: SEV: Explicitly disallow NULL user address for SNP_LAUNCH_UPDATE (2abe1ff20151)',
    defect: 'A page whose contents are measured is populated with none.',
    file,
    fn: 'snp_launch_update',
    edits: { '7.3': [{ fixed: 'else if (!params.uaddr || ', defective: 'else if (' }] },
    reversed: DOES_NOT_PASS,
  },
  {
    name: 'failed-creation-changes-the-vcpu',
    source: "KVM: SVM: Don't change target vCPU state on AP Creation VMGEXIT error (d26638bfcdfc)",
    defect: 'A vCPU waits for a reset that a refused request asked for.',
    file,
    fn: 'sev_snp_ap_creation',
    edits: {
      '7.3': [
        {
          fixed: '\n\ttarget_svm->sev_es.snp_ap_waiting_for_reset = true;\n',
          defective: '',
        },
        {
          fixed: '\tswitch (request) {\n',
          defective: '\ttarget_svm->sev_es.snp_ap_waiting_for_reset = true;\n\n\tswitch (request) {\n',
        },
      ],
    },
    reversed: DOES_NOT_PASS,
  },
  {
    name: 'freeing-never-yields',
    source: 'SNP guest support v12 to v13 (Michael Roth, April 2024)',
    defect: 'A large file is freed without a point at which others run.',
    file,
    fn: 'sev_gmem_invalidate',
    edits: { '6.12': [{ fixed: '\t\tcond_resched();\n', defective: '' }] },
    reversed: DOES_NOT_PASS,
  },
  {
    name: 'local-mappings-are-no-stack',
    source: 'KVM: SEV: Unmap local kmaps in LIFO order, per highmem requirements (138f5f9cbe37)',
    defect: 'Of two local mappings the older one is released first.',
    file,
    fn: 'sev_gmem_post_populate',
    edits: {
      '7.3': [
        {
          fixed: '(dst_vaddr, src_vaddr, PAGE_SIZE);\n\n\t\tkunmap_local(dst_vaddr);\n\t\tkunmap_local(src_vaddr);\n',
          defective:
            '(dst_vaddr, src_vaddr, PAGE_SIZE);\n\n\t\tkunmap_local(src_vaddr);\n\t\tkunmap_local(dst_vaddr);\n',
        },
      ],
    },
    reversed: DOES_NOT_PASS,
  },
  {
    name: 'launch-finishes-while-vcpus-run',
    source: 'KVM: SEV: Lock all vCPUs when synchronzing VMSAs for SNP launch finish (cb923ee6a80f)',
    defect: 'A save area is written by the kernel after it has become private.',
    file,
    fn: 'snp_launch_update_vmsa',
    edits: {
      '7.3': [
        { fixed: '\tret = kvm_lock_all_vcpus(kvm);\n\tif (ret)\n\t\treturn ret;\n\n', defective: '' },
        { fixed: '\tkvm_unlock_all_vcpus(kvm);\n', defective: '' },
      ],
    },
    reversed: DOES_NOT_PASS,
  },
  {
    name: 'busy-entry-is-given-up',
    source: 'SNP guest support v12 to v13 (Michael Roth, April 2024), asked for by Paolo Bonzini',
    defect: 'A page whose entry another CPU is at goes back to the allocator though the guest owns it.',
    file,
    fn: 'snp_rmptable_psmash',
    edits: both('\t} while (ret == PSMASH_FAIL_INUSE);\n', '\t} while (0);\n'),
    reversed: DOES_NOT_PASS,
  },
]
