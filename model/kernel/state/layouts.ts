/**
 * Layouts of the memslots of a VM, by the part of the environment that asks for them.
 */
/** One memslot over the file, at gfns that are those of the pages; with `second-memslot` another one, at gfns that nobody accesses. */
const OVER_THE_FILE = 0
/** The same, but for the first page, which the first memslot leaves out. */
export const WITHOUT_FIRST_PAGE = 1
/** Two memslots, each over one half of the file at the gfns of the other half. */
export const CROSSED = 2
/** One memslot for each page of the file behind the first one, at gfns in the opposite order. */
export const IN_A_ROW = 3
/** Three memslots: two over the second page of the file, and one over all of it; only the first lies at gfns that are accessed. */
export const OVERLAPPING = 4

export function layoutOf(parts: readonly string[]): number {
  if (parts.includes('partial-memslot')) return WITHOUT_FIRST_PAGE
  if (parts.includes('crossed-memslots')) return CROSSED
  if (parts.includes('memslots-in-a-row')) return IN_A_ROW
  return parts.includes('overlapping-memslots') ? OVERLAPPING : OVER_THE_FILE
}

/** Memslots that a VM may have. */
export function memslotsOfVm(parts: readonly string[], pages: number): number {
  const layout = layoutOf(parts)
  if (layout === IN_A_ROW) return pages - 1
  if (layout === OVERLAPPING) return 3
  return layout === CROSSED || parts.includes('second-memslot') ? 2 : 1
}

/** Memslots of a VM that may be bound at the same time: none of them covers what another one does. */
export function apart(layout: number, pages: number): number {
  if (layout === IN_A_ROW) return pages - 1
  return layout === CROSSED ? 2 : 1
}
