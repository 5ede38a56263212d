/**
 * What a step does, in words of kernel developers: `installs a huge private SPTE at gfn 2 for frame 0`.
 */
import type { Change } from '../../../../checker/index.ts'
import type { Kernel } from '../../../../model/kernel/state/state.ts'
import { listWords } from '../../../text/words.ts'
import { changePhrases, type ShowIndex } from './changes.ts'

/** Verb phrases, in the order of the changes; those that nothing here has words for say the field. */
export function deedsOf(changes: readonly Change[], showIndex: ShowIndex): string[] {
  const deeds: string[] = []
  const plain: Change[] = []
  for (const [field, those] of byField(changes)) {
    const words = wordsOf[field]?.(those, one => showIndex(one.field, one.index ?? 0), changes)
    if (words === undefined) plain.push(...those)
    else if (words !== '') deeds.push(words)
  }
  return [...deeds, ...changePhrases(plain, showIndex).map(phrase => `changes ${phrase.replaceAll('->', 'to')}`)]
}

type PlaceWords = (change: Change) => string

/** '' where another field says it. @param all changes of the step, those of other fields too */
type Deed = (those: readonly Change[], place: PlaceWords, all: readonly Change[]) => string | undefined

const listed = (those: readonly Change[], place: PlaceWords, one: string): string =>
  `${those.length === 1 ? one : `${one}s`} ${listWords(those.map(place))}`

const isSet = ({ before }: Change): boolean => before === 0

/** Taking and releasing: whose values are 0, or a holder. */
const lock =
  (name: string): Deed =>
  ([change]) =>
    isSet(change!) ? `takes ${name}` : `releases ${name}`

/** Sets of threads: one more, or one less. */
const members =
  (more: string, less: string): Deed =>
  ([change]) =>
    change!.after > change!.before ? more : less

/** `%` stands for the entries. */
const put = (words: string, what: string): string => words.replace('%', what)

const each =
  (one: string, sets: string, clears: string): Deed =>
  (those, place) => {
    const [set, cleared] = [those.filter(isSet), those.filter(change => change.after === 0)]
    if (set.length + cleared.length < those.length) return undefined
    return listWords([
      ...(cleared.length > 0 ? [put(clears, listed(cleared, place, one))] : []),
      ...(set.length > 0 ? [put(sets, listed(set, place, one))] : []),
    ])
  }

/** Values have names, which are told in brackets; entries that become alike are told together. */
const named = (one: string, sets: string, clears: string): Deed => {
  return (those, place) => {
    const values = new Map<string, Change[]>()
    for (const change of those) {
      const value = change.after === 0 ? '' : change.shows[1]
      values.set(value, [...(values.get(value) ?? []), change])
    }
    return listWords(
      [...values].map(([value, changes]) => {
        const entries = listed(changes, change => place(change).toLowerCase(), one)
        return value === '' ? put(clears, entries) : `${put(sets, entries)} (${value})`
      }),
    )
  }
}

const wordsOfLocks = {
  srcuReaders: members('enters an SRCU section', 'leaves its SRCU section'),
  folioLock: each('folio', 'locks %', 'unlocks %'),
  invalidateWriter: lock('the invalidate lock for write'),
  invalidateReaders: members('takes the invalidate lock for read', 'releases the invalidate lock, held for read'),
  mmuReaders: members('takes mmu_lock for read', 'releases mmu_lock, held for read'),
  xaLock: lock('xa_lock'),
  slotsLock: lock('slots_lock'),
  failureMutex: lock('mf_mutex'),
  allocationMutex: lock('the allocation mutex'),
} satisfies Partial<Record<keyof Kernel, Deed>>

/** Whether a field of the kernel says who holds a lock. */
export const isLock = (field: string): boolean => field in wordsOfLocks

const wordsOf: Readonly<Record<string, Deed>> = {
  ...wordsOfLocks,
  share: (those, place) => `makes ${listed(those, place, 'page')} ${those[0]!.shows[1].toLowerCase()}`,
  filemap: named('page', 'fills the filemap slot of %', 'takes % out of the filemap'),
  hostPte: named('page', 'maps % to the host', 'unmaps % from the host'),
  spte: named('', 'installs the SPTE of%', 'zaps the SPTE of%'),
  contents: (those, place) =>
    listWords(
      those.map(change => {
        const frame = `frame ${place(change)}`
        return wordsOfContents[change.shows[1]]?.(frame) ?? `leaves ${frame} ${change.shows[1]}`
      }),
    ),
  firmware: named('frame', 'has the firmware assign %', 'has the firmware take back %'),
  bindings: (those, place) => {
    const pages = listWords(those.map(place).map(at => (/^\d/.test(at) ? `page ${at}` : at)))
    return `${those[0]!.after === 0 ? 'unbinds' : 'binds'} the memslot at ${pages}`
  },
  slotFile: each('memslot', 'gives its file to %', 'takes its file from %'),
  releaseOwed: ([change]) => (isSet(change!) ? 'leaves the release of the file to task work' : ''),
  begunBy: () => '',
  warnedSpinning: () => '',
  imageDone: () => '',
  allocated: each('frame', 'allocates %', 'frees %'),
  // Frames that are allocated or freed as a hugepage are not merged or split.
  huge: (those, place, all) =>
    all.some(({ field }) => field === 'allocated')
      ? each('frame', 'makes the hugepage at %', '')(those, place, all)
      : each('frame', 'merges the hugepage at %', 'splits the hugepage at %')(those, place, all),
  uptodate: each('folio', 'marks % as uptodate', 'clears uptodate of %'),
  mapping: each('folio', 'gives % the inode as mapping', 'clears the mapping of %'),
  index: () => '',
  held: () => '',
  failuresLeft: () => '',
  refs: (those, place) =>
    listWords(
      those.map(change => {
        const [was, now] = change.shows
        const folio = `folio ${place(change)} (${was} to ${now})`
        if (change.after === 0 || change.before === 0)
          return change.before === 0 ? `sets the references of ${folio}` : `leaves no reference of ${folio}`
        return change.after > change.before ? `takes a reference of ${folio}` : `drops a reference of ${folio}`
      }),
    ),
  pins: (those, place) => `${those[0]!.after > those[0]!.before ? 'pins' : 'unpins'} ${listed(those, place, 'frame')}`,
  invalidateQueue: members('queues for the invalidate lock', 'leaves the queue of the invalidate lock'),
  faulting: members('takes the sequence number of its fault', 'ends its fault'),
  invalidating: members('begins an invalidation', 'ends an invalidation'),
  invalidateStart: ([change]) => (change!.after === 0 ? '' : `lets its window begin at gfn ${change!.shows[1]}`),
  invalidateEnd: ([change]) => (change!.after === 0 ? '' : `lets its window end before gfn ${change!.shows[1]}`),
  seqMoved: members('makes faults in flight stale', ''),
  hole: each('frame', 'takes away the direct map entry of %', 'gives back the direct map entry of %'),
  lruBatch: each('frame', 'puts % into an LRU batch', 'drains % from an LRU batch'),
  stash: each('block', 'stashes the metadata of %', 'takes back the metadata of %'),
  fileRefs: (those, place) =>
    `${those[0]!.after > those[0]!.before ? 'takes a reference' : 'drops a reference'} of ${listed(those, place, 'file')}`,
  fileListed: each('file', 'puts % on the list', 'takes % off the list'),
  slotVisible: (those, place) => {
    const [one] = those
    return `${['removes', 'shows', 'invalidates'][one!.after]} ${listed(those, place, 'memslot')}`
  },
  slotAllocated: each('memslot', 'allocates %', 'frees %'),
  hwpoison: each('frame', 'poisons %', 'unpoisons %'),
}

/** What a frame is made to hold. */
const wordsOfContents: Readonly<Record<string, (frame: string) => string>> = {
  zero: frame => `clears ${frame}`,
  populated: frame => `copies the initial image to ${frame}`,
  guest: frame => `writes data of the guest to ${frame}`,
  host: frame => `writes data of the host to ${frame}`,
}

function byField(changes: readonly Change[]): Map<string, Change[]> {
  const found = new Map<string, Change[]>()
  for (const change of changes) found.set(change.field, [...(found.get(change.field) ?? []), change])
  return found
}
