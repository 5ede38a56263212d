import { afterEach, describe, expect, it, vi } from 'vitest'
import { answered, endsAtOnce, onInterrupt } from '../../../cli/run/interrupt.ts'

const before = process.listeners('SIGINT')

afterEach(() => {
  answered()
  vi.restoreAllMocks()
  vi.useRealTimers()
})

function listening(abandon?: () => void) {
  vi.useFakeTimers({ toFake: ['performance'] })
  const ended: (number | string)[] = []
  vi.spyOn(process, 'exit').mockImplementation(code => ended.push(code as number) as never)
  const { flag, forget } = onInterrupt(() => {
    ended.push('abandoned')
    abandon?.()
  })
  const signal = (name: NodeJS.Signals, afterMs: number) => {
    vi.advanceTimersByTime(afterMs)
    process.emit(name, name)
    return [...ended]
  }
  return { signal, forget, ended, isSet: () => new Int32Array(flag)[0] === 1 }
}

describe('Ctrl-C', () => {
  it('is one, however often it comes at once, and ends the command when it comes again', () => {
    const { signal, isSet, forget } = listening()
    expect(signal('SIGINT', 0)).toEqual([])
    expect(isSet()).toBe(true)
    expect(signal('SIGINT', 10)).toEqual([])
    expect(signal('SIGTERM', 10)).toEqual([])
    expect(signal('SIGINT', 1000)).toEqual(['abandoned', 3])
    expect(endsAtOnce()).toBe(true)
    forget()
  })

  it('ends the command also where what is left half done cannot be taken away', () => {
    const { signal, forget, ended } = listening(() => {
      throw new Error('deliberate')
    })
    signal('SIGINT', 0)
    expect(() => signal('SIGINT', 1000)).toThrow('deliberate')
    expect(ended).toEqual(['abandoned', 3])
    forget()
  })

  it('leaves time to tell what was found, unless it comes a second time later', () => {
    const { signal, forget } = listening()
    signal('SIGINT', 0)
    forget()
    expect(process.listeners('SIGINT')).toHaveLength(before.length + 1)
    expect(signal('SIGINT', 10)).toEqual([])
    expect(signal('SIGINT', 1000)).toEqual([3])
  })

  it('ends the searches that come next as well', () => {
    const { signal, forget } = listening()
    signal('SIGINT', 0)
    forget()
    const next = onInterrupt(() => {})
    expect(new Int32Array(next.flag)[0]).toBe(1)
    next.forget()
  })

  it('has its usual meaning once no search runs', () => {
    const { forget } = listening()
    const other = onInterrupt(() => {})
    forget()
    expect(process.listeners('SIGINT')).toHaveLength(before.length + 1)
    other.forget()
    expect(process.listeners('SIGINT')).toEqual(before)
  })

  it('has its usual meaning once a program has its answer, and ends no later search', () => {
    const { signal, forget, isSet } = listening()
    signal('SIGTERM', 0)
    forget()
    answered()
    expect(process.listeners('SIGTERM')).not.toContain(process.listeners('SIGINT').at(-1))
    expect(process.listeners('SIGINT')).toEqual(before)
    expect(isSet()).toBe(false)
  })
})
