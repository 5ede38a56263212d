import type { Invariant } from '../../promise.ts'

export const freeFramesAreInTheDirectMap: Invariant = {
  kind: 'invariant',
  name: 'free-frames-are-in-the-direct-map',
  severity: 'wrong result',
  statement: 'A frame that guest_memfd does not use has its direct map entry, unless it is poisoned.',
  source: 'a freed folio is reinserted into the direct map, or marked hwpoison (Patrick Roy, RFC v3 2/6, log)',
  holds: { words: 'in worlds that change the direct map', when: ({ kernel }) => kernel.hole.length > 0, needs: 'hole' },
  each: 'frame',
  broken: ({ kernel }, frame) => kernel.allocated[frame] === 0 && kernel.hole[frame] === 1,
  says: frame => `frame ${frame} is free or somebody else's, and has no direct map entry`,
}
