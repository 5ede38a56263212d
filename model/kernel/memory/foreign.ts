/**
 * References of what is no part of guest_memfd.
 *
 * Left out: who else holds some.
 */
import { FOREIGN_KINDS } from '../state/kinds/foreign.ts'
import { type Kernel, MOST_HELD } from '../state/state.ts'

export const getForeign = (kernel: Kernel, self: number, kind: number): void => {
  const at = self * FOREIGN_KINDS + kind
  if (kernel.heldForeign[at]! < MOST_HELD) kernel.heldForeign[at]! += 1
}

export const holdsForeign = (kernel: Kernel, self: number, kind: number): boolean =>
  kernel.heldForeign[self * FOREIGN_KINDS + kind]! > 0

/** @returns whether the call had one */
export function putForeign(kernel: Kernel, self: number, kind: number): boolean {
  const at = self * FOREIGN_KINDS + kind
  if (kernel.heldForeign[at] === 0) return false
  kernel.heldForeign[at]! -= 1
  return true
}
