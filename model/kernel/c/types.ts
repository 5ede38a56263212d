/**
 * How wide C's numbers are: an unsigned long wraps where the model's page indices do.
 */
import { plainType as plainTypeBy } from '../../c/equal/term.ts'
import type { DataModel } from '../../c/ir/types.ts'

/** Types by their other names: the one table, for code that runs in worlds and for code that is compared. */
export const TYPE_NAMES: Readonly<Record<string, string>> = {
  pgoff_t: 'unsigned long',
  size_t: 'unsigned long',
  ssize_t: 'long',
  gfn_t: 'unsigned long',
  gpa_t: 'u64',
  hva_t: 'unsigned long',
  ulong: 'unsigned long',
  loff_t: 'long long',
  uoff_t: 'unsigned long long',
  u64: 'unsigned long long',
  uint64_t: 'u64',
  __u64: 'u64',
  u32: 'unsigned int',
  __u32: 'u32',
  uint32_t: 'u32',
  u16: 'unsigned short',
  u8: 'unsigned char',
  s64: 'long long',
  __s64: 's64',
  s32: 'int',
  __s32: 's32',
  fgf_t: 'unsigned int',
  gfp_t: 'unsigned int',
  vm_flags_t: 'unsigned long',
  kvm_pfn_t: 'unsigned long long',
  vm_fault_t: 'unsigned int',
  kvm_gmem_populate_cb: 'void *',
  // Renamed in 2025.
  'struct gmem_file': 'struct kvm_gmem',
}

/** A type in the one way in which types are compared. */
export const plainType = (type: string): string => plainTypeBy(type, TYPE_NAMES)

/** @param modulus of page indices: see modulusOf() */
export const dataModel = (modulus: number): DataModel => ({
  types: {
    _Bool: { modulus: 2, signed: false },
    char: { modulus: 256, signed: true },
    int: { modulus: 256, signed: true },
    'unsigned int': { modulus: 256, signed: false },
    long: { modulus: 256, signed: true },
    'unsigned long': { modulus, signed: false },
    'long long': { modulus: 256, signed: true },
    'unsigned long long': { modulus: 256, signed: false },
    'unsigned char': { modulus: 256, signed: false },
    'unsigned short': { modulus: 256, signed: false },
    short: { modulus: 256, signed: true },
    ...TYPE_NAMES,
    'enum shareability': { modulus: 2, signed: false },
  },
  pointers: 256,
})
