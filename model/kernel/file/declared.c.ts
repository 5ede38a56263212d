/**
 * Fields of guest_memfd's structs that no table names, and a file declares: each is a number of sixteen values. It begins with
 * what the code sets that makes the inode or the file.
 */
import type { Binding } from '../../c/ir/binding.ts'
import { NotJudged } from '../../c/ir/not-judged.ts'
import type { S } from '../c/declare.ts'
import { DECLARED_FIELDS, DECLARED_VALUES, type Kernel } from '../state/state.ts'

/** The inode's fields come first, then those of each VM's file; -1 for objects that are made while the world runs. */
function placeOf(kernel: Kernel, struct: string, object: number, index: number): number {
  const isInode = struct === 'gmem_inode'
  if (object > (isInode ? 1 : kernel.vms)) return -1
  return (isInode ? 0 : object) * DECLARED_FIELDS + index
}

/** The inode, or every file, begins with that number. */
export function beginDeclared(kernel: Kernel, struct: string, index: number, value: number): void {
  const objects = struct === 'gmem_inode' ? 1 : kernel.vms
  for (let object = 1; object <= objects; object++) kernel.declared[placeOf(kernel, struct, object, index)] = value
}

export const declared: NonNullable<Binding<S>['declared']> = {
  spellings: { gmem_inode: ['gmem_inode'], kvm_gmem: ['gmem_file', 'kvm_gmem'] },
  makes: /(?:^|_)(?:create|alloc|init)(?:_|$)/,
  field: (struct, index, type, initial) =>
    index >= DECLARED_FIELDS || initial < 0 || initial >= DECLARED_VALUES
      ? undefined
      : {
          type,
          needs: initial === 0 ? 'declared' : `declared ${struct} ${index} ${initial}`,
          isKept: true,
          read: ({ kernel }, object) => kernel.declared[placeOf(kernel, struct, object, index)] ?? initial,
          write: ({ kernel }, object, value) => {
            const place = placeOf(kernel, struct, object, index)
            if (value < 0 || value >= DECLARED_VALUES)
              throw new NotJudged(
                `a field of struct ${struct} is set to ${value}, and is kept up to ${DECLARED_VALUES - 1}`,
              )
            if (place >= 0) kernel.declared[place] = value
          },
        },
}
