/**
 * Members of what is printed for programs, beside the page that explains them.
 */
import { readFileSync } from 'node:fs'
import { root } from './gmemcheck.ts'

/** Those that the page does not have. */
export function unexplained(json: object): string[] {
  const page = readFileSync(`${root}docs/json.md`, 'utf8')
  return Object.keys(json).filter(name => !new RegExp(`\`(?:[\\w[\\].]*\\.)?${name}\\b`).test(page))
}
