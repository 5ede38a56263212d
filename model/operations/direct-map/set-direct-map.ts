/**
 * Changes the direct map entries of a range of the file, whose folios need not exist yet.
 *
 * Source: kvm_gmem_set_direct_map(), virt/kvm/guest_memfd.c (RFC v3 3/6).
 * Left out: a batch takes all folios of the range in one step (may miss bugs between two of them); the caller, which the
 * patch does not have: it holds a reference on the file.
 */
import { match } from 'ts-pattern'
import { cell } from '../../../checker/declare.ts'
import type { Design } from '../../designs/design.ts'
import type { SetFolioLocal } from '../../fragments/direct-map/set-folio.ts'
import type { UpdateLocal } from '../../fragments/direct-map/update-record.ts'
import { endRecording, startRecording } from '../../kernel/direct-map/record.ts'
import { showState, type Waits } from '../../kernel/direct-map/words.ts'
import { folioPages, getFolio, putFolio } from '../../kernel/memory/folio.ts'
import { getFile, putFile } from '../../kernel/memslots/files.ts'
import type { Kernel } from '../../kernel/state/state.ts'
import { OK, RESULTS, showResult } from '../../kernel/state/values.ts'
import { type Enomem, operation, type Scope, type Step } from '../../kernel/words.ts'
import { changeOfDirectMap, THE_VM } from './change.ts'

/** `start` and `end` are the first and the last page; `batch` and `todo` are masks of folios by first frame. */
type SetRangeLocal = 'start' | 'end' | 'state' | 'result' | 'index' | 'batch' | 'todo' | SetFolioLocal | UpdateLocal
type SetRange = Scope<SetRangeLocal>

/** Mask of the folios that stand between two pages. */
const foliosIn = (kernel: Kernel, start: number, end: number): number => {
  let mask = 0
  for (let page = start; page <= end && page < kernel.pages; page++)
    if (kernel.filemap[page] !== 0 && kernel.refs[kernel.filemap[page]! - 1] !== 0)
      mask |= 1 << (kernel.filemap[page]! - 1)
  return mask
}

/** The folio of a mask that has the lowest index. */
const firstOf = (kernel: Kernel, mask: number): number => {
  let first = kernel.frames
  for (let frame = 0; frame < kernel.frames; frame++)
    if (((mask >> frame) & 1) === 1 && (first === kernel.frames || kernel.index[frame]! < kernel.index[first]!))
      first = frame
  return first
}

const guards = {
  findsFolios: ({ kernel, call }: SetRange) => foliosIn(kernel, call.index, call.end) !== 0,
  someLeft: ({ call }: SetRange) => call.todo !== 0,
  failed: ({ call }: SetRange) => call.result !== OK,
}

const effects = {
  enter: ({ kernel, self }: SetRange) => {
    getFile(kernel, self, THE_VM)
    startRecording(kernel, self)
  },
  leave: ({ kernel, self }: SetRange) => {
    putFile(kernel, self, THE_VM)
    endRecording(kernel, self)
  },
  lookUp: ({ call }: SetRange) => {
    call.index = call.start
  },
  getFolios: ({ kernel, call, self }: SetRange) => {
    call.batch = foliosIn(kernel, call.index, call.end)
    call.todo = call.batch
    call.index = call.end + 1
    for (let frame = 0; frame < kernel.frames; frame++)
      if (((call.batch >> frame) & 1) === 1) getFolio(kernel, self, frame)
  },
  findNone: ({ call }: SetRange) => {
    call.index = call.end + 1
  },
  nextFolio: ({ kernel, call }: SetRange) => {
    const folio = firstOf(kernel, call.todo)
    call.todo &= ~(1 << folio)
    call['set.folio'] = folio
    call['set.start'] = Math.max(kernel.index[folio]!, call.start)
    call['set.state'] = call.state
  },
  endInNextFolio: ({ kernel, call }: SetRange) => {
    const folio = call['set.folio']
    call['set.end'] = Math.min(kernel.index[folio]! + folioPages(kernel, folio), call.end)
  },
  endInFolio: ({ kernel, call }: SetRange) => {
    const folio = call['set.folio']
    call['set.end'] = Math.min(kernel.index[folio]! + folioPages(kernel, folio) - 1, call.end)
  },
  release: ({ kernel, call, self }: SetRange) => {
    for (let frame = 0; frame < kernel.frames; frame++)
      if (((call.batch >> frame) & 1) === 1) putFolio(kernel, self, frame)
    call.batch = 0
    call.todo = 0
  },
}

export const setDirectMapOfRange = (design: Design) => {
  const change = changeOfDirectMap(design)
  const order = match(design.failedSet)
    .with(
      'kept-halfway',
      () => ({ first: 'updating', enter: 'update', updated: 'lookingUp', last: 'unlocking', leave: [] }) as const,
    )
    .with(
      'undone',
      () =>
        ({ first: 'reserving', enter: 'lookUp', updated: 'unlocking', last: 'updating', leave: ['update'] }) as const,
    )
    .exhaustive()
  const notRecorded = match(design.errorPath)
    .with('keeps-lock', () => 'leaving' as const)
    .with('unlocks', () => 'unlocking' as const)
    .exhaustive()
  const loop = match(design.folioLoop)
    .with(
      'while-none-found',
      // once it is past the range it finds none, and spins for ever
      () =>
        [
          { guard: 'findsFolios', actions: ['getFolios', ...order.leave], target: order.last },
          { actions: 'findNone', target: 'releasing' },
        ] as const,
    )
    .with(
      'while-found',
      () =>
        [
          { guard: 'findsFolios', actions: 'getFolios', target: 'choosing' },
          { actions: order.leave, target: order.last },
        ] as const,
    )
    .exhaustive()
  const end = match(design.folioEnd)
    .with('next-folio', () => 'endInNextFolio' as const)
    .with('own', () => 'endInFolio' as const)
    .exhaustive()
  return operation<SetRange, Step | Enomem | Waits>()({
    guards: { ...change.guards, ...guards },
    effects: { ...change.effects, ...effects },
  }).createMachine({
    id: 'setRange',
    context: ({ input }) => input,
    meta: {
      fn: 'kvm_gmem_set_direct_map',
      locals: {
        start: cell(16),
        end: cell(32),
        state: cell(2, showState),
        result: cell(RESULTS, showResult),
        index: cell(32),
        batch: cell(256),
        todo: cell(256),
      },
    },
    initial: 'entered',
    states: {
      entered: {
        meta: { fn: 'fdget' },
        on: {
          step: [
            { guard: 'isReleased', actions: 'failWithEfault', target: 'returned' },
            { actions: 'enter', target: 'locking' },
          ],
        },
      },
      ...change.locking([order.enter], order.first),
      reserving: {
        meta: { fn: 'xa_reserve' },
        on: {
          step: { target: 'lookingUp' },
          enomem: { guard: 'mayFail', actions: 'failToReserve', target: 'unlocking' },
        },
      },
      updating: {
        ...change.updating,
        onDone: [
          { guard: 'update.failed', actions: 'keepUpdateResult', target: notRecorded },
          { actions: 'lookUp', target: order.updated },
        ],
      },
      lookingUp: { meta: { fn: 'filemap_get_folios' }, on: { step: loop } },
      choosing: {
        meta: { fn: 'kvm_gmem_set_direct_map' },
        on: {
          step: [
            { guard: 'failed', target: 'releasing' },
            { guard: 'someLeft', actions: ['nextFolio', end], target: 'setting' },
            { target: 'releasing' },
          ],
        },
      },
      setting: { ...change.setting, onDone: { actions: 'keepSetResult', target: 'choosing' } },
      releasing: {
        meta: { fn: 'folio_batch_release' },
        on: {
          step: [
            { guard: 'failed', actions: 'release', target: change.failed },
            { actions: 'release', target: 'lookingUp' },
          ],
        },
      },
      undoing: change.undoing,
      ...change.unlocking('leaving'),
      leaving: {
        meta: { fn: 'fdput' },
        on: { step: { actions: 'leave', target: 'returned' } },
      },
      returned: { type: 'final' },
    },
  })
}
