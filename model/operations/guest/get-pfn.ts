/**
 * Finds the pfn of a gfn for the guest, and does nothing with it: the reference is put at once.
 *
 * Source: kvm_gmem_get_pfn(), virt/kvm/guest_memfd.c.
 * Left out: mapping the page.
 */
import { cell } from '../../../checker/declare.ts'
import type { Design } from '../../designs/design.ts'
import { type GetPfnLocal, getPfn } from '../../fragments/pfn/get-pfn.ts'
import type { ArchFails } from '../../fragments/pfn/prepare.ts'
import { putFolio } from '../../kernel/memory/folio.ts'
import { RESULTS, showResult } from '../../kernel/state/values.ts'
import { type Enomem, operation, type Scope, type Step } from '../../kernel/words.ts'

type GetPfnAlone = Scope<'gfn' | 'vm' | 'result' | 'folio' | GetPfnLocal>

export const getPfnAlone = (design: Design) => {
  const getting = getPfn(design)
  const keepsReference = design.pfnReference === 'kept'
  return operation<GetPfnAlone, Step | Enomem | ArchFails>()({
    guards: getting.guards,
    effects: {
      ...getting.effects,
      enter: ({ call }) => {
        call['getPfn.gfn'] = call.gfn
        call['getPfn.vm'] = call.vm
      },
      keepFolio: ({ call }) => {
        call.folio = call['getPfn.folio']
      },
      keepResult: ({ call }) => {
        call.result = call['getPfn.result']
      },
      putFolio: ({ kernel, call, self }) => putFolio(kernel, self, call.folio),
    },
  }).createMachine({
    id: 'getPfn',
    context: ({ input }) => input,
    meta: {
      fn: 'kvm_gmem_get_pfn',
      locals: { gfn: cell(16), vm: cell(4), result: cell(RESULTS, showResult), folio: cell(32) },
    },
    initial: 'entered',
    states: {
      entered: { meta: { fn: 'kvm_gmem_get_pfn' }, on: { step: { actions: 'enter', target: 'getting' } } },
      getting: {
        ...getting.config,
        onDone: [
          { guard: 'getPfn.failed', actions: 'keepResult', target: 'returned' },
          { actions: 'keepFolio', target: keepsReference ? 'putting' : 'returned' },
        ],
      },
      putting: { meta: { fn: 'folio_put' }, on: { step: { actions: 'putFolio', target: 'returned' } } },
      returned: { type: 'final' },
    },
  })
}
