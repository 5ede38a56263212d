/**
 * Mutations of operations on files, and of requests that may be unsound.
 */
import { giveBack, install } from './kernel/creation/new-file.ts'
import { getForeign } from './kernel/memory/foreign.ts'
import { writeSlotFile } from './kernel/memslots/memslots.ts'
import { spendFailure } from './kernel/state/failures.ts'
import { POLICY } from './kernel/state/kinds/foreign.ts'
import { FOREIGN_FILE, INODE } from './kernel/state/new-files.ts'
import { EAGAIN, EBADF, EINVAL, GARBAGE } from './kernel/state/values.ts'
import { always, never, nothing } from './scenarios/parts/replacements.ts'
import type { Mutation } from './scenarios/parts/scenario.ts'

export const mutationsOfFiles: readonly Mutation[] = [
  {
    name: 'refuses-every-page',
    summary: 'every page counts as one behind the end',
    guards: { isBeyond: always },
  },
  {
    name: 'retries-every-page',
    summary: 'every page counts as one behind the end, whose fault is to be tried again',
    guards: { isBeyond: always },
    effects: {
      failBeyond: ({ call }) => {
        call.result = EAGAIN
      },
    },
  },
  {
    name: 'refuses-every-kind',
    summary: 'a guest access is never of the kind that the page has',
    guards: { kindDiffers: always },
  },
  {
    name: 'refuses-private-pages',
    summary: 'every page counts as shared where an initial image is copied in',
    guards: { isShared: always },
  },
  {
    name: 'refuses-sound-requests',
    summary: 'every request counts as one that asks for what there is not',
    guards: { isSound: never },
  },
  {
    name: 'refuses-sound-mappings',
    summary: 'every mapping counts as one that the file does not allow',
    guards: { isShared: never },
  },
  {
    name: 'tells-a-failed-hole',
    summary: 'a hole is punched, and the call returns an error',
    effects: {
      endRange: ({ call }) => {
        call.result = EINVAL
      },
    },
  },
  {
    name: 'without-inode-put',
    summary: 'making a file fails, and keeps the inode',
    effects: { putInode: nothing },
  },
  {
    name: 'puts-inode-twice',
    summary: 'making a file fails, and puts the inode twice',
    effects: {
      putInode: ({ kernel, self }) => {
        giveBack(kernel, self, INODE)
        giveBack(kernel, self, INODE)
      },
    },
  },
  {
    name: 'returns-another-number',
    summary: 'a file is installed, and its descriptor is not what the call returns',
    effects: {
      install: ({ kernel, self, call }) => {
        install(kernel, self)
        call.result = GARBAGE
      },
    },
  },
  {
    name: 'without-listing',
    summary: 'a file is installed that its inode does not know',
    effects: { listFile: nothing },
  },
  {
    name: 'without-size-check',
    summary: 'files are made of any size, with any flags',
    guards: { isBad: never },
  },
  {
    name: 'maps-privately',
    summary: 'the file is mapped whatever the mapping is',
    guards: { isShared: always },
  },
  {
    name: 'refuses-mappings-with-ebadf',
    summary: 'a mapping that the file does not allow is refused as if no file were open',
    effects: {
      refuseMapping: ({ call }) => {
        call.result = EBADF
      },
    },
  },
  {
    name: 'fails-silently',
    summary: 'memory runs out, and the call says that it succeeded',
    effects: { fail: ({ kernel }) => spendFailure(kernel) },
  },
  {
    name: 'without-end-check',
    summary: 'pages are allocated behind the end of the file',
    guards: { isBeyond: never },
  },
  {
    name: 'without-request-check',
    summary: 'requests are met whatever they ask for',
    guards: { isSound: always },
  },
  {
    name: 'takes-any-file',
    summary: 'a memslot is bound to a file of any kind',
    effects: {
      refuse: ({ kernel, call }) => {
        call.result = EINVAL
        if (call.fd === FOREIGN_FILE) kernel.foreignDataUsed = 1
      },
    },
  },
  {
    name: 'keeps-refused-file',
    summary: 'a memslot whose binding is refused points at the file',
    effects: {
      refuse: ({ kernel, call }) => {
        call.result = EINVAL
        writeSlotFile(kernel, call.vm!, 1)
      },
    },
  },
  {
    name: 'keeps-policy',
    summary: 'a memory policy that was looked up is never put',
    effects: { noteFailures: ({ kernel, self }) => getForeign(kernel, self, POLICY) },
  },
  {
    name: 'interleaves-by-offset',
    summary:
      'pages are interleaved from an index that has their offset in it, and have policies by their place in the mapping',
    effects: {
      noteFailures: ({ kernel, call }) => {
        call.failures = kernel.failuresLeft
        if (call.page! > 0) kernel.interleavesByOffset = 1
        if (call.any! > 0) kernel.otherPolicy = 1
      },
    },
  },
]
