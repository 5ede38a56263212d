/**
 * Functions that do the same before and after a patch, whatever the functions that they call do: the same calls and writes
 * of what others may see, in the same order and with the same arguments, and the same result.
 *
 * A function that the patch changes, adds or takes away is part of those that call it. What the text does not tell is told
 * by names ({@link PlainNames}); what is not understood is not the same.
 */

import type { CFile, CFunction } from '../parse/parse.ts'
import { childOf } from '../text/grammar.ts'
import { Builder, type ProgramDetail } from './builder.ts'
import { StableWritten, Unreadable } from './building.ts'
import type { PlainNames } from './names.ts'
import type { Program } from './program.ts'
import { statement } from './statements.ts'
import { doTheSame } from './walk.ts'

/**
 * Names of functions whose text differs, or which stand on one side only, and that make no difference. Where something of
 * the configuration that nobody has said decides about a part of one, none is known to be the same.
 */
export function sameFunctions(before: CFile, after: CFile, names: PlainNames): ReadonlySet<string> {
  const changed = changedIn(before, after)
  const isOpen = [before, after].some(file =>
    file.functions.some(fn => changed.has(fn.name) && fn.choices.some(({ line }) => line > fn.start)),
  )
  return changed.size === 0 || isOpen ? new Set() : sameIn(before, after, changed, names)
}

function changedIn(before: CFile, after: CFile): ReadonlySet<string> {
  const all = new Set([...before.functions, ...after.functions].map(({ name }) => name))
  const differs = (name: string): boolean => {
    const [was, is] = [before, after].map(file => file.functions.filter(one => one.name === name))
    return was!.length !== 1 || is!.length !== 1 || was![0]!.hash !== is![0]!.hash
  }
  return new Set([...all].filter(differs))
}

function sameIn(before: CFile, after: CFile, changed: ReadonlySet<string>, names: PlainNames): ReadonlySet<string> {
  const inBoth = [...changed].filter(name => [before, after].every(file => only(file, name) !== undefined))
  const programs = [before, after].map(file => new Programs(file, changed, names))
  const doAsBefore = (name: string): boolean =>
    [false, true].some(rounds => {
      const [was, is] = programs.map(those => those.of(name, { rounds }))
      return was !== undefined && is !== undefined && doTheSame(was, is, names.errors)
    })
  const equal = new Set(inBoth.filter(doAsBefore))
  // What stands on one side only, or has other parameters, is part of its callers, where it is only called.
  const isEqual = (name: string): boolean =>
    equal.has(name) ||
    (!changed.has(name) && [before, after].every(file => only(file, name) !== undefined) && doAsBefore(name))
  const called = (name: string) => {
    const callers = [before, after].flatMap(file => callersOf(file, name))
    return callers.length > 0 && callers.every(caller => caller !== undefined && isEqual(caller))
  }
  for (let size = -1; size !== equal.size; ) {
    size = equal.size
    for (const name of changed) if (!equal.has(name) && isStatic(before, after, name) && called(name)) equal.add(name)
  }
  return equal
}

const only = (file: CFile, name: string): CFunction | undefined => {
  const those = file.functions.filter(one => one.name === name)
  return those.length === 1 ? those[0] : undefined
}

/** So many blocks has a function, at most, that only asks and is part of its callers for that. */
const SHORT = 60

/** The programs of a file's functions. */
class Programs {
  private readonly file: CFile
  private readonly changed: ReadonlySet<string>
  private readonly names: PlainNames
  private readonly quiet = new Map<string, boolean>()

  constructor(file: CFile, changed: ReadonlySet<string>, names: PlainNames) {
    this.file = file
    this.changed = changed
    this.names = names
  }

  /** Nothing where it is not understood. */
  of(name: string, how: ProgramDetail = {}): Program | undefined {
    const isPart = (callee: string) =>
      only(this.file, callee) !== undefined && (this.changed.has(callee) || this.asks(callee))
    try {
      return new Builder(this.file, this.names, isPart, statement, how).program(only(this.file, name)!)
    } catch (error) {
      if (error instanceof StableWritten)
        return this.of(name, { ...how, written: new Set([...(how.written ?? []), error.field]) })
      if (error instanceof Unreadable) return undefined
      throw error
    }
  }

  /** It makes no event: what it returns is told by what it is given, and by memory. */
  private asks(name: string): boolean {
    const known = this.quiet.get(name)
    if (known !== undefined) return known
    this.quiet.set(name, false)
    const program = this.of(name)
    const asks =
      program !== undefined &&
      program.blocks.length < SHORT &&
      program.blocks.every(({ ops, exit }) => exit.kind !== 'stop' && ops.every(({ kind }) => kind === 'set'))
    this.quiet.set(name, asks)
    return asks
  }
}

const isStatic = (before: CFile, after: CFile, name: string): boolean =>
  [before, after].every(file =>
    file.functions
      .filter(one => one.name === name)
      .every(({ node }) => node.children.some(one => one.type === 'storage_class_specifier' && one.text === 'static')),
  )

/** Functions that call it; nothing in the place of one that takes its address, or of a table that does. */
function callersOf(file: CFile, name: string): (string | undefined)[] {
  const uses = file.root.descendantsOfType('identifier').filter(one => one.text === name)
  return uses.flatMap(one => {
    const fn = file.functions.find(({ node }) => node.startIndex <= one.startIndex && one.endIndex <= node.endIndex)
    const isDeclarator = one.parent?.type === 'function_declarator'
    if (isDeclarator) return []
    const { parent } = one
    const isCalled = parent?.type === 'call_expression' && childOf(parent, 'function')?.id === one.id
    return [isCalled ? fn?.name : undefined]
  })
}
