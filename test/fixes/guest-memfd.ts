/**
 * Fixes in virt/kvm/guest_memfd.c.
 */
import { BREAKS, both, type Fix } from './fix.ts'

const file = 'virt/kvm/guest_memfd.c'

export const guestMemfdFixes: readonly Fix[] = [
  {
    name: 'host-faults-in-private-memory',
    source: 'KVM: guest_memfd: Add INIT_SHARED flag, reject user page faults if not set (fe2bf6234e94)',
    defect: 'The host could fault in pages of a file whose memory is private.',
    file,
    fn: 'kvm_gmem_fault_user_mapping',
    edits: {
      '7.3': [
        { fixed: '\tif (!kvm_gmem_is_shared_mem(inode, vmf->pgoff))\n\t\treturn VM_FAULT_SIGBUS;\n\n', defective: '' },
      ],
    },
    reversed: BREAKS,
  },
  {
    name: 'populate-takes-shared-gfns',
    source: 'KVM: guest_memfd: let kvm_gmem_populate() operate only on private gfns (e4ee54479273)',
    defect: 'Populate made guest memory of gfns that the VM holds for shared.',
    file,
    fn: 'kvm_gmem_populate',
    edits: {
      '6.12': [
        {
          fixed:
            '\t\tret = -EINVAL;\n\t\twhile (!kvm_range_has_memory_attributes(kvm, gfn, gfn + (1 << max_order),\n\t\t\t\t\t\t\tKVM_MEMORY_ATTRIBUTE_PRIVATE,\n\t\t\t\t\t\t\tKVM_MEMORY_ATTRIBUTE_PRIVATE)) {\n\t\t\tif (!max_order)\n\t\t\t\tgoto put_folio_and_exit;\n\t\t\tmax_order--;\n\t\t}\n\n',
          defective: '',
        },
        { fixed: 'put_folio_and_exit:\n', defective: '' },
      ],
    },
    reversed: BREAKS,
  },
  {
    name: 'populate-takes-a-shared-gfn',
    source: 'KVM: guest_memfd: let kvm_gmem_populate() operate only on private gfns (e4ee54479273)',
    defect: 'Populate made guest memory of a gfn that the VM holds for shared.',
    file,
    fn: '__kvm_gmem_populate',
    edits: {
      '7.3': [
        {
          fixed:
            '\tif (!kvm_range_has_memory_attributes(kvm, gfn, gfn + 1,\n\t\t\t\t\t     KVM_MEMORY_ATTRIBUTE_PRIVATE,\n\t\t\t\t\t     KVM_MEMORY_ATTRIBUTE_PRIVATE)) {\n\t\tret = -EINVAL;\n\t\tgoto out_put_folio;\n\t}\n\n',
          defective: '',
        },
        { fixed: 'out_put_folio:\n', defective: '' },
      ],
    },
    reversed: BREAKS,
  },
  {
    name: 'populate-leaks-the-folio-of-a-shared-gfn',
    source:
      'KVM: guest_memfd: let kvm_gmem_populate() operate only on private gfns (e4ee54479273), the exit of its test',
    defect: 'A refused gfn leaves populate with a reference to its folio.',
    file,
    fn: '__kvm_gmem_populate',
    edits: { '7.3': [{ fixed: '\t\tgoto out_put_folio;\n', defective: '\t\tgoto out_unlock;\n' }] },
    reversed: BREAKS,
  },
  {
    name: 'interleaving-counts-the-offset-twice',
    source: 'KVM: guest_memfd: fix NUMA interleave index double-counting (48dbe4732198)',
    defect: 'The page offset was given as the base of the interleaving index, to which it is added again.',
    file,
    fn: 'kvm_gmem_get_policy',
    edits: { '7.3': [{ fixed: '\t*ilx = inode->i_ino;\n', defective: '\t*ilx = pgoff;\n' }] },
    reversed: BREAKS,
  },
  {
    name: 'lookup-tests-for-null',
    source: 'KVM: guest_memfd: Fix PTR_ERR() handling in __kvm_gmem_get_pfn() (squashed into 70623723778a)',
    defect: 'The lookup returns an error pointer, and the caller goes on with it as a folio.',
    file,
    fn: '__kvm_gmem_get_pfn',
    edits: both('\tif (IS_ERR(folio))\n\t\treturn folio;\n', '\tif (!folio)\n\t\treturn ERR_PTR(-ENOMEM);\n'),
    reversed: BREAKS,
  },
  {
    name: 'populate-cannot-be-interrupted',
    source: 'KVM: interrupt kvm_gmem_populate() on signals (Paolo Bonzini, 2024-06-11)',
    defect: 'A killed task keeps slots_lock and the invalidate lock until the whole range is done.',
    file,
    fn: 'kvm_gmem_populate',
    edits: both('\t\tif (signal_pending(current)) {\n\t\t\tret = -EINTR;\n\t\t\tbreak;\n\t\t}\n\n', ''),
    reversed: BREAKS,
  },
  {
    name: 'bindings-outlive-a-memslot-of-a-dying-file',
    source: 'KVM: guest_memfd: Remove bindings on memslot deletion when gmem is dying (ae431059e75d)',
    defect: 'A memslot is freed while the bindings of a file that is being closed still lead to it.',
    file,
    fn: 'kvm_gmem_unbind',
    edits: both(
      '\tif (!file) {\n\t\t__kvm_gmem_unbind(slot, slot->gmem.file->private_data);\n\t\treturn;\n\t}\n',
      '\tif (!file)\n\t\treturn;\n',
    ),
    reversed: BREAKS,
    // Bindings that go without the invalidate lock leave invalidations unbalanced, which 1f3359c873db mends.
    forward: BREAKS,
  },
  {
    name: 'uptodate-before-the-folio-is-prepared',
    source: 'KVM: guest_memfd: delay folio_mark_uptodate() until after successful preparation (d04c77d23122)',
    defect: 'A folio that could not be prepared passes for prepared at the next fault.',
    file,
    fn: 'kvm_gmem_prepare_folio',
    edits: {
      '6.12': [
        {
          fixed:
            '\tr = __kvm_gmem_prepare_folio(kvm, slot, index, folio);\n\tif (!r)\n\t\tkvm_gmem_mark_prepared(folio);\n',
          defective: '\tkvm_gmem_mark_prepared(folio);\n\tr = __kvm_gmem_prepare_folio(kvm, slot, index, folio);\n',
        },
      ],
    },
    reversed: BREAKS,
  },
]
