/**
 * Error numbers: C's, and the words the model's results are made of.
 */
import {
  EACCES,
  EAGAIN,
  EBADF,
  EEXIST,
  EFAULT,
  EHWPOISON,
  EINTR,
  EINVAL,
  EIO,
  ENOENT,
  ENOMEM,
  GARBAGE,
  OK,
  OTHER,
  otherErrnos,
} from '../state/values.ts'

/** As include/uapi/asm-generic/errno-base.h and errno.h number them, but for EHWPOISON, which no byte holds. */
export const errno = {
  ENOENT: 2,
  EINTR: 4,
  EIO: 5,
  EAGAIN: 11,
  ENOMEM: 12,
  EACCES: 13,
  EFAULT: 14,
  EEXIST: 17,
  EINVAL: 22,
  ENOTTY: 25,
  EBADF: 9,
  ENODEV: 19,
  EOPNOTSUPP: 95,
  EPERM: 1,
  ENXIO: 6,
  E2BIG: 7,
  EBUSY: 16,
  EFBIG: 27,
  ENOSPC: 28,
  ERANGE: 34,
  EDEADLK: 35,
  ENOSYS: 38,
  EOVERFLOW: 75,
  ETIMEDOUT: 110,
  EHWPOISON: 120,
}

const words: readonly (readonly [number, number])[] = [
  [0, OK],
  [-errno.ENOMEM, ENOMEM],
  [-errno.EAGAIN, EAGAIN],
  [-errno.EEXIST, EEXIST],
  [-errno.ENOENT, ENOENT],
  [-errno.EINTR, EINTR],
  [-errno.EACCES, EACCES],
  [-errno.EFAULT, EFAULT],
  [-errno.EIO, EIO],
  [-errno.EINVAL, EINVAL],
  [-errno.EHWPOISON, EHWPOISON],
  [-errno.EBADF, EBADF],
  ...otherErrnos.map((name, at) => [-errno[name], OTHER + at] as const),
]

/** The model's word for what a C function returned; GARBAGE for a value that is no known error. */
export const wordOf = (result: number): number => words.find(([number]) => number === result)?.[1] ?? GARBAGE

/** The number that the C would have returned for a word of the model. */
export const numberOf = (word: number): number => words.find(([, known]) => known === word)?.[0] ?? 1
