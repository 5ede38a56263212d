/**
 * What the calls that change the direct map have in common: the record is updated, and a change that fails is undone.
 */
import { match } from 'ts-pattern'
import type { Design } from '../../designs/design.ts'
import { xaLock } from '../../fragments/direct-map/locks.ts'
import { type SetFolioLocal, setFolio } from '../../fragments/direct-map/set-folio.ts'
import { type UpdateLocal, updateRecord } from '../../fragments/direct-map/update-record.ts'
import { invalidateLock, lockingInvalidate } from '../../fragments/unmapping/lock-invalidate.ts'
import { applyRecord, tellLeft } from '../../kernel/direct-map/record.ts'
import { mightSleep } from '../../kernel/locks/lock-order.ts'
import { fileIsOpen } from '../../kernel/memslots/files.ts'
import { mayFail, spendFailure } from '../../kernel/state/failures.ts'
import { EFAULT, ENOMEM, OK } from '../../kernel/state/values.ts'
import type { Scope } from '../../kernel/words.ts'

/** The one VM, whose file it is. */
export const THE_VM = 0

/** `start` and `end` are the first and the last page. */
type ChangeScope = Scope<'start' | 'end' | 'state' | 'result' | SetFolioLocal | UpdateLocal>

const changing = {
  guards: {
    isReleased: ({ kernel }: ChangeScope) => !fileIsOpen(kernel, THE_VM),
    mayFail: ({ kernel }: ChangeScope) => mayFail(kernel),
  },
  effects: {
    failWithEfault: ({ call }: ChangeScope) => {
      call.result = EFAULT
    },
    failToReserve: ({ kernel, call }: ChangeScope) => {
      spendFailure(kernel)
      call.result = ENOMEM
    },
    update: ({ call }: ChangeScope) => {
      call['update.index'] = call.start
      call['update.end'] = call.end
      call['update.state'] = call.state
    },
    keepUpdateResult: ({ call }: ChangeScope) => {
      call.result = call['update.result']
    },
    keepSetResult: ({ call }: ChangeScope) => {
      call.result = call['set.result']
    },
    tellLeft: ({ kernel, call }: ChangeScope) => {
      if (call.result === OK) tellLeft(kernel, call)
    },
    undo: ({ kernel, call, self }: ChangeScope) => {
      mightSleep(kernel, self)
      applyRecord(kernel, call.start, call.end)
    },
  },
}

/** Guards, effects and states that do not differ; both machines add their own. */
export const changeOfDirectMap = (design: Design) => {
  const set = setFolio(design)
  const update = updateRecord(design)
  const byXaLock = design.recordLock === 'xa-lock'
  return {
    guards: { ...set.guards, ...update.guards, ...xaLock.guards, ...invalidateLock.guards, ...changing.guards },
    effects: { ...set.effects, ...update.effects, ...xaLock.effects, ...invalidateLock.effects, ...changing.effects },
    setting: set.config,
    updating: update.config,
    /** Where a change goes that failed. */
    failed: match(design.failedSet)
      .with('kept-halfway', () => 'unlocking' as const)
      .with('undone', () => 'undoing' as const)
      .exhaustive(),
    /** @param actions what is done once the lock is held @param target where that leads */
    locking: <const Actions extends readonly string[], const Target extends string>(
      actions: Actions,
      target: Target,
    ) => {
      return byXaLock
        ? {
            locking: {
              meta: { fn: 'xa_lock' as const },
              on: { step: { guard: 'xaLockIsFree', actions: ['takeXaLock', ...actions], target } as const },
            },
          }
        : lockingInvalidate({ actions: ['takeInvalidateLock', ...actions], target })
    },
    undoing: {
      meta: { fn: 'set_direct_map_valid_noflush' },
      on: { step: { actions: 'undo', target: 'unlocking' } },
    } as const,
    unlocking: <const Target extends string>(target: Target) =>
      ({
        unlocking: {
          meta: { fn: byXaLock ? 'xa_unlock' : 'filemap_invalidate_unlock' },
          on: { step: { actions: ['tellLeft', byXaLock ? 'dropXaLock' : 'dropInvalidateLock'], target } },
        },
      }) as const,
  }
}
