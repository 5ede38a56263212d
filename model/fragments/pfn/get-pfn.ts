/**
 * Finds the pfn of a gfn for a fault: checks the memslot's file and binding, gets the folio, prepares it.
 *
 * On success nothing is locked any more, and the caller holds a reference on the folio; or none, and only the invalidation
 * sequence tells whether the pfn is still that of the gfn.
 *
 * Source: kvm_gmem_get_pfn(), __kvm_gmem_get_pfn(), virt/kvm/guest_memfd.c.
 * Left out: where the lookup takes the invalidate lock, the file is got and checked in the same step (in between nothing
 * changes: unbinding waits for the reader of kvm->srcu, a release for the reference to the file); the warnings about a memslot that was bound to another file or index meanwhile.
 */
import { match } from 'ts-pattern'
import { cell } from '../../../checker/declare.ts'
import type { Design } from '../../designs/design.ts'
import { tellHandedOut } from '../../kernel/direct-map/record.ts'
import {
  dropInvalidateLockShared,
  invalidateLockIsShareable,
  takeInvalidateLockShared,
} from '../../kernel/locks/invalidate-lock.ts'
import { folioOf, putFolio, unlockFolio } from '../../kernel/memory/folio.ts'
import { isPoisoned } from '../../kernel/memory/memory-failure.ts'
import { fileIsActive, getFile, putFile } from '../../kernel/memslots/files.ts'
import { isBound } from '../../kernel/memslots/memslots.ts'
import { memslotsChange, pageAtGfn, slotAtGfn } from '../../kernel/memslots/places.ts'
import { EFAULT, EHWPOISON, EIO, LEVEL_4K, LEVEL_HUGE, OK, RESULTS, showResult } from '../../kernel/state/values.ts'
import type { Scope } from '../../kernel/words.ts'
import { type ZapLocal, zapFolio } from '../direct-map/zap-folio.ts'
import { getPageFolio } from '../folios/get-page-folio.ts'
import { type GetRestructuredFolioLocal, getRestructuredFolio } from '../in-filemap/get-folio.ts'
import { type GetFolioLocal, getFolioAt } from './get-folio.ts'
import { type GetPreparedFolioLocal, getPreparedFolio } from './get-prepared-folio.ts'
import { type PrepareLocal, prepare } from './prepare.ts'
import { variant } from './variant.ts'

export type GetPfnLocal =
  | 'getPfn.gfn'
  | 'getPfn.vm'
  | 'getPfn.result'
  | 'getPfn.folio'
  | 'getPfn.frame'
  | 'getPfn.level'
  | FolioLookupLocal
  | PrepareLocal
  | ZapLocal
type GetPfn = Scope<GetPfnLocal>

const slotOfGfn = ({ kernel, call }: GetPfn): number => slotAtGfn(kernel, call['getPfn.vm'], call['getPfn.gfn'])
/** kvm_gmem_get_index(). */
const indexOfGfn = ({ kernel, call }: GetPfn): number => pageAtGfn(kernel, call['getPfn.gfn'])
const isUnbound = (scope: GetPfn): boolean => !isBound(scope.kernel, slotOfGfn(scope), indexOfGfn(scope))

/** The locals of every way to look a folio up. */
export type FolioLookupLocal = GetFolioLocal | GetRestructuredFolioLocal | GetPreparedFolioLocal

/** How the design looks a folio up. */
export const lookUpFolio = (design: Design) =>
  variant(
    match(design)
      .with({ allocator: 'hugepages', restructuring: 'out-of-filemap' }, () => getFolioAt(design))
      .with({ allocator: 'hugepages', restructuring: 'in-filemap' }, () => getRestructuredFolio(design))
      .with({ allocator: 'pages', prepareAt: 'lookup' }, () => getPreparedFolio(design))
      .with({ allocator: 'pages', prepareAt: 'first-access' }, () => getPageFolio)
      .exhaustive(),
  )

export const getPfn = (design: Design) => {
  const getFolio = lookUpFolio(design)
  const preparing = prepare(design)
  const zapping = zapFolio(design)
  const isMarked = design.directMap === 'marked'
  const zapped = match(design.guestZapError)
    .with('ignored', () => [] as const)
    .with('returned', () => ['getPfn.keepZapResult'] as const)
    .exhaustive()
  const { initial, exit } = match(design.lookupLock)
    .with('shared', () => ({ initial: 'locking', exit: 'unlocking' }) as const)
    .with('none', () => ({ initial: 'checking', exit: 'puttingFile' }) as const)
    .exhaustive()
  const found = match(design.prepareAt)
    .with('first-access', () => ({ actions: ['getPfn.keepFolio', 'getPfn.prepare'], target: 'preparing' }) as const)
    .with('lookup', () => ({ actions: ['getPfn.keepFolio', 'getPfn.keepPfn'], target: 'unlockingFolio' }) as const)
    .exhaustive()
  const keepsReference = design.pfnReference === 'kept'
  const afterPoison = match(design.poisonedLookup)
    .with('puts', () => 'putting' as const)
    .with('keeps-reference', () => exit)
    .exhaustive()
  return {
    guards: {
      ...getFolio.guards,
      ...preparing.guards,
      ...zapping.guards,
      'getPfn.lockIsShareable': ({ kernel }: GetPfn) => invalidateLockIsShareable(kernel),
      'getPfn.hasNoFile': (scope: GetPfn) => !fileIsActive(scope.kernel, slotOfGfn(scope)),
      'getPfn.fileChanged': (scope: GetPfn) =>
        memslotsChange(scope.kernel) && scope.kernel.slotFile[slotOfGfn(scope)] === 0,
      'getPfn.lockIsShareableAndIsUnbound': (scope: GetPfn) =>
        invalidateLockIsShareable(scope.kernel) && isUnbound(scope),
      'getPfn.isUnbound': isUnbound,
      'getPfn.isPoisoned': ({ kernel, call }: GetPfn) => isPoisoned(kernel, call['getFolio.folio']),
      'getPfn.failed': ({ call }: GetPfn) => call['getPfn.result'] !== OK,
    },
    effects: {
      ...getFolio.effects,
      ...preparing.effects,
      ...zapping.effects,
      'getPfn.zap': ({ call }: GetPfn) => {
        call['zap.folio'] = call['getPfn.folio']
      },
      'getPfn.keepZapResult': ({ call }: GetPfn) => {
        if (call['getPfn.result'] === OK) call['getPfn.result'] = call['zap.result']
      },
      'getPfn.failWithEfault': ({ call }: GetPfn) => {
        call['getPfn.result'] = EFAULT
      },
      'getPfn.failWithEio': ({ call }: GetPfn) => {
        call['getPfn.result'] = EIO
      },
      'getPfn.failWithEhwpoison': ({ call }: GetPfn) => {
        call['getPfn.result'] = EHWPOISON
      },
      'getPfn.getFile': ({ kernel, call, self }: GetPfn) => getFile(kernel, self, call['getPfn.vm']),
      'getPfn.lockShared': ({ kernel, self }: GetPfn) => takeInvalidateLockShared(kernel, self),
      'getPfn.lookUp': (scope: GetPfn) => {
        scope.call['getFolio.index'] = indexOfGfn(scope)
      },
      'getPfn.failToGetFolio': ({ call }: GetPfn) => {
        call['getPfn.result'] = call['getFolio.result']
      },
      'getPfn.keepFolio': ({ call }: GetPfn) => {
        call['getPfn.folio'] = call['getFolio.folio']
      },
      'getPfn.prepare': ({ call }: GetPfn) => {
        call['prepare.folio'] = call['getPfn.folio']
        call['prepare.vm'] = call['getPfn.vm']
      },
      'getPfn.keepPrepareResult': ({ call }: GetPfn) => {
        call['getPfn.result'] = call['prepare.result']
      },
      // order and pfn are those of this moment
      'getPfn.keepPfn': (scope: GetPfn) => {
        const { kernel, call } = scope
        call['getPfn.frame'] = call['getPfn.folio'] + (indexOfGfn(scope) - kernel.index[call['getPfn.folio']]!)
        call['getPfn.level'] = kernel.huge[folioOf(kernel, call['getPfn.folio'])] === 1 ? LEVEL_HUGE : LEVEL_4K
      },
      'getPfn.unlockFolio': (scope: GetPfn) => {
        const { kernel, call, self } = scope
        if (call['getPfn.result'] === OK) tellHandedOut(kernel, call['getPfn.folio'], indexOfGfn(scope))
        unlockFolio(kernel, self, call['getPfn.folio'])
      },
      'getPfn.putFolio': ({ kernel, call, self }: GetPfn) => putFolio(kernel, self, call['getPfn.folio']),
      'getPfn.unlock': ({ kernel, self }: GetPfn) => dropInvalidateLockShared(kernel, self),
      'getPfn.putFile': ({ kernel, call, self }: GetPfn) => putFile(kernel, self, call['getPfn.vm']),
    },
    config: {
      meta: {
        within: 'getPfn',
        locals: {
          'getPfn.gfn': cell(16),
          'getPfn.vm': cell(4),
          'getPfn.result': cell(RESULTS, showResult),
          'getPfn.folio': cell(32),
          'getPfn.frame': cell(32),
          'getPfn.level': cell(2),
        },
      },
      initial,
      states: {
        locking: {
          meta: { fn: 'filemap_invalidate_lock_shared' },
          on: {
            step: [
              { guard: 'getPfn.hasNoFile', actions: 'getPfn.failWithEfault', target: 'done' },
              {
                guard: 'getPfn.lockIsShareableAndIsUnbound',
                actions: ['getPfn.getFile', 'getPfn.lockShared', 'getPfn.failWithEio'],
                target: 'unlocking',
              },
              {
                guard: 'getPfn.lockIsShareable',
                actions: ['getPfn.getFile', 'getPfn.lockShared', 'getPfn.lookUp'],
                target: 'gettingFolio',
              },
            ],
          },
        },
        checking: {
          meta: { fn: 'kvm_gmem_get_file' },
          on: {
            step: [
              { guard: 'getPfn.hasNoFile', actions: 'getPfn.failWithEfault', target: 'done' },
              { actions: 'getPfn.getFile', target: 'checkingBinding' },
            ],
          },
        },
        checkingBinding: {
          meta: { fn: '__kvm_gmem_get_pfn' },
          on: {
            step: [
              { guard: 'getPfn.fileChanged', actions: 'getPfn.failWithEfault', target: exit },
              { guard: 'getPfn.isUnbound', actions: 'getPfn.failWithEio', target: exit },
              { actions: 'getPfn.lookUp', target: 'gettingFolio' },
            ],
          },
        },
        gettingFolio: {
          ...getFolio.config,
          onDone: [
            { guard: 'getFolio.failed', actions: 'getPfn.failToGetFolio', target: exit },
            {
              guard: 'getPfn.isPoisoned',
              actions: ['getPfn.keepFolio', 'getPfn.failWithEhwpoison'],
              target: 'unlockingPoisoned',
            },
            found,
          ],
        },
        unlockingPoisoned: {
          meta: { fn: 'folio_unlock' },
          on: { step: { actions: 'getPfn.unlockFolio', target: afterPoison } },
        },
        preparing: {
          ...preparing.config,
          onDone: isMarked
            ? ({ actions: ['getPfn.keepPrepareResult', 'getPfn.keepPfn', 'getPfn.zap'], target: 'zapping' } as const)
            : ({ actions: ['getPfn.keepPrepareResult', 'getPfn.keepPfn'], target: 'unlockingFolio' } as const),
        },
        ...(isMarked && {
          zapping: { ...zapping.config, onDone: { actions: zapped, target: 'unlockingFolio' as const } },
        }),
        unlockingFolio: {
          meta: { fn: 'folio_unlock' },
          on: {
            step: [
              { guard: 'getPfn.failed', actions: 'getPfn.unlockFolio', target: 'putting' },
              { actions: 'getPfn.unlockFolio', target: keepsReference ? exit : 'putting' },
            ],
          },
        },
        putting: { meta: { fn: 'folio_put' }, on: { step: { actions: 'getPfn.putFolio', target: exit } } },
        unlocking: {
          meta: { fn: 'filemap_invalidate_unlock_shared' },
          on: { step: { actions: ['getPfn.unlock', 'getPfn.putFile'], target: 'done' } },
        },
        puttingFile: { meta: { fn: 'fput' }, on: { step: { actions: 'getPfn.putFile', target: 'done' } } },
        done: { type: 'final' },
      },
    },
  } as const
}
