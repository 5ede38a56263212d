/**
 * The example of the README is what the command prints.
 */
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { gmemcheck, root } from './gmemcheck.ts'

/** Not the same twice: how long it took. */
const timeless = (text: string): string => text.replace(/, \d+\.\d s$/m, '').trim()

it('shows the example as the command prints it on 80 columns', () => {
  const readme = readFileSync(`${root}README.md`, 'utf8')
  const [, command, printed] = /^ {4}npx gmemcheck (check .*)\n\n```\n(.*?)^```/ms.exec(readme)!
  expect(timeless(gmemcheck(...command!.split(' '), '--width', '80').stdout)).toBe(timeless(printed!))
})
