/**
 * Calls of functions that guest_memfd hands to the kernel and that nothing is written by hand for: with the C of a tree
 * its function runs, and without it nothing happens, or memory runs out.
 */
import { cell } from '../../../checker/declare.ts'
import { giveBack, take } from '../../kernel/creation/new-file.ts'
import { mayFail, spendFailure } from '../../kernel/state/failures.ts'
import { ENOMEM, RESULTS, showResult } from '../../kernel/state/values.ts'
import { type Enomem, operation, type Scope, type Step } from '../../words.ts'
import type { Plain } from './plain-calls.ts'

type PlainCall = Scope<'vm' | 'page' | 'any' | 'failures' | 'result'>

/** The machine of such a call is named like its function. */
export const plainCall = ({ fn, begins = [] }: Plain) =>
  operation<PlainCall, Step | Enomem>()({
    guards: { mayFail: ({ kernel }) => begins.length === 0 && mayFail(kernel) },
    effects: {
      begin: ({ kernel, self }) => take(kernel, self, ...begins),
      noteFailures: ({ kernel, call }) => {
        call.failures = kernel.failuresLeft
      },
      finish: ({ kernel, self }) => giveBack(kernel, self, ...begins),
      fail: ({ kernel, call }) => {
        spendFailure(kernel)
        call.result = ENOMEM
      },
    },
  }).createMachine({
    id: fn,
    context: ({ input }) => input,
    meta: {
      fn,
      locals: { vm: cell(4), page: cell(16), any: cell(2), failures: cell(4), result: cell(RESULTS, showResult) },
    },
    initial: 'beginning',
    states: {
      beginning: { meta: { fn }, on: { step: { actions: ['begin', 'noteFailures'], target: 'calling' } } },
      calling: {
        meta: { fn },
        on: {
          step: { actions: 'finish', target: 'returned' },
          enomem: { guard: 'mayFail', actions: 'fail', target: 'returned' },
        },
      },
      returned: { type: 'final' },
    },
  })
