/**
 * Gives a new folio the direct map entries that the record asks for: none by default.
 *
 * The caller holds the folio lock; the record is read without a lock, entry by entry.
 *
 * Source: kvm_gmem_folio_configure_direct_map(), virt/kvm/guest_memfd.c (RFC v3 2/6).
 */

import { match } from 'ts-pattern'
import { cell } from '../../../checker/declare.ts'
import type { Design } from '../../designs/design.ts'
import { mark } from '../../kernel/direct-map/mark.ts'
import { findDeviating } from '../../kernel/direct-map/record.ts'
import {
  ABSENT,
  failToSetDirectMap,
  flushTlb,
  mustSplitEntry,
  PRESENT,
  setDirectMap,
} from '../../kernel/memory/direct-map-entries.ts'
import { folioPages } from '../../kernel/memory/folio.ts'
import { mayFail, spendFailure } from '../../kernel/state/failures.ts'
import type { Kernel } from '../../kernel/state/state.ts'
import { ENOMEM, OK, RESULTS, showResult } from '../../kernel/state/values.ts'
import type { Scope } from '../../kernel/words.ts'

/** `start` and `pages` name a run of deviating pages, `index` is where the search goes on. */
export type ConfigureLocal =
  | 'configure.folio'
  | 'configure.start'
  | 'configure.pages'
  | 'configure.index'
  | 'configure.result'
type Configure = Scope<ConfigureLocal>

const lastPage = (kernel: Kernel, folio: number): number => kernel.index[folio]! + folioPages(kernel, folio) - 1

/** The next deviating page of the folio, or the one behind its last page. */
const found = ({ kernel, call }: Configure): number =>
  findDeviating(kernel, call['configure.index'], lastPage(kernel, call['configure.folio']))

/** folio_file_page() of the run's first page. */
const frameOfRun = ({ kernel, call }: Configure): number =>
  call['configure.folio'] + call['configure.start'] - kernel.index[call['configure.folio']]!

const guards = {
  'configure.splitMayFail': ({ kernel, call }: Configure) =>
    mayFail(kernel) && mustSplitEntry(kernel, call['configure.folio'], folioPages(kernel, call['configure.folio'])),
  'configure.splitOfRunMayFail': (scope: Configure) =>
    mayFail(scope.kernel) && mustSplitEntry(scope.kernel, frameOfRun(scope), scope.call['configure.pages']),
  'configure.noneLeft': (scope: Configure) => found(scope) > lastPage(scope.kernel, scope.call['configure.folio']),
  // npages was counted up before it is compared
  'configure.continuesRun': (scope: Configure) =>
    found(scope) === scope.call['configure.start'] + scope.call['configure.pages'] + 1,
  'configure.failed': ({ call }: Configure) => call['configure.result'] !== OK,
}

const effects = {
  'configure.remove': ({ kernel, call }: Configure) => {
    setDirectMap(kernel, call['configure.folio'], folioPages(kernel, call['configure.folio']), ABSENT)
    call['configure.index'] = kernel.index[call['configure.folio']]!
  },
  'configure.failToRemove': ({ kernel, call }: Configure) => {
    spendFailure(kernel)
    failToSetDirectMap(kernel, call['configure.folio'], folioPages(kernel, call['configure.folio']), ABSENT)
    call['configure.result'] = ENOMEM
  },
  'configure.skipFirst': ({ call }: Configure) => {
    call['configure.index'] += 1
  },
  'configure.startRun': (scope: Configure) => {
    scope.call['configure.start'] = found(scope)
    scope.call['configure.pages'] = 1
    scope.call['configure.index'] = found(scope)
  },
  'configure.extendRun': (scope: Configure) => {
    scope.call['configure.index'] = found(scope) + 1
    scope.call['configure.pages'] += 1
  },
  'configure.endRun': (scope: Configure) => {
    scope.call['configure.index'] = found(scope)
  },
  'configure.setRun': (scope: Configure) =>
    setDirectMap(scope.kernel, frameOfRun(scope), scope.call['configure.pages'], PRESENT),
  'configure.failToSetRun': (scope: Configure) => {
    spendFailure(scope.kernel)
    failToSetDirectMap(scope.kernel, frameOfRun(scope), scope.call['configure.pages'], PRESENT)
    scope.call['configure.result'] = ENOMEM
  },
  'configure.nextRun': ({ call }: Configure) => {
    call['configure.start'] = call['configure.index']
    call['configure.pages'] = 1
    call['configure.index'] += 1
  },
  'configure.mark': ({ kernel, call }: Configure) => {
    mark(kernel, call['configure.folio'])
  },
  'configure.flush': ({ kernel, call }: Configure) =>
    flushTlb(kernel, call['configure.folio'], folioPages(kernel, call['configure.folio'])),
  // what was removed as a whole, or split since, is restored without a split
  'configure.restore': ({ kernel, call }: Configure) => {
    setDirectMap(kernel, call['configure.folio'], folioPages(kernel, call['configure.folio']), PRESENT)
    flushTlb(kernel, call['configure.folio'], folioPages(kernel, call['configure.folio']))
  },
}

export const configure = (design: Design) => {
  const removed = match(design.configureFrom)
    .with('after-first', () => ({ fn: 'xa_find_after', actions: ['configure.remove', 'configure.skipFirst'] }) as const)
    .with('from-first', () => ({ fn: 'xa_find', actions: ['configure.remove'] }) as const)
    .exhaustive()
  const run = match(design.configureBy)
    .with(
      'runs',
      () => [{ guard: 'configure.continuesRun', actions: 'configure.extendRun', target: 'counting' }] as const,
    )
    .with('page-by-page', () => [] as const)
    .exhaustive()
  const flush = match(design.configureFlushes)
    .with('file-offset', () => ['configure.mark'] as const)
    .with('address', () => ['configure.mark', 'configure.flush'] as const)
    .exhaustive()
  const failed = match(design.failedConfigure)
    .with('marked-uptodate', () => ({ removing: 'done', setting: 'flushing' }) as const)
    .with('undone', () => ({ removing: 'restoring', setting: 'restoring' }) as const)
    .exhaustive()
  return {
    guards,
    effects,
    config: {
      meta: {
        within: 'configure',
        locals: {
          'configure.folio': cell(32),
          'configure.start': cell(16),
          'configure.pages': cell(8),
          'configure.index': cell(16),
          'configure.result': cell(RESULTS, showResult),
        },
      },
      initial: 'removing',
      states: {
        removing: {
          meta: { fn: 'set_direct_map_valid_noflush' },
          on: {
            step: { actions: removed.actions, target: 'finding' },
            enomem: {
              guard: 'configure.splitMayFail',
              actions: 'configure.failToRemove',
              target: failed.removing,
            },
          },
        },
        finding: {
          meta: { fn: removed.fn },
          on: {
            step: [
              { guard: 'configure.noneLeft', target: 'flushing' },
              { actions: 'configure.startRun', target: 'counting' },
            ],
          },
        },
        counting: {
          meta: { fn: 'xa_find' },
          on: {
            step: [
              { guard: 'configure.noneLeft', target: 'settingLast' },
              ...run,
              { actions: 'configure.endRun', target: 'settingRun' },
            ],
          },
        },
        settingRun: {
          meta: { fn: 'set_direct_map_valid_noflush' },
          on: {
            step: { actions: ['configure.setRun', 'configure.nextRun'], target: 'counting' },
            enomem: {
              guard: 'configure.splitOfRunMayFail',
              actions: 'configure.failToSetRun',
              target: failed.setting,
            },
          },
        },
        settingLast: {
          meta: { fn: 'set_direct_map_valid_noflush' },
          on: {
            step: { actions: 'configure.setRun', target: 'flushing' },
            enomem: {
              guard: 'configure.splitOfRunMayFail',
              actions: 'configure.failToSetRun',
              target: failed.setting,
            },
          },
        },
        flushing: {
          meta: { fn: 'flush_tlb_kernel_range' },
          on: { step: { actions: flush, target: 'done' } },
        },
        restoring: {
          meta: { fn: 'set_direct_map_valid_noflush' },
          on: { step: { actions: 'configure.restore', target: 'done' } },
        },
        done: { type: 'final' },
      },
    },
  } as const
}
