/**
 * The names of copying the initial image in. Its pages come one behind the other from the first page of user memory.
 */
import type { ArgumentUse, FragmentParts, Required } from '../../c/ir/binding.ts'
import type { Design } from '../../designs/design.ts'
import { shareOf } from '../../kernel/attributes/shareability.ts'
import { type Functions, is, type S, sleeps } from '../../kernel/c/declare.ts'
import { errno, numberOf } from '../../kernel/c/errno.ts'
import { imageIsCopied, imageIsMarked } from '../../kernel/memory/contents.ts'
import { folioOf } from '../../kernel/memory/folio.ts'
import { getForeign, holdsForeign } from '../../kernel/memory/foreign.ts'
import { mayFail } from '../../kernel/state/failures.ts'
import { IMAGE_PAGE } from '../../kernel/state/kinds/foreign.ts'
import { bytesOf, PAGE_SIZE } from '../../kernel/state/page-size.ts'
import type { Kernel } from '../../kernel/state/state.ts'
import { IMAGE_COPIED, OK } from '../../kernel/state/values.ts'
import type { Scope } from '../../kernel/words.ts'
import { frameOf, getSource, loseSource, type PopulateLocal, pageOf, postPopulate } from '../pfn/post-populate.ts'

/** Where the image begins, as an address. */
const SOURCE = PAGE_SIZE
/** The address of a page of the image, and its struct page; NULL where there is none. */
export const sourceAt = (kernel: Kernel, done: number): number =>
  kernel.image !== IMAGE_COPIED ? 0 : SOURCE + bytesOf(done)
export const sourcePage = (kernel: Kernel, done: number): number => (kernel.image !== IMAGE_COPIED ? 0 : 1 + done)
export const populateFlags = { FOLL_WRITE: 1 }

const populatingVm: Required<S> = { must: ({ call }, kvm) => kvm === 1 + call.vm!, be: 'the VM that is populated' }
const handedOver = is(1, 'what the caller hands over')

export const populate = (design: Design): Functions => ({
  get_user_pages_fast: sleeps({
    kind: 'step',
    type: 'int',
    args: [
      'used',
      is(1, 'one page'),
      { must: (_, flags) => flags === 0 || flags === populateFlags.FOLL_WRITE, be: 'FOLL_WRITE, or no flag' },
      'set',
    ],
    outcomes: {
      step: {
        does: (scope, args) => {
          getSource(scope)
          getForeign(scope.kernel, scope.self, IMAGE_PAGE)
          // The page in which the address lies.
          args[3] = sourcePage(scope.kernel, Math.floor((args[0]! - SOURCE) / PAGE_SIZE))
          return 1
        },
      },
      efault: {
        when: ({ kernel }) => mayFail(kernel),
        does: scope => {
          loseSource(scope as Scope<PopulateLocal>)
          return -errno.EFAULT
        },
      },
    },
  }),
  post_populate: sleeps({
    kind: 'called',
    type: 'int',
    args: [populatingVm, 'used', 'used', ...source(design)],
    fragment: callback(design),
    enter: ({ kernel, call }, [, gfn, pfn]) => {
      call.folio = folioOf(kernel, pfn! - 1)
      call.done = gfn! - call.start!
      call.result = OK
    },
    result: scope => {
      const populating = scope as Scope<PopulateLocal>
      if (populating.call.result === OK) imageIsTaken(populating)
      return numberOf(populating.call.result)
    },
  }),
})

/** A folio that is up to date already needs no mark. */
function imageIsTaken(scope: Scope<PopulateLocal>): void {
  const { kernel, self, call } = scope
  imageIsCopied(kernel, self, pageOf(scope), shareOf(kernel, call.vm, pageOf(scope)))
  if (kernel.uptodate[call.folio] === 1) imageIsMarked(kernel, self, pageOf(scope), frameOf(scope))
}

/** The callback is given the page of the image, or its address and an order; and what its caller handed over. */
const source = ({ populateSource }: Pick<Design, 'populateSource'>): ArgumentUse<S>[] =>
  populateSource === 'first'
    ? [
        {
          must: ({ kernel, call, self }, page, [, gfn]) =>
            page === sourcePage(kernel, gfn! - call.start!) && (page === 0 || holdsForeign(kernel, self, IMAGE_PAGE)),
          be: 'the page of the image for the gfn, of which the call holds a reference',
          mayBeNull: true,
        },
        handedOver,
      ]
    : [
        {
          must: ({ kernel, call }, address, [, gfn]) => address === sourceAt(kernel, gfn! - call.start!),
          be: 'the address of the image for the gfn',
        },
        is(0, 'the order of one page'),
        handedOver,
      ]

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
