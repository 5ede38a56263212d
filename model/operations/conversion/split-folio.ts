/**
 * A large folio is split where it stands, its mark copied to every page: what later series for hugepages would do.
 *
 * Source: Rick Edgecombe on v9 of "Direct Map Removal Support for guest_memfd" asks what then becomes of the restore.
 * Left out: everything else about splitting: it is one step, under the invalidate lock (may miss bugs in between).
 */

import { cell } from '../../../checker/declare.ts'
import { invalidateLock, lockingInvalidate } from '../../fragments/unmapping/lock-invalidate.ts'
import { clearMark, isMarked, mark } from '../../kernel/direct-map/mark.ts'
import { slotAt } from '../../kernel/file/filemap.ts'
import { operation, type Scope, type Step } from '../../kernel/words.ts'

type SplitFolio = Scope<'page'>

export const splitFolio = () =>
  operation<SplitFolio, Step>()({
    guards: {
      ...invalidateLock.guards,
      // only the filemap refers to it
      isIdleAndHuge: ({ kernel, call }) => {
        const slot = slotAt(kernel, call.page)
        return slot !== 0 && kernel.huge[slot - 1] === 1 && kernel.refs[slot - 1] === kernel.hugepage
      },
    },
    effects: {
      ...invalidateLock.effects,
      split: ({ kernel, call }) => {
        const head = slotAt(kernel, call.page) - 1
        kernel.huge[head] = 0
        for (let i = 0; i < kernel.hugepage; i++) {
          const page = kernel.index[head]! + i
          kernel.refs[head + i] = 1
          kernel.mapping[head + i] = 1
          kernel.index[head + i] = page
          kernel.uptodate[head + i] = kernel.uptodate[head]!
          if (isMarked(kernel, head)) mark(kernel, head + i)
          else clearMark(kernel, head + i)
          kernel.filemap[page] = 1 + head + i
        }
      },
    },
  }).createMachine({
    id: 'splitFolio',
    context: ({ input }) => input,
    meta: { fn: '__folio_split', locals: { page: cell(16) } },
    initial: 'locking',
    states: {
      ...lockingInvalidate({ actions: 'takeInvalidateLock', target: 'splitting' }),
      splitting: {
        meta: { fn: '__folio_split' },
        on: { step: [{ guard: 'isIdleAndHuge', actions: 'split', target: 'unlocking' }, { target: 'unlocking' }] },
      },
      unlocking: {
        meta: { fn: 'filemap_invalidate_unlock' },
        on: { step: { actions: 'dropInvalidateLock', target: 'returned' } },
      },
      returned: { type: 'final' },
    },
  })
