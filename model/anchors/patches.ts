/**
 * Posted patches that designs were read from, by what git calls the files they change.
 */
import { postedDirectMap } from './posted-direct-map.ts'
import { postedRfcV2 } from './posted-rfc-v2.ts'
import type { AnchorPatch } from './source.ts'

const guestMemfd = 'virt/kvm/guest_memfd.c'

export const anchorPatches: readonly AnchorPatch[] = [
  {
    name: 'delayed preparation',
    author: 'Paolo Bonzini, 2024-07-26',
    title: 'KVM: guest_memfd: delay kvm_gmem_prepare_folio() until the memory is passed to the guest',
    before: 'marks-after-preparation',
    after: 'prepares-at-first-access',
    blobs: [],
    commit: 'b8552431',
  },
  {
    name: 'the prepared flag abstracted',
    author: 'Paolo Bonzini, 2024-11',
    title: 'KVM: guest_memfd: abstract how prepared folios are recorded',
    before: 'prepares-at-first-access',
    after: 'prepared-flag-abstracted',
    blobs: [
      { file: guestMemfd, before: '95e338a', after: '8f079a6' },
      { file: guestMemfd, before: '95e338a', after: 'f4fa5e0' },
    ],
    inPart: {
      kvm_gmem_prepare_folio: '893b8ec6046b3c25',
      __kvm_gmem_get_pfn: 'dc02774d2ac85cc6',
      kvm_gmem_get_pfn: '0f01b16e7d01591d',
      kvm_gmem_populate: 'c7b7d7eb2809c115',
    },
  },
  {
    name: 'RFC v2 38/51',
    author: 'Ackerley Tng, 2025-05-14',
    title: 'KVM: guest_memfd: Split allocator pages for guest_memfd use',
    after: 'rfc-v2-split',
    blobs: [
      { file: 'mm/filemap.c', before: 'a02c3d8e00e8', after: 'a052f8e0c41e' },
      { file: guestMemfd, before: 'c578d0ebe314', after: 'cb426c1dfef8' },
    ],
    inPart: {
      kvm_gmem_convert_should_proceed: '5c5f241062e0c515',
      kvm_gmem_convert_range: '3c8b9e3277b29d8d',
      kvm_gmem_get_folio: 'eb5dfe157861e2c4',
      kvm_gmem_punch_hole: '06ba651099fd004c',
      kvm_gmem_release: '1f99869a90738141',
      kvm_gmem_error_folio: '06ba651099fd004c',
      kvm_gmem_free_folio: 'de8bb908eabd4d5c',
    },
    posted: postedRfcV2,
  },
  {
    name: 'direct map RFC v3 3/6',
    author: 'Patrick Roy, 2024-10-30',
    title: 'kvm: gmem: implement direct map manipulation routines',
    after: 'direct-map-rfc-v3',
    blobs: [{ file: guestMemfd, before: '50ffc2ad73ed', after: '54387828dcc6' }],
    posted: postedDirectMap,
  },
  {
    name: 'pfns without a reference, v7 3/8',
    author: 'David Stevens, 2023-07-04',
    title: 'KVM: Make __kvm_follow_pfn not imply FOLL_GET',
    after: 'follow-pfn-v7',
    blobs: [{ file: 'include/linux/kvm_host.h', before: 'ef2763c2b12e', after: 'a45308c7d2d9' }],
  },
]
