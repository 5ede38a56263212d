/**
 * Code that does not own a folio takes a reference for a moment: a page cache lookup, compaction, a memory failure probe.
 *
 * Environment: any number of takers, each of which drops its reference again; none succeeds on a count of 0.
 *
 * Source: folio_try_get(), include/linux/page_ref.h.
 */
import { cell } from '../../../checker/declare.ts'
import { folioOf, getFolio, putFolio } from '../../kernel/memory/folio.ts'
import { operation, type Scope, type Step } from '../../kernel/words.ts'

type SpeculativeReference = Scope<'frame' | 'folio'>

export const speculativeReference = () =>
  operation<SpeculativeReference, Step>()({
    guards: { isFrozen: ({ kernel, call }) => kernel.refs[folioOf(kernel, call.frame)] === 0 },
    effects: {
      get: ({ kernel, call, self }) => {
        call.folio = folioOf(kernel, call.frame)
        getFolio(kernel, self, call.folio)
      },
      put: ({ kernel, call, self }) => putFolio(kernel, self, call.folio),
    },
  }).createMachine({
    id: 'speculativeReference',
    context: ({ input }) => input,
    meta: { fn: 'folio_try_get', locals: { frame: cell(32), folio: cell(32) } },
    initial: 'getting',
    states: {
      getting: {
        meta: { fn: 'folio_try_get' },
        on: {
          step: [
            { guard: 'isFrozen', target: 'returned' },
            { actions: 'get', target: 'putting' },
          ],
        },
      },
      putting: { meta: { fn: 'folio_put' }, on: { step: { actions: 'put', target: 'returned' } } },
      returned: { type: 'final' },
    },
  })
