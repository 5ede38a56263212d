/**
 * Mutations of the operations: guards or effects replaced, to see a promise break that the design keeps.
 *
 * A replaced effect does nothing unless the mutation gives a body.
 */

import { type StoreBindingsLocal, storeAll } from './fragments/memslots/store-bindings.ts'
import { type BeginLocal, beginAndZap, beginOf } from './fragments/unmapping/invalidate-files.ts'
import { storeAttributes } from './kernel/attributes/shareability.ts'
import { KVM_MEMORY_ATTRIBUTE_PRIVATE } from './kernel/creation/file-flags.ts'
import { registerFolio, tellGfn } from './kernel/file/firmware.ts'
import { takeInvalidateLock, takeInvalidateLockShared } from './kernel/locks/invalidate-lock.ts'
import { takeSlotsLock } from './kernel/locks/slots-lock.ts'
import { setDirectMap } from './kernel/memory/direct-map-entries.ts'
import { dropReferences, folioPages, getFolio, putFolio } from './kernel/memory/folio.ts'
import { oweFlush } from './kernel/memory/tlb.ts'
import { getFile, putFile } from './kernel/memslots/files.ts'
import { hasBinding } from './kernel/memslots/memslots.ts'
import { endPageOf, firstPageOf, slotOf } from './kernel/memslots/places.ts'
import { frameMapped, invalidateBegin } from './kernel/mmu/mmu.ts'
import { spendFailure } from './kernel/state/failures.ts'
import { findSignal } from './kernel/state/interruption.ts'
import { EINTR, ENOMEM, OK, PRIVATE } from './kernel/state/values.ts'
import { mutationsOfFiles } from './mutations-of-files.ts'
import { always, never, nothing } from './scenarios/parts/replacements.ts'
import type { Mutation } from './scenarios/parts/scenario.ts'

export const mutations: readonly Mutation[] = [
  {
    name: 'without-reference-check',
    summary: 'a conversion to private goes on whatever refers to the pages',
    guards: { isUnsafe: never },
  },
  {
    name: 'refuses-neighbours',
    summary: 'a memslot is refused where another one begins behind it',
    guards: {
      overlaps: ({ kernel, call }) => {
        const slot = slotOf(kernel, call.vm!, call.second!)
        return hasBinding(kernel, call.vm!, firstPageOf(kernel, slot), endPageOf(kernel, slot) + 1)
      },
    },
  },
  {
    name: 'populates-shared-pages',
    summary: 'the initial image is copied into pages whoever may use them',
    guards: { isShared: never },
  },
  {
    name: 'allocates-from-the-start',
    summary: 'an allocation begins at the first page of the file, wherever its range does',
    effects: {
      takeInvalidateLockShared: ({ kernel, call, self }) => {
        takeInvalidateLockShared(kernel, self)
        call.index = 0
      },
    },
  },
  {
    name: 'goes-on-when-interrupted',
    summary: 'a populate that a signal ends looks up a further page first',
    effects: {
      failWithEintr: ({ kernel, call, self }) => {
        findSignal(kernel, self)
        call.result = EINTR
        const slot = kernel.filemap[0]!
        if (slot === 0) return
        getFolio(kernel, self, slot - 1)
        putFolio(kernel, self, slot - 1)
      },
    },
  },
  {
    name: 'deaf-to-signals',
    summary: 'fallocate and populate never look for signals',
    effects: { lookForSignals: nothing },
  },
  {
    name: 'without-stale-check',
    summary: 'a guest fault maps what it found, whatever was invalidated meanwhile',
    guards: { rangeIsEmpty: never, mustRetry: never },
  },
  {
    name: 'without-invalidation-begin',
    summary: 'a conversion ends invalidations that it never began',
    effects: { beginWidenedInvalidation: nothing },
  },
  {
    name: 'without-invalidation-range',
    summary: 'a conversion begins its invalidations without naming a range',
    effects: { beginWidenedInvalidation: ({ kernel, call }) => invalidateBegin(kernel, call.vm!) },
  },
  {
    name: 'without-invalidation-end',
    summary: 'a conversion never ends the invalidations that it began',
    effects: { endInvalidation: nothing },
  },
  {
    name: 'without-unlock',
    summary: 'a conversion returns with the invalidate lock held',
    effects: { dropInvalidateLock: nothing },
  },
  {
    name: 'without-shared-lock',
    summary: 'a host fault does not take the invalidate lock, and drops it',
    effects: { takeInvalidateLockShared: nothing },
  },
  {
    name: 'without-put',
    summary: 'a guest fault keeps its reference of the folio',
    effects: { putFolio: nothing },
  },
  {
    name: 'without-last-pages-of-split',
    summary: 'a split adds the first page of a folio and forgets the others',
    guards: { 'split.moreToAdd': never },
  },
  {
    name: 'without-merge',
    summary: 'a conversion to private leaves hugepages split, as if some page of theirs were shared',
    guards: { 'restructure.someShared': always },
  },
  {
    name: 'without-look-for-shared-pages',
    summary: 'a conversion to private merges whatever the other pages of a hugepage are',
    guards: { 'restructure.someShared': never, 'restructure.someSharedAndMore': never },
  },
  {
    name: 'without-clearing',
    summary: 'a folio is prepared for the guest without being cleared',
    effects: { 'prepare.clear': nothing },
  },
  {
    name: 'without-marking',
    summary: 'a folio is prepared for the guest and not marked up to date',
    effects: {
      'prepare.markUptodate': ({ call }) => {
        call['prepare.result'] = OK
      },
    },
  },
  {
    name: 'without-put-of-host-ptes',
    summary: 'host PTEs are zapped and their references kept',
    effects: {
      'unmap.zapHostPtes': ({ kernel, call }) => {
        const start = call['unmap.start']!
        for (let page = start; page < start + call['unmap.pages']!; page++) kernel.hostPte[page] = 0
      },
    },
  },
  {
    name: 'without-references-of-failed-add',
    summary: 'an add to the filemap that fails drops references which it has not taken',
    effects: {
      'add.failWithEnomem': ({ kernel, call }) => {
        spendFailure(kernel)
        dropReferences(kernel, call['add.folio']!, folioPages(kernel, call['add.folio']!))
        call['add.result'] = ENOMEM
      },
    },
  },
  {
    name: 'without-mmu-unlock',
    summary: 'a guest fault returns with mmu_lock held',
    effects: { dropMmuLock: nothing },
  },
  {
    name: 'puts-vm-early',
    summary: 'the release of a file puts the VM while it holds its slots_lock',
    effects: {
      takeSlotsLock: ({ kernel, call, self }) => {
        takeSlotsLock(kernel, self, call.vm!)
        kernel.vmPut[self] = 1 + call.vm!
      },
    },
  },
  {
    name: 'without-file-put',
    summary: 'the lookup of a pfn keeps the file that it has got',
    effects: { 'getPfn.putFile': () => {} },
  },
  {
    name: 'puts-file-twice',
    summary: 'the lookup of a pfn puts the file twice',
    effects: {
      'getPfn.putFile': ({ kernel, call, self }) => {
        putFile(kernel, self, call['getPfn.vm']!)
        putFile(kernel, self, call['getPfn.vm']!)
      },
    },
  },
  {
    name: 'without-flush',
    summary: 'an invalidation zaps SPTEs and flushes no TLB',
    effects: {
      'begin.one': ({ kernel, call, self }) => {
        const vm = call['begin.vm']!
        for (let gfn = 0; gfn < kernel.pages; gfn++) {
          const frame = frameMapped(kernel, vm, PRIVATE, gfn)
          if (frame !== 0) oweFlush(kernel, vm, frame - 1)
        }
        beginAndZap(kernel, self, vm, call['begin.start']!, call['begin.end']!)
        call['begin.found'] = 0
      },
    },
  },
  {
    name: 'binds-beside',
    summary: 'a memslot is bound at one page more than it covers',
    effects: {
      storeAll: ({ kernel, call }) => {
        const slot = slotOf(kernel, call.vm!, call.second!)
        storeAll(kernel, call as Record<StoreBindingsLocal, number>, slot)
        call['store.end']! += 1
      },
    },
  },
  {
    name: 'assigns-next-gfn',
    summary: 'the firmware is told the gfn behind that of the folio',
    effects: {
      'prepare.register': ({ kernel, call }) => {
        tellGfn(kernel, call['prepare.folio']!, kernel.index[call['prepare.folio']!]! + 1)
        registerFolio(kernel, call['prepare.vm']!, call['prepare.folio']!)
      },
    },
  },
  {
    name: 'without-request',
    summary: 'pages leave the file, and nothing says that a hole is punched',
    effects: {
      takeInvalidateLock: ({ kernel, call, self }) => {
        takeInvalidateLock(kernel, self)
        beginOf(kernel, call as Record<BeginLocal, number>, call.start!, call.start! + call.pages!)
      },
    },
  },
  {
    name: 'without-unlisting',
    summary: 'a release leaves its file on the list of the inode, and frees it',
    effects: { unlist: nothing },
  },
  {
    name: 'without-destruction-of-bindings',
    summary: 'a release frees its file, and keeps what the bindings have allocated',
    effects: { destroyBindings: nothing },
  },
  {
    name: 'takes-gfn-for-page',
    summary: 'the lookup of a pfn forgets where the memslot lies in the file',
    effects: {
      'getPfn.lookUp': ({ call }) => {
        call['getFolio.index'] = call['getPfn.gfn']!
      },
      'getPfn.keepPfn': ({ call }) => {
        call['getPfn.frame'] = call['getPfn.folio']!
      },
    },
  },
  {
    name: 'without-progress',
    summary:
      'a populate ends as if by a signal for which it has not looked, and tells of no page that it has copied in',
    effects: {
      failWithEintr: ({ call }) => {
        call.result = EINTR
        call.done = 0
      },
    },
  },
  {
    name: 'populates-beside',
    summary: 'a populate goes on to the page behind those that it is asked for',
    guards: { isOver: ({ call }) => call.done! > call.pages! || call.result !== OK },
  },
  {
    name: 'truncates-beside',
    summary: 'a hole takes one page more from the file than it is asked for',
    effects: {
      truncateRange: ({ call }) => {
        call['truncate.start'] = call.start!
        call['truncate.index'] = call.start!
        call['truncate.end'] = call.start! + call.pages! + 1
      },
    },
  },
  {
    name: 'without-comparison',
    summary: 'a conversion in place does not look whether it changes anything',
    guards: { isConverted: never },
  },
  {
    name: 'with-page-beside',
    summary: 'a conversion in place takes one page more than it is asked for',
    effects: {
      store: ({ kernel, call }) =>
        storeAttributes(
          kernel,
          call.start!,
          call.start! + call.pages!,
          call.share === PRIVATE ? KVM_MEMORY_ATTRIBUTE_PRIVATE : 0,
        ),
    },
  },
  {
    name: 'without-slots-lock',
    summary: 'the initial image is copied in without slots_lock',
    effects: {
      takeSlotsLock: ({ kernel, call, self }) => getFile(kernel, self, call.vm!),
      dropSlotsLock: ({ kernel, call, self }) => putFile(kernel, self, call.vm!),
    },
  },
  {
    name: 'without-failure-zap',
    summary: 'memory failure leaves the SPTEs of a frame that broke',
    effects: { 'begin.one': nothing, 'end.one': nothing },
  },
  {
    name: 'without-truncation',
    summary: 'a hole is punched, and its folios stay',
    guards: { 'truncate.isLockable': never, 'truncate.foundNothing': always },
  },
  {
    name: 'without-look-for-bindings',
    summary: 'a memslot is bound whatever is bound there',
    guards: { overlaps: never },
  },
  {
    name: 'without-memslot-zap',
    summary: 'a memslot is deleted, and the SPTEs in its range stay',
    effects: { zap: nothing },
  },
  {
    name: 'without-forgetting-of-files',
    summary: 'a file is released, and its memslots still point at it',
    effects: { forgetFile: nothing },
  },
  {
    name: 'without-release-zap',
    summary: 'a file is released, and its SPTEs stay',
    effects: { begin: nothing, end: nothing },
  },
  {
    name: 'without-error-of-set',
    summary: 'entries of the direct map that could not be changed are taken for changed',
    guards: { 'set.failed': never },
  },
  {
    name: 'without-flush-of-set',
    summary: 'entries of the direct map are changed, and none is flushed',
    effects: {
      'set.change': ({ kernel, call }) => {
        const frame = call['set.folio']! + call['set.start']! - kernel.index[call['set.folio']!]!
        setDirectMap(kernel, frame, call['set.end']! - call['set.start']! + 1, call['set.state']!)
      },
    },
  },
  {
    name: 'without-asserted-guard',
    summary: 'a pfn is followed without a reference and without its caller saying that it is guarded',
    guards: { 'follow.isUnguarded': ({ call }) => call['follow.get'] === 0 },
  },
  ...mutationsOfFiles,
]
