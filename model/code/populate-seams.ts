/**
 * Seams of copying the initial image in.
 *
 * The model takes the file with slots_lock, before the code runs, and puts it behind the code: what the code itself takes
 * and puts is not counted.
 */
import { match } from 'ts-pattern'
import { theOne } from '../c/machine/seam.ts'
import type { Design } from '../designs/design.ts'
import { sourceAt, sourcePage } from '../fragments/c/populate.ts'
import { frameOf, gfnOf, type PopulateLocal, pageOf } from '../fragments/pfn/post-populate.ts'
import type { S } from '../kernel/c/declare.ts'
import { wordOf } from '../kernel/c/errno.ts'
import { imageIsMarked } from '../kernel/memory/contents.ts'
import { memslotsChange, slotAtGfn } from '../kernel/memslots/places.ts'
import { EIO, OK } from '../kernel/state/values.ts'
import type { Scope } from '../kernel/words.ts'
import type { KernelSeam } from './seam.ts'

const populating = (scope: S) => scope as Scope<PopulateLocal>
const vm = ({ call }: S): number => 1 + call.vm!
const slot = ({ kernel, call }: S): number => 1 + slotAtGfn(kernel, call.vm!, call.start!)
const given = { kvm: vm, slot, file: vm, post_populate: theOne, opaque: theOne }

const takesWhole: Pick<KernelSeam, 'fn' | 'given' | 'leave'> = {
  fn: 'kvm_gmem_populate',
  given: {
    ...given,
    start_gfn: ({ call }) => call.start!,
    npages: ({ call }) => call.pages!,
    src: ({ kernel }) => sourceAt(kernel, 0),
    may_writeback_src: () => 0,
  },
  // Once a page is done the errno is lost, and only the number of pages is told.
  leave: ({ call }, result) => {
    call.done = Math.max(0, result)
    call.result = result < 0 ? wordOf(result) : result === call.pages ? OK : EIO
  },
}

const also: KernelSeam['also'] = {
  folio_mark_uptodate: scope => {
    imageIsMarked(scope.kernel, scope.self, pageOf(populating(scope)), frameOf(populating(scope)))
  },
}

/** Counts have a greatest number, from which counting back would come out too low. */
const keepsReferences = ({ kernel, call }: S) => {
  if (!memslotsChange(kernel)) return () => {}
  const file = call.vm!
  const references = kernel.fileRefs[file]!
  const owed = kernel.releaseOwed[file]!
  return () => {
    kernel.fileRefs[file] = references
    kernel.releaseOwed[file] = owed
  }
}

const keeps: KernelSeam['keeps'] = { get_file_active: keepsReferences, fput: keepsReferences }

export const populateSeams = (design: Design): readonly KernelSeam[] =>
  match(design)
    .with({ allocator: 'pages', prepareAt: 'first-access', populateSource: 'first' }, (): KernelSeam[] => [
      {
        ...takesWhole,
        at: { in: { machine: 'populate' }, between: { from: 'checkingSignal', to: 'unlockingSlots' } },
        also,
        keeps,
      },
      {
        fn: '__kvm_gmem_populate',
        at: { in: { machine: 'populate' }, between: { from: 'locking', to: 'checkingSignal' } },
        given: {
          ...given,
          gfn: scope => gfnOf(populating(scope)),
          src_page: ({ kernel, call }) => sourcePage(kernel, call.done!),
        },
        leave: ({ call }, result) => {
          call.result = wordOf(result)
          if (result === 0) call.done! += 1
        },
        also,
        keeps,
      },
    ])
    .with({ allocator: 'pages', prepareAt: 'first-access', populateSource: 'under-lock' }, (): KernelSeam[] => [
      {
        ...takesWhole,
        at: { in: { machine: 'populate' }, between: { from: 'locking', to: 'unlockingSlots' } },
        also,
        keeps,
      },
    ])
    .otherwise(() => [])
