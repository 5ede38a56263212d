/**
 * Pins a page through its host mapping, as an IOMMU or any other long-term user of GUP does.
 *
 * Source: gup_fast_pte_range(), try_grab_folio_fast(), mm/gup.c.
 * Left out: GUP-slow (a host fault and then this); the weight of a pin (1 here, 1024 on small folios).
 */
import { cell } from '../../../checker/declare.ts'
import { keepPin } from '../../kernel/file/host-mappings.ts'
import { folioOf, getFolio, putFolio } from '../../kernel/memory/folio.ts'
import { EFAULT, RESULTS, showResult } from '../../kernel/state/values.ts'
import { operation, type Scope, type Step } from '../../kernel/words.ts'

type Pin = Scope<'page' | 'frame' | 'result'>

export const pin = () =>
  operation<Pin, Step>()({
    guards: {
      isNotMapped: ({ kernel, call }) => kernel.hostPte[call.page] === 0,
      isFrozen: ({ kernel, call }) => kernel.refs[folioOf(kernel, call.frame)] === 0,
      isStillMapped: ({ kernel, call }) => kernel.hostPte[call.page] === 1 + call.frame,
    },
    effects: {
      readPte: ({ kernel, call }) => {
        call.frame = kernel.hostPte[call.page]! - 1
      },
      failWithEfault: ({ call }) => {
        call.result = EFAULT
      },
      get: ({ kernel, call, self }) => getFolio(kernel, self, folioOf(kernel, call.frame)),
      keepPin: ({ kernel, call, self }) => keepPin(kernel, self, call.frame),
      putAndFail: ({ kernel, call, self }) => {
        putFolio(kernel, self, folioOf(kernel, call.frame))
        call.result = EFAULT
      },
    },
  }).createMachine({
    id: 'pin',
    context: ({ input }) => input,
    meta: {
      fn: 'pin_user_pages_fast',
      locals: { page: cell(16), frame: cell(32), result: cell(RESULTS, showResult) },
    },
    initial: 'readingPte',
    states: {
      readingPte: {
        meta: { fn: 'ptep_get_lockless' },
        on: {
          step: [
            { guard: 'isNotMapped', actions: 'failWithEfault', target: 'returned' },
            { actions: 'readPte', target: 'getting' },
          ],
        },
      },
      getting: {
        meta: { fn: 'try_grab_folio_fast' },
        on: {
          step: [
            { guard: 'isFrozen', actions: 'failWithEfault', target: 'returned' },
            { actions: 'get', target: 'rechecking' },
          ],
        },
      },
      rechecking: {
        meta: { fn: 'gup_fast_pte_range' },
        on: {
          step: [
            { guard: 'isStillMapped', actions: 'keepPin', target: 'returned' },
            { actions: 'putAndFail', target: 'returned' },
          ],
        },
      },
      returned: { type: 'final' },
    },
  })
