/**
 * Results of a host fault: bits of our own, since the kernel's do not fit a byte.
 */
import { EAGAIN, EHWPOISON, ENOMEM, OK, SIGBUS } from '../state/values.ts'

export const vmFault = {
  VM_FAULT_OOM: 1,
  VM_FAULT_SIGBUS: 2,
  VM_FAULT_HWPOISON: 16,
  VM_FAULT_LOCKED: 32,
  VM_FAULT_RETRY: 64,
} as const

/** The folio is handed over, locked. */
export const handsOver = (result: number): boolean => (result & vmFault.VM_FAULT_LOCKED) !== 0

/** The model's word for what a fault returned. */
export const wordOfFault = (result: number): number => {
  if (handsOver(result)) return OK
  if ((result & vmFault.VM_FAULT_OOM) !== 0) return ENOMEM
  if ((result & vmFault.VM_FAULT_HWPOISON) !== 0) return EHWPOISON
  return (result & vmFault.VM_FAULT_RETRY) !== 0 ? EAGAIN : SIGBUS
}
