/**
 * The designs that are judged, by name. Each is a base and what differs from it.
 */
import { InputError } from '../../checker/declare.ts'
import type { Delta, NamedDesign } from './design.ts'
import { directMapDesigns } from './direct-map.ts'
import { followPfnDesigns } from './follow-pfn.ts'
import { later } from './later.ts'
import { order0, preparesAtLookup } from './order-0.ts'
import { repairs } from './repairs.ts'
import { rfcV2Split } from './rfc-v2-split.ts'

const deltas: readonly Delta[] = [
  {
    name: 'rollback-index-guarded',
    summary: 'as posted, with the range rollback ending at its start',
    source: 'Ackerley Tng, note to self in the thread of RFC v2 38/51, acknowledged by Yan Zhao',
    base: 'rfc-v2-split',
    differs: { rollbackIndex: 'guarded' },
  },
  {
    name: 'exact-window',
    summary: 'as posted, with the invalidation window not widened to hugepages',
    source: 'RFC v2 04/51, before 38/51 widened it',
    base: 'rfc-v2-split',
    differs: { invalidateWindow: 'exact' },
  },
  {
    name: 'memory-reserved',
    summary: 'as posted, with all memory reserved before the point of no return',
    source: 'Yan Zhao in the thread of RFC v2 38/51',
    base: 'rfc-v2-split',
    differs: { memory: 'reserved' },
  },
  ...repairs,
  ...order0,
  ...later,
  ...directMapDesigns,
  ...followPfnDesigns,
]

/** @throws InputError when a design is based on one that is not defined before it */
const derive = (known: readonly NamedDesign[], { differs, base, ...named }: Delta): NamedDesign => {
  const from = known.find(({ name }) => name === base)
  if (from === undefined)
    throw new InputError(`design "${named.name}" is based on "${base}": define that one before it`)
  return { ...named, base, decisions: { ...from.decisions, ...differs } }
}

const derived: NamedDesign[] = [rfcV2Split, preparesAtLookup]
for (const delta of deltas) derived.push(derive(derived, delta))

export const designs: readonly NamedDesign[] = derived
