/**
 * Frees a hugepage of which pages are shared: off the host page tables, merged if nobody refers to it, truncated.
 *
 * Source: kvm_gmem_merge_truncate_indices(), virt/kvm/guest_memfd.c (RFC v2 39/51).
 */
import { match } from 'ts-pattern'
import { cell } from '../../../checker/declare.ts'
import type { Design } from '../../designs/design.ts'
import { slotAt, slotIsEmpty, slotIsGettable } from '../../kernel/file/filemap.ts'
import { folioIsUnlocked, getFolio, lockFolio, putFolio, unlockFolio } from '../../kernel/memory/folio.ts'
import { EAGAIN, OK, RESULTS, showResult } from '../../kernel/state/values.ts'
import type { Scope } from '../../kernel/words.ts'
import { type CheckReferencesLocal, checkReferences } from '../folios/check-references.ts'
import type { Memory } from '../folios/memory.ts'
import { type MergeLocal, merge } from '../restructuring/merge.ts'
import { unmapMappingPages } from '../unmapping/unmap-mapping-pages.ts'
import { type TruncateFolioLocal, truncateFolio } from './truncate-folio.ts'
import { type TruncateIndicesLocal, truncateIndices } from './truncate-indices.ts'

export type MergeTruncateLocal =
  | 'mergeTruncate.index'
  | 'mergeTruncate.folio'
  | 'mergeTruncate.result'
  | CheckReferencesLocal
  | MergeLocal
  | TruncateFolioLocal
  | TruncateIndicesLocal
type MergeTruncate = Scope<MergeTruncateLocal>

export const mergeTruncate = (design: Design, memory: Memory) => {
  const merging = merge(design, memory)
  const holds = design.truncatedFolio === 'held'
  const afterMerge = holds ? 'gettingAgain' : 'locking'
  const truncatesPages = design.unmergedHole === 'truncates-pages'
  const unmerged = match(design.unmergedHole)
    .with('truncates-first-page', () => ({ actions: 'mergeTruncate.warn', target: afterMerge }) as const)
    .with(
      'truncates-pages',
      () => ({ actions: ['mergeTruncate.warn', 'mergeTruncate.truncatePages'], target: 'truncatingPages' }) as const,
    )
    .exhaustive()
  return {
    guards: {
      ...checkReferences.guards,
      ...merging.guards,
      ...truncateIndices.guards,
      'mergeTruncate.isEmpty': ({ kernel, call }: MergeTruncate) => slotIsEmpty(kernel, call['mergeTruncate.index']),
      'mergeTruncate.isGettable': ({ kernel, call }: MergeTruncate) =>
        slotIsGettable(kernel, call['mergeTruncate.index']),
      'mergeTruncate.isFreed': ({ kernel, call }: MergeTruncate) => kernel.allocated[call['mergeTruncate.folio']] === 0,
      'mergeTruncate.isUnlocked': ({ kernel, call }: MergeTruncate) =>
        folioIsUnlocked(kernel, call['mergeTruncate.folio']),
      'mergeTruncate.failed': ({ call }: MergeTruncate) => call['mergeTruncate.result'] !== OK,
    },
    effects: {
      ...checkReferences.effects,
      ...merging.effects,
      ...truncateIndices.effects,
      'mergeTruncate.unmap': ({ kernel, call }: MergeTruncate) => {
        call['unmap.start'] = call['mergeTruncate.index']
        call['unmap.pages'] = kernel.hugepage
      },
      'mergeTruncate.check': ({ kernel, call }: MergeTruncate) => {
        call['references.start'] = call['mergeTruncate.index']
        call['references.pages'] = kernel.hugepage
      },
      'mergeTruncate.failWithEagain': ({ call }: MergeTruncate) => {
        call['mergeTruncate.result'] = EAGAIN
      },
      'mergeTruncate.get': ({ kernel, call, self }: MergeTruncate) => {
        call['mergeTruncate.folio'] = slotAt(kernel, call['mergeTruncate.index']) - 1
        getFolio(kernel, self, call['mergeTruncate.folio'])
      },
      'mergeTruncate.put': ({ kernel, call, self }: MergeTruncate) =>
        putFolio(kernel, self, call['mergeTruncate.folio']),
      'mergeTruncate.merge': ({ call }: MergeTruncate) => {
        call['merge.first'] = call['mergeTruncate.folio']
      },
      'mergeTruncate.warn': ({ kernel, call }: MergeTruncate) => {
        kernel.warnTruncateMerge = 1 + call['mergeTruncate.folio']
      },
      'mergeTruncate.truncatePages': ({ kernel, call }: MergeTruncate) => {
        call['indices.index'] = call['mergeTruncate.index']
        call['indices.end'] = call['mergeTruncate.index'] + kernel.hugepage
      },
      'mergeTruncate.getAgain': ({ kernel, call, self }: MergeTruncate) =>
        getFolio(kernel, self, call['mergeTruncate.folio']),
      'mergeTruncate.lock': ({ kernel, call, self }: MergeTruncate) => {
        lockFolio(kernel, self, call['mergeTruncate.folio'])
        call['truncateFolio.folio'] = call['mergeTruncate.folio']
      },
      'mergeTruncate.useFreed': ({ kernel, call }: MergeTruncate) => {
        kernel.folioUsedAfterFree = 1 + call['mergeTruncate.folio']
      },
      'mergeTruncate.unlock': ({ kernel, call, self }: MergeTruncate) =>
        unlockFolio(kernel, self, call['mergeTruncate.folio']),
    },
    config: {
      meta: {
        within: 'mergeTruncate',
        locals: {
          'mergeTruncate.index': cell(32),
          'mergeTruncate.folio': cell(32),
          'mergeTruncate.result': cell(RESULTS, showResult),
        },
      },
      initial: 'entered',
      states: {
        entered: {
          meta: { fn: 'kvm_gmem_merge_truncate_indices' },
          on: { step: { actions: 'mergeTruncate.unmap', target: 'unmapping' } },
        },
        unmapping: { ...unmapMappingPages.config, onDone: { actions: 'mergeTruncate.check', target: 'checking' } },
        checking: {
          ...checkReferences.config,
          onDone: [
            { guard: 'references.failed', actions: 'mergeTruncate.failWithEagain', target: 'done' },
            { target: 'getting' },
          ],
        },
        getting: {
          meta: { fn: 'filemap_get_folio' },
          on: {
            step: [
              { guard: 'mergeTruncate.isEmpty', target: 'done' },
              { guard: 'mergeTruncate.isGettable', actions: 'mergeTruncate.get', target: 'putting' },
            ],
          },
        },
        putting: {
          meta: { fn: 'folio_put' },
          on: { step: { actions: ['mergeTruncate.put', 'mergeTruncate.merge'], target: 'merging' } },
        },
        merging: {
          ...merging.config,
          onDone: [{ guard: 'merge.failed', ...unmerged }, { target: afterMerge }],
        },
        ...(truncatesPages && {
          truncatingPages: { ...truncateIndices.config, onDone: { target: 'done' as const } },
        }),
        ...(holds && {
          gettingAgain: {
            meta: { fn: 'folio_get' },
            on: { step: { actions: 'mergeTruncate.getAgain' as const, target: 'locking' as const } },
          },
        }),
        locking: {
          meta: { fn: 'folio_lock' },
          on: {
            step: [
              { guard: 'mergeTruncate.isFreed', actions: 'mergeTruncate.useFreed', target: 'done' },
              { guard: 'mergeTruncate.isUnlocked', actions: 'mergeTruncate.lock', target: 'truncating' },
            ],
          },
        },
        truncating: { ...truncateFolio.config, onDone: { target: 'unlocking' } },
        // Without a reference of its own the truncation has freed the folio.
        unlocking: {
          meta: { fn: 'folio_unlock' },
          on: {
            step: [
              { guard: 'mergeTruncate.isFreed', actions: 'mergeTruncate.useFreed', target: 'done' },
              { actions: 'mergeTruncate.unlock', target: holds ? 'puttingAgain' : 'done' },
            ],
          },
        },
        ...(holds && {
          puttingAgain: {
            meta: { fn: 'folio_put' },
            on: { step: { actions: 'mergeTruncate.put' as const, target: 'done' as const } },
          },
        }),
        done: { type: 'final' },
      },
    },
  } as const
}
