import { hasFoundSignal } from '../../../model/kernel/state/interruption.ts'
import { EINTR } from '../../../model/kernel/state/values.ts'
import type { Contract } from '../../promise.ts'

export const interruptionsFollowASignal: Contract = {
  kind: 'contract',
  name: 'interruptions-follow-a-signal',
  severity: 'wrong result',
  statement:
    'A call that says it was interrupted has found a signal: when it looked for one, or while it waited for a lock.',
  source: 'signal_pending(), include/linux/sched/signal.h; errno(3), EINTR; kvm_gmem_allocate(), kvm_gmem_populate()',
  of: ['allocate', 'populate', 'fallocate anyhow'],
  each: 'world',
  broken: ({ kernel, call, self }) => call.result === EINTR && !hasFoundSignal(kernel, self),
  says: () => 'the call says that it was interrupted, and has found no signal',
  ghosts: ['signalsAsked'],
}
