import { lockNames } from '../../../model/kernel/state/kinds/locks.ts'
import type { Never } from '../../promise.ts'

export const locksAreTakenInOrder: Never = {
  kind: 'never',
  name: 'locks-are-taken-in-order',
  severity: 'deadlock',
  statement:
    'Sleeping locks are taken in the order slots_lock, mmap_lock, invalidate lock, folio lock, and none under mmu_lock.',
  source: 'lock ordering at the top of mm/filemap.c',
  signal: 'lockOrderBroken',
  says: pair => {
    const [kinds, pairs] = [lockNames.length, lockNames.length ** 2]
    const held = lockNames[Math.floor((pair % pairs) / kinds)]
    return `${lockNames[pair % kinds]} was asked for${pair < pairs ? '' : ' exclusively'} by a thread that holds ${held}`
  },
}
