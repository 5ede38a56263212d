/**
 * The values of kernel fields, and how traces spell them.
 */
import type { Show } from '../../../checker/declare.ts'

/** SHAREABILITY_GUEST: only the guest may fault the page. */
export const PRIVATE = 0
/** SHAREABILITY_ALL: host and guest may fault the page. */
export const SHARED = 1

/** Results of kernel functions: 0, a negative errno by its number here, or a C local nobody has assigned. */
export const OK = 0
export const ENOMEM = 1
export const EAGAIN = 2
export const EEXIST = 3
export const ENOENT = 4
export const EINTR = 5
export const EACCES = 6
export const EFAULT = 7
/** RET_PF_RETRY: the fault is stale, and the guest will fault again. */
export const RETRY = 8
/** VM_FAULT_SIGBUS. */
export const SIGBUS = 9
/** The errno of an architecture callback. */
export const EIO = 10
/** A local without initialiser that nobody has assigned: reading it is a choice of the environment. */
export const UNSET = 11
/** Whatever non-zero value an unassigned local happened to have. */
export const GARBAGE = 12
/** The page is poisoned. */
export const EHWPOISON = 13
export const EINVAL = 14
/** No file is open by that number. */
export const EBADF = 15
/** The errnos that follow are numbered from here on. */
export const OTHER = 16
export const otherErrnos = [
  'ENODEV',
  'ENOTTY',
  'EOPNOTSUPP',
  'EPERM',
  'ENXIO',
  'E2BIG',
  'EBUSY',
  'EFBIG',
  'ENOSPC',
  'ERANGE',
  'EDEADLK',
  'ENOSYS',
  'EOVERFLOW',
  'ETIMEDOUT',
] as const
export const RESULTS = OTHER + otherErrnos.length
/** The file cannot be mapped. */
export const ENODEV = 16
/** The file has no such ioctl. */
export const ENOTTY = 17
/** The file has no such operation. */
export const EOPNOTSUPP = 18

const resultNames = [
  '0',
  '-ENOMEM',
  '-EAGAIN',
  '-EEXIST',
  '-ENOENT',
  '-EINTR',
  '-EACCES',
  '-EFAULT',
  'RET_PF_RETRY',
  'VM_FAULT_SIGBUS',
  '-EIO',
  'unset',
  'garbage',
  '-EHWPOISON',
  '-EINVAL',
  '-EBADF',
  ...otherErrnos.map(name => `-${name}`),
]
export const showResult: Show = result => resultNames[result] ?? String(result)

export const showShare: Show = share => (share === SHARED ? 'SHARED' : 'PRIVATE')

/** Which memslot of a VM, 0 for none. */
export const showMemslot: Show = which => ['-', 'memslot', 'second memslot', 'third memslot'][which] ?? String(which)

/** What vCPUs see of a memslot that is being deleted. */
export const INVALID = 2
export const showVisible: Show = visible => ['no', 'yes', 'invalid'][visible] ?? String(visible)

/** `1 + thread`, 0 for nobody. */
export const showOwner: Show = owner => (owner === 0 ? '-' : `CPU${owner - 1}`)

/** `1 + VM`, 0 for the host. */
export const showVm: Show = owner => (owner === 0 ? '-' : `VM${owner - 1}`)

/** A mask of threads. */
export const showThreads: Show = mask => {
  const threads: number[] = []
  for (let thread = 0; mask >> thread > 0; thread++) if ((mask >> thread) & 1) threads.push(thread)
  return `{${threads.join(',')}}`
}

/** A filemap slot or host PTE: 0, or 1 + the first frame of the folio (slot), 1 + the frame of the page (PTE). */
export const showFrame: Show = slot => (slot === 0 ? '-' : `frame ${slot - 1}`)

/** Levels of an SPTE. */
export const LEVEL_4K = 0
export const LEVEL_HUGE = 1
/** An SPTE: 0, or 1 + 2 * frame + level. */
export const showSpte: Show = spte =>
  spte === 0 ? '-' : `frame ${(spte - 1) >> 1}${((spte - 1) & 1) === LEVEL_HUGE ? ' huge' : ' 4K'}`

/** A bound of an invalidation range: 0 for none (INVALID_GPA), or 1 + the gfn. */
export const showBound: Show = bound => (bound === 0 ? '-' : String(bound - 1))

export const showFlag: Show = flag => (flag === 0 ? 'no' : 'yes')

/** The contents of a frame: data that its last owner left there. What is above ZERO is somebody's data. */
export const STALE = 0
/** A copy of the initial image that the firmware refused. */
export const REFUSED = 1
/** Zeros. */
export const ZERO = 2
/** Data that a guest wrote. */
export const GUEST = 3
/** Part of the initial image. */
export const POPULATED = 4
/** Data that the host wrote through its mapping. */
export const HOST = 5
export const CONTENTS = 6

/** Where an initial image comes from: pages of user memory, */
export const IMAGE_COPIED = 0
/** the firmware, which fills pages with zeroes, */
export const IMAGE_ZEROES = 1
/** or the pages of the file, as the host has written them. */
export const IMAGE_IN_PLACE = 2

const contentsNames = ['stale', 'refused', 'zero', 'guest', 'populated', 'host']
export const showContents: Show = contents => contentsNames[contents] ?? String(contents)

/** Of a populate in flight: what it has done to a page; see memory/contents.ts. */
export const showImage: Show = done => ['-', 'copied in', 'marked'][done] ?? String(done)

/** How much of a file is left; see memslots/files.ts. */
export const showLife: Show = life => ['alive', 'gmem freed', 'freed'][life] ?? String(life)

/** `1 + share` as a conversion found it, 0 while none runs. */
export const showShareBefore: Show = share => (share === 0 ? '-' : showShare(share - 1))

/** Of a frame since a hole took its lock: nobody has looked, it did not stand in the file, it does, or it also holds its data. */
export const UNKNOWN = 0
export const CAME_LATER = 1
export const STANDS = 2
export const HOLDS_DATA = 3
export const HOLE_STATES = 4
export const showSinceHole: Show = since => ['-', 'came later', 'stands', 'holds its data'][since] ?? String(since)
