/**
 * Files made and asked about, and the module loaded: without pages, and each call alone.
 */
import { type Call, each } from '../../../checker/declare.ts'
import { GUEST_MEMFD_FLAG_INIT_SHARED, GUEST_MEMFD_FLAG_MMAP } from '../../kernel/creation/file-flags.ts'
import { PAGE_SIZE } from '../../kernel/state/page-size.ts'
import type { Kernel } from '../../kernel/state/state.ts'
import { PRIVATE } from '../../kernel/state/values.ts'
import { MAPPINGS, READ_ONLY_MAPPING } from '../../operations/files/mapping-flags.ts'
import { type PlainName, plainCalls } from '../../operations/files/plain-calls.ts'
import { DESCRIPTORS, IOCTLS, ODD_FIELDS } from '../../operations/files/sound-requests.ts'
import { guestMaps, pinned, shared } from '../parts/initial.ts'
import { bound, ofVm, opened } from '../parts/memslots.ts'
import { pagesOf, punch, sharedPage, withParts, written } from '../parts/pages.ts'
import type { Scenario } from '../parts/scenario.ts'
import { guestFault, thread } from '../parts/sizes.ts'

/** -4 as a byte. */
const NEGATIVE = 252
/** Half of all bytes: with a sign, below 0. */
const HIGH = 128
/** No flag has that bit. */
const UNKNOWN = 8

const kebab = (name: string): string => name.replaceAll(' ', '-')

/** Files are made, of one of the sizes and with one of the flags each time. */
const createFiles = (sizes: readonly number[], flags: readonly number[], times = 1): Call => ({
  operation: 'create file',
  args: each({ vm: [0], 'creation.size': sizes, 'creation.flags': flags }),
  times,
})

export const creations: readonly Scenario[] = [
  {
    name: 'create-file-out-of-memory',
    summary: 'files are made, of right and of wrong sizes, with known and unknown flags; memory runs out once',
    bounds: pagesOf(1, 1, 1),
    environment: withParts('new-files'),
    initial: [() => {}],
    threads: [thread('ioctl', createFiles([PAGE_SIZE, PAGE_SIZE + 1, 0, NEGATIVE], [0, UNKNOWN], 2))],
    goals: ['injected-failure'],
  },
  {
    name: 'create-file-without-flags',
    summary: 'files are made for a VM that supports no flags, and asked for with them',
    bounds: pagesOf(1, 1),
    environment: withParts('new-files', 'unmappable-file'),
    initial: [() => {}],
    threads: [thread('ioctl', createFiles([PAGE_SIZE], [0, GUEST_MEMFD_FLAG_MMAP, GUEST_MEMFD_FLAG_INIT_SHARED]))],
    goals: [],
  },
]

export const flaggedCreations: readonly Scenario[] = [
  {
    name: 'create-file-with-flags',
    summary: 'files are made that the host may map, or that are shared from the start',
    bounds: pagesOf(1, 1),
    environment: withParts('new-files'),
    initial: [() => {}],
    threads: [
      thread(
        'ioctl',
        createFiles(
          [PAGE_SIZE],
          [GUEST_MEMFD_FLAG_MMAP, GUEST_MEMFD_FLAG_INIT_SHARED, GUEST_MEMFD_FLAG_MMAP | GUEST_MEMFD_FLAG_INIT_SHARED],
        ),
      ),
    ],
    goals: [],
  },
]

export const hostMappings: readonly Scenario[] = [
  {
    name: 'map-file',
    summary: 'the host process asks to map the file, shared, privately and for reading',
    bounds: pagesOf(1, 1),
    environment: withParts(),
    initial: [() => {}],
    threads: [
      thread('host', {
        operation: 'map file',
        args: each({ vm: [0], 'mapping.flags': [...MAPPINGS, READ_ONLY_MAPPING] }),
        times: 1,
      }),
    ],
    goals: [],
  },
  {
    name: 'map-unmappable-file',
    summary: 'the host process asks to map a file that it may not map, though its memory is shared',
    bounds: pagesOf(1, 1),
    environment: withParts('unmappable-file', 'shared-file'),
    initial: [() => {}],
    threads: [thread('host', { operation: 'map file', args: each({ vm: [0], 'mapping.flags': MAPPINGS }), times: 1 })],
    goals: [],
  },
]

export const oddRequests: readonly Scenario[] = [
  {
    name: 'fallocate-anyhow',
    summary: 'fallocate with modes and ranges that files have and have not',
    bounds: pagesOf(2, 1),
    environment: withParts(),
    initial: [() => {}],
    threads: [
      thread('host', {
        operation: 'fallocate anyhow',
        args: each({ vm: [0], mode: [0, 1, 2, 3, 9], offset: [0, 1, 2, 4], len: [2, 3, 4] }),
        times: 2,
      }),
    ],
    goals: [],
  },
  {
    name: 'bind-anyhow',
    summary: 'a memslot is bound to descriptors of all kinds, at pages that its file has and has not',
    bounds: pagesOf(2, 1, 0, 2),
    environment: withParts('memslots', 'new-files'),
    initial: [
      kernel => {
        opened(kernel, 0)
        opened(kernel, 1)
        kernel.slotAllocated[0] = 1
      },
    ],
    threads: [
      thread('ioctl', {
        operation: 'bind anyhow',
        args: each({ vm: [0], fd: DESCRIPTORS, offset: [0, 2, 4, 6, HIGH] }),
        times: 1,
      }),
    ],
    goals: [],
  },
]

const migrate = thread('compaction', { operation: 'migrate', args: each({ page: [0], any: [0] }), times: 1 })
const inUse = (kernel: Kernel): void => {
  written(kernel, 0)
  guestMaps(kernel, 0)
}

/** Folios that move: only of mappings that say so. */
export const migrations: readonly Scenario[] = [
  {
    name: 'migrate-page-during-punch-hole',
    summary: 'a page is moved while a hole is punched there',
    bounds: pagesOf(1, 2),
    environment: withParts(),
    initial: [inUse],
    threads: [migrate, thread('fallocate', punch(0, 1))],
    goals: [],
  },
  {
    name: 'migrate-page-during-guest-fault',
    summary: 'a page is moved while a guest that has mapped it faults on it again',
    bounds: pagesOf(1, 2),
    environment: withParts(),
    initial: [inUse, kernel => void written(kernel, 0)],
    threads: [migrate, thread('vCPU', guestFault([0], [PRIVATE]))],
    goals: [],
  },
]

const convertAnyhow = thread('ioctl', {
  operation: 'convert anyhow',
  args: each({
    vm: [0],
    fd: IOCTLS,
    mode: ODD_FIELDS,
    offset: [0, 1, 2, 4, NEGATIVE + 2],
    len: [0, 2, 3, 4, NEGATIVE + 2],
  }),
  times: 1,
})

/** Conversions that are asked for with whatever user space has. */
export const oddConversions: readonly Scenario[] = [
  {
    name: 'convert-anyhow',
    summary: 'attributes are asked for with fields and of ranges that nobody knows; user memory is gone once',
    bounds: pagesOf(2, 1, 1),
    environment: withParts('firmware'),
    initial: [
      () => {},
      kernel => shared(kernel, 0, 2),
      kernel => {
        sharedPage(kernel, 0)
        sharedPage(kernel, 1)
        pinned(kernel, 1)
      },
    ],
    threads: [convertAnyhow],
    goals: [],
  },
  {
    name: 'convert-anyhow-without-private-memory',
    summary: 'attributes are asked for of the file of a VM that has no private memory; user memory is gone once',
    bounds: pagesOf(1, 1, 1),
    environment: withParts('no-private-memory', 'shared-file'),
    initial: [kernel => shared(kernel, 0)],
    threads: [convertAnyhow],
    goals: [],
  },
]

const write = (times = 1) =>
  thread('host', {
    operation: 'write file',
    args: each({ vm: [0], offset: [0, 1, 2, 4], len: [PAGE_SIZE, 1] }),
    times,
  })

/** write() to files that offer it, and to one without the flags that it may ask for. */
export const writes: readonly Scenario[] = [
  {
    name: 'write-out-of-memory',
    summary: 'the host writes to two pages of the file, within pages and behind its end; memory runs out once',
    bounds: pagesOf(2, 1, 1),
    environment: withParts('newer-flags'),
    initial: [() => {}, kernel => void written(kernel, 0)],
    threads: [write(2)],
    goals: [],
  },
  {
    name: 'write-without-flags',
    summary: 'the host writes to a file that was made without flags',
    bounds: pagesOf(1, 1),
    environment: withParts('unmappable-file'),
    initial: [() => {}],
    threads: [write()],
    goals: [],
  },
  {
    name: 'write-during-punch-hole',
    summary: 'the host writes to a page while a hole is punched there',
    bounds: pagesOf(1, 2),
    environment: withParts('newer-flags'),
    initial: [inUse],
    threads: [write(), thread('fallocate', punch(0, 1))],
    goals: [],
  },
  {
    name: 'write-during-guest-fault',
    summary: 'the host writes to a page while the guest accesses it for the first time',
    bounds: pagesOf(1, 2),
    environment: withParts('newer-flags'),
    initial: [() => {}],
    threads: [write(), thread('vCPU', guestFault([0], [PRIVATE]))],
    goals: [],
  },
]

const plain = (name: PlainName) =>
  thread('host', { operation: name, args: each({ vm: [0], page: [0, 1], any: [0, 1] }), times: 1 })

/** Each call that nothing is written by hand for, and that somebody makes who holds what it looks at. */
export const plainScenarios: readonly Scenario[] = plainCalls
  .filter(({ name }) => name !== 'ask what a gfn is')
  .map(({ name, summary }) => ({
    name: `${kebab(name)}-out-of-memory`,
    summary: `${summary}; memory runs out once`,
    bounds: pagesOf(2, 1, 1),
    environment: withParts('new-files'),
    initial: [() => {}],
    threads: [plain(name)],
    goals: [],
  }))

/** Those of others. */
export const questions: readonly Scenario[] = [
  {
    name: 'ask-what-a-gfn-is-while-file-is-closed',
    summary: 'KVM asks whether a gfn is private, while the file of its memslot is closed',
    bounds: pagesOf(2, 2),
    environment: withParts('memslots'),
    initial: [kernel => bound(kernel, 0)],
    threads: [plain('ask what a gfn is'), thread('VMM', ofVm('close'), ofVm('release'))],
    goals: [],
  },
]
