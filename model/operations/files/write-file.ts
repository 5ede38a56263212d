/**
 * The host writes to the file with write(): the mapping begins and ends each page, and the kernel copies in between.
 *
 * Only the C of a tree says how a mapping does that: known trees offer no write().
 *
 * Source: generic_perform_write(), mm/filemap.c.
 * Left out: the inode lock, which keeps writers apart; what a copy leaves when it stops within a page.
 */
import { cell } from '../../../checker/declare.ts'
import { mayFail, spendFailure } from '../../kernel/state/failures.ts'
import { PAGE_SIZE } from '../../kernel/state/page-size.ts'
import { EINVAL, HOST, RESULTS, showResult } from '../../kernel/state/values.ts'
import { type Efault, operation, type Scope, type Step } from '../../kernel/words.ts'

type WriteFile = Scope<'vm' | 'offset' | 'len' | 'folio' | 'copied' | 'result'>

export const writeFile = () =>
  operation<WriteFile, Step | Efault>()({
    guards: { isOffered: () => false, mayFail: ({ kernel }) => mayFail(kernel) },
    effects: {
      refuse: ({ call }) => {
        call.result = EINVAL
      },
      copy: ({ kernel, call }) => {
        if (call.len >= PAGE_SIZE) kernel.contents[call.folio] = HOST
        call.copied = call.len
      },
      copyNothing: ({ kernel }) => spendFailure(kernel),
    },
  }).createMachine({
    id: 'writeFile',
    context: ({ input }) => input,
    meta: {
      fn: 'generic_perform_write',
      locals: {
        vm: cell(4),
        offset: cell(256),
        len: cell(256),
        folio: cell(32),
        copied: cell(16),
        result: cell(RESULTS, showResult),
      },
    },
    initial: 'beginning',
    states: {
      beginning: {
        meta: { fn: 'kvm_gmem_write_begin' },
        on: {
          step: [
            { guard: 'isOffered', target: 'copying' },
            { actions: 'refuse', target: 'returned' },
          ],
        },
      },
      copying: {
        meta: { fn: 'copy_folio_from_iter_atomic' },
        on: {
          step: { actions: 'copy', target: 'ending' },
          efault: { guard: 'mayFail', actions: 'copyNothing', target: 'ending' },
        },
      },
      ending: { meta: { fn: 'kvm_gmem_write_end' }, on: { step: { target: 'ended' } } },
      ended: { meta: { fn: 'generic_perform_write' }, on: { step: { target: 'returned' } } },
      returned: { type: 'final' },
    },
  })
