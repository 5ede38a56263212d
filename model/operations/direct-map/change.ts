/**
 * What the calls that change the direct map have in common: the record is updated, and a change that fails is undone.
 */
import type { SetFolioLocal } from '../../fragments/direct-map/set-folio.ts'
import type { UpdateLocal } from '../../fragments/direct-map/update-record.ts'
import { applyRecord, tellLeft } from '../../kernel/direct-map/record.ts'
import { mightSleep } from '../../kernel/locks/lock-order.ts'
import { fileIsOpen } from '../../kernel/memslots/files.ts'
import { mayFail, spendFailure } from '../../kernel/state/failures.ts'
import { EFAULT, ENOMEM, OK } from '../../kernel/state/values.ts'
import type { Scope } from '../../kernel/words.ts'

/** The one VM, whose file it is. */
export const THE_VM = 0

/** `start` and `end` are the first and the last page. */
type Change = Scope<'start' | 'end' | 'state' | 'result' | SetFolioLocal | UpdateLocal>

/** Both machines add their own. */
export const changing = {
  guards: {
    isReleased: ({ kernel }: Change) => !fileIsOpen(kernel, THE_VM),
    mayFail: ({ kernel }: Change) => mayFail(kernel),
  },
  effects: {
    failWithEfault: ({ call }: Change) => {
      call.result = EFAULT
    },
    failToReserve: ({ kernel, call }: Change) => {
      spendFailure(kernel)
      call.result = ENOMEM
    },
    update: ({ call }: Change) => {
      call['update.index'] = call.start
      call['update.end'] = call.end
      call['update.state'] = call.state
    },
    keepUpdateResult: ({ call }: Change) => {
      call.result = call['update.result']
    },
    keepSetResult: ({ call }: Change) => {
      call.result = call['set.result']
    },
    tellLeft: ({ kernel, call }: Change) => {
      if (call.result === OK) tellLeft(kernel, call)
    },
    undo: ({ kernel, call, self }: Change) => {
      mightSleep(kernel, self)
      applyRecord(kernel, call.start, call.end)
    },
  },
}
