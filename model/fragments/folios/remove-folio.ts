/**
 * Takes a folio out of the filemap, its count frozen to 0, so that it can be split or merged.
 *
 * Source: filemap_remove_folio_for_restructuring(), __filemap_remove_folio_for_restructuring(), virt/kvm/guest_memfd.c
 * (RFC v2 38/51).
 * Left out: folio_nr_pages() is read at every attempt to freeze, not once before the loop: nobody else restructures the
 * folio meanwhile.
 */
import { match } from 'ts-pattern'
import { cell } from '../../../checker/declare.ts'
import type { Design } from '../../designs/design.ts'
import { removeFromFilemap } from '../../kernel/file/filemap.ts'
import { folioIsUnlocked, folioPages, lockFolio, unlockFolio } from '../../kernel/memory/folio.ts'
import type { Scope } from '../../kernel/words.ts'

export type RemoveFolioLocal = 'remove.folio'
type RemoveFolio = Scope<RemoveFolioLocal>

export const removeFolio = (design: Design) =>
  ({
    guards: {
      'remove.onlyFilemapReferences': ({ kernel, call }: RemoveFolio) =>
        kernel.refs[call['remove.folio']] === folioPages(kernel, call['remove.folio']),
      'remove.firstMiss': ({ kernel, call }: RemoveFolio) =>
        kernel.refs[call['remove.folio']] !== folioPages(kernel, call['remove.folio']) && kernel.warnedSpinning === 0,
      'remove.folioIsUnlocked': ({ kernel, call }: RemoveFolio) => folioIsUnlocked(kernel, call['remove.folio']),
      'remove.hasNoMapping': ({ kernel, call }: RemoveFolio) => kernel.mapping[call['remove.folio']] === 0,
    },
    effects: {
      'remove.freeze': ({ kernel, call }: RemoveFolio) => {
        kernel.refs[call['remove.folio']] = 0
      },
      'remove.warnSpinning': ({ kernel, call }: RemoveFolio) => {
        kernel.warnSpinning = 1 + call['remove.folio']
        kernel.warnedSpinning = 1
      },
      'remove.lock': ({ kernel, call, self }: RemoveFolio) => lockFolio(kernel, self, call['remove.folio']),
      'remove.followNoMapping': ({ kernel, call }: RemoveFolio) => {
        kernel.oopsNoMapping = 1 + call['remove.folio']
      },
      'remove.fromFilemap': ({ kernel, call }: RemoveFolio) => removeFromFilemap(kernel, call['remove.folio']),
      'remove.unlock': ({ kernel, call, self }: RemoveFolio) => unlockFolio(kernel, self, call['remove.folio']),
    },
    config: {
      meta: { within: 'remove', locals: { 'remove.folio': cell(32) } },
      initial: 'freezing',
      states: {
        freezing: {
          meta: { fn: 'folio_ref_freeze' },
          on: {
            step: [
              { guard: 'remove.onlyFilemapReferences', actions: 'remove.freeze', target: 'locking' },
              ...match(design.freezeLoop)
                .with('warns', () => [{ guard: 'remove.firstMiss', actions: 'remove.warnSpinning' } as const])
                .with('quiet', () => [])
                .exhaustive(),
            ],
          },
        },
        locking: {
          meta: { fn: 'folio_lock' },
          on: { step: { guard: 'remove.folioIsUnlocked', actions: 'remove.lock', target: 'removing' } },
        },
        removing: {
          meta: { fn: '__filemap_remove_folio' },
          on: {
            step: [
              { guard: 'remove.hasNoMapping', actions: 'remove.followNoMapping', target: 'unlocking' },
              { actions: 'remove.fromFilemap', target: 'unlocking' },
            ],
          },
        },
        unlocking: {
          meta: { fn: 'folio_unlock' },
          on: { step: { actions: 'remove.unlock', target: 'done' } },
        },
        done: { type: 'final' },
      },
    },
  }) as const
