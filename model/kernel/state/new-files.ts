/**
 * What a call that makes a file has taken and has set, before anybody else can see the file: fields of the kernel's state.
 *
 * Source: __kvm_gmem_create(), virt/kvm/guest_memfd.c.
 */
import { cells, perThread, signal } from '../../../checker/declare.ts'
import { FOREIGN_KINDS, foreignNames } from './kinds/foreign.ts'

/** The file that is made, its part of guest_memfd, and what is allocated for it: no VM has such a number. */
export const NEW_FILE = 100
export const NEW_INODE = 101
/** An open file of another kind, and its descriptor. */
export const FOREIGN_FILE = 102

/** What is taken, and has to be given back by a call that fails, by kind. */
export const DESCRIPTOR = 0
export const MEMORY = 1
export const MODULE_REFERENCE = 2
export const INODE = 3
export const FILE = 4
export const VM_REFERENCE = 5
export const CACHE = 6
export const MOUNT = 7
export const THINGS = 8
/** As reports name them; behind them, what is no part of guest_memfd. */
export const thingNames: readonly string[] = [
  'a file descriptor',
  'memory',
  'a reference of the module',
  'an inode',
  'a file',
  'a reference of the VM',
  'a cache',
  'a mount',
  ...foreignNames,
]

/** The cache from which a file system that is mounted makes its inodes. */
export const CACHE_IN_USE = THINGS + FOREIGN_KINDS

/** What a file needs before others see it. */
export const PRIVATE_DATA = 0
export const VM_POINTER = 1
export const OWNED_VM = 2
export const BINDINGS = 3
export const PLACE_ON_LIST = 4
export const SIZE = 5
export const FLAGS_ASKED_FOR = 6
export const INACCESSIBLE_MAPPING = 7
export const MAPPING_OPERATIONS = 8
export const PAGE_ATTRIBUTES = 9
export const NEEDS = 10
/** As reports name them. */
export const needNames: readonly string[] = [
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
]

/** Of things of one kind that a call has taken; more count as so many. */
export const MOST_TAKEN = 3

export const newFileFields = (threads: number, hasNewFiles: boolean) => {
  const own = hasNewFiles ? threads : 0
  return {
    /** Things that the call in flight has taken, and neither given back nor handed out, indexed by thread and kind. */
    taken: perThread(cells(own * THINGS, MOST_TAKEN + 1), THINGS),
    /** 1 once the file that the call makes has it, indexed by thread and need. */
    madeReady: perThread(cells(own * NEEDS, 2), NEEDS),
    /** Flags of the inode that the call makes, indexed by thread; 0 until they are set. */
    newFlags: perThread(cells(own, 256), 1),
    /** Something was given back that the call had not taken: 1 + its kind, or 1 + THINGS + the kind of what is foreign, or CACHE_IN_USE. */
    givenTwice: signal(CACHE_IN_USE + 2),
    /** A file was handed out, or released, that lacks something: 1 + what. */
    lacksAtInstall: signal(NEEDS + 1),
    /** The private data of a file of another kind is taken for that of guest_memfd. */
    foreignDataUsed: signal(),
    /** The index from which pages are interleaved is not the same for all pages of a file. */
    interleavesByOffset: signal(),
    /** The kernel is told the memory policy of another page. */
    otherPolicy: signal(),
  }
}
