/**
 * Looks up or allocates the folio at an index and makes it fit for every VM that is bound there; returns it locked.
 *
 * The caller may ask for a folio that is cleared only: that is how the initial image gets in.
 *
 * Source: kvm_gmem_get_folio(), virt/kvm/guest_memfd.c (before preparation was delayed to the first access).
 */
import type { Design } from '../../designs/design.ts'
import { putFolio, unlockFolio } from '../../kernel/memory/folio.ts'
import type { Scope } from '../../kernel/words.ts'
import { type GetPageFolioLocal, getPageFolio } from '../folios/get-page-folio.ts'
import { type PrepareLocal, prepare } from './prepare.ts'

export type GetPreparedFolioLocal = GetPageFolioLocal | PrepareLocal
type GetPreparedFolio = Scope<GetPreparedFolioLocal>

export const getPreparedFolio = (design: Design) => {
  const preparing = prepare(design)
  return {
    guards: { ...getPageFolio.guards, ...preparing.guards },
    effects: {
      ...getPageFolio.effects,
      ...preparing.effects,
      'getFolio.prepare': ({ call }: GetPreparedFolio) => {
        call['prepare.folio'] = call['getFolio.folio']
      },
      'getFolio.keepPrepareError': ({ call }: GetPreparedFolio) => {
        call['getFolio.result'] = call['prepare.result']
      },
      'getFolio.unlock': ({ kernel, call, self }: GetPreparedFolio) =>
        unlockFolio(kernel, self, call['getFolio.folio']),
      'getFolio.put': ({ kernel, call, self }: GetPreparedFolio) => putFolio(kernel, self, call['getFolio.folio']),
    },
    config: {
      meta: getPageFolio.config.meta,
      initial: 'gettingPage',
      states: {
        gettingPage: {
          initial: 'entered',
          states: getPageFolio.config.states,
          onDone: [
            { guard: 'getFolio.failed', target: 'done' },
            { actions: 'getFolio.prepare', target: 'preparing' },
          ],
        },
        preparing: {
          ...preparing.config,
          onDone: [
            { guard: 'prepare.failed', actions: 'getFolio.keepPrepareError', target: 'unlocking' },
            { target: 'done' },
          ],
        },
        unlocking: { meta: { fn: 'folio_unlock' }, on: { step: { actions: 'getFolio.unlock', target: 'putting' } } },
        putting: { meta: { fn: 'folio_put' }, on: { step: { actions: 'getFolio.put', target: 'done' } } },
        done: { type: 'final' },
      },
    },
  } as const
}
