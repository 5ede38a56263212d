/**
 * What user space does to bring memory to the state in which a world begins.
 */
import { spteAt, spteIsHuge } from '../../../model/kernel/mmu/mmu.ts'
import { PRIVATE, SHARED } from '../../../model/kernel/state/values.ts'
import { numbers } from '../memory/cells.ts'
import type { MemoryState } from '../memory/memory.ts'
import type { TraceCall } from './order.ts'

/** Whether an access of the call would find its page mapped, and not fault. */
export function isMapped(memory: MemoryState, { operation, args }: Pick<TraceCall, 'operation' | 'args'>): boolean {
  const { vm = 0, gfn = 0, page = 0 } = args
  if (operation === 'host fault') return memory.hostPte[page] !== 0
  return [PRIVATE, SHARED].some(kind => spteAt(memory, vm, kind, gfn) !== 0)
}

/** Statements, in order. */
export function initialLines(memory: MemoryState): string[] {
  const pages = numbers(memory.pages)
  const maps = (kind: number, gfn: number) => spteAt(memory, 0, kind, gfn) !== 0
  const ranges = (isIn: (page: number) => boolean) =>
    pages.filter(isIn).reduce<{ start: number; length: number }[]>((found, page) => {
      const last = found.at(-1)
      if (last && last.start + last.length === page) last.length += 1
      else found.push({ start: page, length: 1 })
      return found
    }, [])
  const must = (what: string) => `must(${what});`
  return [
    ...ranges(page => memory.share[page] === SHARED && memory.sharedFile === 0).map(({ start, length }) =>
      must(`convert(PAGE(${start}), ${length} * UNIT, true)`),
    ),
    ...ranges(page => memory.filemap[page] !== 0).map(({ start, length }) =>
      must(`result(fallocate(gmem, FALLOC_FL_KEEP_SIZE, PAGE(${start}), ${length} * UNIT))`),
    ),
    ...pages.filter(page => memory.hostPte[page] !== 0).map(page => must(`host_access(PAGE(${page}))`)),
    ...pages
      .filter(gfn => maps(PRIVATE, gfn) || maps(SHARED, gfn))
      .map(gfn => {
        const huge = [PRIVATE, SHARED].some(kind => spteIsHuge(spteAt(memory, 0, kind, gfn)))
        return `${must(`guest_access(0, PAGE(${gfn}))`)}${huge ? ' /* maps a hugepage */' : ''}`
      }),
    ...pages
      .filter(page => memory.filemap[page] !== 0 && memory.pins[memory.filemap[page]! - 1] !== 0)
      .map(page => must(`pin(PAGE(${page}))`)),
  ]
}
