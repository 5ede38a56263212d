/**
 * Which signal a WARN, a BUG or a lockdep check of the C raises.
 */
import type { Warning } from '../../c/ir/binding.ts'
import type { Kernel } from '../state/state.ts'
import { assertionFires } from './assertions.ts'

export function warn(kernel: Kernel, warning: Warning): void {
  const site = siteOf(warning)
  // The calls of the range level are given the inode first, all others the folio.
  const about = warning.args[site.startsWith('restructure') ? 1 : 0] ?? 1
  switch (site) {
    case 'split add':
      kernel.warnSplitReadd = about
      break
    case 'merge split':
      kernel.warnMergeResplit = about
      break
    case 'merge add':
      kernel.warnMergeReadd = about
      break
    case 'restructure merge':
      kernel.warnRangeRemerge = about
      break
    case 'restructure split':
      kernel.warnRangeResplit = about
      break
    case 'host fault':
      kernel.warnHostFaultLarge = about
      break
    case 'freeze':
      if (kernel.warnedSpinning === 0) kernel.warnSpinning = about
      kernel.warnedSpinning = 1
      break
    default:
      assertionFires(kernel, warning)
  }
}

/** Which of the model's WARNs this is. */
function siteOf({ within, tested }: Warning): string {
  const where = within.replace(/^kvm_gmem_|_folio.*$/g, '')
  const what = /add_folio/.test(tested) ? 'add' : /merge/.test(tested) ? 'merge' : /split/.test(tested) ? 'split' : ''
  if (within.startsWith('kvm_gmem_fault') && tested === 'folio_test_large') return 'host fault'
  return within === 'filemap_remove_folio_for_restructuring' ? 'freeze' : `${where} ${what}`
}
