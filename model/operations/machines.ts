/**
 * The machine of each operation under a design.
 */
import { match } from 'ts-pattern'
import { allocate } from './allocate.ts'
import { convert } from './convert.ts'
import { convertInBatches } from './convert-in-batches.ts'
import { guestFault } from './guest-fault.ts'
import { hostFault } from './host-fault.ts'
import type { MachinesOf } from './index.ts'
import { pin } from './pin.ts'
import { mergeAlone, prepareAlone, rollbackAlone, splitAlone } from './restructure-alone.ts'
import { speculativeReference } from './speculative-reference.ts'
import { unpin } from './unpin.ts'

export const machinesOf: MachinesOf = design => ({
  allocate: () => allocate(design),
  convert: () =>
    match(design.conversion)
      .with('work-list', () => convert(design))
      .with('hugepage-batches', () => convertInBatches(design))
      .with('in-place', () => convert(design))
      .exhaustive(),
  'guest fault': () => guestFault(design),
  'host fault': () => hostFault(design),
  pin,
  unpin,
  'speculative reference': speculativeReference,
  split: () => splitAlone(design),
  merge: () => mergeAlone(design),
  prepare: () => prepareAlone(design),
  rollback: () => rollbackAlone(design),
})
