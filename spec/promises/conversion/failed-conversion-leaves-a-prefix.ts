import { isRemembered } from '../../../model/kernel/file/snapshot.ts'
import { OK } from '../../../model/kernel/state/values.ts'
import type { Contract, Seen } from '../../promise.ts'

export const failedConversionLeavesAPrefix: Contract = {
  kind: 'contract',
  name: 'failed-conversion-leaves-a-prefix',
  severity: 'wrong result',
  statement: 'A conversion that fails converted whole hugepages from the start of its request, and nothing after them.',
  source: 'a batch per hugepage, those before the one that fails stay converted: __kvm_gmem_set_attributes()',
  of: ['convert'],
  each: 'world',
  broken: seen => seen.call.result !== OK && isRemembered(seen.kernel, seen.call.start!) && !isPrefix(seen),
  says: () => 'the conversion failed, and what it converted is no run of whole hugepages from its start',
  ghosts: ['shareBefore'],
}

/** Some hugepage boundary has only converted pages of the request before it, and only untouched ones after it. */
const isPrefix = (seen: Seen): boolean => {
  const { kernel, call } = seen
  const end = call.start! + call.pages!
  for (let stop = call.start!; stop < end; stop += kernel.hugepage - (stop % kernel.hugepage))
    if (stopsAt(seen, stop)) return true
  return false
}

const stopsAt = ({ kernel, call }: Seen, stop: number): boolean => {
  for (let page = call.start!; page < call.start! + call.pages!; page++)
    if (kernel.share[page] !== (page < stop ? call.share : kernel.shareBefore[page]! - 1)) return false
  return true
}
