/**
 * Members of what is printed for programs, beside the page that explains them.
 */
import { readFileSync } from 'node:fs'
import { root } from './gmemcheck.ts'

/**
 * In words: members of a value that the page does not have for its command, and those that the page has for every value of the
 * command and this one has not.
 */
export function unexplained(json: object): string[] {
  const { command } = json as { command: string }
  const rows = documented().filter(({ where }) => where.some(one => one === 'all' || one.split(' ')[0] === command))
  const explained = new Set(rows.flatMap(({ members }) => members))
  // What stands there with a condition is not in every value.
  const always = rows.filter(({ where }) => where.some(one => one === 'all' || one === command))
  return [
    ...Object.keys(json)
      .filter(name => !explained.has(name))
      .map(name => `${name} is not explained for ${command}`),
    ...[...new Set(always.flatMap(({ members }) => members))]
      .filter(name => !(name in json))
      .map(name => `${name} is explained for ${command}, and is not there`),
  ]
}

/** Members of what stands inside a value that the page names nowhere. */
export const unnamed = (part: object): string[] =>
  Object.keys(part).filter(name => !new RegExp(`\`(?:[\\w[\\].]*\\.)?${name}\\b`).test(page()))

const page = (): string => readFileSync(`${root}docs/json.md`, 'utf8')

/** The rows of the first table: names of outermost members, and the commands that print them. */
function documented(): { readonly members: readonly string[]; readonly where: readonly string[] }[] {
  return page()
    .split('\n')
    .flatMap(line => {
      const [, names, where] = /^\| (`.*?`) \| ([^|]*) \|/.exec(line) ?? []
      if (names === undefined || where === undefined) return []
      const members = [...names.matchAll(/`(\w+)/g)].map(([, name]) => name!)
      return { members, where: where.split(/, (?=[a-z])|; | and /).map(one => one.trim()) }
    })
}
