/**
 * The last reference of the file is gone: the record is freed, then the inode is evicted and its folios truncated.
 *
 * Source: kvm_gmem_release(), virt/kvm/guest_memfd.c (RFC v3 2/6); truncate_inode_pages_final(), mm/truncate.c.
 * Left out: bindings and slots_lock, which matter to no record.
 */
import { cell } from '../../checker/declare.ts'
import { type Enomem, operation, type Scope, type Step } from '../words.ts'
import { type FreeFolio, type TruncateLocal, truncateFolio } from './truncate-folio.ts'

type Release = Scope<'index' | TruncateLocal>

export const release = (free: FreeFolio) => {
  const truncating = truncateFolio(free)
  return operation<Release, Step | Enomem>()({
    guards: {
      ...truncating.guards,
      fileIsUnused: ({ kernel }) => kernel.fileUsers === 0,
      isOver: ({ kernel, call }) => call.index >= kernel.pages,
    },
    effects: {
      ...truncating.effects,
      free: ({ kernel }) => {
        kernel.released = 1
        for (let page = 0; page < kernel.deviates.length; page++) kernel.deviates[page] = 0
      },
      enter: ({ call }) => {
        call['truncate.index'] = call.index
      },
      goOn: ({ call }) => {
        call.index += 1
      },
    },
  }).createMachine({
    id: 'release',
    context: ({ input }) => input,
    meta: { fn: 'kvm_gmem_release', locals: { index: cell(32) } },
    initial: 'freeing',
    states: {
      freeing: {
        meta: { fn: 'kvm_gmem_release' },
        on: { step: { guard: 'fileIsUnused', actions: 'free', target: 'evicting' } },
      },
      evicting: {
        meta: { fn: 'truncate_inode_pages_final' },
        on: {
          step: [
            { guard: 'isOver', target: 'returned' },
            { actions: 'enter', target: 'truncating' },
          ],
        },
      },
      truncating: { ...truncating.config, onDone: { actions: 'goOn', target: 'evicting' } },
      returned: { type: 'final' },
    },
  })
}
