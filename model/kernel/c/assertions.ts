/**
 * Assertions that fire, told by the function and the condition.
 *
 * Source: WARN_ON(), BUG_ON(), include/asm-generic/bug.h; lockdep_assert_held(), include/linux/lockdep.h.
 */
import { cut } from '../../c/patch/plain.ts'
import type { Kernel } from '../state/state.ts'
import { numberOf } from '../state/told.ts'

interface Assertion {
  /** The C function whose text it is. */
  readonly within: string
  /** WARN_ON, lockdep_assert_held … */
  readonly callee: string
  /** As C spells it; '' where there is none. */
  readonly condition: string
}

/** The assertion fires. */
export const assertionFires = (kernel: Kernel, { within, callee, condition }: Assertion): void => {
  kernel.assertionFired = 1 + numberOf(`${callee}(${cut(condition, 60)}) fires in ${within}()`)
}
