/**
 * Changes the direct map entries of pages of one folio that the caller holds a reference on.
 *
 * Source: kvm_gmem_folio_set_direct_map(), virt/kvm/guest_memfd.c (RFC v3 3/6).
 * Left out: the caller, which the patch does not have: it gets the folio from the filemap, and puts it in the end.
 */
import { match } from 'ts-pattern'
import { cell } from '../../../checker/declare.ts'
import type { Design } from '../../designs/design.ts'
import type { SetFolioLocal } from '../../fragments/direct-map/set-folio.ts'
import type { UpdateLocal } from '../../fragments/direct-map/update-record.ts'
import { endRecording, startRecording } from '../../kernel/direct-map/record.ts'
import { showState, type Waits } from '../../kernel/direct-map/words.ts'
import { slotAt, slotIsGettable } from '../../kernel/file/filemap.ts'
import { folioPages, getFolio, putFolio } from '../../kernel/memory/folio.ts'
import { getFile, putFile } from '../../kernel/memslots/files.ts'
import { EINVAL, ENOENT, RESULTS, showResult } from '../../kernel/state/values.ts'
import { type Enomem, operation, type Scope, type Step } from '../../kernel/words.ts'
import { changeOfDirectMap, THE_VM } from './change.ts'

/** `start` and `end` are the first and the last page, which must lie in the folio at `start`. */
type SetFolioRangeLocal = 'start' | 'end' | 'state' | 'result' | 'folio' | SetFolioLocal | UpdateLocal
type SetFolioRange = Scope<SetFolioRangeLocal>

const guards = {
  isGettable: ({ kernel, call }: SetFolioRange) => slotIsGettable(kernel, call.start),
  isTruncated: ({ kernel, call }: SetFolioRange) => kernel.mapping[call.folio] === 0,
  // folio_contains() asks index and size only
  endsElsewhere: ({ kernel, call }: SetFolioRange) =>
    call.end >= kernel.index[call.folio]! + folioPages(kernel, call.folio),
}

const effects = {
  takeFile: ({ kernel, self }: SetFolioRange) => getFile(kernel, self, THE_VM),
  dropFile: ({ kernel, self }: SetFolioRange) => putFile(kernel, self, THE_VM),
  failWithEnoent: ({ call }: SetFolioRange) => {
    call.result = ENOENT
  },
  failWithEinval: ({ call }: SetFolioRange) => {
    call.result = EINVAL
  },
  get: ({ kernel, call, self }: SetFolioRange) => {
    call.folio = slotAt(kernel, call.start) - 1
    getFolio(kernel, self, call.folio)
    startRecording(kernel, self)
  },
  put: ({ kernel, call, self }: SetFolioRange) => {
    putFolio(kernel, self, call.folio)
    endRecording(kernel, self)
  },
  oopsFolioInode: ({ kernel, call }: SetFolioRange) => {
    kernel.oopsFolioInode = 1 + call.folio
  },
  set: ({ call }: SetFolioRange) => {
    call['set.folio'] = call.folio
    call['set.start'] = call.start
    call['set.end'] = call.end
    call['set.state'] = call.state
  },
}

export const setDirectMapOfFolio = (design: Design) => {
  const change = changeOfDirectMap(design)
  const caller = match(design.folioSetHolds)
    .with(
      'folio',
      () =>
        ({
          initial: 'getting',
          readInode: [{ guard: 'isTruncated', actions: 'oopsFolioInode', target: 'putting' }],
          locked: [],
          put: 'returned',
        }) as const,
    )
    .with(
      'file',
      () =>
        ({
          initial: 'entered',
          readInode: [],
          locked: [{ guard: 'isTruncated', actions: 'failWithEnoent', target: 'unlocking' }],
          put: 'leaving',
        }) as const,
    )
    .exhaustive()
  const order = match(design.failedSet)
    .with(
      'kept-halfway',
      () =>
        ({
          first: { actions: 'update', target: 'updating' },
          updated: { actions: 'set', target: 'setting' },
          set: { target: 'unlocking' },
        }) as const,
    )
    .with(
      'undone',
      () =>
        ({
          first: { target: 'reserving' },
          updated: { target: 'unlocking' },
          set: { actions: 'update', target: 'updating' },
        }) as const,
    )
    .exhaustive()
  return operation<SetFolioRange, Step | Enomem | Waits>()({
    guards: { ...change.guards, ...guards },
    effects: { ...change.effects, ...effects },
  }).createMachine({
    id: 'setFolioRange',
    context: ({ input }) => input,
    meta: {
      fn: 'kvm_gmem_folio_set_direct_map',
      locals: {
        start: cell(16),
        end: cell(32),
        state: cell(2, showState),
        result: cell(RESULTS, showResult),
        folio: cell(32),
      },
    },
    initial: caller.initial,
    states: {
      entered: {
        meta: { fn: 'fdget' },
        on: {
          step: [
            { guard: 'isReleased', actions: 'failWithEfault', target: 'returned' },
            { actions: 'takeFile', target: 'getting' },
          ],
        },
      },
      getting: {
        meta: { fn: 'filemap_get_folio' },
        on: {
          step: [
            { guard: 'isGettable', actions: 'get', target: 'readingInode' },
            { actions: 'failWithEnoent', target: caller.put },
          ],
        },
      },
      readingInode: {
        meta: { fn: 'folio_inode' },
        on: {
          step: [
            ...caller.readInode,
            { guard: 'endsElsewhere', actions: 'failWithEinval', target: 'putting' },
            { target: 'locking' },
          ],
        },
      },
      ...change.locking([], 'locked'),
      locked: {
        meta: { fn: 'kvm_gmem_folio_set_direct_map' },
        on: { step: [...caller.locked, order.first] },
      },
      reserving: {
        meta: { fn: 'xa_reserve' },
        on: {
          step: { actions: 'set', target: 'setting' },
          enomem: { guard: 'mayFail', actions: 'failToReserve', target: 'unlocking' },
        },
      },
      updating: {
        ...change.updating,
        onDone: [{ guard: 'update.failed', actions: 'keepUpdateResult', target: 'unlocking' }, order.updated],
      },
      setting: {
        ...change.setting,
        onDone: [{ guard: 'set.failed', actions: 'keepSetResult', target: change.failed }, order.set],
      },
      undoing: change.undoing,
      ...change.unlocking('putting'),
      putting: { meta: { fn: 'folio_put' }, on: { step: { actions: 'put', target: caller.put } } },
      leaving: { meta: { fn: 'fdput' }, on: { step: { actions: 'dropFile', target: 'returned' } } },
      returned: { type: 'final' },
    },
  })
}
