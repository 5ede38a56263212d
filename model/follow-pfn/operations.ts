/**
 * The machines of designs about finding pfns.
 */
import type { Machines } from '../operations/index.ts'
import type { FollowDesign } from './design.ts'
import { unmap } from './unmap.ts'
import { usePfn } from './use-pfn.ts'

export const followMachines = (design: FollowDesign): Machines => ({ 'use pfn': () => usePfn(design), unmap })
