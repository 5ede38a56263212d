/**
 * What `generate` writes for one world, as code that all worlds share: where things are is data.
 *
 * Most worlds end before V8 has optimised what it has met for the first time.
 */
import { offsetsIn, spentBy } from './generate.ts'
import type { Runtime, Taking } from './taking.ts'
import { localsView, sharedView } from './vector/view.ts'
import type { World } from './world.ts'

/** A call that an idle thread may start. */
interface IdleCall {
  /** Byte of its budget, or -1 where it has none. */
  readonly budget: number
  /** Control value of its first point. */
  readonly point: number
  /** Bytes of its arguments, and what they are set to. */
  readonly args: readonly (readonly [at: number, value: number])[]
}

export function commonCode(world: World, runtime: Runtime): Taking {
  const { flats, placement, starts, words } = world
  const { B, C, fired, settle, emit, trap, located, copies, steps } = runtime
  const { rows, touched, renew, renewWord, flush, restored, outside } = copies
  const frame = Int32Array.of(placement.nowhere)
  const shown = { B, rows, touched, outside }
  const scope = {
    [words.shared]: sharedView(placement, shown),
    [words.locals]: localsView(placement, shown, frame),
    self: 0,
  }
  const points = steps.flatMap(({ make, code: { functions }, place }, operation) => {
    const spent = spentBy(world, flats[operation]!.operation)
    const spendsIf = place.spendsIf as ((scope: object) => boolean) | undefined
    const spend = () => {
      if (spendsIf && !spendsIf(scope)) return
      for (const { offset, length, each } of spent) {
        const from = offset + scope.self * each
        B.fill(0, from, from + length)
      }
    }
    const given = { functions, B, C, fired, settle, emit, flush, restored, trap, scope, spend }
    return make({ ...place, ...given }).points
  })
  const offsets = offsetsIn(world)
  const frames = placement.threads.map(thread => thread.frame)
  const controls = placement.threads.map(({ control }) => control / 2)
  const calls = starts.map((list, thread) =>
    list.map(
      ({ operation, call, args }): IdleCall => ({
        budget: placement.threads[thread]!.budgets[call] ?? -1,
        point: steps[operation]!.place.first + flats[operation]!.initial,
        args: Object.entries(args).map(([name, value]) => [frames[thread]! + offsets.get(name)!, value]),
      }),
    ),
  )
  const start = (thread: number) => {
    const list = calls[thread]!
    for (let event = 0; event < list.length; event++) {
      const { budget, point, args } = list[event]!
      if (budget >= 0) {
        if (B[budget] === 0) continue
        B[budget]!--
      }
      C[controls[thread]!] = point
      for (const [at, value] of args) B[at] = value
      emit(event)
    }
  }
  const takeAll = (): 0 | 1 | 2 => {
    let busy = false
    let able = 0
    for (let thread = 0; thread < frames.length; thread++) {
      const control = controls[thread]!
      frame[0] = frames[thread]!
      scope.self = thread
      const point = C[control]!
      if (point === 0) {
        start(thread)
        continue
      }
      busy = true
      able |= points[point - 1]!(frames[thread]!, control)
    }
    return !busy ? 0 : able === 0 ? 2 : 1
  }
  return {
    scope,
    rows,
    renew,
    renewWord,
    expand() {
      try {
        return takeAll()
      } catch (error) {
        throw located(error)
      }
    },
    alone: undefined,
    enter(thread) {
      frame[0] = frames[thread]!
      scope.self = thread
    },
    leave() {
      frame[0] = placement.nowhere
      scope.self = 0
    },
  }
}
