/**
 * The functions of a tree's guest_memfd.c: who enters the file, what is reached from there, and what of that runs as C.
 */
import { isAnchored } from '../../anchors/index.ts'
import type { CFile, CFunction } from '../../c/parse/parse.ts'
import { tableMembersOf } from '../../c/parse/tables.ts'
import { notCalledIn } from '../../code/seams.ts'
import type { Extraction } from '../extraction.ts'

/**
 * `as C`: it runs, as the tree has it. `by hand`: what is written by hand for it stands in. `not judged`: nothing of the
 * model calls it. `not called`: nothing of the kernel calls it.
 */
type TreeTreatment = 'as C' | 'by hand' | 'not judged' | 'not called'

export interface TreeFunction {
  readonly fn: CFunction
  /** For one that others call: by what name, `.fault of vm_operations_struct`. */
  readonly entry?: string
  readonly treatment: TreeTreatment
  /** Why it does not run as C. */
  readonly why?: string
}

/** Functions that are entries, or that an entry reaches, in the order of the file. */
export function functionsOfTree(file: CFile, extraction: Extraction): TreeFunction[] {
  const entries = entriesOf(file)
  const names = namesIn(file)
  const placed = new Set([...extraction.modelled.replaceable.values()].flat())
  const runs = runningIn(file, extraction)
  const idle = notCalledIn(extraction.design, file)
  const treated = (name: string): Pick<TreeFunction, 'treatment' | 'why'> => {
    if (runs.has(name)) return { treatment: 'as C' }
    const notCalled = idle.get(name)
    if (notCalled !== undefined) return { treatment: 'not called', why: notCalled }
    const refused = extraction.refused.find(one => one.name === name)
    const why = refused && `line ${refused.line}: ${refused.reason}`
    if (placed.has(name))
      return { treatment: 'by hand', why: why ?? 'nothing calls it where the model has a place for it' }
    if (entries.has(name) && isAnchored(name))
      return { treatment: 'by hand', why: 'the states that are written by hand for it have no place for the C' }
    return { treatment: 'not judged', ...(why !== undefined && { why }) }
  }
  const reached = closure([...entries.keys()], names)
  return file.functions
    .filter(({ name }) => reached.has(name))
    .map(fn => {
      const entry = entries.get(fn.name)
      const own = treated(fn.name)
      const why = own.why ?? (own.treatment === 'not judged' ? reasonFor(fn.name, entries, names, treated) : undefined)
      return { fn, ...(entry !== undefined && { entry }), ...own, ...(why !== undefined && { why }) }
    })
}

/** Why a function that can be lowered does not run. */
function reasonFor(
  name: string,
  entries: ReadonlyMap<string, string>,
  names: ReadonlyMap<string, readonly string[]>,
  treated: (name: string) => Pick<TreeFunction, 'treatment'>,
): string {
  if (entries.has(name)) return 'no operation of the model calls it'
  const callers = [...names].filter(([, named]) => named.includes(name)).map(([caller]) => caller)
  const stops = callers.find(caller => treated(caller).treatment !== 'as C')
  return `${stops ?? callers[0]}() calls it, which does not run as C`
}

/** By function: how it is entered. What is not static others call; what a table names the kernel calls. */
function entriesOf(file: CFile): Map<string, string> {
  const found = new Map<string, string>()
  for (const { struct, member, fn } of tableMembersOf(file)) found.set(fn, `.${member} of ${struct}`)
  for (const { name, node } of file.functions) {
    const isStatic = node.children.some(one => one.type === 'storage_class_specifier' && one.text === 'static')
    if (!isStatic && !found.has(name)) found.set(name, 'KVM calls it')
  }
  return found
}

/** By function: functions of the file that its body names, to call them or to hand them on. */
function namesIn({ functions }: CFile): Map<string, readonly string[]> {
  const defined = new Set(functions.map(({ name }) => name))
  return new Map(
    functions.map(({ name, node }) => {
      const named = new Set(node.descendantsOfType('identifier').map(({ text }) => text))
      return [name, [...named].filter(one => one !== name && defined.has(one))]
    }),
  )
}

function closure(from: readonly string[], names: ReadonlyMap<string, readonly string[]>): Set<string> {
  const found = new Set(from)
  // A set that grows is gone through to its end.
  for (const name of found) for (const next of names.get(name) ?? []) found.add(next)
  return found
}

/** Functions in which statements of the code stand that runs, those that only macros call among them. */
function runningIn(file: CFile, { sides }: Extraction): ReadonlySet<string> {
  const starts = sides.after.lowered.flatMap(({ code }) => code.marks.map(({ start }) => start))
  const runs = ({ node }: CFunction) => starts.some(at => node.startIndex <= at && at < node.endIndex)
  return new Set(file.functions.filter(runs).map(({ name }) => name))
}
