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

/**
 * Not so where debugging has to be on, or a message is printed once, or not too often. Source: no_printk(), include/linux/printk.h.
 */
export const alwaysPrints = (name: string): boolean =>
  /^(?:printk|pr_(?:emerg|alert|crit|err|warn|notice|info|cont))$/.test(name)

/** Gives the processor away: neutral wherever the code may sleep. */
export const isRescheduling = (name: string): boolean => name === 'cond_resched' || name === 'might_sleep'

/** A call that only checks, and changes nothing unless it finds something wrong. */
export const isAssertion = (name: string): boolean =>
  /^(?:VM_|KVM_|MMU_)?(?:WARN|BUG)(?:_ON)?(?:_ONCE|_FOLIO|_PAGE|_MM|_VMA)*$/.test(name) ||
  /^(?:lockdep_assert\w*|BUILD_BUG_ON\w*|static_assert|might_sleep_\w+)$/.test(name)

/** Assertions that lowered code evaluates; the others are read and pass. */
export const isEvaluated = (name: string): boolean =>
  !/^(?:lockdep_assert_(?!held(?:_write)?$)|BUILD_BUG|static_assert|might_sleep_)/.test(name)

/** Assertions that exist only with CONFIG_DEBUG_VM, CONFIG_KVM_PROVE_MMU or CONFIG_LOCKDEP. */
export const isDebugging = (name: string): boolean => /^(?:VM|MMU|KVM_MMU|lockdep)_/.test(name)

/** Macros that assign, and are called. */
export const isStore = (name: string): boolean => name === 'WRITE_ONCE' || name === 'rcu_assign_pointer'

/** Macros that set variables which they are given by name. */
export const sets = (name: string): boolean =>
  isStore(name) || /_irq_?save$|^(?:swap|do_div|(?:__|unsafe_)?get_user)$/.test(name)

/** Asks for the error that an entry of an xarray stands for: the address of an object is no such entry. */
export const isErrorOf = (name: string): boolean => name === 'xa_err' || name === 'xa_is_err'

/** Calls that ask and change nothing, by how the kernel names them. */
export const isQuestion = (name: string): boolean => ASKING.test(name) && !DOING.test(name)

const ASKING =
  /^(?:is|has)_|^(?:IS_ERR\w*|PTR_ERR\w*|ERR_PTR|ERR_CAST|IS_ALIGNED|PAGE_ALIGNED|READ_ONCE|xa_err|xa_is_err|test_bit)$|^(?:atomic|atomic64|atomic_long|refcount|i_size)_read$|_(?:is|has|can|supports|test|nr|contains|empty|order|index|pages|size|locked|held|private|inode|mapped|pinned|valid|ref_count|mapcount)(?:_|$)/

/** Words that make more of it: folio_test_and_clear_lru(), folio_put_testzero(). */
const DOING =
  /_(?:(?:and|testzero|set|clear|put|get|take|drop|free|alloc|store|erase)(?:_|$)|(?:lock|unlock)(?:_(?!is_)|$))/
