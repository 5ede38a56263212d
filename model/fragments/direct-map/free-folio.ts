/**
 * Gives the frames of a folio that leaves the filemap back what the direct map had of them: part of truncating.
 *
 * Source: kvm_gmem_free_folio(), virt/kvm/guest_memfd.c (RFC v3 2/6; v7 and later of the direct map series).
 */

import { match } from 'ts-pattern'
import type { Design } from '../../designs/design.ts'
import { clearMark, isMarked } from '../../kernel/direct-map/mark.ts'
import {
  failToSetDirectMap,
  flushTlb,
  hasDirectMap,
  mustSplitEntry,
  PRESENT,
  setDirectMap,
} from '../../kernel/memory/direct-map-entries.ts'
import { folioPages } from '../../kernel/memory/folio.ts'
import { mayFail, spendFailure } from '../../kernel/state/failures.ts'
import type { Scope } from '../../kernel/words.ts'

type Free = Scope<'truncate.folio'>

export const freeFolio = {
  guards: {
    'truncate.splitMayFail': (scope: Free) => {
      const { kernel, call } = scope
      const folio = call['truncate.folio']
      return (
        isMarked(scope.kernel, scope.call['truncate.folio']) &&
        mayFail(kernel) &&
        mustSplitEntry(kernel, folio, folioPages(kernel, folio))
      )
    },
  },
  effects: {
    'truncate.restore': (scope: Free) => {
      const { kernel, call } = scope
      if (!isMarked(scope.kernel, scope.call['truncate.folio'])) return
      const pages = folioPages(kernel, call['truncate.folio'])
      setDirectMap(kernel, call['truncate.folio'], pages, PRESENT)
      flushTlb(kernel, call['truncate.folio'], pages)
    },
    'truncate.failToRestore': ({ kernel, call }: Free) => {
      spendFailure(kernel)
      failToSetDirectMap(kernel, call['truncate.folio'], folioPages(kernel, call['truncate.folio']), PRESENT)
    },
    'truncate.clearMark': ({ kernel, call }: Free) => {
      clearMark(kernel, call['truncate.folio'])
    },
    'truncate.poison': ({ kernel, call }: Free) => {
      if (hasDirectMap(kernel)) kernel.hwpoison[call['truncate.folio']] = 1
    },
    'truncate.warn': ({ kernel, call }: Free) => {
      kernel.warnRestore = 1 + call['truncate.folio']
    },
  },
} as const

/** The treatment of a marked folio once its entries are restored, or if that fails. */
export const marksOf = (design: Design) => {
  const recorded = match(design.privateFlag)
    .with('stays', () => ({ restored: [], failed: ['truncate.poison'] }) as const)
    .with(
      'cleared',
      () => ({ restored: ['truncate.clearMark'], failed: ['truncate.clearMark', 'truncate.poison'] }) as const,
    )
    .exhaustive()
  const marked = match(design.restoreError)
    .with('ignored', () => ['truncate.clearMark'] as const)
    .with('warned', () => ['truncate.clearMark', 'truncate.warn'] as const)
    .with('poisoned', () => ['truncate.clearMark', 'truncate.poison'] as const)
    .exhaustive()
  return match(design.directMap)
    .with('untouched', () => undefined)
    .with('recorded', () => recorded)
    .with('marked', () => ({ restored: ['truncate.clearMark'], failed: marked }) as const)
    .exhaustive()
}
