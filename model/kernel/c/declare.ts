/**
 * How the names of C are bound: bindings by their shape, and what their arguments must be.
 *
 * A folio, a page and a pfn are 1 + a frame, a file and its VM are 1 + the VM, a memslot is 1 + its number; there is one
 * inode, which is 1, as is whatever it has one of. NULL is 0, an error is negative.
 */
import type {
  ArgumentUse,
  Bound,
  BoundStep,
  BoundValue,
  Required,
  SharedField,
  StepOutcome,
} from '../../c/ir/binding.ts'
import { mayFail, spendFailure } from '../state/failures.ts'
import { findSignal } from '../state/interruption.ts'
import { NEW_INODE } from '../state/new-files.ts'
import type { Kernel } from '../state/state.ts'
import type { Scope } from '../words.ts'
import { errno } from './errno.ts'

export type S = Scope<string>
export type Functions = Readonly<Record<string, Bound<S>>>
export type Structs = Readonly<Record<string, Readonly<Record<string, SharedField<S>>>>>
type Arguments = readonly ArgumentUse<S>[]

/** The frame that a folio, a page or a pfn names. */
export const frame = (pointer: number): number => pointer - 1
/** The VM that a file or a VM names. */
export const vmOf = (pointer: number): number => pointer - 1

// --- bindings by their shape

/** A question about what nobody changes while the code runs that asks it. */
export const question = (
  type: string,
  args: Arguments,
  ask: (kernel: Kernel, args: number[]) => number,
): BoundValue<S> => ({
  kind: 'value',
  type,
  args,
  asks: true,
  value: ({ kernel }, given) => ask(kernel, given),
})

/** A question to which there is one answer. */
export const answer = (type: string, args: Arguments, value: number, constant: string): BoundValue<S> => ({
  kind: 'value',
  type,
  args,
  value: () => value,
  constant,
  isObject: type.endsWith('*') && value > 0,
})

/** A question about what others may change meanwhile: a step of its own. */
export const asked = (
  type: string,
  args: Arguments,
  ask: (kernel: Kernel, args: number[]) => number,
): BoundStep<S> => ({
  kind: 'step',
  type,
  args,
  outcomes: { step: { does: ({ kernel }, given) => ask(kernel, given) } },
})

/** A step that always can be taken, and returns nothing. */
export const doing = (args: Arguments, does: (scope: S, args: number[]) => void): BoundStep<S> => ({
  kind: 'step',
  type: 'void',
  args,
  outcomes: {
    step: {
      does: (scope, given) => {
        does(scope, given)
        return 0
      },
    },
  },
})

/** What is done to an object where it can be done at once, and says whether it was. */
export const trying = (
  type: 'int' | 'bool',
  object: ArgumentUse<S>,
  can: (scope: S, object: number) => boolean,
  does: (scope: S, object: number) => void,
): BoundStep<S> => ({
  kind: 'step',
  type,
  args: [object],
  outcomes: {
    step: {
      does: (scope, [given]) => {
        if (!can(scope, given!)) return 0
        does(scope, given!)
        return 1
      },
    },
  },
})

/**
 * A lock that is taken once it is free; until then a signal may come, which ends the wait.
 *
 * Left out: that no signal need come, so that threads that wait so for each other are not stuck (may miss a deadlock; the order of
 * locks is judged all the same).
 */
export const interruptible = (
  lock: ArgumentUse<S>,
  isFree: (scope: S, lock: number) => boolean,
  takes: (scope: S, lock: number) => void,
): BoundStep<S> => ({
  kind: 'step',
  type: 'int',
  args: [lock],
  outcomes: {
    step: {
      when: (scope, [given]) => isFree(scope, given!),
      does: (scope, [given]) => {
        takes(scope, given!)
        return 0
      },
    },
    eintr: {
      when: (scope, [given]) => !isFree(scope, given!),
      does: ({ kernel, self }) => {
        findSignal(kernel, self)
        return -errno.EINTR
      },
    },
  },
})

/** The outcome of a step that the environment lets fail. @param result what C is given then */
export const failing = (result: number): StepOutcome<S> => ({
  when: ({ kernel }) => mayFail(kernel),
  does: ({ kernel }) => {
    spendFailure(kernel)
    return result
  },
})

/** A call that gives up a lock, and has no result. */
export const releasing = (args: Arguments, does: (scope: S, args: readonly number[]) => void): BoundStep<S> => ({
  ...doing(args, does),
  releases: true,
})

/** A field that nobody changes while code runs that reads it. */
export const stable = (type: string, read: (kernel: Kernel, object: number) => number): SharedField<S> => ({
  type,
  stable: true,
  read: ({ kernel }, object) => read(kernel, object),
})

// --- what is said of a function beside what it does

/**
 * @param parameters what they point at, in their order: `struct folio *, _`. Of a `void *` it is the struct that is meant; `_` is
 *   a number, or a pointer to no struct. Numbers do not tell a file from what hangs on it
 */
export const takes = <B extends Bound<S>>(parameters: string, bound: B): B => ({
  ...bound,
  structs: parameters.split(', ').map(one => [...one.matchAll(/struct (\w+)/g)].map(([, name]) => name!)),
})

/** It may sleep: it must not be called while a spinlock or mmu_lock is held. fput() does not: it leaves the rest to task work. */
export const sleeps = <B extends Bound<S>>(bound: B): B => ({ ...bound, sleeps: true })

// --- what arguments must be

export const is = (value: number, be: string): Required<S> => oneOf([value], be)

/** A number that code spells, of a few. */
const oneOf = (values: readonly number[], be: string): Required<S> => ({
  oneOf: values,
  must: (_, given) => values.includes(given),
  be,
})

/** The one object of its kind. */
const theOne = (be: string): Required<S> => ({ ...is(1, be), pointsAtObject: true })

export const theInode = theOne('the inode of the file')
export const theMapping = theOne('the mapping of the file')
/** Of the file, or of one that a call makes: a lock stands for the one and the other, which nobody else holds. */
export const anyMapping: Required<S> = {
  ...theMapping,
  must: (_, mapping) => mapping === 1 || mapping === NEW_INODE,
}
export const theAllocator = theOne('the custom allocator')
export const theWork = theOne('the range to convert')
export const theTask = is(1, 'the task that runs')

/** All files are of the one inode. */
export const aFile: Required<S> = {
  must: ({ kernel }, file) => file >= 1 && file <= kernel.vms,
  be: 'a file of the inode',
  pointsAtObject: true,
}
/** Of those that have a file of the inode. */
export const aVm: Required<S> = { ...aFile, be: 'a VM of the inode' }
export const gfp = { GFP_KERNEL: 1, GFP_KERNEL_ACCOUNT: 3 } as const
export const mayWait = oneOf(Object.values(gfp), 'GFP_KERNEL, with or without __GFP_ACCOUNT')
