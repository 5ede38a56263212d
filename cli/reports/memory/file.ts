/**
 * The pages of the file in a picture: who may use each, what stands in its slot, and what maps it.
 */
import { spteAt, spteFrame, spteIsHuge } from '../../../model/kernel/mmu/mmu.ts'
import { PRIVATE, SHARED, showFrame, showMemslot } from '../../../model/kernel/state/values.ts'
import { EMPTY, filled, numbers } from './cells.ts'
import type { MemoryState } from './memory.ts'
import type { PictureCell, PictureRow } from './picture.ts'

export function fileRows(memory: MemoryState): PictureRow[] {
  const pages = numbers(memory.pages)
  const vms = numbers(memory.vms)
  const ofVm = (name: string, vm: number) => (memory.vms > 1 ? `${name}, VM${vm}` : name)
  const viewsOf = memory.share.length > memory.pages ? vms : [0]
  return [
    ...viewsOf.map(vm => ({
      name: viewsOf.length > 1 ? `shareability, VM${vm}` : 'shareability',
      cells: pages.map(page => shareCell(memory.share[vm * memory.pages + page]!)),
    })),
    { name: 'filemap slot', cells: pages.map(page => frameCell(memory.filemap[page]!)) },
    { name: 'host PTE', cells: pages.map(page => frameCell(memory.hostPte[page]!)) },
    ...vms.flatMap(vm =>
      [PRIVATE, SHARED].map(kind => ({
        name: ofVm(kind === PRIVATE ? 'private SPTE' : 'shared SPTE', vm),
        cells: pages.map(gfn => spteCell(memory, vm, kind, gfn)),
      })),
    ),
    ...(memory.bindings.length === 0 ? [] : vms).map(vm => ({
      name: ofVm('bound memslot', vm),
      cells: pages.map(page => {
        const which = memory.bindings[vm * memory.pages + page]!
        return which === 0 ? EMPTY : filled(showMemslot(which))
      }),
    })),
  ]
}

const shareCell = (share: number): PictureCell =>
  share === SHARED ? filled('shared', 'shared') : filled('private', 'private')

const frameCell = (slot: number): PictureCell => (slot === 0 ? EMPTY : filled(showFrame(slot)))

/** A huge SPTE shows at every gfn that it covers. */
function spteCell(memory: MemoryState, vm: number, kind: number, gfn: number): PictureCell {
  const tone = kind === SHARED ? 'shared' : 'private'
  const own = spteAt(memory, vm, kind, gfn)
  const head = gfn - (gfn % memory.hugepage)
  const above = spteAt(memory, vm, kind, head)
  if (above !== 0 && spteIsHuge(above)) {
    const cell = filled(`frame ${spteFrame(above) + gfn - head}, huge`, tone)
    return gfn === head ? cell : { ...cell, joins: true }
  }
  return own === 0 ? EMPTY : filled(`frame ${spteFrame(own)}, 4K`, tone)
}
