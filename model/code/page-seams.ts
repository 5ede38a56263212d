/**
 * Seams of getting a page for a fault: looking its folio up, making it fit, giving it back.
 */
import { match } from 'ts-pattern'
import { type SeamCut, theOne } from '../c/machine/seam.ts'
import type { Design } from '../designs/design.ts'
import { wordOf } from '../kernel/c/errno.ts'
import { folioOf, getFolio } from '../kernel/memory/folio.ts'
import { gfnAtPage, slotAtGfn } from '../kernel/memslots/places.ts'
import { GARBAGE, LEVEL_4K, LEVEL_HUGE, OK } from '../kernel/state/values.ts'
import type { Scope } from '../kernel/words.ts'
import type { KernelSeam } from './seam.ts'

type S = Scope<string>

export const pageSeams = (design: Design): readonly KernelSeam[] => [
  {
    fn: 'kvm_gmem_get_pfn',
    at: { in: { local: 'getPfn.gfn' } },
    given: {
      kvm: ({ call }) => 1 + call['getPfn.vm']!,
      slot: ({ kernel, call }) => 1 + slotAtGfn(kernel, call['getPfn.vm']!, call['getPfn.gfn']!),
      gfn: ({ call }) => call['getPfn.gfn']!,
      pfn: theOne,
      page: theOne,
      max_order: theOne,
    },
    leave: ({ kernel, call, self }, result, behind) => {
      call['getPfn.result'] = wordOf(result)
      if (result !== 0) return
      const frame = behind('pfn')! - 1
      call['getPfn.frame'] = frame
      // The caller puts the page that it is handed, or none where that is NULL; older trees have no such parameter.
      const page = behind('page') ?? behind('pfn')!
      call['getPfn.folio'] = folioOf(kernel, page > 0 ? page - 1 : frame)
      if (page <= 0) getFolio(kernel, self, folioOf(kernel, frame))
      call['getPfn.level'] = behind('max_order') === 0 ? LEVEL_4K : LEVEL_HUGE
    },
  },
  {
    fn: 'kvm_gmem_get_folio',
    // The oldest trees say whether to prepare the folio too, and populate says no.
    at: { in: { local: 'getFolio.index', ...(design.prepareAt === 'lookup' && { except: 'populate' }) } },
    given: { inode: theOne, index: ({ call }) => call['getFolio.index']!, prepare: theOne },
    leave: ({ call }, result) => {
      // Known code takes no NULL.
      call['getFolio.result'] = result > 0 ? OK : result === 0 ? GARBAGE : wordOf(result)
      if (result > 0) call['getFolio.folio'] = result - 1
    },
  },
  {
    fn: 'kvm_gmem_prepare_folio',
    at: preparing(design),
    given: {
      kvm: vmPreparedFor,
      slot: scope => 1 + slotAtGfn(scope.kernel, scope.call['prepare.vm']!, gfnPrepared(scope)),
      inode: theOne,
      gfn: gfnPrepared,
      index: indexPrepared,
      folio: ({ call }) => 1 + call['prepare.folio']!,
    },
    leave: ({ call }, result) => {
      call['prepare.result'] = wordOf(result)
    },
  },
  {
    fn: 'kvm_gmem_free_folio',
    entry: { struct: 'address_space_operations', members: ['free_folio'] },
    at: { in: { local: 'truncate.start' }, between: { from: 'reclaiming', to: 'putting' } },
    given: { folio: ({ call }) => 1 + call['truncate.folio']! },
    leave: () => {},
  },
]

const vmPreparedFor = ({ call }: S): number => 1 + call['prepare.vm']!
const indexPrepared = ({ kernel, call }: S): number => kernel.index[call['prepare.folio']!]!

const gfnPrepared = (scope: S): number => gfnAtPage(scope.kernel, indexPrepared(scope))

/** What of making a folio fit is done by the function, and what by its callers. */
const preparing = (design: Design): SeamCut => {
  const inside = { in: { local: 'prepare.folio' } }
  return match(design)
    .with({ uptodate: 'cleared' }, () => ({ ...inside, between: { from: 'preparing', to: 'done' } }))
    .with({ uptodate: 'registered', prepareAt: 'lookup' }, () => ({
      ...inside,
      between: { from: 'preparing', to: 'marking' },
    }))
    .with({ preparesFor: 'every-vm' }, () => inside)
    .otherwise(() => ({ ...inside, between: { from: 'clearing', to: 'done' } }))
}
