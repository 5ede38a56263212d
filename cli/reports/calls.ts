/**
 * Calls as people say them: `convert 0-1 to shared`.
 */
import { SHARED } from '../../model/kernel/words.ts'

type Arguments = Readonly<Record<string, number>>

const pages = ({ start = 0, pages = 1 }: Arguments): string => range(start, start + pages - 1)
const kind = (share?: number): string => (share === SHARED ? 'shared' : 'private')

/** By operation; the others are said argument by argument. */
const says: Readonly<Record<string, (args: Arguments) => string>> = {
  allocate: args => `allocate ${pages(args)}`,
  convert: args => `convert ${pages(args)} to ${kind(args.share)}`,
  'guest fault': args => `guest fault, ${kind(args.kind)} gfn ${args.gfn}${args.vm ? ` of VM ${args.vm}` : ''}`,
}

/** An operation and its arguments, in words. */
export function callWords(operation: string, args: Arguments): string {
  const words = says[operation]
  if (words) return words(args)
  const list = Object.entries(args).map(([name, value]) => `${name} ${value}`)
  return list.length === 0 ? operation : `${operation}, ${list.join(', ')}`
}

/** `2`, or `2-5`. */
export const range = (first: number, last: number): string => (first === last ? `${first}` : `${first}-${last}`)
