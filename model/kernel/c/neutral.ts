/**
 * Calls that a patch may add, change or remove without a change of what the kernel does, as far as promises are about it.
 *
 * Barriers are not among them: the model leaves weak memory out, the kernel does not.
 */

/** Printing and tracing: arguments that do something are another matter. */
export const isPrinting = (name: string): boolean => printing.has(name) || /^trace_\w+$/.test(name)

const printing: ReadonlySet<string> = new Set([
  'printk',
  'printk_once',
  'printk_ratelimited',
  ...['debug', 'info', 'notice', 'warn', 'err', 'crit'].flatMap(level => [
    `pr_${level}`,
    `pr_${level}_once`,
    `pr_${level}_ratelimited`,
  ]),
  'pr_warn_once',
])

/** Gives the processor away: neutral wherever the code may sleep. */
export const isRescheduling = (name: string): boolean => name === 'cond_resched'

/** A call that only checks, and changes nothing unless it finds something wrong. */
export const isAssertion = (name: string): boolean =>
  /^(?:VM_|KVM_|MMU_)?(?:WARN|BUG)(?:_ON)?(?:_ONCE|_FOLIO|_PAGE|_MM|_VMA)*$/.test(name) ||
  /^(?:lockdep_assert\w*|BUILD_BUG_ON\w*|static_assert|might_sleep\w*)$/.test(name)

/** Assertions that lowered code evaluates; the others are read and pass. */
export const isEvaluated = (name: string): boolean => !/^(?:lockdep|BUILD_BUG|static_assert|might_sleep)/.test(name)
