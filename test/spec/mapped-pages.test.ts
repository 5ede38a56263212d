/**
 * Pages that are mapped before they are up to date: those of the initial image of a TD, and no others.
 */
import { expect, it } from 'vitest'
import { takeSlotsLock } from '../../model/kernel/locks/slots-lock.ts'
import { installSpte } from '../../model/kernel/mmu/mmu.ts'
import type { Part } from '../../model/kernel/state/state.ts'
import { LEVEL_4K, POPULATED, PRIVATE, STALE } from '../../model/kernel/state/values.ts'
import { allocated } from '../../model/scenarios/parts/pages.ts'
import { mappedPagesAreUptodate } from '../../spec/promises/mappings/guest/mapped-pages-are-uptodate.ts'
import { kernelOf } from '../model/kernel/kernel.ts'

const [SELF, VM, PAGE] = [0, 0, 0]

it.each<[string, readonly Part[], boolean, number, boolean]>([
  ['of the image of a TD, under slots_lock', ['tdx', 'launch'], true, POPULATED, false],
  ['of that, without slots_lock', ['tdx', 'launch'], false, POPULATED, true],
  ['of a TD with anything else in it, whoever holds slots_lock', ['tdx', 'launch'], true, STALE, true],
  ['of the image of another VM', ['launch'], true, POPULATED, true],
])('a page that is mapped and not up to date breaks the promise or not: %s', (_, parts, isLocked, contents, broken) => {
  const kernel = kernelOf({ hugepage: 1 }, { parts })
  const frame = allocated(kernel, PAGE)
  kernel.contents[frame] = contents
  installSpte(kernel, VM, PRIVATE, PAGE, frame, LEVEL_4K)
  if (isLocked) takeSlotsLock(kernel, SELF, VM)
  expect(mappedPagesAreUptodate.broken({ kernel, call: {}, self: SELF }, PAGE)).toBe(broken)
})
