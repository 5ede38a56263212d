/**
 * The machine of each operation under a design.
 */
import { match } from 'ts-pattern'
import type { Machine } from '../../checker/declare.ts'
import type { Design, NamedDesign } from '../designs/design.ts'
import { convert } from './conversion/convert.ts'
import { convertInBatches } from './conversion/convert-in-batches.ts'
import { convertInPlace } from './conversion/convert-in-place.ts'
import { mergeAlone, prepareAlone, rollbackAlone, splitAlone } from './conversion/restructure-alone.ts'
import { setAttributes } from './conversion/set-attributes.ts'
import { splitFolio } from './conversion/split-folio.ts'
import { setDirectMapOfRange } from './direct-map/set-direct-map.ts'
import { setDirectMapOfFolio } from './direct-map/set-folio-direct-map.ts'
import { createFile } from './files/create-file.ts'
import { mapFile } from './files/map-file.ts'
import { migrateFolio } from './files/migrate-folio.ts'
import { oddBind, oddConvert, oddFallocate } from './files/odd-requests.ts'
import { plainCall } from './files/plain-call.ts'
import { plainCalls } from './files/plain-calls.ts'
import { writeFile } from './files/write-file.ts'
import { guestWrite, hostWrite } from './guest/access.ts'
import { getPfnAlone } from './guest/get-pfn.ts'
import { guestFault, prefault } from './guest/guest-fault.ts'
import { unmap } from './guest/unmap.ts'
import { usePfn } from './guest/use-pfn.ts'
import { evictHugepages } from './holes/evict-hugepages.ts'
import { punchHole } from './holes/punch-hole.ts'
import { punchHoleOfHugepages } from './holes/punch-hole-of-hugepages.ts'
import { evict, punchHugepages } from './holes/punch-hugepages.ts'
import { close, release } from './holes/release.ts'
import { hostFault } from './host/host-fault.ts'
import { munmap } from './host/munmap.ts'
import { pin } from './host/pin.ts'
import { speculativeReference } from './host/speculative-reference.ts'
import { unpin } from './host/unpin.ts'
import type { Machines, MachinesOf } from './index.ts'
import { freeWorker } from './memory/free-worker.ts'
import { memoryFailure } from './memory/memory-failure.ts'
import { commitMemslot } from './memslots/commit-memslot.ts'
import { createMemslot } from './memslots/create-memslot.ts'
import { deleteMemslot } from './memslots/delete-memslot.ts'
import { allocate } from './population/allocate.ts'
import { populate } from './population/populate.ts'
import { populateHugepages } from './population/populate-hugepages.ts'

const known = new WeakMap<Design, Machines>()

/** The machines of any design: of each there is one, which all worlds share whose designs answer alike what it asks. */
export function machinesFor({ decisions }: NamedDesign): Machines {
  const machines = known.get(decisions) ?? eachOnce(decisions)
  known.set(decisions, machines)
  return machines
}

interface Made {
  /** The decisions that it depends on, and what they were. */
  readonly asked: ReadonlyMap<string, unknown>
  readonly machine: Machine
}

const made = new Map<string, Made[]>()

function eachOnce(decisions: Design): Machines {
  let asked = new Map<string, unknown>()
  const design = new Proxy(decisions, {
    get: (those, decision: keyof Design) => {
      asked.set(decision, those[decision])
      return those[decision]
    },
  })
  const machines = machinesOf(design)
  const chosen = asked
  const sharedOrMade = (operation: string, make: () => Machine): Machine => {
    const all = made.get(operation) ?? []
    const found = all.find(one =>
      [...one.asked].every(([decision, answer]) => decisions[decision as keyof Design] === answer),
    )
    if (found) return found.machine
    asked = new Map(chosen)
    const machine = make()
    made.set(operation, [...all, { asked, machine }])
    return machine
  }
  return Object.fromEntries(
    Object.entries(machines).map(([operation, make]) => {
      let machine: Machine | undefined
      return [
        operation,
        () => {
          machine ??= sharedOrMade(operation, make)
          return machine
        },
      ]
    }),
  )
}

const machinesOf: MachinesOf = design => ({
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
  'create file': createFile,
  'map file': mapFile,
  migrate: migrateFolio,
  'write file': writeFile,
  'fallocate anyhow': oddFallocate,
  'bind anyhow': oddBind,
  ...(design.conversion === 'in-place' && { 'convert anyhow': oddConvert }),
  ...Object.fromEntries(plainCalls.map(call => [call.name, () => plainCall(call)])),
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
