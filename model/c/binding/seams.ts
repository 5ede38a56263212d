/**
 * Where extracted functions meet hand-written ones: how the model hands over arguments, and takes the result.
 */
import { tellUnrecorded } from '../../direct-map/record.ts'
import { SHARED } from '../../kernel/words.ts'
import type { Scope } from '../../words.ts'
import { wordOf } from './errno.ts'

type S = Scope<string>

export interface Seam {
  /** The C function. */
  readonly fn: string
  /**
   * Where the hand-written states of the function stand: in the state that declares a local no other state declares, or
   * in one operation, by the id of its machine, from one of its states up to another, which follows the function.
   */
  readonly at: { readonly marker: string } | { readonly machine: string; readonly from: string; readonly to: string }
  /** Sets the parameters of the extracted function, which are locals named after it. */
  readonly enter: (scope: S, fn: string) => void
  readonly leave: (scope: S, result: number) => void
}

/** A pointer to the one inode, or the one work item at hand. */
const THE_ONE = 1

const set = ({ call }: S, fn: string, params: Readonly<Record<string, number>>): void => {
  for (const [param, value] of Object.entries(params)) call[`${fn}.${param}`] = value
}

const rangeOf = ({ call }: S) => ({ start: call.start!, end: call.end!, state: call.state! })

/** A change that succeeded says what it left out of the record. */
function leaveChange({ kernel, call }: S, result: number): void {
  call.result = wordOf(result)
  if (result === 0) tellUnrecorded(kernel, call.start!, call.end!, call.state!)
}

export const seams: readonly Seam[] = [
  {
    fn: 'kvm_gmem_convert_execute_work',
    at: { marker: 'work.start' },
    enter: (scope, fn) =>
      set(scope, fn, { inode: THE_ONE, work: THE_ONE, to_shared: Number(scope.call['work.share'] === SHARED) }),
    leave: ({ call }, result) => {
      call['work.result'] = wordOf(result)
    },
  },
  {
    fn: 'kvm_gmem_restructure_folios_in_range',
    at: { marker: 'restructure.start' },
    enter: (scope, fn) =>
      set(scope, fn, {
        inode: THE_ONE,
        start: scope.call['restructure.start']!,
        nr_pages: scope.call['restructure.pages']!,
        is_split_operation: scope.call['restructure.isSplit']!,
      }),
    leave: ({ call }, result) => {
      call['restructure.result'] = wordOf(result)
    },
  },
  {
    fn: 'kvm_gmem_split_folio_in_filemap',
    at: { marker: 'split.folio' },
    enter: (scope, fn) => set(scope, fn, { inode: THE_ONE, folio: 1 + scope.call['split.folio']! }),
    leave: ({ call }, result) => {
      call['split.result'] = wordOf(result)
    },
  },
  {
    fn: 'kvm_gmem_merge_folio_in_filemap',
    at: { marker: 'merge.first' },
    enter: (scope, fn) => set(scope, fn, { inode: THE_ONE, first_folio: 1 + scope.call['merge.first']! }),
    leave: ({ call }, result) => {
      call['merge.result'] = wordOf(result)
    },
  },
  {
    fn: 'kvm_gmem_set_direct_map',
    at: { machine: 'setRange', from: 'locking', to: 'leaving' },
    enter: (scope, fn) => set(scope, fn, { inode: THE_ONE, ...rangeOf(scope) }),
    leave: leaveChange,
  },
  {
    fn: 'kvm_gmem_folio_set_direct_map',
    at: { machine: 'setFolioRange', from: 'readingInode', to: 'putting' },
    enter: (scope, fn) => set(scope, fn, { folio: 1 + scope.call.folio!, ...rangeOf(scope) }),
    leave: leaveChange,
  },
]
