/**
 * Takes a range of the file out of the host page tables. KVM hears of it only through the VMA that maps the range.
 *
 * Source: unmap_mapping_pages(), mm/memory.c.
 */
import { zapHostPtes } from '../../kernel/file/host-mappings.ts'
import type { Scope } from '../../kernel/words.ts'
import { notifier, notifying, notifyingEnd, type UnmapLocal } from './notify-kvm.ts'

type Unmap = Scope<UnmapLocal>

export const unmapMappingPages = {
  guards: { ...notifier.guards, 'unmap.noVma': ({ kernel }: Unmap) => kernel.vma === 0 },
  effects: {
    ...notifier.effects,
    'unmap.zapHostPtes': ({ kernel, call }: Unmap) => zapHostPtes(kernel, call['unmap.start'], call['unmap.pages']),
  },
  config: {
    meta: { within: 'unmap', locals: notifier.locals },
    initial: 'entered',
    states: {
      entered: {
        meta: { fn: 'unmap_mapping_pages' },
        on: {
          step: [
            { guard: 'unmap.noVma', target: 'done' },
            { actions: 'unmap.toFirstVm', target: 'notifying' },
          ],
        },
      },
      ...notifying('zapping'),
      zapping: {
        meta: { fn: 'zap_page_range_single' },
        on: { step: { actions: ['unmap.zapHostPtes', 'unmap.toFirstVm'], target: 'ending' } },
      },
      ...notifyingEnd('done'),
      done: { type: 'final' },
    },
  },
} as const
