/**
 * Takes a reference to the folio that a PTE names, without any lock: the PTE is read again once the reference is held.
 *
 * Machines take the two states among their own, behind the one that reads the PTE.
 *
 * Source: gup_fast_pte_range(), try_grab_folio_fast(), mm/gup.c.
 */
import { cell } from '../../../checker/declare.ts'
import { folioOf, getFolio, putFolio } from '../../kernel/memory/folio.ts'
import type { Scope } from '../../kernel/words.ts'

/** The page whose PTE was read, and the frame that it mapped. */
export type GupLocal = 'gup.page' | 'gup.frame'
type Gup = Scope<GupLocal>

export const gupFast = {
  guards: {
    'gup.isFrozen': ({ kernel, call }: Gup) => kernel.refs[folioOf(kernel, call['gup.frame'])] === 0,
    'gup.isStillMapped': ({ kernel, call }: Gup) => kernel.hostPte[call['gup.page']] === 1 + call['gup.frame'],
  },
  effects: {
    'gup.readPte': ({ kernel, call }: Gup) => {
      call['gup.frame'] = kernel.hostPte[call['gup.page']]! - 1
    },
    'gup.get': ({ kernel, call, self }: Gup) => getFolio(kernel, self, folioOf(kernel, call['gup.frame'])),
    'gup.put': ({ kernel, call, self }: Gup) => putFolio(kernel, self, folioOf(kernel, call['gup.frame'])),
  },
  locals: { 'gup.page': cell(16), 'gup.frame': cell(32) },
} as const

interface Grabbed<Action extends string, Target extends string> {
  readonly action: Action
  readonly target: Target
}

/**
 * The states `getting` and `rechecking`.
 *
 * @param kept what is done with the reference, and where that leads
 * @param failed what is done without one
 */
export const grabbing = <
  const Keeps extends string,
  const Kept extends string,
  const Fails extends string,
  const Failed extends string,
>(
  kept: Grabbed<Keeps, Kept>,
  failed: Grabbed<Fails, Failed>,
) =>
  ({
    getting: {
      meta: { fn: 'try_grab_folio_fast' },
      on: {
        step: [
          { guard: 'gup.isFrozen', actions: failed.action, target: failed.target },
          { actions: 'gup.get', target: 'rechecking' },
        ],
      },
    },
    rechecking: {
      meta: { fn: 'gup_fast_pte_range' },
      on: {
        step: [
          { guard: 'gup.isStillMapped', actions: kept.action, target: kept.target },
          { actions: ['gup.put', failed.action], target: failed.target },
        ],
      },
    },
  }) as const
