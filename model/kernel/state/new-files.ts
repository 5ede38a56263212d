/**
 * What a call that makes a file has taken and has set, before anybody else can see the file: fields of the kernel's state.
 *
 * Source: __kvm_gmem_create(), virt/kvm/guest_memfd.c.
 */
import { cells, perThread, signal } from '../../../checker/declare.ts'

/** The file that is made, its part of guest_memfd, and what is allocated for it: no VM has such a number. */
export const NEW_FILE = 100
export const NEW_INODE = 101
/** An open file of another kind, and its descriptor. */
export const FOREIGN_FILE = 102

/** What is taken, and has to be given back by a call that fails. */
export const TAKEN = [
  'a file descriptor',
  'memory',
  'a reference of the module',
  'an inode',
  'a file',
  'a reference of the VM',
  'a cache',
  'a mount',
] as const
/** What a file needs before others see it. */
export const NEEDED = [
  'private data',
  'a VM',
  'a reference of the VM',
  'bindings that are initialised',
  'a place on the list of its inode',
  'a size',
  'the flags that were asked for',
  'a mapping that nobody but guests accesses',
  'operations of its mapping',
  'attributes of all its pages',
] as const

export type Thing = (typeof TAKEN)[number]
export type Needed = (typeof NEEDED)[number]

/** Of things of one kind that a call has taken; more count as so many. */
export const MOST_TAKEN = 3

export const newFileFields = (threads: number, hasNewFiles: boolean) => {
  const own = hasNewFiles ? threads : 0
  return {
    /** Things that the call in flight has taken, and neither given back nor handed out, indexed by thread and kind. */
    taken: perThread(cells(own * TAKEN.length, MOST_TAKEN + 1), TAKEN.length),
    /** 1 once the file that the call makes has it, indexed by thread and need. */
    madeReady: perThread(cells(own * NEEDED.length, 2), NEEDED.length),
    /** Something was given back that the call had not taken: 1 + its kind. */
    givenTwice: signal(TAKEN.length + 1),
    /** A file was handed out, or released, that lacks something: 1 + what. */
    lacksAtInstall: signal(NEEDED.length + 1),
    /** The private data of a file of another kind is taken for that of guest_memfd. */
    foreignDataUsed: signal(),
    /** The index from which pages are interleaved is not the same for all pages of a file. */
    interleavesByOffset: signal(),
  }
}
