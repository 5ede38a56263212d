/**
 * Clears the pages of a range, whose folios stay in the filemap.
 *
 * Source: kvm_gmem_zero_range(), virt/kvm/guest_memfd.c (RFC v2 33/51).
 * Left out: batches: folios are looked up one after the other (may miss what a reference held longer does); host and guest
 * that write to the page while it is cleared.
 */
import { match } from 'ts-pattern'
import { cell } from '../../../checker/declare.ts'
import type { Design } from '../../designs/design.ts'
import { nextFolio, slotAt, slotIsGettable } from '../../kernel/file/filemap.ts'
import { clearFromStart, clearWithin } from '../../kernel/file/holes.ts'
import { folioIsUnlocked, folioPages, getFolio, lockFolio, putFolio, unlockFolio } from '../../kernel/memory/folio.ts'
import type { Scope } from '../../kernel/words.ts'

export type ZeroRangeLocal = 'zero.start' | 'zero.end' | 'zero.index' | 'zero.folio'
type ZeroRange = Scope<ZeroRangeLocal>

const nextIndex = ({ kernel, call }: ZeroRange): number => nextFolio(kernel, call['zero.index'], call['zero.end'])

export const zeroRange = (design: Design) => {
  const clearing = match(design.clearsHoleFrom)
    .with('folio', () => 'zero.clearFromStart' as const)
    .with('hole', () => 'zero.clearWithin' as const)
    .exhaustive()
  const locks = design.clearsHole === 'locked'
  return {
    guards: {
      'zero.isOver': (scope: ZeroRange) => nextIndex(scope) >= scope.call['zero.end'],
      'zero.isGettable': (scope: ZeroRange) => slotIsGettable(scope.kernel, nextIndex(scope)),
      'zero.isUnlocked': ({ kernel, call }: ZeroRange) => folioIsUnlocked(kernel, call['zero.folio']),
    },
    effects: {
      'zero.get': (scope: ZeroRange) => {
        const { kernel, call, self } = scope
        call['zero.folio'] = slotAt(kernel, nextIndex(scope)) - 1
        getFolio(kernel, self, call['zero.folio'])
      },
      'zero.lock': ({ kernel, call, self }: ZeroRange) => lockFolio(kernel, self, call['zero.folio']),
      'zero.clearFromStart': ({ kernel, call, self }: ZeroRange) =>
        clearFromStart(kernel, self, call['zero.folio'], call['zero.start'], call['zero.end']),
      'zero.clearWithin': ({ kernel, call, self }: ZeroRange) =>
        clearWithin(kernel, self, call['zero.folio'], call['zero.start'], call['zero.end']),
      'zero.unlock': ({ kernel, call, self }: ZeroRange) => unlockFolio(kernel, self, call['zero.folio']),
      'zero.put': ({ kernel, call, self }: ZeroRange) => {
        call['zero.index'] = kernel.index[call['zero.folio']]! + folioPages(kernel, call['zero.folio'])
        putFolio(kernel, self, call['zero.folio'])
      },
    },
    config: {
      meta: {
        within: 'zero',
        locals: { 'zero.start': cell(32), 'zero.end': cell(32), 'zero.index': cell(32), 'zero.folio': cell(32) },
      },
      initial: 'getting',
      states: {
        getting: {
          meta: { fn: 'filemap_get_folios' },
          on: {
            step: [
              { guard: 'zero.isOver', target: 'done' },
              { guard: 'zero.isGettable', actions: 'zero.get', target: locks ? 'locking' : 'clearing' },
            ],
          },
        },
        ...(locks &&
          ({
            locking: {
              meta: { fn: 'folio_lock' },
              on: { step: { guard: 'zero.isUnlocked', actions: 'zero.lock', target: 'clearing' } },
            },
            unlocking: {
              meta: { fn: 'folio_unlock' },
              on: { step: { actions: 'zero.unlock', target: 'putting' } },
            },
          } as const)),
        clearing: {
          meta: { fn: 'folio_zero_segment' },
          on: { step: { actions: clearing, target: locks ? 'unlocking' : 'putting' } },
        },
        putting: {
          meta: { fn: 'folio_batch_release' },
          on: { step: { actions: 'zero.put', target: 'getting' } },
        },
        done: { type: 'final' },
      },
    },
  } as const
}
