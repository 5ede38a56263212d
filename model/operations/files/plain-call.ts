/**
 * Calls of functions that guest_memfd hands to the kernel and that nothing is written by hand for: with the C of a tree
 * its function runs, and without it nothing happens, or memory runs out.
 */
import { cell } from '../../../checker/declare.ts'
import { giveBack, take } from '../../kernel/creation/new-file.ts'
import { mayFail, spendFailure } from '../../kernel/state/failures.ts'
import { CACHE, INODE, MOUNT } from '../../kernel/state/new-files.ts'
import { ENOMEM, RESULTS, showResult } from '../../kernel/state/values.ts'
import { type Enomem, operation, type Scope, type Step } from '../../kernel/words.ts'
import type { Plain } from './plain-calls.ts'

type PlainCall = Scope<'vm' | 'page' | 'any' | 'failures' | 'result'>

type Beginning = Pick<Plain, 'fn'> & { readonly begins?: NonNullable<Plain['begins']> | 'with nothing' }

const taking = { 'with nothing': [], loaded: ['takeCacheAndMount'], 'with an inode': ['takeInode'] } as const
const givingBack = {
  'with nothing': [],
  loaded: ['giveCacheAndMountBack'],
  'with an inode': ['giveInodeBack'],
} as const

/** The machine of such a call is named like its function. */
export const plainCall = ({ fn, begins = 'with nothing' }: Beginning) =>
  operation<PlainCall, Step | Enomem>()({
    guards: { mayFail: ({ kernel }) => mayFail(kernel) },
    effects: {
      takeCacheAndMount: ({ kernel, self }) => {
        take(kernel, self, CACHE)
        take(kernel, self, MOUNT)
      },
      takeInode: ({ kernel, self }) => take(kernel, self, INODE),
      giveCacheAndMountBack: ({ kernel, self }) => {
        giveBack(kernel, self, CACHE)
        giveBack(kernel, self, MOUNT)
      },
      giveInodeBack: ({ kernel, self }) => giveBack(kernel, self, INODE),
      noteFailures: ({ kernel, call }) => {
        call.failures = kernel.failuresLeft
      },
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
      beginning: { meta: { fn }, on: { step: { actions: [...taking[begins], 'noteFailures'], target: 'calling' } } },
      calling: {
        meta: { fn },
        on: {
          step: { actions: givingBack[begins], target: 'returned' },
          ...(begins === 'with nothing' && { enomem: { guard: 'mayFail', actions: 'fail', target: 'returned' } }),
        },
      },
      returned: { type: 'final' },
    },
  })
