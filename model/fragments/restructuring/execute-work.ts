/**
 * Converts one item of the work list: stores the shareability, then splits or merges to match it.
 *
 * Source: kvm_gmem_convert_execute_work(), kvm_gmem_shareability_apply(), virt/kvm/guest_memfd.c (RFC v2 38/51).
 */
import { cell } from '../../../checker/declare.ts'
import type { Design } from '../../designs/design.ts'
import { storeShareability } from '../../kernel/attributes/shareability.ts'
import { mayFail, spendFailure } from '../../kernel/state/failures.ts'
import { ENOMEM, OK, RESULTS, SHARED, showResult, showShare } from '../../kernel/state/values.ts'
import type { Scope } from '../../kernel/words.ts'
import { enomem, type Memory } from '../folios/memory.ts'
import { type RestructureLocal, restructure } from './restructure.ts'

export type ExecuteWorkLocal = 'work.start' | 'work.pages' | 'work.share' | 'work.result' | RestructureLocal
type ExecuteWork = Scope<ExecuteWorkLocal>

export const executeWork = (design: Design, memory: Memory) => {
  const restructuring = restructure(design, memory)
  return {
    guards: {
      ...restructuring.guards,
      'work.mayFail': ({ kernel }: ExecuteWork) => mayFail(kernel),
      'work.failed': ({ call }: ExecuteWork) => call['work.result'] !== OK,
    },
    effects: {
      ...restructuring.effects,
      'work.storeShareability': ({ kernel, call }: ExecuteWork) => {
        storeShareability(kernel, call['work.start'], call['work.pages'], call['work.share'])
        call['restructure.start'] = call['work.start']
        call['restructure.pages'] = call['work.pages']
        call['restructure.isSplit'] = call['work.share'] === SHARED ? 1 : 0
      },
      'work.failWithEnomem': ({ kernel, call }: ExecuteWork) => {
        spendFailure(kernel)
        call['work.result'] = ENOMEM
      },
      'work.keepResult': ({ call }: ExecuteWork) => {
        call['work.result'] = call['restructure.result']
      },
    },
    config: {
      meta: {
        within: 'work',
        locals: {
          'work.start': cell(32),
          'work.pages': cell(32),
          'work.share': cell(2, showShare),
          'work.result': cell(RESULTS, showResult),
        },
      },
      initial: 'storing',
      states: {
        storing: {
          meta: { fn: 'kvm_gmem_shareability_store' },
          on: {
            step: { actions: 'work.storeShareability', target: 'restructuring' },
            ...enomem(memory, { guard: 'work.mayFail', actions: 'work.failWithEnomem', target: 'done' }),
          },
        },
        restructuring: { ...restructuring.config, onDone: { actions: 'work.keepResult', target: 'done' } },
        done: { type: 'final' },
      },
    },
  } as const
}
