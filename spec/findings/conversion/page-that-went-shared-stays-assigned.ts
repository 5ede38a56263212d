import type { Finding } from '../finding.ts'

export const pageThatWentSharedStaysAssigned: Finding = {
  name: 'page-that-went-shared-stays-assigned',
  scenario: 'convert-to-shared-on-snp-during-faults',
  design: 'hugetlb-restructuring',
  promises: ['host-mapped-pages-belong-to-the-host'],
  functions: ['kvm_gmem_convert', 'kvm_gmem_prepare_folio', 'kvm_arch_gmem_prepare', 'kvm_gmem_fault_user_mapping'],
  why: 'A conversion to shared does not tell the firmware, and a guest fault registers whatever page it looks up, shared ones too. On SNP the host, or the guest by a shared mapping, is handed a page that is still assigned: its access is an RMP fault.',
  repair:
    'Tell the firmware before the attribute says shared, and register private pages only, as order-0 conversion does.',
  repaired: 'hugetlb-tells-firmware',
}
