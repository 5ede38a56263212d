/**
 * The names of xarrays. Which one is meant is told by its number: the bindings of a file have that of the file.
 */
import type { Required } from '../../c/ir/binding.ts'
import { aFile, asked, doing, type Functions, is, question, type S, takes, vmOf } from '../c/declare.ts'
import { dropXaLock, findDeviating, recordState, takeXaLock } from '../direct-map/record.ts'
import type { Kernel } from '../state/state.ts'
import { useGmem } from './files.ts'
import { boundAt, eraseBinding, firstBound } from './memslots.ts'
import { memslotsChange } from './places.ts'

/** direct_map_state of the inode. */
export const DIRECT_MAP_STATE = 16
/** i_pages of the mapping. */
export const I_PAGES = 32
/** The maple tree of attributes of the inode: one that holds shareability has the number of the inode's part. */
export const ATTRIBUTES = 48
/** The filter with which xa_find() finds any entry. */
export const XA_PRESENT = 8

export const theBindings: Required<S> = { ...aFile, be: 'the bindings of a file' }
export const theRecord: Required<S> = {
  ...is(DIRECT_MAP_STATE, 'direct_map_state of the inode'),
  pointsAtObject: true,
}
const bindingsOrRecord: Required<S> = {
  must: (scope, xarray, args) => xarray === DIRECT_MAP_STATE || theBindings.must(scope, xarray, args),
  be: 'the bindings of a file, or direct_map_state of the inode',
  pointsAtObject: true,
}
const anyEntry = is(XA_PRESENT, 'XA_PRESENT')

/** A value that stands for any entry of the record: which one was stored makes no difference. */
const RECORDED = 1

/** 1 where the record has an entry, which stands for it. */
const recordedAt = (kernel: Kernel, index: number): number =>
  index < kernel.deviates.length && kernel.deviates[index] === 1 ? RECORDED : 0

export const xarrays: Functions = {
  xa_load: takes(
    'struct xarray *',
    asked('void *', [bindingsOrRecord, 'used'], (kernel, [xarray, index]) =>
      xarray === DIRECT_MAP_STATE ? recordedAt(kernel, index!) : loadBinding(kernel, vmOf(xarray!), index!),
    ),
  ),
  xa_find: takes(
    'struct xarray *',
    question('void *', [bindingsOrRecord, 'used', 'used', anyEntry], (kernel, args) => find(kernel, args, 0)),
  ),
  xa_find_after: takes(
    'struct xarray *',
    question('void *', [bindingsOrRecord, 'used', 'used', anyEntry], (kernel, args) => find(kernel, args, 1)),
  ),
  xa_empty: takes(
    'struct xarray *',
    question('bool', [theBindings], (kernel, [xarray]) =>
      Number(findBinding(kernel, vmOf(xarray!), 0, kernel.pages) < 0),
    ),
  ),
  xa_erase: takes('struct xarray *', {
    ...asked('void *', [theBindings, 'used'], (kernel, [xarray, index]) => {
      const erased = loadBinding(kernel, vmOf(xarray!), index!)
      eraseBinding(kernel, vmOf(xarray!), index!)
      return erased
    }),
    needs: 'memslots',
  }),
  xa_destroy: takes('struct xarray *', {
    ...doing([theBindings], ({ kernel }, [xarray]) => {
      if (!memslotsChange(kernel)) return
      for (let page = 0; page < kernel.pages; page++) eraseBinding(kernel, vmOf(xarray!), page)
    }),
    needs: 'memslots',
  }),
  // Asked about an xarray, and not about an entry, it looks at a plain pointer, which is no error.
  xa_err: question('int', ['used'], (_, [entry]) => Math.min(0, entry!)),
  xa_is_err: question('bool', ['used'], (_, [entry]) => Number(entry! < 0)),
  // Without an entry it is 0.
  xa_to_value: question('unsigned long', ['used'], (_, [entry]) => Math.max(0, entry! - 1)),

  xa_lock: takes('struct xarray *', {
    ...doing([theRecord], ({ kernel, self }) => takeXaLock(kernel, self)),
    ready: ({ kernel }) => kernel.xaLock === 0,
    needs: 'direct-map',
  }),
  xa_unlock: takes('struct xarray *', {
    ...doing([theRecord], ({ kernel, self }) => dropXaLock(kernel, self)),
    needs: 'direct-map',
  }),
  __xa_erase: takes('struct xarray *', {
    ...asked('void *', [theRecord, 'used'], (kernel, [, index]) => {
      const erased = recordedAt(kernel, index!)
      recordState(kernel, index!, 0)
      return erased
    }),
    needs: 'direct-map',
  }),
  // Of a folio without a mapping it is told by __filemap_remove_folio().
  xa_lock_irq: takes('struct xarray *', { kind: 'enter', lock: 'xa_lock_irq', args: ['used'] }),
  xa_unlock_irq: takes('struct xarray *', { kind: 'leave', lock: 'xa_lock_irq', args: ['used'] }),
}

function find(kernel: Kernel, args: number[], skipped: number): number {
  const [xarray, index, last] = args
  if (xarray === DIRECT_MAP_STATE) {
    const found = findDeviating(kernel, index! + skipped, Math.min(last!, kernel.pages - 1))
    if (recordedAt(kernel, found) === 0) return 0
    args[1] = found
    return RECORDED
  }
  const found = findBinding(kernel, vmOf(xarray!), index! + skipped, last! + 1)
  if (found < 0) return 0
  args[1] = found
  return boundAt(kernel, vmOf(xarray!), found)
}

const loadBinding = (kernel: Kernel, vm: number, page: number): number => {
  useGmem(kernel, vm)
  return page < kernel.pages ? boundAt(kernel, vm, page) : 0
}

const findBinding = (kernel: Kernel, vm: number, start: number, end: number): number => {
  useGmem(kernel, vm)
  return firstBound(kernel, vm, start, end)
}
