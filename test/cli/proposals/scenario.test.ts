import { describe, expect, it } from 'vitest'
import {
  allocate,
  anyVm,
  defineDesign,
  defineScenario,
  guestFault,
  hostFault,
  pagesOf,
  pin,
  punch,
  speculate,
  thread,
  toShared,
} from '../../../cli/api.ts'

/** A scenario as JavaScript writes it: no types are checked. */
const scenario = (changed: object) => () =>
  defineScenario({
    name: 's',
    summary: 'a hole is punched',
    bounds: pagesOf(2, 1),
    environment: anyVm,
    initial: [() => {}],
    threads: [thread('ioctl', punch(0, 1))],
    ...changed,
  } as never)
const threads = (call: unknown, within?: unknown) => ({
  threads: [{ name: 'ioctl', calls: [call], ...(within !== undefined && { within }) }],
})

describe('a scenario that somebody writes', () => {
  it('may be of anything that there is', () => {
    const environment = { tdxHoldsReferences: false, parts: ['memory-failure', 'lru'] }
    expect(scenario({ environment, goals: ['mixed-hugepage'] })().goals).toEqual(['mixed-hugepage'])
    expect(scenario(threads(guestFault([1], [0])))().goals).toEqual([])
  })

  it('may ask for what is behind the file where the kernel looks at its size', () => {
    for (const call of [punch(0, 9), allocate(1, 2), hostFault([2])])
      expect(scenario(threads(call))().threads[0]!.calls).toEqual([call])
  })

  it.each([
    [
      'a part that there is not',
      { environment: { tdxHoldsReferences: false, parts: ['memory-failur'] } },
      /^scenario "s": environment\.parts\.0 is "memory-failur", which is no part; did you mean memory-failure\?\ngive one of firmware, /,
    ],
    [
      'parts that are no list',
      { environment: { tdxHoldsReferences: false, parts: 'x' } },
      /environment\.parts must be a list of parts/,
    ],
    [
      'a word that no environment has',
      { environment: { tdxHoldsReference: false } },
      /environment\.tdxHoldsReferences is missing\ngive tdxHoldsReferences, directMapEntry, /,
    ],
    [
      'a word beside those of an environment',
      { environment: { ...anyVm, tdx: 'yes', directMapEntri: 2 } },
      /environment\.tdx is nothing that a scenario has/,
    ],
    ['an environment that says nothing', { environment: {} }, /environment\.tdxHoldsReferences is missing/],
    ['no environment', { environment: 3 }, /environment must be an environment, such as anyVm/],
    ['a wrong type', { environment: { tdxHoldsReferences: 'yes' } }, /tdxHoldsReferences must be true or false/],
    [
      'a goal that there is not',
      { goals: ['mixed-hugepages'] },
      /goals\.0 is "mixed-hugepages", which is no goal; did you mean mixed-hugepage\?/,
    ],
    ['goals that are no list', { goals: 'x' }, /goals must be a list of goals/],
    ['a call that is none', threads(5), /threads\.0\.calls\.0 must be a call, such as toShared\(0, 1\)/],
    [
      'an operation that there is not',
      threads({ operation: 'punch hol', times: 1 }),
      /threads\.0\.calls\.0\.operation is "punch hol", which is no operation; did you mean punch hole\?/,
    ],
    [
      'a call without arguments',
      threads({ operation: 'punch hole', times: 1 }),
      /scenario "s": ioctl, punch hole: start is missing\nit takes start, pages$/,
    ],
    [
      'an argument that the operation does not take',
      threads({ operation: 'punch hole', args: [{ start: 0, page: 1 }], times: 1 }),
      /ioctl, punch hole: "page" is nothing that the operation takes; did you mean pages\?\nit takes start, pages$/,
    ],
    [
      'arguments that are none',
      threads({ operation: 'punch hole', args: 3, times: 1 }),
      /args must be a list of arguments/,
    ],
    [
      'a thread that is within nothing',
      threads(punch(0, 1), { strat: [0] }),
      /threads\.0\.within\.operation is missing/,
    ],
    [
      'a thread within what there is not',
      threads(punch(0, 1), { operation: 'punch hole', args: { start: 0, pages: 7, vms: 1 } }),
      /"vms" is nothing that the operation takes/,
    ],
    [
      'a range that ends behind the file',
      threads(toShared(0, 9)),
      /scenario "s": ioctl, convert: asked for is pages 0 to 8, and the file has 2 pages\ngive pages from 0 to 1$/,
    ],
    ['a page behind the file', threads(pin([5])), /ioctl, pin: asked for is page 5, and the file has 2 pages/],
    ['a frame that there is not', threads(speculate([9])), /frame is 9, and there are \d frames\ngive a number below /],
    ['sizes that are none', { bounds: [2, 1] }, /bounds\.pages is missing\ngive pages, hugepage, frames/],
    [
      'a word that no scenario has',
      { goal: [] },
      /goal is nothing that a scenario has; did you mean goals\?\ngive name, /,
    ],
    ['no threads', { threads: {} }, /threads must be a list of threads/],
  ])('is refused where it has %s', (_, changed, message) => {
    expect(scenario(changed)).toThrow(message)
  })

  it.each([
    [
      'asks for a field that there is not',
      (kernel: { pags: number[] }) => kernel.pags[0],
      /initial state 0: the kernel has no field "pags"/,
    ],
    [
      'sets one',
      (kernel: { sharde: number }) => (kernel.sharde = 1),
      /the kernel has no field "sharde"; did you mean share\?/,
    ],
    [
      'throws what is no error',
      () => {
        throw 1
      },
      /initial state 0 throws: 1$/,
    ],
  ])('is refused where its initial state %s', (_, set, message) => {
    const { initial } = scenario({ initial: [set] })()
    expect(() => initial[0]!({ pages: 2, share: new Uint8Array(2) } as never)).toThrow(message)
  })
})

describe('a design that somebody writes', () => {
  it.each([
    ['differs in a list', { differs: [] }, /design "d": differs must be answers by their decisions\n/],
    ['answers with a list', { differs: { invalidateWindow: ['exact'] } }, /answers invalidateWindow with "exact"/],
    ['has a number for its summary', { summary: 5 }, /design "d": summary must be a sentence\n/],
    ['has a word that no design has', { sumary: '' }, /has "sumary", which no design has; did you mean summary\?/],
  ])('is refused where it %s', (_, changed, message) => {
    expect(() => defineDesign({ name: 'd', summary: '', base: 'upstream', differs: {}, ...changed } as never)).toThrow(
      message,
    )
  })
})
