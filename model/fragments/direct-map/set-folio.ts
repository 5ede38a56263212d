/**
 * Changes the direct map entries of some pages of one folio, under its lock.
 *
 * Source: __kvm_gmem_folio_set_direct_map(), and the folio_lock() and folio_unlock() that both its callers put around it,
 * virt/kvm/guest_memfd.c (RFC v3 3/6).
 */
import { match } from 'ts-pattern'
import { cell } from '../../../checker/declare.ts'
import type { Design } from '../../designs/design.ts'
import { tellForeign } from '../../kernel/direct-map/record.ts'
import { showState } from '../../kernel/direct-map/words.ts'
import { mightSleep } from '../../kernel/locks/lock-order.ts'
import { failToSetDirectMap, flushTlb, mustSplitEntry, setDirectMap } from '../../kernel/memory/direct-map-entries.ts'
import { folioIsUnlocked, lockFolio, unlockFolio } from '../../kernel/memory/folio.ts'
import { mayFail, spendFailure } from '../../kernel/state/failures.ts'
import { ENOMEM, OK, RESULTS, showResult } from '../../kernel/state/values.ts'
import type { Scope } from '../../kernel/words.ts'

/** `start` and `end` are the first and the last page to change. */
export type SetFolioLocal = 'set.folio' | 'set.start' | 'set.end' | 'set.state' | 'set.result'
type SetFolio = Scope<SetFolioLocal>

/** folio_file_page() of `start`. */
const firstFrame = ({ kernel, call }: SetFolio): number =>
  call['set.folio'] + call['set.start'] - kernel.index[call['set.folio']]!

const pagesOf = ({ call }: SetFolio): number => call['set.end'] - call['set.start'] + 1

const guards = {
  'set.isUnlocked': ({ kernel, call }: SetFolio) => folioIsUnlocked(kernel, call['set.folio']),
  'set.isTruncated': ({ kernel, call }: SetFolio) => kernel.mapping[call['set.folio']] === 0,
  'set.isUnprepared': ({ kernel, call }: SetFolio) => kernel.uptodate[call['set.folio']] === 0,
  'set.splitMayFail': (scope: SetFolio) =>
    mayFail(scope.kernel) && mustSplitEntry(scope.kernel, firstFrame(scope), pagesOf(scope)),
  'set.splitOfStandingMayFail': (scope: SetFolio) =>
    scope.kernel.mapping[scope.call['set.folio']] === 1 &&
    mayFail(scope.kernel) &&
    mustSplitEntry(scope.kernel, firstFrame(scope), pagesOf(scope)),
  'set.splitOfPreparedMayFail': (scope: SetFolio) =>
    scope.kernel.mapping[scope.call['set.folio']] === 1 &&
    scope.kernel.uptodate[scope.call['set.folio']] === 1 &&
    mayFail(scope.kernel) &&
    mustSplitEntry(scope.kernel, firstFrame(scope), pagesOf(scope)),
  'set.failed': ({ call }: SetFolio) => call['set.result'] !== OK,
}

const effects = {
  'set.lock': ({ kernel, call, self }: SetFolio) => {
    lockFolio(kernel, self, call['set.folio'])
  },
  'set.unlock': ({ kernel, call, self }: SetFolio) => unlockFolio(kernel, self, call['set.folio']),
  'set.change': (scope: SetFolio) => {
    const { kernel, call, self } = scope
    if (mustSplitEntry(kernel, firstFrame(scope), pagesOf(scope))) mightSleep(kernel, self)
    tellForeign(kernel, call['set.folio'], firstFrame(scope), pagesOf(scope))
    setDirectMap(kernel, firstFrame(scope), pagesOf(scope), call['set.state'])
    flushTlb(kernel, firstFrame(scope), pagesOf(scope))
  },
  'set.failToChange': (scope: SetFolio) => {
    const { kernel, call, self } = scope
    spendFailure(kernel)
    mightSleep(kernel, self)
    failToSetDirectMap(kernel, firstFrame(scope), pagesOf(scope), call['set.state'])
    flushTlb(kernel, firstFrame(scope), pagesOf(scope))
    call['set.result'] = ENOMEM
  },
}

export const setFolio = (design: Design) => {
  const { skips, splitMayFail } = match(design.skippedFolios)
    .with('none', () => ({ skips: [], splitMayFail: 'set.splitMayFail' }) as const)
    .with(
      'truncated',
      () =>
        ({
          skips: [{ guard: 'set.isTruncated', target: 'unlocking' }],
          splitMayFail: 'set.splitOfStandingMayFail',
        }) as const,
    )
    .with(
      'truncated-and-unprepared',
      () =>
        ({
          skips: [
            { guard: 'set.isTruncated', target: 'unlocking' },
            { guard: 'set.isUnprepared', target: 'unlocking' },
          ],
          splitMayFail: 'set.splitOfPreparedMayFail',
        }) as const,
    )
    .exhaustive()
  return {
    guards,
    effects,
    config: {
      meta: {
        within: 'set',
        locals: {
          'set.folio': cell(32),
          'set.start': cell(16),
          'set.end': cell(16),
          'set.state': cell(2, showState),
          'set.result': cell(RESULTS, showResult),
        },
      },
      initial: 'locking',
      states: {
        locking: {
          meta: { fn: 'folio_lock' },
          on: { step: { guard: 'set.isUnlocked', actions: 'set.lock', target: 'setting' } },
        },
        setting: {
          meta: { fn: 'set_direct_map_valid_noflush' },
          on: {
            step: [...skips, { actions: 'set.change', target: 'unlocking' }],
            enomem: { guard: splitMayFail, actions: 'set.failToChange', target: 'unlocking' },
          },
        },
        unlocking: {
          meta: { fn: 'folio_unlock' },
          on: { step: { actions: 'set.unlock', target: 'done' } },
        },
        done: { type: 'final' },
      },
    },
  } as const
}
