/**
 * What variables and guards do at the end of their scope, as the kernel's headers define it.
 *
 * Source: DEFINE_FREE() in include/linux/slab.h, file.h, fs.h, pagemap.h; DEFINE_GUARD() and DEFINE_LOCK_GUARD_1() in
 * mutex.h, spinlock.h, rwlock.h, rwsem.h, rcupdate.h.
 */
import type { ScopedNames } from '../../c/ir/binding.ts'

/** `_T` is the variable, or the lock. */
export const cleanups: ScopedNames = {
  frees: {
    kfree: 'if (!IS_ERR_OR_NULL(_T)) kfree(_T)',
    kvfree: 'if (!IS_ERR_OR_NULL(_T)) kvfree(_T)',
    fput: 'if (!IS_ERR_OR_NULL(_T)) fput(_T)',
    iput: 'if (!IS_ERR_OR_NULL(_T)) iput(_T)',
    folio_put: 'if (_T) folio_put(_T)',
  },
  guarding: {
    mutex: ['mutex_lock(_T)', 'mutex_unlock(_T)'],
    spinlock: ['spin_lock(_T)', 'spin_unlock(_T)'],
    spinlock_irq: ['spin_lock_irq(_T)', 'spin_unlock_irq(_T)'],
    read_lock: ['read_lock(_T)', 'read_unlock(_T)'],
    write_lock: ['write_lock(_T)', 'write_unlock(_T)'],
    rwsem_read: ['down_read(_T)', 'up_read(_T)'],
    rwsem_write: ['down_write(_T)', 'up_write(_T)'],
    rcu: ['rcu_read_lock()', 'rcu_read_unlock()'],
  },
}
