import { folioOf } from '../../../model/kernel/memory/folio.ts'
import { REFUSED } from '../../../model/kernel/state/values.ts'
import type { Invariant } from '../../promise.ts'
import { always } from '../../when.ts'

export const refusedImagesAreNotKept: Invariant = {
  kind: 'invariant',
  name: 'refused-images-are-not-kept',
  severity: 'guest memory',
  statement: 'No folio that is up to date holds a page of the initial image that the firmware refused.',
  source: 'kvm_gmem_populate(), virt/kvm/guest_memfd.c: a guest finds zeroes, or the image that was measured',
  holds: always,
  each: 'frame',
  broken: ({ kernel }, frame) =>
    kernel.allocated[frame] === 1 &&
    kernel.uptodate[folioOf(kernel, frame)] === 1 &&
    kernel.contents[frame] === REFUSED,
  says: frame => `frame ${frame} belongs to a folio that is up to date, and holds an image that the firmware refused`,
  ghosts: ['contents'],
}
