import { afterEach, describe, expect, it, vi } from 'vitest'
import { onInterrupt } from '../../../cli/run/interrupt.ts'

const before = process.listeners('SIGINT')

afterEach(() => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    for (const listener of process.listeners(signal)) if (!before.includes(listener)) process.off(signal, listener)
  vi.restoreAllMocks()
  vi.useRealTimers()
})

function listening() {
  vi.useFakeTimers({ toFake: ['performance'] })
  const ended: (number | string)[] = []
  vi.spyOn(process, 'exit').mockImplementation(code => ended.push(code as number) as never)
  const { flag, forget } = onInterrupt(() => ended.push('abandoned'))
  const signal = (name: NodeJS.Signals, afterMs: number) => {
    vi.advanceTimersByTime(afterMs)
    process.emit(name, name)
    return [...ended]
  }
  return { signal, forget, isSet: () => new Int32Array(flag)[0] === 1 }
}

describe('Ctrl-C', () => {
  it('is one, however often it comes at once, and ends the command when it comes again', () => {
    const { signal, isSet } = listening()
    expect(signal('SIGINT', 0)).toEqual([])
    expect(isSet()).toBe(true)
    expect(signal('SIGINT', 10)).toEqual([])
    expect(signal('SIGTERM', 10)).toEqual([])
    expect(signal('SIGINT', 1000)).toEqual(['abandoned', 3])
  })

  it('that came twice leaves time to tell what was found', () => {
    const { signal, forget } = listening()
    signal('SIGINT', 0)
    forget()
    expect(process.listeners('SIGINT')).toHaveLength(before.length + 1)
    expect(signal('SIGINT', 10)).toEqual([])
    expect(signal('SIGINT', 1000)).toEqual(['abandoned', 3])
  })

  it('has its usual meaning once no search runs', () => {
    const { forget } = listening()
    forget()
    expect(process.listeners('SIGINT')).toEqual(before)
  })
})
