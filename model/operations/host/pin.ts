/**
 * Pins a page through its host mapping, as an IOMMU or any other long-term user of GUP does.
 *
 * Source: pin_user_pages_fast(), mm/gup.c.
 * Left out: GUP-slow (a host fault and then this); the weight of a pin (1 here, 1024 on small folios).
 */
import { cell } from '../../../checker/declare.ts'
import { type GupLocal, grabbing, gupFast } from '../../fragments/folios/gup-fast.ts'
import { keepPin } from '../../kernel/file/host-mappings.ts'
import { EFAULT, RESULTS, showResult } from '../../kernel/state/values.ts'
import { operation, type Scope, type Step } from '../../kernel/words.ts'

type Pin = Scope<'page' | 'result' | GupLocal>

export const pin = () =>
  operation<Pin, Step>()({
    guards: {
      ...gupFast.guards,
      isNotMapped: ({ kernel, call }) => kernel.hostPte[call.page] === 0,
    },
    effects: {
      ...gupFast.effects,
      aim: ({ call }) => {
        call['gup.page'] = call.page
      },
      failWithEfault: ({ call }) => {
        call.result = EFAULT
      },
      keepPin: ({ kernel, call, self }) => keepPin(kernel, self, call['gup.frame']),
    },
  }).createMachine({
    id: 'pin',
    context: ({ input }) => input,
    meta: {
      fn: 'pin_user_pages_fast',
      locals: { page: cell(16), ...gupFast.locals, result: cell(RESULTS, showResult) },
    },
    initial: 'readingPte',
    states: {
      readingPte: {
        meta: { fn: 'ptep_get_lockless' },
        on: {
          step: [
            { guard: 'isNotMapped', actions: 'failWithEfault', target: 'returned' },
            { actions: ['aim', 'gup.readPte'], target: 'getting' },
          ],
        },
      },
      ...grabbing({ action: 'keepPin', target: 'returned' }, { action: 'failWithEfault', target: 'returned' }),
      returned: { type: 'final' },
    },
  })
