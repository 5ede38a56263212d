import { expect, it } from 'vitest'
import { check, review } from '../../cli/api.ts'

it.each<[string, () => Promise<unknown>]>([
  ["check() takes a list of words\nwrite: check(['rfc-v2-split'", () => check('nosuch' as never)],
  ['check() takes a list of words', () => check([])],
  [
    "review() takes a request with a list of paths\nwrite: review({ paths: ['fix.patch'] })",
    () => review('x' as never),
  ],
  ['review() takes a request', () => review(undefined as never)],
])('says what is expected: %s', async (message, call) => {
  await expect(call()).rejects.toThrow(message)
})
