/**
 * Gives the firmware one page of the initial image: what SNP and TDX do when a page is populated.
 *
 * It uses the locals of the populate operation that runs it: `call.folio` is the folio of the page, `call.done` how many
 * pages came before.
 *
 * Source: sev_gmem_post_populate(), arch/x86/kvm/svm/sev.c; tdx_gmem_post_populate(), arch/x86/kvm/vmx/tdx.c.
 * Left out: of TDX the mmu_lock under which it maps, and retries; the content of CPUID pages, which the firmware corrects.
 */
import { match } from 'ts-pattern'
import type { Design } from '../../designs/design.ts'
import { isRegistered, reclaimFolio, registerFolio, tellGfn } from '../../kernel/file/firmware.ts'
import { invalidateLockIsHeld } from '../../kernel/locks/invalidate-lock.ts'
import { watchOrder } from '../../kernel/locks/lock-order.ts'
import { fillFrame, measureFrame, populateFrame } from '../../kernel/memory/contents.ts'
import { putFolio } from '../../kernel/memory/folio.ts'
import { pageAtGfn } from '../../kernel/memslots/places.ts'
import { installSpte } from '../../kernel/mmu/mmu.ts'
import { mayFail, spendFailure } from '../../kernel/state/failures.ts'

import { MMAP_LOCK } from '../../kernel/state/kinds/locks.ts'

import { MAPS_WITHOUT_INVALIDATE_LOCK } from '../../kernel/state/told.ts'

import {
  EEXIST,
  EFAULT,
  EIO,
  IMAGE_COPIED,
  IMAGE_IN_PLACE,
  IMAGE_ZEROES,
  LEVEL_4K,
  OK,
  PRIVATE,
  REFUSED,
  ZERO,
} from '../../kernel/state/values.ts'
import type { Scope } from '../../kernel/words.ts'
import { type GetPfnLocal, getPfn } from './get-pfn.ts'

export type PopulateLocal = 'start' | 'pages' | 'vm' | 'done' | 'result' | 'folio'
type PostPopulate = Scope<PopulateLocal | GetPfnLocal>

/** The page of the image that is copied in. */
export const gfnOf = ({ call }: Scope<PopulateLocal>): number => call.start + call.done
export const pageOf = (scope: Scope<PopulateLocal>): number => pageAtGfn(scope.kernel, gfnOf(scope))
export const frameOf = (scope: Scope<PopulateLocal>): number =>
  scope.call.folio + pageOf(scope) - scope.kernel.index[scope.call.folio]!

export const getSource = ({ kernel, self }: Scope): void => {
  if (kernel.image === IMAGE_COPIED) watchOrder(kernel, self, MMAP_LOCK, false)
}

export const loseSource = ({ kernel, call, self }: Scope<PopulateLocal>): void => {
  watchOrder(kernel, self, MMAP_LOCK, false)
  spendFailure(kernel)
  call.result = EFAULT
}

/** Two fragments: `tdx` maps the page, `snp` has the firmware copy it. A failure is left in `call.result`. */
export const postPopulate = (design: Design) => {
  const pfn = getPfn(design)
  const refuse = match(design.refusedImage)
    .with('stays', () => 'image.failToLaunch' as const)
    .with('is-cleared', () => 'image.failToLaunchAndClear' as const)
    .exhaustive()
  const mapped =
    design.pfnReference === 'kept'
      ? (['image.copy', 'image.mapFaulted', 'image.putFaulted'] as const)
      : (['image.copy', 'image.mapFaulted'] as const)
  return {
    guards: {
      ...pfn.guards,
      'image.failed': ({ call }: PostPopulate) => call.result !== OK,
      'image.mayLoseSource': ({ kernel }: PostPopulate) => kernel.image === IMAGE_COPIED && mayFail(kernel),
      'image.isRegistered': (scope: PostPopulate) => isRegistered(scope.kernel, frameOf(scope)),
      'image.mayBeRefused': ({ kernel }: PostPopulate) => kernel.firmware.length > 0 && mayFail(kernel),
    },
    effects: {
      ...pfn.effects,
      'image.getSource': getSource,
      'image.loseSource': loseSource,
      'image.copy': (scope: PostPopulate) => {
        if (scope.kernel.image === IMAGE_COPIED) populateFrame(scope.kernel, frameOf(scope))
      },
      'image.findPfn': (scope: PostPopulate) => {
        scope.call['getPfn.gfn'] = gfnOf(scope)
        scope.call['getPfn.vm'] = scope.call.vm
      },
      'image.failToMap': ({ call }: PostPopulate) => {
        call.result = call['getPfn.result']
      },
      'image.mapFaulted': (scope: PostPopulate) =>
        installSpte(scope.kernel, scope.call.vm, PRIVATE, gfnOf(scope), scope.call['getPfn.frame'], LEVEL_4K),
      'image.putFaulted': ({ kernel, call, self }: PostPopulate) => putFolio(kernel, self, call['getPfn.folio']),
      'image.mapGiven': (scope: PostPopulate) => {
        const { kernel, call, self } = scope
        if (!invalidateLockIsHeld(kernel, self)) kernel.assertionFired = 1 + MAPS_WITHOUT_INVALIDATE_LOCK
        installSpte(kernel, call.vm, PRIVATE, gfnOf(scope), frameOf(scope), LEVEL_4K)
      },
      'image.failWithEexist': ({ call }: PostPopulate) => {
        call.result = EEXIST
      },
      'image.launch': (scope: PostPopulate) => {
        const { kernel, call } = scope
        tellGfn(kernel, frameOf(scope), gfnOf(scope))
        registerFolio(kernel, call.vm, call.folio)
        if (kernel.image === IMAGE_ZEROES) fillFrame(kernel, frameOf(scope))
        if (kernel.image === IMAGE_IN_PLACE) measureFrame(kernel, frameOf(scope))
      },
      'image.failToLaunch': ({ kernel, call }: PostPopulate) => {
        spendFailure(kernel)
        reclaimFolio(kernel, call.folio)
        if (kernel.image === IMAGE_COPIED) kernel.contents[call.folio] = REFUSED
        call.result = EIO
      },
      'image.failToLaunchAndClear': ({ kernel, call }: PostPopulate) => {
        spendFailure(kernel)
        reclaimFolio(kernel, call.folio)
        kernel.contents[call.folio] = ZERO
        call.result = EIO
      },
    },
    tdx: match(design.populateMaps)
      .with(
        'through-fault',
        () =>
          ({
            initial: 'mapping',
            states: {
              mapping: {
                ...pfn.config,
                onDone: [
                  { guard: 'getPfn.failed', actions: 'image.failToMap', target: 'done' },
                  { actions: mapped, target: 'done' },
                ],
              },
              done: { type: 'final' },
            },
          }) as const,
      )
      .with(
        'given-pfn',
        () =>
          ({
            initial: 'mapping',
            states: {
              mapping: {
                meta: { fn: 'kvm_tdp_mmu_map_private_pfn' },
                on: { step: { actions: ['image.copy', 'image.mapGiven'], target: 'done' } },
              },
              done: { type: 'final' },
            },
          }) as const,
      )
      .exhaustive(),
    snp: {
      initial: 'lookingUp',
      states: {
        lookingUp: {
          meta: { fn: 'snp_lookup_rmpentry' },
          on: {
            step: [
              { guard: 'image.isRegistered', actions: 'image.failWithEexist', target: 'done' },
              { target: 'copying' },
            ],
          },
        },
        copying: {
          meta: { fn: 'copy_from_user' },
          on:
            design.populateSource === 'first'
              ? ({ step: { actions: 'image.copy', target: 'launching' } } as const)
              : ({
                  step: { actions: ['image.getSource', 'image.copy'], target: 'launching' },
                  efault: { guard: 'image.mayLoseSource', actions: 'image.loseSource', target: 'done' },
                } as const),
        },
        launching: {
          meta: { fn: 'sev_issue_cmd' },
          on: {
            step: { actions: 'image.launch', target: 'done' },
            eio: { guard: 'image.mayBeRefused', actions: refuse, target: 'done' },
          },
        },
        done: { type: 'final' },
      },
    },
  } as const
}
