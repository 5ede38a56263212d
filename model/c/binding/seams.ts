/**
 * Where extracted functions meet hand-written ones: how the model hands over arguments, and takes the result.
 */
import { SHARED } from '../../kernel/words.ts'
import type { Scope } from '../../words.ts'
import { wordOf } from './errno.ts'

type S = Scope<string>

export interface Seam {
  /** The C function. */
  readonly fn: string
  /** A local that the hand-written fragment of the function declares, and no other. */
  readonly marker: string
  /** Sets the parameters of the extracted function, which are locals named after it. */
  readonly enter: (scope: S, fn: string) => void
  readonly leave: (scope: S, result: number) => void
}

/** A pointer to the one inode, or the one work item at hand. */
const THE_ONE = 1

const set = ({ call }: S, fn: string, params: Readonly<Record<string, number>>): void => {
  for (const [param, value] of Object.entries(params)) call[`${fn}.${param}`] = value
}

export const seams: readonly Seam[] = [
  {
    fn: 'kvm_gmem_convert_execute_work',
    marker: 'work.start',
    enter: (scope, fn) =>
      set(scope, fn, { inode: THE_ONE, work: THE_ONE, to_shared: Number(scope.call['work.share'] === SHARED) }),
    leave: ({ call }, result) => {
      call['work.result'] = wordOf(result)
    },
  },
  {
    fn: 'kvm_gmem_restructure_folios_in_range',
    marker: 'restructure.start',
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
    marker: 'split.folio',
    enter: (scope, fn) => set(scope, fn, { inode: THE_ONE, folio: 1 + scope.call['split.folio']! }),
    leave: ({ call }, result) => {
      call['split.result'] = wordOf(result)
    },
  },
  {
    fn: 'kvm_gmem_merge_folio_in_filemap',
    marker: 'merge.first',
    enter: (scope, fn) => set(scope, fn, { inode: THE_ONE, first_folio: 1 + scope.call['merge.first']! }),
    leave: ({ call }, result) => {
      call['merge.result'] = wordOf(result)
    },
  },
]
