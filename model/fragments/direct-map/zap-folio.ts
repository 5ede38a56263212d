/**
 * Removes all direct map entries of a folio, unless it is marked as having none. The caller holds the folio lock.
 *
 * Source: kvm_gmem_folio_zap_direct_map(), virt/kvm/guest_memfd.c ("Direct Map Removal Support for guest_memfd", v7 to v11).
 */

import { match } from 'ts-pattern'
import { cell } from '../../../checker/declare.ts'
import type { Design } from '../../designs/design.ts'
import { isMarked, mark } from '../../kernel/direct-map/mark.ts'
import {
  ABSENT,
  failToSetDirectMap,
  flushTlb,
  mustSplitEntry,
  setDirectMap,
} from '../../kernel/memory/direct-map-entries.ts'
import { folioPages } from '../../kernel/memory/folio.ts'
import { mayFail, spendFailure } from '../../kernel/state/failures.ts'
import { ENOMEM, OK, RESULTS, showResult } from '../../kernel/state/values.ts'
import type { Scope } from '../../kernel/words.ts'

export type ZapLocal = 'zap.folio' | 'zap.result'
type Zap = Scope<ZapLocal>

const guards = {
  'zap.isMarked': ({ kernel, call }: Zap) => isMarked(kernel, call['zap.folio']),
  'zap.splitMayFail': ({ kernel, call }: Zap) =>
    mayFail(kernel) && mustSplitEntry(kernel, call['zap.folio'], folioPages(kernel, call['zap.folio'])),
  'zap.failed': ({ call }: Zap) => call['zap.result'] !== OK,
}

const effects = {
  'zap.mark': ({ kernel, call }: Zap) => {
    mark(kernel, call['zap.folio'])
  },
  'zap.remove': ({ kernel, call }: Zap) => {
    const pages = folioPages(kernel, call['zap.folio'])
    setDirectMap(kernel, call['zap.folio'], pages, ABSENT)
    flushTlb(kernel, call['zap.folio'], pages)
  },
  'zap.failToRemove': ({ kernel, call }: Zap) => {
    spendFailure(kernel)
    failToSetDirectMap(kernel, call['zap.folio'], folioPages(kernel, call['zap.folio']), ABSENT)
    call['zap.result'] = ENOMEM
  },
}

export const zapFolio = (design: Design) => {
  const { before, after } = match(design.marksHoles)
    .with('never', () => ({ before: [], after: [] }) as const)
    .with('before', () => ({ before: ['zap.mark'], after: [] }) as const)
    .with('after', () => ({ before: [], after: ['zap.mark'] }) as const)
    .exhaustive()
  return {
    guards,
    effects,
    config: {
      meta: { within: 'zap', locals: { 'zap.folio': cell(32), 'zap.result': cell(RESULTS, showResult) } },
      initial: 'checking',
      states: {
        checking: {
          meta: { fn: 'kvm_gmem_folio_no_direct_map' },
          on: {
            step: [
              { guard: 'zap.isMarked', target: 'done' },
              { actions: before, target: 'removing' },
            ],
          },
        },
        removing: {
          meta: { fn: 'folio_zap_direct_map' },
          on: {
            step: { actions: ['zap.remove', ...after], target: 'done' },
            enomem: { guard: 'zap.splitMayFail', actions: 'zap.failToRemove', target: 'done' },
          },
        },
        done: { type: 'final' },
      },
    },
  } as const
}
