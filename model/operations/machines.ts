/**
 * The machine of each operation under a design.
 */
import { match } from 'ts-pattern'
import type { NamedDesign } from '../designs/design.ts'
import { guestWrite, hostWrite } from './access.ts'
import { allocate } from './allocate.ts'
import { commitMemslot } from './commit-memslot.ts'
import { convert } from './convert.ts'
import { convertInBatches } from './convert-in-batches.ts'
import { convertInPlace } from './convert-in-place.ts'
import { createMemslot } from './create-memslot.ts'
import { deleteMemslot } from './delete-memslot.ts'
import { evictHugepages } from './evict-hugepages.ts'
import { freeWorker } from './free-worker.ts'
import { getPfnAlone } from './get-pfn.ts'
import { guestFault, prefault } from './guest-fault.ts'
import { hostFault } from './host-fault.ts'
import type { Machines, MachinesOf } from './index.ts'
import { memoryFailure } from './memory-failure.ts'
import { munmap } from './munmap.ts'
import { pin } from './pin.ts'
import { populate } from './populate.ts'
import { populateHugepages } from './populate-hugepages.ts'
import { punchHole } from './punch-hole.ts'
import { punchHoleOfHugepages } from './punch-hole-of-hugepages.ts'
import { evict, punchHugepages } from './punch-hugepages.ts'
import { close, release } from './release.ts'
import { mergeAlone, prepareAlone, rollbackAlone, splitAlone } from './restructure-alone.ts'
import { setAttributes } from './set-attributes.ts'
import { setDirectMapOfRange } from './set-direct-map.ts'
import { setDirectMapOfFolio } from './set-folio-direct-map.ts'
import { speculativeReference } from './speculative-reference.ts'
import { splitFolio } from './split-folio.ts'
import { unmap } from './unmap.ts'
import { unpin } from './unpin.ts'
import { usePfn } from './use-pfn.ts'

/** The machines of any design. */
export const machinesFor = ({ decisions }: NamedDesign): Machines => machinesOf(decisions)

export const machinesOf: MachinesOf = design => ({
  allocate: () => allocate(design),
  convert: () =>
    match(design.conversion)
      .with('work-list', () => convert(design))
      .with('hugepage-batches', () => convertInBatches(design))
      .with('in-place', convertInPlace)
      .exhaustive(),
  'guest fault': () => guestFault(design),
  prefault: () => prefault(design),
  'host fault': () => hostFault(design),
  'punch hole': () =>
    match(design)
      .with({ conversion: 'hugepage-batches' }, () => punchHugepages(design))
      .with({ conversion: 'work-list', allocator: 'hugepages' }, () => punchHoleOfHugepages(design, 'fallocate'))
      .otherwise(() => punchHole(design)),
  populate: () =>
    match(design)
      .with({ conversion: 'work-list', allocator: 'hugepages' }, () => populateHugepages(design))
      .otherwise(() => populate(design)),
  'create memslot': () =>
    match(design.binds)
      .with('at-once', () => createMemslot(design))
      .with('at-commit', () => commitMemslot(design))
      .exhaustive(),
  'delete memslot': () => deleteMemslot(design),
  close,
  release: () => release(design),
  'memory failure': () => memoryFailure(design),
  'set attributes': setAttributes,
  'guest write': guestWrite,
  'host write': hostWrite,
  munmap,
  pin,
  unpin,
  'speculative reference': speculativeReference,
  split: () => splitAlone(design),
  merge: () => mergeAlone(design),
  prepare: () => prepareAlone(design),
  rollback: () => rollbackAlone(design),
  ...(design.directMap !== 'untouched' && { 'get pfn': () => getPfnAlone(design) }),
  ...(design.directMap === 'recorded' && {
    'set direct map': () => setDirectMapOfRange(design),
    'set folio direct map': () => setDirectMapOfFolio(design),
  }),
  ...(design.directMap === 'marked' && { 'split folio': splitFolio }),
  ...(design.hostPfns === 'follow-pfn' && { 'use pfn': () => usePfn(design), unmap }),
  ...(design.conversion === 'hugepage-batches' && { evict: () => evict(design) }),
  ...(design.conversion === 'work-list' &&
    design.allocator === 'hugepages' && {
      evict: evictHugepages,
      remove: () => punchHoleOfHugepages(design, 'madvise'),
      worker: freeWorker,
    }),
})
