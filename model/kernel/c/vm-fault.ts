/**
 * Results of a host fault: bits of our own, since the kernel's do not fit a byte.
 */
import { match } from 'ts-pattern'
import { EAGAIN, EHWPOISON, ENOMEM, GARBAGE, OK, SIGBUS } from '../state/values.ts'

export const vmFault = {
  VM_FAULT_OOM: 1,
  VM_FAULT_SIGBUS: 2,
  VM_FAULT_HWPOISON: 16,
  VM_FAULT_LOCKED: 32,
  VM_FAULT_RETRY: 64,
} as const

/** The folio is handed over, locked. */
export const handsOver = (result: number): boolean => result === vmFault.VM_FAULT_LOCKED

/** The model's word for what a fault returned; GARBAGE for what mm/memory.c would take for a page that is there. */
export const wordOfFault = (result: number): number =>
  match(result)
    .with(vmFault.VM_FAULT_LOCKED, () => OK)
    .with(vmFault.VM_FAULT_OOM, () => ENOMEM)
    .with(vmFault.VM_FAULT_HWPOISON, () => EHWPOISON)
    .with(vmFault.VM_FAULT_RETRY, () => EAGAIN)
    .with(vmFault.VM_FAULT_SIGBUS, () => SIGBUS)
    .otherwise(() => GARBAGE)
