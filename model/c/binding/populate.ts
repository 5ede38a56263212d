/**
 * Bindings and seams of copying the initial image in.
 *
 * The model takes the file with slots_lock, before the code runs: what the code itself takes and puts is taken back.
 */
import { match } from 'ts-pattern'
import type { Design } from '../../designs/design.ts'
import {
  frameOf,
  getSource,
  gfnOf,
  loseSource,
  type PopulateLocal,
  postPopulate,
} from '../../fragments/post-populate.ts'
import { keepImage } from '../../kernel/contents.ts'
import { mayFail } from '../../kernel/failures.ts'
import { folioOf } from '../../kernel/folio.ts'
import { getFile, memslotsChange, putFile } from '../../kernel/memslots.ts'
import { EIO, OK } from '../../kernel/words.ts'
import type { Scope } from '../../words.ts'
import type { Bound, FragmentParts } from './binding.ts'
import { errno, numberOf, wordOf } from './errno.ts'
import { question } from './memory.ts'
import { type Seam, theOne } from './seam.ts'

type S = Scope<string>
const populating = (scope: S) => scope as Scope<PopulateLocal>

export const populate = (design: Design): Readonly<Record<string, Bound<S>>> => ({
  gfn_to_memslot: question('struct kvm_memory_slot *', (_, [kvm]) => kvm!),
  kvm_slot_can_be_private: question('bool', () => 1),
  kvm_slot_has_gmem: question('bool', () => 1),
  get_user_pages_fast: {
    kind: 'step',
    type: 'int',
    outcomes: {
      step: {
        does: (scope, args) => {
          getSource(scope)
          args[3] = 1
          return 1
        },
      },
      efault: {
        when: ({ kernel }) => mayFail(kernel),
        does: scope => {
          loseSource(populating(scope))
          return -errno.EFAULT
        },
      },
    },
  },
  put_page: { kind: 'silent', why: 'the source is no page of the file' },
  post_populate: {
    kind: 'called',
    type: 'int',
    fragment: callback(design),
    enter: ({ kernel, call }, [, gfn, pfn]) => {
      call.folio = folioOf(kernel, pfn! - 1)
      call.done = gfn! - call.start!
      call.result = OK
    },
    result: ({ call }) => numberOf(call.result!),
  },
})

/** One function pointer, behind which the callback of SNP or that of TDX stands. */
function callback(design: Design): FragmentParts<S> {
  const image = postPopulate(design)
  const toTdx = design.populateMaps === 'through-fault' ? ['image.findPfn'] : []
  return {
    guards: { ...image.guards, 'image.isTdx': ({ kernel }: S) => kernel.tdx === 1 },
    effects: image.effects,
    config: {
      initial: 'calling',
      states: {
        calling: {
          meta: { fn: 'post_populate' },
          on: { step: [{ guard: 'image.isTdx', actions: toTdx, target: 'tdx' }, { target: 'snp' }] },
        },
        tdx: { ...image.tdx, onDone: { target: 'called' } },
        snp: { ...image.snp, onDone: { target: 'called' } },
        called: { type: 'final' },
      },
    },
  } as unknown as FragmentParts<S>
}

const vm = ({ call }: S): number => 1 + call.vm!
const given = { kvm: vm, slot: vm, file: vm, post_populate: theOne, opaque: theOne }

const also: Seam['also'] = {
  folio_mark_uptodate: scope => keepImage(scope.kernel, frameOf(populating(scope))),
  get_file_active: ({ kernel, call }) => putFile(kernel, call.vm!),
  fput: ({ kernel, call }) => {
    getFile(kernel, call.vm!)
    if (memslotsChange(kernel)) kernel.releaseOwed[call.vm!] = 0
  },
}

export const populateSeams = (design: Design): readonly Seam[] =>
  match(design)
    .with({ allocator: 'pages', prepareAt: 'first-access', populateSource: 'first' }, (): Seam[] => [
      {
        fn: '__kvm_gmem_populate',
        at: { in: { machine: 'populate' }, between: { from: 'locking', to: 'checkingSignal' } },
        given: { ...given, gfn: scope => gfnOf(populating(scope)), src_page: theOne },
        leave: ({ call }, result) => {
          call.result = wordOf(result)
          if (result === 0) call.done! += 1
        },
        also,
      },
    ])
    .with({ allocator: 'pages', prepareAt: 'first-access', populateSource: 'under-lock' }, (): Seam[] => [
      {
        fn: 'kvm_gmem_populate',
        at: { in: { machine: 'populate' }, between: { from: 'locking', to: 'unlockingSlots' } },
        given: { ...given, start_gfn: ({ call }) => call.start!, npages: ({ call }) => call.pages!, src: theOne },
        // Once a page is done the errno is lost, and only the number of pages is told.
        leave: ({ call }, result) => {
          call.done = Math.max(0, result)
          call.result = result < 0 ? wordOf(result) : result === call.pages ? OK : EIO
        },
        also,
      },
    ])
    .otherwise(() => [])
