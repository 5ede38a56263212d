import { afterEach, expect, it, vi } from 'vitest'
import { showProgress } from '../../../cli/run/progress.ts'

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

it('says every ten seconds how far it has come, where nobody can draw', () => {
  vi.useFakeTimers()
  const written: string[] = []
  vi.spyOn(process.stderr, 'write').mockImplementation(text => {
    written.push(String(text))
    return true
  })
  let done = 0
  const line = showProgress(() => `${done} of 3`)
  for (done = 0; done < 3; done++) vi.advanceTimersByTime(9_999)
  line.end()
  vi.advanceTimersByTime(60_000)
  expect(written).toEqual(['progress: 1 of 3\n', 'progress: 2 of 3\n'])
})
