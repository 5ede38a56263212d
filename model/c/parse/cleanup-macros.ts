/**
 * What cleanup.h has every file use: how a variable is freed at the end of its scope, and what a guard takes and drops.
 */

/** As the kernel's headers define them, `_T` the variable. */
export const FREES: Readonly<Record<string, string>> = {
  kfree: 'if (!IS_ERR_OR_NULL(_T)) kfree(_T)',
  kvfree: 'if (!IS_ERR_OR_NULL(_T)) kvfree(_T)',
  fput: 'if (!IS_ERR_OR_NULL(_T)) fput(_T)',
  iput: 'if (!IS_ERR_OR_NULL(_T)) iput(_T)',
}

/** How a lock is taken and dropped, `_T` the lock. */
export const GUARDS: Readonly<Record<string, readonly [string, string]>> = {
  mutex: ['mutex_lock(_T)', 'mutex_unlock(_T)'],
  spinlock: ['spin_lock(_T)', 'spin_unlock(_T)'],
  spinlock_irq: ['spin_lock_irq(_T)', 'spin_unlock_irq(_T)'],
  read_lock: ['read_lock(_T)', 'read_unlock(_T)'],
  write_lock: ['write_lock(_T)', 'write_unlock(_T)'],
  rwsem_read: ['down_read(_T)', 'up_read(_T)'],
  rwsem_write: ['down_write(_T)', 'up_write(_T)'],
  rcu: ['rcu_read_lock()', 'rcu_read_unlock()'],
}
