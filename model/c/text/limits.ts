/**
 * How large and how deep C may be. No file of a kernel comes near; beyond, a parser takes minutes or runs out of stack.
 */
import { InputError } from '../../../checker/declare.ts'
import { lineOf, type Node } from './grammar.ts'
import { masked, unclosedComment } from './mask.ts'

const LARGEST = 2 ** 23
/** Of brackets, of branches of #if, and of what the grammar puts into each other. */
export const DEEPEST = 200
const DEEPEST_TREE = 400
const MOST_FUNCTIONS = 5_000

/** @throws InputError when the text is too large, a comment does not end, or too many brackets stand in each other */
export function refuseHuge(text: string, file: string): void {
  if (text.length > LARGEST)
    throw new InputError(`${file} is larger than ${LARGEST / 2 ** 20} MiB\ngive the C files that the patch changes`)
  const comment = unclosedComment(text)
  if (comment !== undefined) {
    const line = text.slice(0, comment).split('\n').length
    throw new InputError(`${file}:${line}: a comment begins here and does not end\ngive a patch whose code compiles`)
  }
  refuseNests(masked(text), file)
}

function refuseNests(bare: string, file: string): void {
  let depth = 0
  let line = 1
  for (let at = 0; at < bare.length; at++) {
    const char = bare[at]!
    if (char === '\n') {
      line += 1
      // At the left margin a function ends, however its macros balance.
      if (bare[at + 1] === '}') depth = 1
    } else if ('([{'.includes(char)) depth += 1
    else if (')]}'.includes(char) && depth > 0) depth -= 1
    if (depth > DEEPEST) throw tooDeep(file, line, 'brackets', DEEPEST)
  }
}

/** @throws InputError when the grammar puts more into each other than can be walked through */
export function refuseDeepTree(root: Node, file: string): void {
  const cursor = root.walk()
  try {
    walkAll(cursor, file)
  } finally {
    // A cursor that is left to the garbage collector frees memory that is not its own (web-tree-sitter 0.27.1).
    cursor.delete()
  }
}

function walkAll(cursor: ReturnType<Node['walk']>, file: string): void {
  let depth = 0
  for (;;) {
    if (cursor.gotoFirstChild()) depth += 1
    else {
      while (!cursor.gotoNextSibling()) {
        if (!cursor.gotoParent()) return
        depth -= 1
      }
    }
    if (depth > DEEPEST_TREE) throw tooDeep(file, lineOf(cursor.currentNode), 'expressions or statements', DEEPEST_TREE)
  }
}

export function refuseMany(functions: readonly unknown[], file: string): void {
  if (functions.length > MOST_FUNCTIONS)
    throw new InputError(`${file} has more than ${MOST_FUNCTIONS} functions\ngive C as people write it`)
}

export const tooDeep = (file: string, line: number, what: string, most: number): InputError =>
  new InputError(`${file}:${line}: more than ${most} ${what} stand in each other\ngive C as people write it`)
