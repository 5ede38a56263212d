/**
 * The lock of the tree of attributes: the invalidate lock, which it is told of as its external lock.
 *
 * Source: mt_lock_is_held(), mt_write_lock_is_held(), include/linux/maple_tree.h; mas_root_locked(), lib/maple_tree.c.
 * Left out: walks that only read, which may be in an RCU section instead (may miss one that is in neither).
 */
import type { BoundStep } from '../../c/ir/binding.ts'
import { assertionFires } from '../c/assertions.ts'
import type { S } from '../c/declare.ts'
import { invalidateLockIsHeld } from './invalidate-lock.ts'
import { isHolder } from './lock-order.ts'

export const treeIsWriteLocked = ({ kernel, self }: S): boolean => isHolder(kernel, 'invalidateWriter', self)

export const treeIsLocked = (scope: S): boolean => invalidateLockIsHeld(scope.kernel, scope.self)

/** A lock that must be held, and the check that says so. */
interface MustHold {
  readonly isHeld: (scope: S) => boolean
  readonly callee: string
  readonly condition: string
}

export const forWrite: MustHold = {
  isHeld: treeIsWriteLocked,
  callee: 'rcu_dereference_protected',
  condition: 'ma_root, mt_write_locked(mas->tree)',
}

/** mas_root(). */
export const forReadOrWrite: MustHold = {
  isHeld: treeIsLocked,
  callee: 'rcu_dereference_check',
  condition: 'ma_root, mt_locked(mas->tree)',
}

/** What it does must be done with the lock held, whatever comes of it. @param name its C function */
export const underTreeLock = (name: string, { isHeld, ...assertion }: MustHold, step: BoundStep<S>): BoundStep<S> => ({
  ...step,
  outcomes: Object.fromEntries(
    Object.entries(step.outcomes).map(([event, outcome]) => [
      event,
      {
        ...outcome,
        does: (scope, args) => {
          if (!isHeld(scope)) assertionFires(scope.kernel, { ...assertion, within: name })
          return outcome.does(scope, args)
        },
      },
    ]),
  ),
})
