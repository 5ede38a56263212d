/**
 * Work-list level of rollback: items from the first to the failed one are executed towards the old shareability.
 *
 * The failed item is included. Failures are only warned of.
 *
 * Source: kvm_gmem_convert_range(), virt/kvm/guest_memfd.c (RFC v2 38/51).
 */
import { cell } from '../../../checker/declare.ts'
import type { Design } from '../../designs/design.ts'
import { itemFrom, itemPages } from '../../kernel/mmu/work-list.ts'
import type { Scope } from '../../kernel/words.ts'
import type { Memory } from '../folios/memory.ts'
import { type ExecuteWorkLocal, executeWork } from './execute-work.ts'

export type RollbackWorkListLocal =
  | 'rollbackWork.work'
  | 'rollbackWork.share'
  | 'rollbackWork.stop'
  | 'rollbackWork.item'
  | ExecuteWorkLocal
type RollbackWorkList = Scope<RollbackWorkListLocal>

export const rollbackWorkList = (design: Design, memory: Memory) => {
  const executing = executeWork(design, memory)
  return {
    guards: {
      ...executing.guards,
      'rollbackWork.more': ({ call }: RollbackWorkList) => call['rollbackWork.item'] < call['rollbackWork.stop'],
      'rollbackWork.failedAndMore': ({ call }: RollbackWorkList) =>
        call['work.result'] !== 0 && call['rollbackWork.item'] < call['rollbackWork.stop'],
    },
    effects: {
      ...executing.effects,
      'rollbackWork.executeFirst': ({ kernel, call }: RollbackWorkList) => {
        call['rollbackWork.item'] = itemFrom(kernel, call['rollbackWork.work'], 0)
        call['work.start'] = call['rollbackWork.item']
        call['work.pages'] = itemPages(call['rollbackWork.work'], call['rollbackWork.item'])
        call['work.share'] = call['rollbackWork.share']
      },
      'rollbackWork.executeNext': ({ kernel, call }: RollbackWorkList) => {
        call['rollbackWork.item'] = itemFrom(
          kernel,
          call['rollbackWork.work'],
          call['rollbackWork.item'] + itemPages(call['rollbackWork.work'], call['rollbackWork.item']),
        )
        call['work.start'] = call['rollbackWork.item']
        call['work.pages'] = itemPages(call['rollbackWork.work'], call['rollbackWork.item'])
        call['work.share'] = call['rollbackWork.share']
      },
      'rollbackWork.warn': ({ kernel, call }: RollbackWorkList) => {
        kernel.warnConvertRollback = 1 + call['rollbackWork.item']
      },
    },
    config: {
      meta: {
        within: 'rollbackWork',
        locals: {
          'rollbackWork.work': cell(256),
          'rollbackWork.share': cell(2),
          'rollbackWork.stop': cell(32),
          'rollbackWork.item': cell(32),
        },
      },
      initial: 'entered',
      states: {
        entered: {
          meta: { fn: 'kvm_gmem_convert_range' },
          on: { step: { actions: 'rollbackWork.executeFirst', target: 'executing' } },
        },
        executing: {
          ...executing.config,
          onDone: [
            {
              guard: 'rollbackWork.failedAndMore',
              actions: ['rollbackWork.warn', 'rollbackWork.executeNext'],
              target: 'executing',
            },
            { guard: 'work.failed', actions: 'rollbackWork.warn', target: 'done' },
            { guard: 'rollbackWork.more', actions: 'rollbackWork.executeNext', target: 'executing' },
            { target: 'done' },
          ],
        },
        done: { type: 'final' },
      },
    },
  } as const
}
