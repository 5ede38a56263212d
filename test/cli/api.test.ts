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

it('gives Ctrl-C back its usual meaning once it has answered', async () => {
  const before = process.listeners('SIGINT')
  const stopping = setInterval(() => {
    if (process.listenerCount('SIGINT') === before.length) return
    clearInterval(stopping)
    process.emit('SIGINT', 'SIGINT')
  }, 10)
  expect((await check(['conversion-among-all@rfc-v2-split'])).exitCode).toBe(3)
  expect(process.listeners('SIGINT')).toEqual(before)
  expect((await check(['convert-to-shared@rfc-v2-split'])).exitCode).toBe(0)
})
