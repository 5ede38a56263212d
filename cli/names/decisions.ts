/**
 * What designs decide, in the words in which it is declared: the package has the declarations beside the program.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectFile } from './program.ts'

export interface Decision {
  readonly name: string
  /** What is decided. */
  readonly says: string
  /** Answers, each with what it means and who gives it. */
  readonly answers: readonly { readonly answer: string; readonly says: string }[]
}

/** By the name of the file that declares them, then as they stand there. */
export function allDecisions(): Decision[] {
  const folder = projectFile('dist/model/designs/decisions')
  return readdirSync(folder)
    .filter(file => file.endsWith('.d.ts'))
    .sort()
    .flatMap(file => decisionsIn(readFileSync(join(folder, file), 'utf8')))
}

/** Members of an interface, each below its comment. */
const decisionsIn = (text: string): Decision[] =>
  [...text.matchAll(/\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*readonly (\w+):/g)].map(([, comment, name]) => ({
    name: name!,
    ...saidIn(comment!),
  }))

/** `name`: begins what is said of an answer. */
function saidIn(comment: string): Omit<Decision, 'name'> {
  const text = comment
    .replace(/\n\s*\*/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  const [says, ...more] = text.split(/ ?`([\w-]+)`: /)
  const answers = more.flatMap((answer, at) => (at % 2 === 0 ? [{ answer, says: more[at + 1]! }] : []))
  return { says: says!, answers }
}
