/**
 * Seams of changing the direct map (RFC v3).
 *
 * What a change that succeeds has left undone is judged as it was when it last dropped the lock that keeps others away,
 * xa_lock or the invalidate lock: what others change afterwards, while it puts its folios, is not its doing. Whether it
 * succeeds is known only once it returns.
 */
import { cell } from '../../checker/declare.ts'
import { theOne } from '../c/machine/seam.ts'
import { onceLocked } from '../fragments/unmapping/lock-invalidate.ts'
import { wordOf } from '../kernel/c/errno.ts'
import { cachedPage, type Request, tellLeft, unmadePage, unrecordedPage } from '../kernel/direct-map/record.ts'
import type { Scope } from '../kernel/words.ts'
import type { KernelSeam } from './seam.ts'

type S = Scope<string>

const range = {
  start: ({ call }: S) => call.start!,
  end: ({ call }: S) => call.end!,
  state: ({ call }: S) => call.state!,
}

const requestOf = ({ call }: S): Request => ({ start: call.start!, end: call.end!, state: call.state! })

const takes = ({ call }: S): void => {
  call['left.dropped'] = 0
}

const drops = (scope: S): void => {
  const { kernel, call } = scope
  call['left.dropped'] = 1
  call['left.unrecorded'] = unrecordedPage(kernel, requestOf(scope))
  call['left.unmade'] = unmadePage(kernel, requestOf(scope))
  call['left.cached'] = cachedPage(kernel, requestOf(scope))
}

const changing: Pick<KernelSeam, 'leave' | 'also' | 'notes'> = {
  notes: { 'left.dropped': cell(2), 'left.unrecorded': cell(17), 'left.unmade': cell(17), 'left.cached': cell(17) },
  also: {
    xa_lock: takes,
    ...onceLocked(takes),
    xa_unlock: drops,
    filemap_invalidate_unlock: drops,
  },
  leave: (scope, result) => {
    const { kernel, call } = scope
    call.result = wordOf(result)
    if (result !== 0) return
    if (call['left.dropped'] === 0) return tellLeft(kernel, requestOf(scope))
    kernel.leftUnrecorded = call['left.unrecorded']!
    kernel.leftUnmade = call['left.unmade']!
    kernel.leftCached = call['left.cached']!
  },
}

export const directMapSeams: readonly KernelSeam[] = [
  {
    fn: 'kvm_gmem_set_direct_map',
    at: { in: { machine: 'setRange' }, between: { from: 'locking', to: 'leaving' } },
    given: { inode: theOne, ...range },
    ...changing,
  },
  {
    fn: 'kvm_gmem_folio_set_direct_map',
    at: { in: { machine: 'setFolioRange' }, between: { from: 'readingInode', to: 'putting' } },
    given: { folio: ({ call }) => 1 + call.folio!, ...range },
    ...changing,
  },
]
