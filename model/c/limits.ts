/**
 * How large and how deep C may be. No file of a kernel comes near; beyond, a parser takes minutes or runs out of stack.
 */
import { InputError } from '../../checker/declare.ts'
import { lineOf, type Node } from './grammar.ts'

const LARGEST = 2 ** 23
/** Of brackets, of branches of #if, and of what the grammar puts into each other. */
export const DEEPEST = 200
const DEEPEST_TREE = 400

/**
 * @param bare C text without comments and strings
 * @throws InputError when it is too large, or brackets are put into each other too often
 */
export function refuseNests(bare: string, file: string): void {
  if (bare.length > LARGEST)
    throw new InputError(`${file} is larger than ${LARGEST / 2 ** 20} MiB\ngive the C files that the patch changes`)
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

export const tooDeep = (file: string, line: number, what: string, most: number): InputError =>
  new InputError(`${file}:${line}: more than ${most} ${what} stand in each other\ngive C as people write it`)
