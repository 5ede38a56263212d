/**
 * Makes a locked folio fit for the guest: clears it, registers it with the firmware, marks it up to date.
 *
 * Source: kvm_gmem_prepare_folio(), kvm_arch_gmem_prepare(), kvm_arch_gmem_make_private(), virt/kvm/guest_memfd.c; sev_gmem_prepare(),
 * arch/x86/kvm/svm/sev.c.
 * Left out: the warning about a memslot that is not aligned to the folio.
 */
import { match } from 'ts-pattern'
import { cell } from '../../../checker/declare.ts'
import type { Design } from '../../designs/design.ts'
import { shareOf } from '../../kernel/attributes/shareability.ts'
import { isAssignedElsewhere, registerFolio, tellGfn } from '../../kernel/file/firmware.ts'
import { clearFolio, clearFrame } from '../../kernel/memory/contents.ts'
import { hasBinding } from '../../kernel/memslots/memslots.ts'
import { gfnAtPage } from '../../kernel/memslots/places.ts'
import { mayFail, spendFailure } from '../../kernel/state/failures.ts'
import { EIO, OK, RESULTS, SHARED, showResult } from '../../kernel/state/values.ts'
import type { Scope } from '../../kernel/words.ts'
import { type ConfigureLocal, configure } from '../direct-map/configure.ts'

export type PrepareLocal = 'prepare.folio' | 'prepare.vm' | 'prepare.result' | ConfigureLocal
type Prepare = Scope<PrepareLocal>

/** kvm_arch_gmem_prepare() fails. */
export type ArchFails = { type: 'eio' }

/** First VM at or after `from` that is bound at the folio, or `kernel.vms`. */
const nextBoundVm = ({ kernel, call }: Prepare, from: number): number => {
  const index = kernel.index[call['prepare.folio']]!
  let vm = from
  while (vm < kernel.vms && !hasBinding(kernel, vm, index, index + 1)) vm += 1
  return vm
}

export const prepare = (design: Design) => {
  const { afterTest, afterClearing, afterRegistering } = match(design.uptodate)
    .with('registered', () => ({ afterTest: 'done', afterClearing: 'preparing', afterRegistering: 'marking' }) as const)
    .with('cleared', () => ({ afterTest: 'preparing', afterClearing: 'marking', afterRegistering: 'done' }) as const)
    .exhaustive()
  const configuring = configure(design)
  const isRecorded = design.directMap === 'recorded'
  const registered = isRecorded ? 'configuring' : afterRegistering
  const enter = isRecorded ? (['prepare.configure'] as const) : ([] as const)
  const configured = match(design.failedConfigure)
    .with('marked-uptodate', () => afterRegistering)
    .with('undone', () => 'done' as const)
    .exhaustive()
  const clearing = match(design.clears)
    .with('folio', () => 'prepare.clear' as const)
    .with('first-page', () => 'prepare.clearFirstPage' as const)
    .exhaustive()
  const [toFirstVm, registering] = match(design.preparesFor)
    .with('faulting-vm', () => [[], [{ actions: ['prepare.register', ...enter], target: registered }]] as const)
    .with(
      'every-vm',
      () =>
        [
          ['prepare.toFirstBoundVm'],
          [
            { guard: 'prepare.hasMoreVms', actions: ['prepare.register', 'prepare.toNextBoundVm'] },
            { guard: 'prepare.isBound', actions: ['prepare.register', ...enter], target: registered },
            { actions: enter, target: registered },
          ],
        ] as const,
    )
    .exhaustive()
  const shared = match(design.registers)
    .with('all', () => [] as const)
    .with('private', () => [{ guard: 'prepare.isShared', actions: enter, target: registered }] as const)
    .with('private-files', () => [{ guard: 'prepare.isOfSharedFile', actions: enter, target: registered }] as const)
    .exhaustive()
  const refused = match(design.assignedElsewhere)
    .with('accepted', () => [] as const)
    .with(
      'refused',
      () => [{ guard: 'prepare.isAssignedElsewhere', actions: 'prepare.refuse', target: 'done' }] as const,
    )
    .exhaustive()
  const mayFailToRegister = match(design.registers)
    .with('all', () => 'prepare.mayFail' as const)
    .with('private', () => 'prepare.mayFailToMakePrivate' as const)
    .with('private-files', () => 'prepare.mayFailForPrivateFile' as const)
    .exhaustive()
  return {
    guards: {
      ...configuring.guards,
      'prepare.isAssignedElsewhere': ({ kernel, call }: Prepare) =>
        isAssignedElsewhere(kernel, call['prepare.vm'], call['prepare.folio']),
      'prepare.isUptodate': ({ kernel, call }: Prepare) => kernel.uptodate[call['prepare.folio']] === 1,
      'prepare.hasMoreVms': (scope: Prepare) =>
        scope.call['prepare.vm'] < scope.kernel.vms &&
        nextBoundVm(scope, scope.call['prepare.vm'] + 1) < scope.kernel.vms,
      'prepare.isBound': ({ kernel, call }: Prepare) => call['prepare.vm'] < kernel.vms,
      'prepare.isShared': ({ kernel, call }: Prepare) =>
        shareOf(kernel, call['prepare.vm'], kernel.index[call['prepare.folio']]!) === SHARED,
      'prepare.mayFail': ({ kernel, call }: Prepare) => mayFail(kernel) && call['prepare.vm'] < kernel.vms,
      'prepare.mayFailToMakePrivate': ({ kernel, call }: Prepare) =>
        mayFail(kernel) && shareOf(kernel, call['prepare.vm'], kernel.index[call['prepare.folio']]!) !== SHARED,
      'prepare.isOfSharedFile': ({ kernel }: Prepare) => kernel.sharedFile === 1,
      'prepare.mayFailForPrivateFile': ({ kernel }: Prepare) => mayFail(kernel) && kernel.sharedFile === 0,
      'prepare.failed': ({ call }: Prepare) => call['prepare.result'] !== OK,
    },
    effects: {
      ...configuring.effects,
      'prepare.configure': ({ call }: Prepare) => {
        call['configure.folio'] = call['prepare.folio']
      },
      'prepare.keepConfigureResult': ({ call }: Prepare) => {
        call['prepare.result'] = call['configure.result']
      },
      'prepare.clear': ({ kernel, call }: Prepare) => clearFolio(kernel, call['prepare.folio']),
      'prepare.clearFirstPage': ({ kernel, call }: Prepare) => clearFrame(kernel, call['prepare.folio']),
      'prepare.toFirstBoundVm': (scope: Prepare) => {
        scope.call['prepare.vm'] = nextBoundVm(scope, 0)
      },
      'prepare.toNextBoundVm': (scope: Prepare) => {
        scope.call['prepare.vm'] = nextBoundVm(scope, scope.call['prepare.vm'] + 1)
      },
      'prepare.register': ({ kernel, call }: Prepare) => {
        tellGfn(kernel, call['prepare.folio'], gfnAtPage(kernel, kernel.index[call['prepare.folio']]!))
        registerFolio(kernel, call['prepare.vm'], call['prepare.folio'])
      },
      'prepare.refuse': ({ call }: Prepare) => {
        call['prepare.result'] = EIO
      },
      'prepare.failWithEio': ({ kernel, call }: Prepare) => {
        spendFailure(kernel)
        call['prepare.result'] = EIO
      },
      'prepare.markUptodate': ({ kernel, call }: Prepare) => {
        kernel.uptodate[call['prepare.folio']] = 1
      },
    },
    config: {
      meta: {
        within: 'prepare',
        locals: { 'prepare.folio': cell(32), 'prepare.vm': cell(4), 'prepare.result': cell(RESULTS, showResult) },
      },
      initial: 'entered',
      states: {
        entered: {
          meta: { fn: 'folio_test_uptodate' },
          on: {
            step: [
              { guard: 'prepare.isUptodate', actions: toFirstVm, target: afterTest },
              { actions: toFirstVm, target: 'clearing' },
            ],
          },
        },
        clearing: {
          meta: { fn: 'clear_highpage' },
          on: { step: { actions: clearing, target: afterClearing } },
        },
        preparing: {
          meta: { fn: design.registers === 'all' ? 'kvm_arch_gmem_prepare' : 'kvm_arch_gmem_make_private' },
          on: {
            step: [...shared, ...refused, ...registering],
            eio: { guard: mayFailToRegister, actions: 'prepare.failWithEio', target: 'done' },
          },
        },
        ...(isRecorded && {
          configuring: {
            ...configuring.config,
            onDone: [
              {
                guard: 'configure.failed' as const,
                actions: 'prepare.keepConfigureResult' as const,
                target: configured,
              },
              { target: afterRegistering },
            ],
          },
        }),
        marking: {
          meta: { fn: 'folio_mark_uptodate' },
          on: {
            step: {
              actions: 'prepare.markUptodate',
              target: design.uptodate === 'registered' ? ('done' as const) : ('preparing' as const),
            },
          },
        },
        done: { type: 'final' },
      },
    },
  } as const
}
